"""The Crawls that run at once: one thread leases, decides and writes for all of them, a pool of threads fetches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from archive import uri
from archive.crawl.answers.answer import Answer, RobotsAnswer
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.manners.politeness import Politeness, asked_back
from archive.crawl.manners.rules import Rules
from archive.crawl.run.job import LONGEST_WAIT, Job
from archive.crawl.run.turns import Turns
from archive.errors import (
    BackfileError,
    CatalogueBusy,
    CatalogueUnreadable,
    DiskFull,
    NotWritable,
    WritingStopped,
)
from archive.model import Crawl, Exchange, Target
from archive.ports import Clock

log = logging.getLogger(__name__)

MOST_AT_ONCE = 32  # crawls; the others wait until one has ended
_LOOK_UP = 0.5  # seconds after which it looks whether it is to stop, who joins, and who was called off
_CLOSED_IN_A_ROW = 32  # Targets that are refused without a request, before answers are looked at again
FOR_ALL = (DiskFull, NotWritable, WritingStopped, CatalogueBusy, CatalogueUnreadable)
"""What makes it impossible to go on with any crawl."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a host lives, as far as is known."""

    address: str | None


Found = Answer | RobotsAnswer | Located
Errand = tuple[Callable[[Target], Found], Target]


@dataclass(frozen=True, slots=True)
class Orders:
    """Whom a fleet runs, and what it tells of them."""

    wanted: Callable[[], Sequence[Crawl]]
    """The Crawls that are to run now, in the order of their requests."""
    begin: Callable[[Crawl], Job | None]
    """The job of a Crawl that begins or goes on; None when it ended at once."""
    settled: Callable[[Job], None]
    """An answer was recorded."""
    end: Callable[[Job, str | None], None]
    """Nothing is left of a Crawl, or it can't go on, and why."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """A Target that is being fetched, for whom, and from where."""

    job: Job
    target: Target
    host: str


class Fleet:
    """Fetches on up to ``concurrency`` threads for all Crawls together, from each host one thing at a time."""

    def __init__(
        self,
        *,
        frontier: Frontier,
        rules: Rules,
        politeness: Politeness,
        clock: Clock,
        sleep: Callable[[float], None],
        concurrency: int,
        locate: Callable[[str], str | None] | None = None,
    ) -> None:
        """``locate`` tells the address of a URL's host, on any thread."""
        self._frontier = frontier
        self._rules = rules
        self._politeness = politeness
        self._clock = clock
        self._sleep = sleep
        self._concurrency = concurrency
        self._locate = locate
        self._turns = Turns()
        self._jobs: dict[int, Job] = {}
        self._at_work: dict[Future[Found], _Errand] = {}
        self._mustered: float | None = None

    def run(self, orders: Orders, *, stopped: Callable[[], bool]) -> None:
        """Work until nothing is wanted any more, or until it is stopped: then all is left as it is, to be resumed.

        What is being fetched at a stop, or for a Crawl that was called off, is waited for and recorded. A fault in
        one Crawl ends none but that; an error that concerns all of them (NotWritable) ends all with its word, and is
        raised. So is DiskFull, which leaves all as it is: with room again they go on.
        """
        try:
            with ThreadPoolExecutor(self._concurrency, thread_name_prefix="fetch") as pool:
                while not stopped():
                    self._muster(orders)
                    if not self._jobs and not self._at_work:
                        return
                    started = self._fill(orders, pool)
                    soonest = self._review(orders)
                    if self._at_work:
                        self._collect(orders, 0.0 if started else self._patience())
                    elif self._jobs and not started:
                        self._rest(soonest)
                while self._at_work:
                    self._collect(orders, None)
        except FOR_ALL as error:
            self._end_all(orders, error)
            raise
        finally:
            for work, errand in self._at_work.items():  # all are done: the pool has waited for them
                self._politeness.let_go(errand.host)
                found = work.result() if work.exception() is None else None
                if isinstance(found, Answer | RobotsAnswer):
                    found.close()
            self._at_work.clear()
            self._jobs.clear()

    def _end_all(self, orders: Orders, error: BackfileError) -> None:
        if isinstance(error, DiskFull):
            return  # nothing can be written now, not even an end: they wait for room as they are
        for job in list(self._jobs.values()):
            job.spoilt = True
            self._end(orders, job, str(error))

    def _muster(self, orders: Orders) -> None:
        """Take in who is to run, let go of who is not to run any more."""
        now = monotonic()
        if self._jobs and self._mustered is not None and now - self._mustered < _LOOK_UP:
            return
        self._mustered = now
        wanted = orders.wanted()
        for number in self._jobs.keys() - {crawl.id for crawl in wanted}:
            self._leave(number)
        unsettled = {errand.job.id for errand in self._at_work.values()}
        for crawl in wanted:
            if len(self._jobs) >= MOST_AT_ONCE:
                return
            if crawl.id not in self._jobs and crawl.id not in unsettled:
                job = orders.begin(crawl)
                if job is not None:
                    self._jobs[job.id] = job

    def _fill(self, orders: Orders, pool: ThreadPoolExecutor) -> bool:
        """Give each job its turn, again and again, while there are threads. Whether there may be more to give."""
        closed = 0
        in_turn = True
        while len(self._at_work) < self._concurrency and closed < _CLOSED_IN_A_ROW:
            moved = False
            for number in self._turns.order(self._jobs):
                job = self._jobs.get(number)
                if job is None or len(self._at_work) >= self._concurrency:
                    continue
                started = self._give_turn(orders, pool, job, in_turn=in_turn)
                moved = moved or started is not None
                closed += started is False
            if not moved and not (in_turn and self._turns.contested):
                return False
            in_turn = moved  # with nobody left whose turn it is at a host, it may go to any
        return len(self._at_work) < self._concurrency

    def _give_turn(self, orders: Orders, pool: ThreadPoolExecutor, job: Job, *, in_turn: bool) -> bool | None:
        """True: a fetch began; False: a Target was closed without one; None: there was nothing to do."""
        if job.full(sum(1 for errand in self._at_work.values() if errand.job is job)):
            return None
        now = self._clock()
        busy = self._politeness.busy(now)
        if in_turn:
            busy |= self._turns.after_others(job.id)
        with self._contained(orders, job):
            target = job.lease(now, busy)
            if target is None:
                return None
            self._turns.took(job.id)
            with self._contained(orders, job, target):
                host = uri.host(target.url)
                errand = self._locating(target, host) or job.consider(target)
                if errand is not None and self._politeness.ask(host, now):
                    ask, wanted = errand
                    self._at_work[pool.submit(ask, wanted)] = _Errand(job, target, host)
                    return True
                if errand is not None:  # a survey was quicker
                    job.release(target)
        return False

    def _locating(self, target: Target, host: str) -> Errand | None:
        """Find out where a host lives before it is asked for the first time: it may share its address with others."""
        locate = self._locate
        if locate is None or self._politeness.least <= 0 or self._politeness.knows(host):
            return None
        return lambda wanted: Located(locate(wanted.url)), target

    def _collect(self, orders: Orders, seconds: float | None) -> None:
        done, _ = wait(self._at_work, seconds, FIRST_COMPLETED)
        for work in done:
            errand = self._at_work.pop(work)
            self._settle(orders, errand, work)
            if len(self._jobs) > 1:
                self._turns.left(
                    errand.job.id, errand.host, self._frontier.waiting_for(errand.host, self._jobs)
                )

    def _settle(self, orders: Orders, errand: _Errand, work: Future[Found]) -> None:
        with self._contained(orders, errand.job, errand.target):
            try:
                found = work.result()
                if isinstance(found, Located):  # no answer yet: it says nothing of how fast the crawl goes
                    self._politeness.located(errand.host, found.address)
                    errand.job.release(errand.target)
                    return
                self._take_in(errand, found)
            finally:
                self._politeness.let_go(errand.host)
        orders.settled(errand.job)

    def _take_in(self, errand: _Errand, found: Answer | RobotsAnswer) -> None:
        try:
            self._be_polite(errand, found)
            errand.job.settle(found)
            if self._politeness.hopeless(errand.host):
                self._give_up(errand.host, found)
        finally:
            found.close()

    def _give_up(self, host: str, found: Answer | RobotsAnswer) -> None:
        """A host that failed again and again is left alone by the crawls that run: each of its URLs may take a minute
        to fail."""
        last = (
            found.error.reason if found.error is not None else found.verdict.reason or "no answer was whole"
        )
        for job in self._jobs.values():
            job.leave_host(host, f"its host was given up, as it failed again and again: {last}")

    @contextmanager
    def _contained(self, orders: Orders, job: Job, target: Target | None = None) -> Iterator[None]:
        """A fault of our own in one Target ends no crawl, and one in a crawl ends no other: it is told, and the rest
        goes on."""
        try:
            yield
        except FOR_ALL:
            raise
        except BackfileError as error:
            self._end(orders, job, str(error))
        except Exception:
            log.exception("crawl %s: %s", job.id, target.url if target else "it can't go on")
            if target is None:
                self._end(orders, job, f"Stopped by {FAULT}.")
            else:
                with self._contained(orders, job):
                    job.fail(target, FAULT)

    def _be_polite(self, errand: _Errand, found: Answer | RobotsAnswer) -> None:
        exchange: Exchange | None
        if isinstance(found, RobotsAnswer):
            exchange = found.exchanges[-1][1] if found.exchanges and found.error is None else None
            asked = found.rules.delay
        else:
            exchange = found.exchange
            rules = self._rules.of(errand.target.url)
            asked = rules.delay if rules else 0.0
        now = self._clock()
        self._politeness.fetched(
            errand.host,
            exchange.address if exchange else None,
            now=now,
            took=exchange.took if exchange else timedelta(0),
            status=exchange.status if exchange else 0,
            asked=asked,
            least=errand.job.policy.delay or 0.0,
            truncated=exchange.truncated if exchange else None,
        )
        back = asked_back(exchange.status, exchange.header("retry-after"), now) if exchange else None
        if exchange is not None and back is not None and back > now:
            self._frontier.park(errand.job.id, uri.host(exchange.url), back)

    def _review(self, orders: Orders) -> datetime | None:
        """End the jobs of which nothing is left; when the first of the others has something due."""
        now = self._clock()
        at_work = {errand.job.id for errand in self._at_work.values()}
        return min(
            (
                due
                for job in list(self._jobs.values())
                if job.id not in at_work and (due := self._look_at(orders, job, now)) is not None
            ),
            default=None,
        )

    def _look_at(self, orders: Orders, job: Job, now: datetime) -> datetime | None:
        with self._contained(orders, job):
            if (word := job.spent()) is not None:
                job.word = word
                self._end(orders, job, job.conclude())
                return None
            due = job.next_due(now)
            if due is not None and due - now > LONGEST_WAIT:
                job.give_up(due)
                return now
            if due is not None:
                return due
            if job.more():
                return now
            self._end(orders, job, job.conclude())
        return None

    def _end(self, orders: Orders, job: Job, error: str | None) -> None:
        if self._leave(job.id):
            orders.end(job, error)

    def _leave(self, number: int) -> bool:
        self._turns.forget(number)
        return self._jobs.pop(number, None) is not None

    def _patience(self) -> float:
        """How long to wait for an answer: not beyond the moment at which another host is free."""
        now = self._clock()
        free = self._politeness.next_free(now) if len(self._at_work) < self._concurrency else None
        return _until(now, (free,))

    def _rest(self, soonest: datetime | None) -> None:
        """Nothing is being fetched: sleep until something may be."""
        now = self._clock()
        self._sleep(_until(now, (soonest, self._politeness.next_free(now)), default=0.0))


FAULT = "a fault of Backfile's own; the log has more"
"""What is said of an error that nobody foresaw."""


def _until(now: datetime, moments: Iterable[datetime | None], *, default: float = _LOOK_UP) -> float:
    """Seconds until the first of the moments that are to come, within 0.001 and the time after which to look up."""
    coming = [(moment - now).total_seconds() for moment in moments if moment is not None and moment > now]
    return min(max(min(coming, default=default), 0.001), _LOOK_UP)
