"""How long to leave a host in peace. Pure: told what happened and when, it says when the next request may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.timestamp import parse_http_date

FETCH_TIMES = 5  # the delay is so many times what the last answer took …
MAX_DELAY = 30.0  # … up to this many seconds
MAX_PARKED = timedelta(hours=24)


def delay(took: timedelta, status: int, *, least: float, asked: float = 0.0, last: float = 0.0) -> float:
    """Seconds until the next request to a host: five times what the last one took, within ``least``..30.

    ``asked`` is the site's own crawl-delay and wins when it is longer; an answer that is no 200 never shortens
    the delay below ``last``. ``least`` 0 switches all of it off.
    """
    if least <= 0:
        return 0.0
    wanted = min(max(FETCH_TIMES * took.total_seconds(), least), max(MAX_DELAY, least))
    wanted = max(wanted, asked)
    return wanted if status == 200 else max(wanted, last)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a Retry-After header (RFC 9110 §10.2.3: seconds or a date) asks us back; at most a day from now."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]+", text):
        seconds = min(int(text[:9]), int(MAX_PARKED.total_seconds()))
        return now + timedelta(seconds=seconds)
    when = parse_http_date(text)
    if when is None:
        return None
    return min(max(when, now), now + MAX_PARKED)


@dataclass(slots=True)
class _Peace:
    delay: float = 0.0
    until: datetime | None = None
    took: timedelta = timedelta(0)


@dataclass(slots=True)
class Politeness:
    """What is known of the hosts that a crawl meets. A host shares the peace of the address that it was last seen
    at: hundreds of blogs live at one. ``least`` is the least delay in seconds."""

    least: float
    _hosts: dict[str, _Peace] = field(default_factory=dict)
    _addresses: dict[str, _Peace] = field(default_factory=dict)
    _address_of: dict[str, str] = field(default_factory=dict)

    def fetched(
        self,
        host: str,
        address: str | None,
        *,
        now: datetime,
        took: timedelta,
        status: int,
        asked: float = 0.0,
    ) -> None:
        """Note an answer (``status`` 0: none came)."""
        peaces = [self._hosts.setdefault(host, _Peace())]
        if address is not None:
            self._address_of[host] = address
            peaces.append(self._addresses.setdefault(address, _Peace()))
        for peace in peaces:
            peace.delay = delay(took, status, least=self.least, asked=asked, last=peace.delay)
            peace.until = now + timedelta(seconds=peace.delay)
            peace.took = took

    def free_at(self, host: str, now: datetime) -> datetime:
        """When the next request to a host may go; ``now`` if it may go at once."""
        known = [self._hosts.get(host), self._addresses.get(self._address_of.get(host, ""))]
        return max([now, *(peace.until for peace in known if peace and peace.until)])

    def in_peace(self, now: datetime) -> set[str]:
        """The hosts that no request may go to now."""
        return {host for host in self._hosts if self.free_at(host, now) > now}

    def neighbours(self, hosts: Iterable[str]) -> set[str]:
        """The hosts that are known to live at the same addresses as these: one connection serves them all."""
        if self.least <= 0:
            return set()
        addresses = {self._address_of[host] for host in hosts if host in self._address_of}
        return {host for host, address in self._address_of.items() if address in addresses}

    def next_free(self, now: datetime) -> datetime | None:
        """When the first of the hosts that are left in peace is free again; None when none is."""
        return min((self.free_at(host, now) for host in self.in_peace(now)), default=None)

    def takes(self, waiting: Mapping[str, int]) -> timedelta:
        """How long so many requests to each of these hosts take at least: one after the other at each address, each with
        the time that the last one took and the peace after it."""
        queues: dict[str, timedelta] = {}
        for host, number in waiting.items():
            peace = self._hosts.get(host) or _Peace(self.least)
            place = self._address_of.get(host, host) if self.least > 0 else host
            each = timedelta(seconds=peace.delay) + peace.took
            queues[place] = queues.get(place, timedelta(0)) + number * each
        return max(queues.values(), default=timedelta(0))
