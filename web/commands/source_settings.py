"""``source``: the settings of one Source."""

from __future__ import annotations

from datetime import timedelta

import click

from web.commands.context import Context
from web.commands.timing import timing_options, wished
from web.terminal import one_line
from web.visits import Visits, revisit, visits_text


@click.group()
def source() -> None:
    """The settings of one source."""


@source.command("set")
@click.argument("name", metavar="SOURCE")
@timing_options
@click.pass_obj
def set_(
    context: Context, name: str, every: timedelta | None, learnt: bool, cron: str | None, zone: str | None
) -> None:
    """Change the settings of a source; without options, show them.

    SOURCE is a number, a name or an address from `backfile sources`.

    Example: backfile source set "Tidewater Letters" --cron "30 2 * * *" --zone Europe/Berlin
    """
    settings = context.settings()
    visits = wished(settings, every=every, learnt=learnt, cron=cron, zone=zone)
    with context.backfile() as backfile:
        found, now = backfile.catalogue.sources.find(name), backfile.clock()
        if visits is not None:
            found = revisit(backfile.catalogue, found, visits, now)
        times = Visits.of(found).times(found, now, settings.timezone)
    click.echo(
        one_line(f"{found.name} is visited {visits_text(found)}{', but is paused' if found.paused else ''}.")
    )
    click.echo("Next: " + ", ".join(f"{time:%Y-%m-%d %H:%M %Z}" for time in times) + ".")
