"""``source``: the settings of one Source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import click

from archive.crawl import steering
from web.commands.context import Context
from web.commands.policing import policy_options, policy_with
from web.commands.timing import timing_options, wished
from web.policing import settings_lines, told, tried
from web.terminal import one_line
from web.visits import Visits, revisit, visits_text


@click.group()
def source() -> None:
    """The settings of one source."""


@source.command("set")
@click.argument("name", metavar="SOURCE")
@timing_options
@policy_options
@click.option("--dry-run", is_flag=True, help="Only show what patterns would do to the known addresses.")
@click.pass_obj
def set_(
    context: Context,
    /,
    name: str,
    every: timedelta | None,
    learnt: bool,
    cron: str | None,
    zone: str | None,
    dry_run: bool,
    **given: str | Sequence[str] | None,
) -> None:
    """Change the settings of a source; without options, show them.

    SOURCE is a number, a name or an address from `backfile sources`. In a PATTERN * stands for anything. An option with
    an empty value takes a setting back; PATTERN, header and cookie replace what was set.

    Example: backfile source set "Tidewater Letters" --cron "30 2 * * *" --zone Europe/Berlin
    """
    settings = context.settings()
    visits = wished(settings, every=every, learnt=learnt, cron=cron, zone=zone)
    with context.backfile() as backfile:
        catalogue, now = backfile.catalogue, backfile.clock()
        found = catalogue.sources.find(name)
        policy = policy_with(found.policy, given)
        patterns = (policy.include, policy.exclude) != (found.policy.include, found.policy.exclude)
        trial = tried(catalogue, found, policy) if patterns or dry_run else None
        if not dry_run:
            if policy != found.policy:
                found = catalogue.sources.update(found.id, policy=policy)
            if visits is not None:
                found = revisit(catalogue, found, visits, now)
        times = Visits.of(found).times(found, now, settings.timezone)
    for line in told(trial) if trial is not None else ():
        click.echo(one_line(line))
    if dry_run:
        click.echo("Nothing was saved.")
        return
    click.echo(
        one_line(f"{found.name} is visited {visits_text(found)}{', but is paused' if found.paused else ''}.")
    )
    click.echo("Next: " + ", ".join(f"{time:%Y-%m-%d %H:%M %Z}" for time in times) + ".")
    for line in settings_lines(found.policy):
        click.echo(one_line(line))


@source.command("pause")
@click.argument("name", metavar="SOURCE")
@click.pass_obj
def pause(context: Context, name: str) -> None:
    """No crawls by the schedule; one that runs is paused too.

    Example: backfile source pause "Tidewater Letters"
    """
    with context.backfile() as backfile:
        found = backfile.catalogue.sources.find(name)
        steering.pause(backfile.catalogue, found.id)
    click.echo(one_line(f"{found.name} is paused: it is crawled only when you ask."))


@source.command("resume")
@click.argument("name", metavar="SOURCE")
@click.pass_obj
def resume(context: Context, name: str) -> None:
    """Back on the schedule; a paused crawl goes on.

    Example: backfile source resume "Tidewater Letters"
    """
    with context.backfile() as backfile:
        found = backfile.catalogue.sources.find(name)
        steering.resume(backfile.catalogue, found.id)
    click.echo(one_line(f"{found.name} is on its schedule again."))
