"""The rules of the sites that a Crawl meets: remembered for a day, read back from the archive after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from archive import uri
from archive.crawl import robots
from archive.crawl.robots import Robots
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
        until = self._clock() + robots.KEPT_FOR
        for address in addresses:
            self._known[address] = (rules, until)

    def _archived(self, address: str, now: datetime) -> tuple[Robots, datetime] | None:
        """The rules as captured within the last day, over the same redirects."""
        at: datetime | None = None
        for _ in range(robots.MAX_REDIRECTS + 1):
            capture = self._latest(address, now)
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

    def _latest(self, address: str, now: datetime) -> Capture | None:
        found = self._catalogue.captures.of_surt(uri.surt(address), since=now - robots.KEPT_FOR, until=now)
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
