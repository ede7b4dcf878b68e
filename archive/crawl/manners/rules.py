"""The rules of the sites that a Crawl meets: remembered for a day, read back from the archive after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from archive import uri
from archive.crawl.manners import robots
from archive.crawl.manners.robots import Robots
from archive.errors import RecordError
from archive.model import Capture
from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos


class Rules:
    """Robots by the address of their robots.txt. Only for the thread that runs the crawl."""

    def __init__(self, catalogue: Catalogue, mementos: Mementos, clock: Clock) -> None:
        self._catalogue = catalogue
        self._mementos = mementos
        self._clock = clock
        self._known: dict[str, tuple[Robots, datetime]] = {}

    def of(self, url: str) -> Robots | None:
        """The rules that hold for a URL; None when they have to be fetched (again)."""
        address = robots.robots_url(url)
        now = self._clock()
        known = self._known.get(address)
        if known is not None and now < known[1]:
            return known[0]
        held = self._archived(address, now)
        if held is None:
            return None
        self._known[address] = held
        return held[0]

    def learn(self, addresses: Iterable[str], rules: Robots) -> None:
        """Remember rules that were just fetched."""
        now = self._clock()
        self._known = {address: known for address, known in self._known.items() if now < known[1]}
        until = now + (robots.UNREACHABLE_KEPT_FOR if rules.forbidden else robots.KEPT_FOR)
        for address in addresses:
            self._known[address] = (rules, until)

    def instead(self, url: str) -> Robots | None:
        """The rules to go by when those of a URL's site can't be had, remembered for an hour; None: it must not be
        fetched (RFC 9309 §2.3.1.4, §2.4)."""
        address, now = robots.robots_url(url), self._clock()
        last = self._archived(address, now, robots.OUTLIVES)
        if last is None and not self._fails_since(address, now - robots.OUTLIVES):
            return None
        rules = last[0] if last is not None else robots.EVERYTHING
        self._known[address] = (rules, now + robots.UNREACHABLE_KEPT_FOR)
        return rules

    def _fails_since(self, address: str, before: datetime) -> bool:
        """Whether the server failed to give a robots.txt before that moment, and has not given one since."""
        found = self._catalogue.captures.of_surt(uri.surt(address))
        same = [capture for capture in found if capture.url == address]
        good = max((capture.captured_at for capture in same if _settled(capture)), default=None)
        return any(
            capture.captured_at < before and (good is None or good < capture.captured_at)
            for capture in same
            if not _settled(capture)
        )

    def _archived(
        self, address: str, now: datetime, within: timedelta = robots.KEPT_FOR
    ) -> tuple[Robots, datetime] | None:
        """The rules as captured within the last day, or another time, over the same redirects."""
        at: datetime | None = None
        for _ in range(robots.MAX_REDIRECTS + 1):
            capture = self._latest(address, now, within)
            if capture is None:
                return None
            at = min(at or capture.captured_at, capture.captured_at)
            if not 300 <= capture.status < 400 or capture.status == 304:
                rules = self._read(capture)
                return (rules, at + robots.KEPT_FOR) if rules is not None else None
            onward = uri.join(capture.url, capture.location or "")
            if onward is None:
                return robots.EVERYTHING, at + robots.KEPT_FOR
            address = onward
        return robots.EVERYTHING, (at or now) + robots.KEPT_FOR

    def _latest(self, address: str, now: datetime, within: timedelta) -> Capture | None:
        found = self._catalogue.captures.of_surt(uri.surt(address), since=now - within, until=now)
        same = [capture for capture in found if capture.url == address and _settled(capture)]
        return same[-1] if same else None

    def _read(self, capture: Capture) -> Robots | None:
        if capture.status >= 400:
            return robots.EVERYTHING
        try:
            with self._mementos.open(capture) as memento:
                return robots.read(200, memento.payload.read(robots.MAX_BYTES + 1))
        except RecordError:
            return None


def _settled(capture: Capture) -> bool:
    return capture.status < 500 and capture.status != 429
