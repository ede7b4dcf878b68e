"""When a Source is visited, on the desk: the form's fields as typed, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.model import Source
from web.admin.addition import OFTEN
from web.current import backfile
from web.settings import duration
from web.shapes import every_text
from web.statuses import Refused
from web.visits import Visits

HOW = (
    ("pace", "as often as its own pace asks for"),
    ("every", "at a fixed interval"),
    ("cron", "by a schedule"),
)
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """The form's fields."""

    how: str
    every: str
    cron: str
    zone: str

    @classmethod
    def of(cls, source: Source) -> Timing:
        """As the Source is visited now."""
        visits = Visits.of(source)
        how = "cron" if visits.cron else "every" if visits.every else "pace"
        zone = visits.zone or backfile().settings.timezone
        return cls(how, f"{source.every.total_seconds():g}s", visits.cron or "", zone)

    @classmethod
    def typed(cls, form: Mapping[str, str]) -> Timing:
        """Each cut where nothing sensible goes on."""
        fields = (form.get(name, "").strip() for name in ("how", "every", "cron", "zone"))
        return cls(*(text[:200] for text in fields))

    @property
    def visits(self) -> Visits:
        """What was wished. Raises Refused, BadSchedule, UnknownZone."""
        if self.how == "cron":
            return Visits.by_cron(self.cron, self.zone or backfile().settings.timezone)
        if self.how not in ("every", "pace"):
            raise Refused("Choose how it is visited: at its own pace, at an interval or by a schedule.")
        return Visits(every=self._interval) if self.how == "every" else Visits()

    @property
    def _interval(self) -> timedelta:
        try:
            every = duration(self.every)
        except (ValueError, OverflowError) as error:
            raise Refused(f"How often can’t be “{self.every}”: {error}.") from error
        if every < SHORTEST:
            raise Refused("Once a minute is the most often.")
        return every

    @property
    def intervals(self) -> list[tuple[str, str]]:
        """Those to choose from: value and words; what is set now is among them."""
        offered = {duration(text) for text in OFTEN}
        with suppress(Refused):
            offered.add(self._interval)
        return [(f"{each.total_seconds():g}s", every_text(each)) for each in sorted(offered)]

    def times(self, source: Source, now: datetime) -> list[datetime]:
        """The next times of what was wished. Raises as ``visits`` does."""
        return self.visits.times(source, now, backfile().settings.timezone)
