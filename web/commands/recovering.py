"""``recover``: the catalogue made again from the WARC files alone."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.crawl.egress.fetcher import utc_now
from archive.errors import NothingToRecover
from archive.store.locks import ROLES, RoleLock
from archive.store.recovery.adoption import adopt
from archive.store.recovery.rebuild import DRAFT, Rebuilt, rebuild
from web.bars import bar
from web.commands.context import Context
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import abort_if, interruptible
from web.terminal import one_line
from web.wording import counted

LOST = (
    "accounts and API tokens: `backfile user add NAME` makes them anew",
    "headers and cookies of sources: type them again, `backfile source`",
    "what was queued and not fetched yet: a crawl that was cut off is asked for again, a paused one has ended",
    "the reasons that old crawls gave for single addresses",
)
"""What no WARC file tells."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def recover(context: Context, as_json: bool) -> None:
    """Make the catalogue again from the WARC files alone.

    A catalogue that is there is set aside under another name, never overwritten. Stop `backfile serve` first. What was
    cut off goes on where it was.

    Example: backfile recover
    """
    data = context.settings().data
    if not data.is_dir():
        raise NothingToRecover(str(data))
    with interruptible() as stop:
        with ExitStack() as roles:
            for role in ROLES:
                roles.enter_context(RoleLock(data, role, "a recovery"))
            with bar("recovering", quiet=as_json) as line:
                found = rebuild(data, utc_now, on_progress=line.part, stopped=stop.is_set)
            if found is None:
                abort_if(stop)
                return
            # Only a cache, and of the old catalogue: its numbers of changes mean nothing to the new one.
            shutil.rmtree(data / "index", ignore_errors=True)
            aside = adopt(data, data / DRAFT, utc_now)
        with context.backfile() as backfile:
            counts = asdict(backfile.catalogue.counts())
            if not as_json:
                _tell(found, counts, aside)
            bring_up_to_date(backfile, stop=stop, quiet=as_json)
    if as_json:
        click.echo(json.dumps(_shape(found, counts, aside)))


def _shape(found: Rebuilt, counts: dict[str, int], aside: Path | None) -> dict[str, Any]:
    kept = ("sources", "pages", "captures", "segments")
    return {
        **{name: counts[name] for name in kept},
        **asdict(found),
        "lost": list(LOST),
        "set_aside": str(aside) if aside else None,
    }


def _tell(found: Rebuilt, counts: dict[str, int], aside: Path | None) -> None:
    if aside is not None:
        click.echo(f"The catalogue that was there is now {aside}.")
    click.echo(
        f"Recovered {counted(counts['sources'], 'source')}, {counted(counts['pages'], 'page')} and "
        f"{counted(counts['captures'], 'capture')} from {counted(counts['segments'], 'WARC file')}."
    )
    if found.untold:
        click.echo(
            f"{counted(found.untold, 'capture')} came after the last note of the catalogue's: known by their records "
            "alone, under new numbers."
        )
    if found.missing:
        click.echo(f"{counted(found.missing, 'capture')} can't be brought back: their records are not there.")
    if found.unfit:
        click.echo(f"{counted(found.unfit, 'row')} did not fit, and were left out.")
    click.echo("The WARC files do not tell, so these are gone:")
    for lost in LOST:
        click.echo(f"  {lost}")
    for alarm in found.alarms:
        click.echo(one_line(alarm), err=True)
