"""``takedown``: hide a URL at once, erase it, and keep it from coming back."""

from __future__ import annotations

import getpass
import json
import sys
from typing import Any

import click

from archive.errors import FolderInUse
from archive.model import Reach, Takedown
from archive.store.locks import holder
from archive.timestamp import iso
from web.commands.context import Context
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import interruptible
from web.compose import Backfile
from web.terminal import one_line
from web.wording import counted


@click.command()
@click.argument("url", required=False)
@click.option("--reason", metavar="T", help="Why; readers are told.")
@click.option("--prefix", is_flag=True, help="All below the address too; of a home page, the whole host.")
@click.option("--by", metavar="NAME", help="Who decided it.  [default: the user of this machine]")
@click.option("--dry-run", is_flag=True, help="Say what would be hit, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--lift", metavar="URL|N", help="Let it come in again. What was erased does not return by itself."
)
@click.option("--list", "as_list", is_flag=True, help="All takedowns, and how far each is.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def takedown(
    context: Context,
    url: str | None,
    reason: str | None,
    prefix: bool,
    by: str | None,
    dry_run: bool,
    yes: bool,
    lift: str | None,
    as_list: bool,
    as_json: bool,
) -> None:
    """Hide a URL everywhere, at once; then erase its bytes; it does not come in again.

    In all its spellings, with the article that it shows and the redirects that lead to it. Captures of other addresses with
    the same payload keep it. Backups and packages outside of the data folder are not touched.

    Example: backfile takedown https://blog.example/2024/a-post.html --reason "The author asked for it"

    Example: backfile takedown https://blog.example/drafts/ --prefix --dry-run
    """
    chosen = sum((url is not None, lift is not None, as_list))
    if chosen != 1:
        raise click.UsageError("Name one URL, or use --list or --lift.")
    with context.backfile() as backfile:
        if as_list:
            _tell_all(backfile, as_json)
        elif lift is not None:
            found = backfile.catalogue.takedowns.find(lift)
            lifted = backfile.catalogue.takedowns.lift(found.id)
            _say(as_json, _shape(backfile, lifted), f"Lifted: {one_line(lifted.url)} may come in again.")
        elif url is not None:
            _take_down(
                backfile, url, reason, by or _user(), prefix=prefix, dry_run=dry_run, yes=yes, as_json=as_json
            )


def _take_down(
    backfile: Backfile,
    url: str,
    reason: str | None,
    by: str | None,
    *,
    prefix: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    takedowns = backfile.catalogue.takedowns
    reach = takedowns.reach(url, prefix=prefix)
    if dry_run:
        _say(as_json, _reached(reach), _hits(reach, "would be"))
        return
    if not yes and not as_json and sys.stdin.isatty():
        click.confirm(f"{_hits(reach, 'will be')} The bytes can't be brought back. Go on?", abort=True)
    made = takedowns.take_down(url, prefix=prefix, reason=reason, by=by)
    if not as_json:
        click.echo(
            f"{_hits(reach, 'are')} Number {made.id}: readers get 451 from now on, and it does not come in again."
        )
    notes = _erase(backfile, quiet=as_json)
    shape = _shape(backfile, takedowns.get(made.id)) | _reached(reach) | {"notes": notes}
    _say(as_json, shape, "\n".join(notes))


def _erase(backfile: Backfile, *, quiet: bool) -> list[str]:
    """Erase now if nobody else holds the role; what was done, or who will do it."""
    notes = []
    try:
        with backfile.archiving("a takedown") as archiving:
            done = archiving.erasure.done
            notes.append(f"Erased: {counted(done.records, 'record')} in the WARC files.")
            if done.promoted:
                notes.append(
                    f"{counted(done.promoted, 'payload')} that other addresses show too got a record of its own."
                )
            notes += [f"Removed {name}, which held a copy." for name in done.removed]
    except FolderInUse:
        who = holder(backfile.settings.data, "archive") or "another process"
        notes.append(f"The bytes are erased by {who}, or by whoever holds the archive's role next.")
    with interruptible() as stop:
        bring_up_to_date(backfile, stop=stop, quiet=True)
    if backfile.catalogue.takedowns.unforgotten():
        notes.append("The index's files are written anew by the worker, or by `backfile index`.")
    notes.append("Backups elsewhere, and pages and feeds that quote the text, still hold it.")
    return notes


def _hits(reach: Reach, verb: str) -> str:
    text = f"{counted(len(reach.captures), 'capture')} and {counted(len(reach.pages), 'article')} {verb} hidden and erased."
    if reach.named_by:
        text += f" {counted(reach.named_by, 'other article')} link there; their own words stay."
    if reach.sources:
        names = ", ".join(f"“{name}”" for name in reach.sources)
        text += f" Still followed: {names}; pause or change it, or each crawl asks in vain."
    return text


def _reached(reach: Reach) -> dict[str, Any]:
    return {
        "captures": len(reach.captures),
        "articles": len(reach.pages),
        "named_by": reach.named_by,
        "sources": list(reach.sources),
    }


def _shape(backfile: Backfile, found: Takedown) -> dict[str, Any]:
    captures, _ = backfile.catalogue.takedowns.counts(found.id)
    times = {name: getattr(found, name) for name in ("at", "erased_at", "forgotten_at", "lifted_at")}
    return {
        "id": found.id,
        "url": found.url,
        "prefix": found.prefix,
        "reason": found.reason,
        "by": found.by,
        "hidden": captures,
        **{name: iso(when) if when else None for name, when in times.items()},
    }


def _tell_all(backfile: Backfile, as_json: bool) -> None:
    shapes = [_shape(backfile, one) for one in backfile.catalogue.takedowns.all()]
    if as_json:
        click.echo(json.dumps({"takedowns": shapes}, ensure_ascii=False))
        return
    for one in shapes:
        below = " and below" if one["prefix"] else ""
        state = (
            "lifted"
            if one["lifted_at"]
            else "erased"
            if one["erased_at"] and one["forgotten_at"]
            else "being erased"
        )
        why = f": {one['reason']}" if one["reason"] else ""
        click.echo(
            one_line(
                f"{one['id']}  {one['at']}  {state}  {one['url']}{below}  by {one['by'] or 'nobody named'}{why}"
            )
        )
    if not shapes:
        click.echo("Nothing was taken down.")


def _say(as_json: bool, shape: dict[str, Any], text: str) -> None:
    click.echo(json.dumps(shape, ensure_ascii=False) if as_json else text)


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return None
