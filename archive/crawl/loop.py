"""The loop of one Crawl: leases what may be fetched now, hands it to the fetching threads, settles what comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta

from archive import uri
from archive.crawl import scope
from archive.crawl.answer import Answer, Asker, RobotsAnswer
from archive.crawl.frontier import Frontier
from archive.crawl.ledger import Ledger
from archive.crawl.politeness import Politeness
from archive.crawl.robots import Robots
from archive.crawl.rules import Rules
from archive.crawl.verdict import Outcome
from archive.errors import BackfileError
from archive.model import Exchange, Target, TargetState
from archive.ports import Clock
from archive.timestamp import iso

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=10)
"""A host that asks us to come back later than this is given up for this Crawl."""
_LOOK_UP = 0.5  # seconds after which the loop looks whether it is to stop
_FOREVER = timedelta(days=3650)

Ask = Callable[[Target], Answer | RobotsAnswer]


class Loop:
    """Fetches on up to ``concurrency`` threads, one per host; decides and writes on the calling thread only."""

    def __init__(
        self,
        crawl_id: int,
        *,
        frontier: Frontier,
        asker: Asker,
        ledger: Ledger,
        rules: Rules,
        politeness: Politeness,
        validated: Callable[[Target], Target],
        clock: Clock,
        sleep: Callable[[float], None],
        concurrency: int,
    ) -> None:
        self._crawl_id = crawl_id
        self._frontier = frontier
        self._asker = asker
        self._ledger = ledger
        self._rules = rules
        self._politeness = politeness
        self._validated = validated
        self._clock = clock
        self._sleep = sleep
        self._concurrency = concurrency
        self._at_work: dict[Future[Answer | RobotsAnswer], Target] = {}
        self.asked_back: datetime | None = None
        """When a host asked us back that was given up for this Crawl."""

    def run(
        self, *, stopped: Callable[[], bool], settled: Callable[[], None], more: Callable[[], int]
    ) -> bool:
        """Work until nothing is left and ``more`` finds nothing more; True then, False when it was stopped.

        ``settled`` is called after each answer. What is being fetched at a stop is waited for and recorded.
        """
        with ThreadPoolExecutor(self._concurrency, thread_name_prefix="fetch") as pool:
            try:
                while not stopped():
                    self._fill(pool)
                    if self._at_work:
                        self._collect(_LOOK_UP, settled)
                    elif not self._wait() and not more():
                        return True
                return False
            finally:
                while self._at_work:
                    self._collect(None, settled)

    def _fill(self, pool: ThreadPoolExecutor) -> None:
        while len(self._at_work) < self._concurrency:
            now = self._clock()
            target = self._frontier.lease(
                self._crawl_id, now=now, busy_hosts=self._busy(now), lease_for=LEASE
            )
            if target is None:
                return
            self._consider(pool, target)

    def _consider(self, pool: ThreadPoolExecutor, target: Target) -> None:
        refused = scope.refusal(target)
        rules = self._rules.of(target.url)
        if refused is not None:
            self._ledger.close(target, TargetState.REFUSED, refused)
        elif rules is None:
            self._start(pool, self._asker.ask_rules, target)
        elif (refused := rules.refusal(target.url)) is not None:
            state = TargetState.FAILED if rules.forbidden else TargetState.REFUSED
            self._ledger.close(target, state, refused)
        else:
            self._start(pool, self._asker.ask, self._validated(target))

    def _start(self, pool: ThreadPoolExecutor, ask: Ask, target: Target) -> None:
        self._at_work[pool.submit(ask, target)] = target

    def _busy(self, now: datetime) -> set[str]:
        fetching = {uri.host(target.url) for target in self._at_work.values()}
        return fetching | self._politeness.neighbours(fetching) | self._politeness.in_peace(now)

    def _collect(self, seconds: float | None, settled: Callable[[], None]) -> None:
        done, _ = wait(self._at_work, self._patience(seconds), FIRST_COMPLETED)
        for work in done:
            target = self._at_work.pop(work)
            with self._or_give_up(target):
                answer = work.result()
                try:
                    self._settle(target, answer)
                finally:
                    answer.close()
            settled()

    @contextmanager
    def _or_give_up(self, target: Target) -> Iterator[None]:
        """A fault of our own in one Target shall not end the crawl: it is told, and the crawl goes on."""
        try:
            yield
        except BackfileError:
            raise
        except Exception:
            log.exception("could not archive %s", target.url)
            fault = "a fault of Backfile's own; the log has more"
            self._ledger.close(target, TargetState.FAILED, fault)

    def _patience(self, seconds: float | None) -> float | None:
        """How long to wait for an answer: not beyond the moment at which another host is free."""
        if seconds is None or len(self._at_work) >= self._concurrency:
            return seconds
        now = self._clock()
        free = self._politeness.next_free(now)
        return seconds if free is None else min(seconds, max(0.001, (free - now).total_seconds()))

    def _settle(self, target: Target, answer: Answer | RobotsAnswer) -> None:
        if isinstance(answer, RobotsAnswer):
            self._settle_rules(answer)
            return
        rules = self._rules.of(target.url)
        self._be_polite(target, answer.exchange, rules.delay if rules else 0.0)
        self._ledger.settle(answer)

    def _settle_rules(self, answer: RobotsAnswer) -> None:
        waiting = answer.waiting
        last = answer.exchanges[-1][1] if answer.exchanges else None
        self._be_polite(waiting, last, answer.rules.delay)
        failed = answer.error is not None or answer.verdict.outcome is Outcome.RETRY
        if failed and self._ledger.again_for_rules(answer):
            return
        self._ledger.settle_rules(answer)
        if answer.error is not None:
            self._rules.learn(answer.origins, Robots(forbidden=answer.error.reason))
            self._ledger.fail(waiting, answer.error)
            return
        self._rules.learn(answer.origins, answer.rules)
        self._frontier.release(waiting.id or 0)

    def _be_polite(self, target: Target, exchange: Exchange | None, asked: float) -> None:
        self._politeness.fetched(
            uri.host(target.url),
            exchange.address if exchange else None,
            now=self._clock(),
            took=exchange.took if exchange else timedelta(0),
            status=exchange.status if exchange else 0,
            asked=asked,
        )

    def _wait(self) -> bool:
        """Nothing is being fetched: sleep until something may be. False when nothing is left to fetch."""
        now = self._clock()
        due = self._frontier.next_due(self._crawl_id)
        if due is None:
            return False
        if due - now > LONGEST_WAIT:
            self._give_up(due)
            return True
        free = self._politeness.next_free(now)
        moments = [moment for moment in (due, free) if moment is not None and moment > now]
        seconds = (min(moments) - now).total_seconds() if moments else 0.0
        self._sleep(min(max(seconds, 0.001), _LOOK_UP))
        return True

    def _give_up(self, until: datetime) -> None:
        reason = f"the site asked to come back at {iso(until.replace(microsecond=0))}"
        self.asked_back = until
        later = self._clock() + _FOREVER
        while (target := self._frontier.lease(self._crawl_id, now=later, lease_for=LEASE)) is not None:
            self._ledger.close(target, TargetState.FAILED, reason)
