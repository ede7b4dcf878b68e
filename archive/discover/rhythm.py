"""What a site says of how often to ask: in its feed, and in the headers of the answer. Pure.

RSS 2.0 (``ttl``, ``skipHours``, ``skipDays``), the syndication module of RSS 1.0 (``sy:updatePeriod``,
``sy:updateFrequency``), HTTP caching (RFC 9111 §4.2.1, §5.2.2.1, §5.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.discover import xmltext
from archive.timestamp import parse_http_date

LONGEST_STATED = timedelta(days=7)
"""A feed that asks for less than one visit a week has the word of a template, not of a person."""
LONGEST_FRESH = timedelta(hours=24)
"""Headers speak to caches; a year of freshness says nothing of when the next post comes."""

_HEAD = 64 * 1024  # bytes of a feed: what it says of itself stands before its entries
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,12})", re.I)
_UNCACHED = re.compile(r"(?:^|,)\s*(?:no-cache|no-store)\b", re.I)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``least``: not more often than that. ``skip_hours`` (0 to 23) and ``skip_days`` (0: Monday), in UTC: not then."""

    least: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    def allowed(self, moment: datetime) -> datetime:
        """The moment, or the beginning of the next hour that is not to be skipped."""
        at = moment.astimezone(UTC)
        for _ in range(7 * 24):
            if at.hour not in self.skip_hours and at.weekday() not in self.skip_days:
                return at
            at = at.replace(minute=0, second=0, microsecond=0) + _HOUR
        return moment  # a feed that is never to be asked was not meant so


NOTHING_SAID = Rhythm()


def of_feed(body: bytes, content_type: str | None = None) -> Rhythm:
    """What an RSS feed states of itself. Never raises."""
    ttl = period = timedelta(0)
    frequency = 1
    hours: set[int] = set()
    days: set[int] = set()
    for element in _elements(body, content_type):
        text = element.text.strip().lower()[:20]
        if element.name == "ttl" and element.parent == "channel":
            ttl = timedelta(minutes=_number(text))
        elif element.name == "updatePeriod":
            period = _PERIODS.get(text, timedelta(0))
        elif element.name == "updateFrequency":
            frequency = max(1, _number(text))
        elif element.name == "hour" and element.parent == "skipHours" and text.isdigit():
            hours.add(_number(text) % 24)  # RSS 0.91 counted to 24
        elif element.name == "day" and element.parent == "skipDays" and text in _DAYS:
            days.add(_DAYS.index(text))
    return Rhythm(min(max(ttl, period / frequency), LONGEST_STATED), frozenset(hours), frozenset(days))


def freshness(headers: Iterable[tuple[str, str]]) -> timedelta:
    """How long an answer says that it stays fresh: ``max-age``, else ``Expires`` less ``Date``; at most a day."""
    said = {name.lower(): value for name, value in headers}
    control = said.get("cache-control", "")
    if _UNCACHED.search(control):
        return timedelta(0)
    if found := _MAX_AGE.search(control):
        fresh = timedelta(seconds=int(found[1][:9])) - timedelta(
            seconds=_number(said.get("age", "0").strip())
        )
    else:
        until, sent = parse_http_date(said.get("expires", "")), parse_http_date(said.get("date", ""))
        fresh = until - sent if until is not None and sent is not None else timedelta(0)
    return min(max(fresh, timedelta(0)), LONGEST_FRESH)


def _elements(body: bytes, content_type: str | None) -> Iterable[xmltext.Element]:
    with suppress(xmltext.UnsafeXmlError):
        for element in xmltext.elements(xmltext.clean(body[:_HEAD], content_type).body):
            if element.name in {"item", "entry"}:
                return
            yield element


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
