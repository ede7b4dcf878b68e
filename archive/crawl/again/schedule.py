"""A schedule in cron's five fields, on the clocks of one time zone. Pure: what is due after a moment.

The fields are read as Debian's cron reads them (crontab(5)), by ``cronsim``; when the clocks change is decided here:

- a time that a spring morning does not have is due once, at the moment at which the clocks jump;
- a time that an autumn night has twice is due once, the first time; only an hour field that begins with ``*`` (every
  hour, every second hour) goes by the time that passes, and is due in both.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from archive.errors import BadSchedule, UnknownZone

_FARTHEST_CHANGE = timedelta(hours=3)
"""Farther than clocks are ever moved at once (Antarctica/Troll: two hours)."""
_MINUTE = timedelta(minutes=1)
_LONGEST = 100  # characters of an expression
_ANY_DAY = datetime(2024, 1, 1)  # noqa: DTZ001 -- on the wall's clock


@dataclass(frozen=True, slots=True)
class Schedule:
    """``cron`` in ``zone``. Made by ``read``."""

    cron: str
    zone: ZoneInfo

    @classmethod
    def read(cls, cron: str, zone: str) -> Schedule:
        """The schedule that a person typed. Raises BadSchedule, UnknownZone."""
        fields = cron.split()
        if len(fields) != 5:
            raise BadSchedule(cron, f"it has {len(fields)} of the five fields")
        if len(cron) > _LONGEST:
            raise BadSchedule(cron[:_LONGEST], "it is too long")
        try:
            next(CronSim(cron, _ANY_DAY))
        except CronSimError as error:
            raise BadSchedule(cron, _in_words(str(error))) from None
        except StopIteration:
            raise BadSchedule(cron, "no day is ever like that") from None
        return cls(" ".join(fields), time_zone(zone))

    def after(self, moment: datetime) -> datetime:
        """The first time later than ``moment`` (aware) at which it is due, in UTC."""
        # The clocks' times come in order, their moments need not: look as far ahead as clocks are ever moved.
        wall = moment.astimezone(self.zone).replace(tzinfo=None)
        found: list[datetime] = []
        end: datetime | None = None
        for time in CronSim(self.cron, wall - _FARTHEST_CHANGE):
            if end is not None and time > end:
                break
            found += [each for each in self._moments(time) if each > moment]
            end = end or (time + _FARTHEST_CHANGE if found else None)
        return min(found)

    def times(self, moment: datetime, count: int) -> list[datetime]:
        """The next ``count`` times after ``moment``, on the zone's clocks."""
        return [each.astimezone(self.zone) for each in islice(self._from(moment), count)]

    def _from(self, moment: datetime) -> Iterator[datetime]:
        while True:
            moment = self.after(moment)
            yield moment

    def _moments(self, wall: datetime) -> list[datetime]:
        """When the zone's clocks show this time: once; in autumn it may be twice, in spring never."""
        first, second = (wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if first > second:  # PEP 495: the time is skipped, and its two readings lie around the gap
            return [] if self._each_hour else [_end_of_gap(second, self.zone)]
        return [first, second] if self._each_hour and first != second else [first]

    @property
    def _each_hour(self) -> bool:
        return self.cron.split()[1].startswith("*")


@lru_cache(maxsize=64)
def time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name. UnknownZone, with names that look like it."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the data base is an OSError
        known = zoneinfo.available_timezones()
        folded = {each.rpartition("/")[2].casefold(): each for each in sorted(known)}
        last = name.rpartition("/")[2].strip().replace(" ", "_").casefold()
        alike = [folded[each] for each in get_close_matches(last, folded, n=2, cutoff=0.75)]
        raise UnknownZone(name[:80], tuple(alike)) from None


def _end_of_gap(before: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after the clocks jumped, ``before`` being one shortly before."""
    offset = before.astimezone(zone).utcoffset()
    at = before
    while at.astimezone(zone).utcoffset() == offset:
        at += _MINUTE
    return at


def _in_words(said: str) -> str:
    """What cronsim says, as the end of a sentence."""
    return f"its {said[4:]} can’t be read" if said.startswith("Bad ") else said.lower()
