"""How long to leave a host in peace. Pure: told what happened and when, it says when the next request may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock

from archive.timestamp import parse_http_date

FETCH_TIMES = 5  # the delay is so many times what the last answer took …
MAX_DELAY = 30.0  # … up to this many seconds
MAX_BACKOFF = 300.0
HOPELESS = 12
"""Of ``trouble`` in a row: six times no answer, or twelve times that the server is in trouble."""
REMEMBERED = timedelta(hours=1)
MOST_REMEMBERED = 500  # hosts; beyond that those that were asked long ago are forgotten
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


def asked_back(status: int, value: str | None, now: datetime) -> datetime | None:
    """When an answer's Retry-After asks us back, whatever its status, but for one that gives what was asked for."""
    return retry_after(value, now) if status >= 300 and status != 304 else None


def trouble(status: int, truncated: str | None = None) -> int:
    """How much an answer speaks for a host that is down: 2 for silence (``status`` 0) or a body that never ended, 1
    for a server that says so itself, 0 for anything else."""
    if status == 0 or truncated == "time":
        return 2
    return 1 if status == 429 or status >= 500 else 0


def backoff(seconds: float, failures: int) -> float:
    """A delay doubled with each failure in a row after the first, up to five minutes."""
    times: int = 1 << min(max(failures - 1, 0), 16)
    return min(seconds * times, max(seconds, MAX_BACKOFF))


@dataclass(slots=True)
class _Peace:
    delay: float = 0.0
    until: datetime | None = None
    took: timedelta = timedelta(0)
    failures: int = 0  # in a row
    trouble: int = 0  # their sum


@dataclass(slots=True)
class Politeness:
    """What is known of hosts, for all who ask them: crawls and surveys. ``least`` is the least delay in seconds.

    A host shares the peace, and the one connection, of the address that it was last seen at: hundreds of blogs live at
    one. Thread-safe.
    """

    least: float
    _hosts: dict[str, _Peace] = field(default_factory=dict)
    _addresses: dict[str, _Peace] = field(default_factory=dict)
    _address_of: dict[str, str] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _lock: RLock = field(default_factory=RLock)

    def ask(self, host: str, now: datetime) -> bool:
        """Take a host for one request, to be followed by ``fetched`` or ``let_go``. False: not now."""
        with self._lock:
            if host in self.busy(now):
                return False
            self._asked.add(host)
            return True

    def let_go(self, host: str) -> None:
        """The request to a host that was taken came to nothing."""
        with self._lock:
            self._asked.discard(host)

    def fetched(
        self,
        host: str,
        address: str | None,
        *,
        now: datetime,
        took: timedelta,
        status: int,
        asked: float = 0.0,
        least: float = 0.0,
        truncated: str | None = None,
    ) -> None:
        """Note an answer (``status`` 0: none came), and let go of the host. ``least`` may ask for more than usual."""
        with self._lock:
            self._asked.discard(host)
            self._forget(now)
            own = self._hosts.setdefault(host, _Peace())
            heavy = trouble(status, truncated)
            own.failures, own.trouble = (own.failures + 1, own.trouble + heavy) if heavy else (0, 0)
            peaces = [own]
            if address is not None:
                self._address_of[host] = address
                peaces.append(self._addresses.setdefault(address, _Peace()))
            least = max(self.least, least)
            for peace in peaces:
                peace.delay = delay(took, status, least=least, asked=asked, last=peace.delay)
                peace.until = now + timedelta(seconds=backoff(peace.delay, peace.failures))
                peace.took = took

    def located(self, host: str, address: str | None) -> None:
        """Note the address that a host lives at, before it is asked for the first time."""
        with self._lock:
            self._hosts.setdefault(host, _Peace(self.least))
            if address is not None:
                self._address_of[host] = address

    def knows(self, host: str) -> bool:
        """Whether a host was asked, or located, lately."""
        return host in self._hosts

    def hopeless(self, host: str) -> bool:
        """Whether a host has failed so often in a row that it is to be given up; the count then begins anew."""
        with self._lock:
            known = self._hosts.get(host)
            if known is None or known.trouble < HOPELESS:
                return False
            known.trouble = 0
            return True

    def free_at(self, host: str, now: datetime) -> datetime:
        """When the next request to a host may go; ``now`` if it may go at once."""
        known = [self._hosts.get(host), self._addresses.get(self._address_of.get(host, ""))]
        return max([now, *(peace.until for peace in known if peace and peace.until)])

    def busy(self, now: datetime) -> set[str]:
        """The hosts that no request may go to now: they are being asked, or share an address with one that is, or are
        left in peace."""
        with self._lock:
            return self._asked | self.neighbours(self._asked) | self.in_peace(now)

    def in_peace(self, now: datetime) -> set[str]:
        """The hosts that were asked a moment ago."""
        with self._lock:
            return {host for host in self._hosts if self.free_at(host, now) > now}

    def neighbours(self, hosts: Iterable[str]) -> set[str]:
        """The hosts that are known to live at the same addresses as these: one connection serves them all."""
        if self.least <= 0:
            return set()
        with self._lock:
            addresses = {self._address_of[host] for host in hosts if host in self._address_of}
            return {host for host, address in self._address_of.items() if address in addresses}

    def next_free(self, now: datetime) -> datetime | None:
        """When the first of the hosts that are left in peace is free again; None when none is."""
        with self._lock:
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

    def _forget(self, now: datetime) -> None:
        """Drop what is long over, when much has gathered: a crawler runs for years."""
        if len(self._hosts) <= MOST_REMEMBERED:
            return
        over = now - REMEMBERED
        for peaces in (self._hosts, self._addresses):
            for name in [name for name, peace in peaces.items() if peace.until is None or peace.until < over]:
                del peaces[name]
        for host in self._address_of.keys() - self._hosts.keys() - self._asked:
            del self._address_of[host]
