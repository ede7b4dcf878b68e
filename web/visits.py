"""When a Source is visited: what a person may wish, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from archive.crawl.again import cadence, lastmod
from archive.crawl.again.schedule import Schedule, time_zone
from archive.model import Lastmods, Source
from archive.store.catalogue import Catalogue
from web.shapes import every_text

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

    def times(self, source: Source, now: datetime, zone: str) -> list[datetime]:
        """The next times at which a Source that is visited so is due, as it looks now: on the clocks of the schedule, or
        else of ``zone``. Raises BadSchedule, UnknownZone."""
        wished = replace(source, **self.columns)
        if self.cron is not None:
            return Schedule.read(self.cron, self.zone or zone).times(now, SHOWN)
        step, kept = cadence.interval(wished), self == Visits.of(source)
        first = source.next_due if kept and source.next_due else cadence.next_due(wished, now)
        return [(max(first, now) + step * number).astimezone(time_zone(zone)) for number in range(SHOWN)]


def revisit(catalogue: Catalogue, source: Source, visits: Visits, now: datetime) -> Source:
    """Let a Source be visited as wished from now on; one that is due already stays so."""
    wished = replace(source, **visits.columns)
    due = source.next_due
    planned = due if due is None or due <= now else cadence.next_due(wished, now)
    return catalogue.sources.update(source.id, **visits.columns, next_due=planned)


def word_text(record: Lastmods) -> str:
    """Whether a site's word that articles were updated is believed, and why."""
    if record.claims == 0:
        return "not known yet"
    told = f"{record.proved} of {record.claims} updates that it announced lately were edits of the text"
    allowed = lastmod.allowance(record)
    if allowed is None:
        return f"believed: {told}"
    return (
        f"on trial: {told}"
        if allowed
        else f"not believed: {told}; the rest are looked at within the day’s budget"
    )


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
