"""When a Source is due after a crawl: reads what the archive knows of its pace, and lets ``cadence`` decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from archive.crawl.again import cadence
from archive.crawl.bounds.scope import role
from archive.crawl.frontier.frontier import Frontier
from archive.discover import rhythm
from archive.discover.rhythm import NOTHING_SAID, Rhythm
from archive.errors import RecordError
from archive.model import Capture, Crawl, CrawlState, LinkKind, Source, TargetState
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos

_LOOKED_BACK = 10  # crawls
_HEAD = 64 * 1024
_FEEDS = frozenset({LinkKind.FEED, LinkKind.REDIRECT})


class Plan:
    """Plans the next visit. Reads only; who asked writes it."""

    def __init__(self, catalogue: Catalogue, frontier: Frontier, mementos: Mementos) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._mementos = mementos

    def after(
        self, crawl: Crawl, source: Source, now: datetime, not_before: datetime | None
    ) -> dict[str, Any]:
        """What is to be changed of a Source whose crawl has ended: when it is due, and the pace that was learnt."""
        failures = self._failures_in_a_row(source.id)
        said = self._said(crawl) if source.adaptive else NOTHING_SAID
        if source.adaptive and not failures:
            source = replace(source, learnt=self._pace(source, now, said))
        due = cadence.next_due(source, now, failures=failures, not_before=not_before, said=said)
        return {"next_due": due, "learnt": source.learnt}

    def _pace(self, source: Source, now: datetime, said: Rhythm) -> timedelta | None:
        posts = self._catalogue.pages.posts_between(source.id, now - cadence.LOOKED_BACK, now)
        return cadence.pace(posts, said) if posts is not None else None

    def _failures_in_a_row(self, source_id: int) -> int:
        states = [crawl.state for crawl in self._catalogue.crawls.recent(_LOOKED_BACK, source_id)]
        return sum(1 for _ in takewhile(lambda state: state is CrawlState.FAILED, states))

    def _said(self, crawl: Crawl) -> Rhythm:
        """What the first feed that the crawl got says of how often to ask."""
        for entry in self._frontier.of_kinds(crawl.id, _FEEDS):
            if entry.state is not TargetState.DONE or role(entry.target) is not LinkKind.FEED:
                continue
            capture = self._catalogue.captures.get(entry.capture_id) if entry.capture_id is not None else None
            if capture is not None and capture.status in (200, 304):
                return self._stated(capture)
        return NOTHING_SAID

    def _stated(self, capture: Capture) -> Rhythm:
        try:
            with self._mementos.open(capture) as memento:
                said = rhythm.of_feed(memento.payload.read(_HEAD), memento.header("content-type"))
                return replace(said, least=max(said.least, rhythm.freshness(memento.headers)))
        except RecordError:
            return NOTHING_SAID
