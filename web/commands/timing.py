"""The options that say when a Source is visited: ``--every``, ``--learnt``, ``--cron`` with ``--zone``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import click

from archive.errors import BadSchedule, UnknownZone
from web.commands.duration import DURATION
from web.settings import Settings
from web.visits import Visits


def timing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it gets them as ``every``, ``learnt``, ``cron`` and ``zone``."""
    for option in (
        click.option(
            "--zone", metavar="Z", help="Time zone of the schedule.  [default: the setting timezone]"
        ),
        click.option("--cron", metavar="C", help='Visit by a schedule instead, such as "30 2 * * *".'),
        click.option("--learnt", is_flag=True, help="Visit as often as its own pace asks for."),
        click.option("--every", type=DURATION, metavar="6h", help="Visit at this fixed interval."),
    ):
        command = option(command)
    return command


def wished(
    settings: Settings, *, every: timedelta | None, learnt: bool, cron: str | None, zone: str | None
) -> Visits | None:
    """What was wished; None when nothing was. Raises UsageError for what is no schedule, or too many of them."""
    if sum((every is not None, learnt, cron is not None)) > 1:
        raise click.UsageError("Choose one of --every, --learnt and --cron.")
    if zone is not None and cron is None:
        raise click.UsageError('--zone is for a schedule: add --cron, such as --cron "30 2 * * *".')
    if cron is not None:
        try:
            return Visits.by_cron(cron, zone or settings.timezone)
        except (BadSchedule, UnknownZone) as error:
            raise click.UsageError(str(error)) from None
    return Visits(every=every) if learnt or every is not None else None
