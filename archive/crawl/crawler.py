"""The crawler: runs over Sources, or over URLs that a person named, from their seeds to their ends."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive import uri
from archive.crawl.again.plan import Plan
from archive.crawl.again.revisiting import Revisiting
from archive.crawl.answers.answer import Asker
from archive.crawl.answers.texts import Texts
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.manners.politeness import Politeness
from archive.crawl.manners.rules import Rules
from archive.crawl.run.feed_texts import FeedTexts
from archive.crawl.run.fleet import FAULT, FOR_ALL, Fleet, Orders
from archive.crawl.run.halt import Halt
from archive.crawl.run.intake import Intake
from archive.crawl.run.job import Job
from archive.crawl.run.ledger import Ledger
from archive.crawl.run.memory import Memory
from archive.crawl.run.outcomes import ArchiveResult, Outcomes
from archive.crawl.run.speed import time_left
from archive.crawl.stock.listings import Listings
from archive.crawl.stock.stocktake import Stocktake
from archive.discover.discovery import seeds
from archive.errors import BackfileError, BadUrl, DiskFull
from archive.model import Crawl, CrawlState, LinkKind, Target, Trigger
from archive.ports import Clock, Fetcher, TextDigest
from archive.store.catalogue import Catalogue
from archive.store.crawls import UNFINISHED
from archive.store.mementos import Mementos
from archive.store.recorder import Recorder

__all__ = ["ArchiveResult", "CrawlSettings", "Crawler"]

log = logging.getLogger(__name__)

_FIRST_RETRY = timedelta(seconds=3)
_AFTER_OUR_FAULT = timedelta(minutes=10)
"""When a Source is visited again whose crawl a full disk has ended, or another fault of this machine."""
_FIRST_RETRY_UNSPARING = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """``min_delay``: least seconds between two requests to a host; 0 switches delays off, for tests and demos.
    ``concurrency``: hosts that are fetched from at the same time. ``daily_looks``: second looks a day at a Source's known
    articles that nobody announced."""

    min_delay: float = 3.0
    concurrency: int = 8
    daily_looks: int = 100


class Crawler:
    """Runs Crawls, for the one process that holds the archive's role."""

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
        politeness: Politeness | None = None,
        locate: Callable[[str], str | None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        short: Callable[[], BackfileError | None] = lambda: None,
    ) -> None:
        """``politeness``: what others who ask hosts in this process go by too. ``locate``: a URL's host's address.
        ``short``: why there is no room for more, looked at between fetches."""
        self._catalogue = catalogue
        self._frontier = frontier
        self._fetcher = fetcher
        self._recorder = recorder
        self._clock = clock
        self._settings = settings
        self._mementos = mementos
        self._texts = Texts(catalogue, mementos, text_digest)
        self._feed_texts = FeedTexts(catalogue, frontier, mementos, recorder.conversions)
        self._plan = Plan(catalogue, frontier, mementos)
        self._sleep = sleep
        self._short = short
        # What is known of hosts holds for all crawls.
        self._politeness = politeness or Politeness(settings.min_delay)
        self._locate = locate
        self._rules = Rules(catalogue, mementos, clock)

    def run(
        self,
        crawl: Crawl,
        *,
        on_progress: Callable[[Crawl], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Crawl:
        """Run a Crawl to its end, or go on with one that was cut off; returns it as it is then.

        Set ``stop`` and it comes to a clean halt, still RUNNING, to be resumed; so it does with no room on the disk. What
        makes it impossible to go on (a Source of which nothing can be had) ends it as FAILED, with the reason in ``error``.
        """
        with suppress(BackfileError):  # it has ended as FAILED, with that word, or waits for room
            self._sail(self._alone(crawl), {}, on_progress, None, stop)
        return self._catalogue.crawls.get(crawl.id)

    def run_all(
        self,
        wanted: Callable[[], Sequence[Crawl]],
        *,
        on_progress: Callable[[Crawl], None] | None = None,
        on_end: Callable[[Crawl], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        """Run what is ``wanted``, at once, until that is nothing more; it is asked twice a second.

        A Crawl that is wanted later joins; one that is not any more comes to a halt as it is. Each ends as ``run``
        tells; ``on_progress`` is called after each answer. Raises what makes it impossible to go on with any Crawl
        (NotWritable, WritingStopped, a catalogue that can't be used): all that ran are FAILED then. With RoomShort and
        DiskFull they stay as they are, to be resumed.
        """
        self._sail(wanted, {}, on_progress, on_end, stop)

    def archive(
        self,
        urls: Sequence[str],
        *,
        on_progress: Callable[[Crawl], None] | None = None,
        stop: threading.Event | None = None,
    ) -> list[ArchiveResult]:
        """One Capture of each URL, now, with what its page needs; redirects are followed, every hop is kept.

        A result per URL, in order. A site's robots.txt is honoured here too, and the result says so. Raises what
        makes archiving impossible (DiskFull, NotWritable).
        """
        named = [_seed(url) for url in urls]
        first = [target for target in named if isinstance(target, Target)]
        if not first:
            return [_refused(url, target) for url, target in zip(urls, named, strict=True)]
        crawl = self._catalogue.crawls.request(None, Trigger.CLI)
        self._sail(self._alone(crawl), {crawl.id: first}, on_progress, None, stop)
        outcome = Outcomes(self._catalogue, self._frontier, crawl.id)
        return [
            outcome.of(url, target) if isinstance(target, Target) else _refused(url, target)
            for url, target in zip(urls, named, strict=True)
        ]

    def _alone(self, crawl: Crawl) -> Callable[[], list[Crawl]]:
        def wanted() -> list[Crawl]:
            now = self._catalogue.crawls.get(crawl.id)
            return [now] if now.state in UNFINISHED else []

        return wanted

    def _sail(
        self,
        wanted: Callable[[], Sequence[Crawl]],
        first: Mapping[int, Sequence[Target]],
        on_progress: Callable[[Crawl], None] | None,
        on_end: Callable[[Crawl], None] | None,
        stop: threading.Event | None,
    ) -> None:
        def settled(job: Job) -> None:
            self._note_pace(job)
            if on_progress is not None:
                on_progress(self._catalogue.crawls.get(job.id))

        def begin(crawl: Crawl) -> Job | None:
            return self._begin_or_end(crawl, first.get(crawl.id), tell_end)

        def end(job: Job, error: str | None) -> None:
            tell_end(self._end(job.crawl, error, job.asked_back, job.word, soon=job.spoilt))

        def tell_end(crawl: Crawl) -> None:
            if on_end is not None:
                on_end(crawl)

        fleet = Fleet(
            frontier=self._frontier,
            rules=self._rules,
            politeness=self._politeness,
            clock=self._clock,
            sleep=self._sleep,
            concurrency=self._settings.concurrency,
            locate=self._locate,
        )
        halt = Halt(stop, self._short)
        fleet.run(Orders(wanted, begin, settled, end), stopped=halt)
        halt.explain()

    def _begin_or_end(
        self, crawl: Crawl, first: Sequence[Target] | None, tell_end: Callable[[Crawl], None]
    ) -> Job | None:
        """The job of a Crawl; None when it ended at once. Raises what concerns all Crawls."""
        try:
            return self._begin(crawl, first)
        except DiskFull:
            raise  # it waits for room as it is
        except BackfileError as error:
            tell_end(self._end(crawl, str(error), soon=isinstance(error, FOR_ALL)))
            if isinstance(error, FOR_ALL):
                raise
        except Exception:
            log.exception("crawl %s can't begin", crawl.id)
            tell_end(self._end(crawl, f"Stopped by {FAULT}."))
        return None

    def _begin(self, asked: Crawl, first: Sequence[Target] | None) -> Job | None:
        """Take a Crawl up, or go on with it; None when it has ended meanwhile."""
        crawl = self._catalogue.crawls.start(asked.id)
        if crawl.state is not CrawlState.RUNNING:
            return None
        source = self._catalogue.sources.get(crawl.source_id) if crawl.source_id is not None else None
        self._frontier.release_all(crawl.id)
        memory = Memory(self._catalogue, self._frontier, self._mementos, crawl, source)
        listings = memory.listings()
        revisiting = Revisiting(crawl.full, self._clock(), asked=crawl.trigger is not Trigger.SCHEDULE)
        intake = Intake(self._catalogue, self._frontier, crawl, source, revisiting)
        ledger = self._ledger(crawl, memory, intake, listings)
        stocktake = Stocktake(self._catalogue, self._frontier, crawl, source, listings)

        if first is None:
            first = seeds(source, full=crawl.full) if source else []
        ledger.begin(first)

        def more() -> int:
            held = memory.pages()
            found = ledger.follow(stocktake.archives(held)) or ledger.begin(
                [
                    *memory.missing(listings, held),
                    *memory.typed(held),
                    *memory.looks(held, self._settings.daily_looks, intake.hints),
                ]
            )
            return found or ledger.surround(held)

        def conclude() -> str | None:
            self._feed_texts.keep(crawl, source)
            self._catalogue.tallies.set(crawl.id, stocktake.tallies(ledger.left_out))
            return memory.failure()

        return Job(
            crawl,
            source,
            frontier=self._frontier,
            asker=Asker(self._fetcher, self._clock, source, memory.body, self._texts.look),
            ledger=ledger,
            memory=memory,
            rules=self._rules,
            more=more,
            conclude=conclude,
            progress=lambda: self._catalogue.crawls.get(crawl.id).progress,
            clock=self._clock,
        )

    def _note_pace(self, job: Job) -> None:
        if not job.speed.answered(self._clock()):
            return
        waiting, rate = self._frontier.waiting(job.id), job.speed.rate
        left = time_left(sum(waiting.values()), rate, self._politeness.takes(waiting))
        self._catalogue.crawls.note_pace(job.id, rate, left)

    def _end(
        self,
        crawl: Crawl,
        error: str | None,
        asked_back: datetime | None = None,
        word: str | None = None,
        *,
        soon: bool = False,
    ) -> Crawl:
        """``soon``: it was no fault of the Source's."""
        state = CrawlState.DONE if error is None else CrawlState.FAILED
        with self._catalogue.transaction():
            ended = self._catalogue.crawls.end(crawl.id, state, error or word)
            if crawl.source_id is not None:
                source = self._catalogue.sources.get(crawl.source_id)  # it may have been changed meanwhile
                planned = self._plan.after(ended, source, self._clock(), asked_back)
                if soon:
                    planned["next_due"] = self._clock() + _AFTER_OUR_FAULT
                self._catalogue.sources.update(source.id, **planned)
        return ended

    def _ledger(self, crawl: Crawl, memory: Memory, intake: Intake, listings: Listings) -> Ledger:
        return Ledger(
            self._catalogue,
            self._frontier,
            self._recorder,
            crawl,
            intake=intake,
            listings=listings,
            clock=self._clock,
            patience=_FIRST_RETRY if self._settings.min_delay > 0 else _FIRST_RETRY_UNSPARING,
            stop_paging=memory.read_to_the_end_before(),
        )


def _seed(url: str) -> Target | BadUrl:
    try:
        return Target(uri.canonical(url), LinkKind.SEED)
    except BadUrl as error:
        return error


def _refused(url: str, error: Target | BadUrl) -> ArchiveResult:
    return ArchiveResult(url, None, str(error))
