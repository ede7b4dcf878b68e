"""``sources``: which blogs are followed."""

from __future__ import annotations

import json
from datetime import datetime

import click

from archive import backrun
from archive.model import Source
from web.commands.context import Context
from web.shapes import health, source_shape
from web.terminal import one_line
from web.visits import visits_text


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def sources(context: Context, as_json: bool) -> None:
    """List the sources, how they fare and when they are due.

    Example: backfile sources
    """
    with context.backfile(existing=True) as backfile:
        crawls, now = backfile.catalogue.crawls, backfile.clock()
        proofs = backfile.catalogue.tallies
        known = [
            (source, crawls.last_of(source.id), backrun.sentence(proofs.last_of(source.id)))
            for source in backfile.catalogue.sources.all()
        ]
    if as_json:
        shapes = [
            source_shape(source, last, now=now) | {"back_run": proven} for source, last, proven in known
        ]
        click.echo(json.dumps({"sources": shapes}))
        return
    if not known:
        click.echo("No sources yet. `backfile add URL` adds one.")
    for source, last, proven in known:
        click.echo(one_line(f"{source.id}  {source.name}  ({source.kind})  {source.url}"))
        click.echo(
            "   "
            + one_line(
                f"{health(source, last)}; visited {visits_text(source)}; next visit {_due(source, now)}"
            )
        )
        if proven is not None:
            click.echo("   " + one_line(proven))


def _due(source: Source, now: datetime) -> str:
    if source.paused:
        return "not planned"
    return (
        "now"
        if source.next_due is None or source.next_due <= now
        else f"{source.next_due:%Y-%m-%d %H:%M} UTC"
    )
