"""The crawler: one run over a Source, or over URLs that a person named, from its seeds to its end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive import uri
from archive.crawl.answer import Asker
from archive.crawl.frontier import Frontier
from archive.crawl.intake import Intake
from archive.crawl.ledger import Ledger
from archive.crawl.listings import Listings
from archive.crawl.loop import Loop
from archive.crawl.memory import Memory
from archive.crawl.outcomes import ArchiveResult, Outcomes
from archive.crawl.plan import Plan
from archive.crawl.politeness import Politeness
from archive.crawl.rules import Rules
from archive.crawl.scope import Revisiting
from archive.crawl.texts import Texts
from archive.discover.discovery import seeds
from archive.errors import BackfileError, BadUrl
from archive.model import Crawl, CrawlState, LinkKind, Progress, Source, Target, Trigger
from archive.ports import Clock, Fetcher, TextDigest
from archive.store.catalogue import Catalogue
from archive.store.crawls import Crawls
from archive.store.mementos import Mementos
from archive.store.recorder import Recorder

__all__ = ["ArchiveResult", "CrawlSettings", "Crawler"]

_FIRST_RETRY = timedelta(seconds=3)
_FIRST_RETRY_UNSPARING = timedelta(milliseconds=50)
_LOOK_UP = 1.0  # seconds between two looks whether an admin has cancelled


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """``min_delay``: least seconds between two requests to a host; 0 switches delays off, for tests and demos.
    ``concurrency``: hosts that are fetched from at the same time."""

    min_delay: float = 3.0
    concurrency: int = 8


class Crawler:
    """Runs Crawls, one at a time, for the one process that holds the archive's role."""

    def __init__(
        self,
        catalogue: Catalogue,
        frontier: Frontier,
        fetcher: Fetcher,
        recorder: Recorder,
        clock: Clock,
        settings: CrawlSettings,
        *,
        mementos: Mementos,
        text_digest: TextDigest,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._fetcher = fetcher
        self._recorder = recorder
        self._clock = clock
        self._settings = settings
        self._mementos = mementos
        self._texts = Texts(catalogue, mementos, text_digest)
        self._plan = Plan(catalogue, frontier, mementos)
        self._sleep = sleep

    def run(
        self,
        crawl: Crawl,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Crawl:
        """Run a Crawl to its end, or go on with one that was cut off; returns it as it is then.

        Set ``stop`` and it comes to a clean halt, still RUNNING, to be resumed. What makes it impossible to go on
        (no room on the disk, a Source of which nothing can be had) ends it as FAILED, with the reason in ``error``.
        """
        begun = self._catalogue.crawls.start(crawl.id)
        if begun.state is not CrawlState.RUNNING:
            return begun
        source = self._catalogue.sources.get(begun.source_id) if begun.source_id is not None else None
        first = seeds(source, full=begun.full) if source else []
        try:
            return self._run(begun, source, first, on_progress, stop)
        except BackfileError as error:
            return self._end(begun, source, str(error))

    def archive(
        self,
        urls: Sequence[str],
        *,
        on_progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
    ) -> list[ArchiveResult]:
        """One Capture of each URL, now, with what its page needs; redirects are followed, every hop is kept.

        A result per URL, in order. A site's robots.txt is honoured here too, and the result says so. Raises what
        makes archiving impossible (DiskFull, NotWritable).
        """
        named = [_seed(url) for url in urls]
        wanted = [target for target in named if isinstance(target, Target)]
        if not wanted:
            return [_refused(url, target) for url, target in zip(urls, named, strict=True)]
        crawl = self._catalogue.crawls.start(self._catalogue.crawls.request(None, Trigger.CLI).id)
        try:
            self._run(crawl, None, wanted, on_progress, stop)
        except BackfileError as error:
            self._catalogue.crawls.end(crawl.id, CrawlState.FAILED, str(error))
            raise
        outcome = Outcomes(self._catalogue, self._frontier, crawl.id)
        return [
            outcome.of(url, target) if isinstance(target, Target) else _refused(url, target)
            for url, target in zip(urls, named, strict=True)
        ]

    def _run(
        self,
        crawl: Crawl,
        source: Source | None,
        first: Sequence[Target],
        on_progress: Callable[[Progress], None] | None,
        stop: threading.Event | None,
    ) -> Crawl:
        crawls = self._catalogue.crawls
        self._frontier.release_all(crawl.id)
        memory = Memory(self._catalogue, self._frontier, self._mementos, crawl, source)
        listings = memory.listings()
        ledger = self._ledger(crawl, source, memory, listings)
        loop = self._loop(crawl, source, memory, ledger)
        ledger.begin(first)

        def settled() -> None:
            if on_progress is not None:
                on_progress(crawls.get(crawl.id).progress)

        def more() -> int:
            return ledger.begin(memory.missing(listings))

        if not loop.run(stopped=_Stopped(crawls, crawl.id, stop), settled=settled, more=more):
            return crawls.get(crawl.id)
        return self._end(crawl, source, memory.failure(), loop.asked_back)

    def _end(
        self, crawl: Crawl, source: Source | None, error: str | None, asked_back: datetime | None = None
    ) -> Crawl:
        state = CrawlState.DONE if error is None else CrawlState.FAILED
        with self._catalogue.transaction():
            ended = self._catalogue.crawls.end(crawl.id, state, error)
            if source is not None:
                current = self._catalogue.sources.get(source.id)  # it may have been changed meanwhile
                planned = self._plan.after(ended, current, self._clock(), asked_back)
                self._catalogue.sources.update(source.id, **planned)
        return ended

    def _ledger(self, crawl: Crawl, source: Source | None, memory: Memory, listings: Listings) -> Ledger:
        again = Revisiting(crawl.full, self._clock())
        return Ledger(
            self._catalogue,
            self._frontier,
            self._recorder,
            crawl,
            intake=Intake(self._catalogue, self._frontier, crawl, source, again),
            listings=listings,
            clock=self._clock,
            patience=_FIRST_RETRY if self._settings.min_delay > 0 else _FIRST_RETRY_UNSPARING,
            stop_paging=memory.read_to_the_end_before(),
        )

    def _loop(self, crawl: Crawl, source: Source | None, memory: Memory, ledger: Ledger) -> Loop:
        return Loop(
            crawl.id,
            frontier=self._frontier,
            asker=Asker(self._fetcher, self._clock, source, memory.body, self._texts.look),
            ledger=ledger,
            rules=Rules(self._catalogue, self._mementos, self._clock),
            politeness=Politeness(self._settings.min_delay),
            validated=memory.validated,
            clock=self._clock,
            sleep=self._sleep,
            concurrency=self._settings.concurrency,
        )


class _Stopped:
    """Whether a crawl is to halt: its process was asked to, or an admin has cancelled it."""

    def __init__(self, crawls: Crawls, crawl_id: int, stop: threading.Event | None) -> None:
        self._crawls = crawls
        self._crawl_id = crawl_id
        self._stop = stop
        self._looked = time.monotonic()

    def __call__(self) -> bool:
        if self._stop is not None and self._stop.is_set():
            return True
        now = time.monotonic()
        if now - self._looked < _LOOK_UP:
            return False
        self._looked = now
        return self._crawls.get(self._crawl_id).state is not CrawlState.RUNNING


def _seed(url: str) -> Target | BadUrl:
    try:
        return Target(uri.canonical(url), LinkKind.SEED)
    except BadUrl as error:
        return error


def _refused(url: str, error: Target | BadUrl) -> ArchiveResult:
    return ArchiveResult(url, None, str(error))
