"""When a Source is visited: what a person may wish, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archive.crawl.schedule import Schedule
from archive.model import Source
from web.shapes import every_text

SHORTEST = timedelta(minutes=1)
SHOWN = 5  # of the next times


@dataclass(frozen=True, slots=True)
class Visits:
    """A wish: a fixed interval, a cron schedule on the clocks of a zone, or (neither) what the blog's own pace asks
    for."""

    every: timedelta | None = None
    cron: str | None = None
    zone: str | None = None

    @classmethod
    def of(cls, source: Source) -> Visits:
        """As a Source is visited now."""
        if source.cron is not None:
            return cls(cron=source.cron, zone=source.zone)
        return cls() if source.adaptive else cls(every=source.every)

    @classmethod
    def by_cron(cls, cron: str, zone: str) -> Visits:
        """By a schedule that a person typed. Raises BadSchedule, UnknownZone."""
        schedule = Schedule.read(cron, zone)
        return cls(cron=schedule.cron, zone=schedule.zone.key)

    @property
    def columns(self) -> dict[str, Any]:
        """The Source's columns that make it so. An interval that was set before stays for what can't be learnt."""
        kept = {"every": self.every} if self.every is not None else {}
        adaptive = self.every is None and self.cron is None
        return {"adaptive": adaptive, "cron": self.cron, "zone": self.zone, **kept}

    def times(self, now: datetime, zone: str, *, interval: timedelta) -> list[datetime]:
        """The next times, on the clocks of ``zone`` (a schedule's own clocks win); ``interval`` is what counts when
        nothing else was wished."""
        if self.cron is not None:
            return Schedule.read(self.cron, self.zone or zone).times(now, SHOWN)
        there = Schedule.read("0 0 * * *", zone).zone
        step = self.every or interval
        return [(now + step * number).astimezone(there) for number in range(1, SHOWN + 1)]


def visits_text(source: Source) -> str:
    """``every 6 hours``, ``about every 9 hours, learnt``, ``by the schedule 30 2 * * * (Europe/Berlin)``."""
    if source.cron is not None:
        return f"by the schedule {source.cron} ({source.zone or 'UTC'})"
    if not source.adaptive:
        return every_text(source.every)
    if source.learnt is None:
        return f"{every_text(source.every)}, until its own pace is known"
    return f"about {every_text(_rounded(source.learnt))}, learnt"


def _rounded(length: timedelta) -> timedelta:
    """As people say it: to five minutes below two hours, to the hour below two days, then to the day."""
    for unit, below in ((timedelta(minutes=5), timedelta(hours=2)), (timedelta(hours=1), timedelta(days=2))):
        if length < below:
            return max(unit, round(length / unit) * unit)
    return round(length / timedelta(days=1)) * timedelta(days=1)
