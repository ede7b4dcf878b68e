"""Which of the Targets that were found are due again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.crawl.again import lastmod
from archive.crawl.bounds.scope import AROUND, ARTICLES, role
from archive.model import Capture, Facts, LinkKind, Target

REQUISITES_AGAIN = timedelta(days=30)
AROUND_AGAIN = timedelta(days=30)
AWAY_AGAIN = timedelta(days=1) - timedelta(minutes=30)
"""Less the time by which one day's visit may come earlier than the other's."""


@dataclass(frozen=True, slots=True)
class Revisiting:
    """Which known URLs a Crawl looks at again. ``full``: all of them; ``asked``: a person wants to see it done."""

    full: bool
    now: datetime
    asked: bool = True

    def rests(self, last: Capture) -> bool:
        """Whether a listed article that was not to be had at the last look is left in peace: the schedule asks for it
        once a day, not at every visit."""
        return not (self.full or self.asked) and self.now - last.captured_at < AWAY_AGAIN

    def due(self, target: Target, last: Capture | None, known: Facts | None = None) -> bool:
        """Whether a Target is to be fetched, ``last`` being the last good capture of it (None: there is none) and
        ``known`` what its site said of it then.

        Listings, seeds and redirects always are. A post is when the site claims that it was updated since (whether that
        is believed is for ``Intake``); where it says nothing, ``looks`` chooses. Requisites and articles around the
        Source are after 30 days.
        """
        kind = role(target)
        if last is None or self.full or target.kind is LinkKind.REDIRECT:
            return True
        if kind is LinkKind.REQUISITE:
            return self.now - last.captured_at >= REQUISITES_AGAIN
        if kind in AROUND:
            return self.now - last.captured_at >= AROUND_AGAIN
        if kind in ARTICLES:
            return lastmod.claims(target.facts, known, last.captured_at, self.now)
        return True
