"""One Crawl among those that run at once: what of it may be fetched now, what an answer does to it, what is left."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from archive.crawl.answers.answer import Answer, Asker, RobotsAnswer
from archive.crawl.answers.verdict import Outcome
from archive.crawl.bounds import policy, scope
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.manners.robots import Robots
from archive.crawl.manners.rules import Rules
from archive.crawl.run.ledger import Ledger
from archive.crawl.run.memory import Memory
from archive.crawl.run.speed import Speed
from archive.model import NO_POLICY, Crawl, LinkKind, Progress, Source, Target, TargetState
from archive.ports import Clock
from archive.timestamp import iso

LEASE = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=10)
"""A host that asks us to come back later than this is given up for this Crawl."""
_OWN = scope.ARTICLES | scope.LISTINGS | {LinkKind.SEED}
_FOREVER = timedelta(days=3650)
_LOOK_AGAIN = timedelta(seconds=1)

Ask = Callable[[Target], Answer | RobotsAnswer]


class Job:
    """A Crawl's own scope, ledger, lists and memory. Only for the thread that writes; ``ask…`` runs on any."""

    def __init__(
        self,
        crawl: Crawl,
        source: Source | None,
        *,
        frontier: Frontier,
        asker: Asker,
        ledger: Ledger,
        memory: Memory,
        rules: Rules,
        more: Callable[[], int],
        conclude: Callable[[], str | None],
        progress: Callable[[], Progress],
        clock: Clock,
    ) -> None:
        """``more`` queues what only shows when nothing else is left; it says how much. ``conclude``: all is
        fetched that is to be fetched; it says why the crawl as a whole came to nothing, None as a rule. ``progress`` is
        the Crawl's."""
        self.crawl = crawl
        self.memory = memory
        self.more = more
        self.conclude = conclude
        self.asked_back: datetime | None = None
        """When a host asked us back that was given up for this Crawl, with something of the Source's own."""
        self.spoilt = False
        """Whether this machine could not go on (a full disk), by no fault of the Source's."""
        self.word: str | None = None
        """What is to be said of how it ended, though it did not fail."""
        self.speed = Speed()
        self.policy = source.policy if source is not None else NO_POLICY
        self._home = source.url if source is not None else ""
        self._progress = progress
        self._frontier = frontier
        self._asker = asker
        self._ledger = ledger
        self._rules = rules
        self._clock = clock
        self._due: datetime | None = None
        self._looked: datetime | None = None  # when ``_due`` was found; None: something has changed since

    @property
    def id(self) -> int:
        """The Crawl's number."""
        return self.crawl.id

    def lease(self, now: datetime, busy_hosts: Collection[str]) -> Target | None:
        """The next Target that may be looked at now; None when there is none."""
        target = self._frontier.lease(self.id, now=now, busy_hosts=busy_hosts, lease_for=LEASE)
        if target is not None:
            self._looked = None
        return target

    def consider(self, target: Target) -> tuple[Ask, Target] | None:
        """What has to be asked for a leased Target, its site's rules first; None when it was refused, and closed."""
        refused = self._ledger.refusal(target) or policy.left_out(self.policy, target)
        rules = self._rules.of(target.url)
        if refused is not None:
            self._ledger.close(target, TargetState.REFUSED, refused)
        elif rules is None:
            return self._asker.ask_rules, target
        elif (refused := rules.refusal(target.url)) is not None:
            state = TargetState.FAILED if rules.forbidden else TargetState.REFUSED
            self._ledger.close(target, state, refused)
        else:
            return self._asker.ask, policy.dressed(self.policy, self._home, self.memory.validated(target))
        return None

    def full(self, under_way: int) -> bool:
        """Whether it may ask for nothing beside what is under way, as its Source's settings say."""
        most = self.policy.concurrency
        return (most is not None and under_way >= most) or self.spent(under_way) is not None

    def spent(self, under_way: int = 0) -> str | None:
        """Why it may ask for nothing more at all, or None."""
        if self.policy.max_targets is None and self.policy.max_crawl_bytes is None:
            return None
        return policy.spent(self.policy, self._progress(), under_way)

    def settle(self, answer: Answer | RobotsAnswer) -> None:
        """Record an answer and what follows from it. Raises DiskFull and the like."""
        self._looked = None
        if isinstance(answer, Answer):
            self._ledger.settle(answer)
            return
        failed = answer.error is not None or answer.verdict.outcome is Outcome.RETRY
        if failed and self._ledger.again_for_rules(answer):
            return
        self._ledger.settle_rules(answer)
        if failed and self._rules.instead(answer.waiting.url) is not None:
            self.release(answer.waiting)
        elif answer.error is not None:
            self._rules.learn(answer.origins, Robots(forbidden=answer.error.reason))
            self._ledger.fail(answer.waiting, answer.error)
        else:
            self._rules.learn(answer.origins, answer.rules)
            self.release(answer.waiting)

    def fail(self, target: Target, reason: str) -> None:
        """Give a leased Target up."""
        self._looked = None
        self._ledger.close(target, TargetState.FAILED, reason)

    def release(self, target: Target) -> None:
        """Give a leased Target back as if nothing had been."""
        self._looked = None
        self._frontier.release(target.id or 0)

    def leave_host(self, host: str, reason: str) -> None:
        """Give up all that is queued on a host."""
        self._looked = None
        self._ledger.close_host(host, reason)

    def next_due(self, now: datetime) -> datetime | None:
        """When something of what is queued is due, in the past: now; None when nothing is left.

        Looked up again when the crawl has changed, and after a second: another one may have parked its hosts.
        """
        if self._looked is None or now - self._looked >= _LOOK_AGAIN:
            self._due, self._looked = self._frontier.next_due(self.id), now
        return self._due

    def give_up(self, until: datetime) -> None:
        """Close all that is left, as its hosts want to be left in peace until then."""
        reason = f"the site asked to come back at {iso(until.replace(microsecond=0))}"
        later = self._clock() + _FOREVER
        while (target := self.lease(later, ())) is not None:
            self.fail(target, reason)
            if scope.role(target) in _OWN:
                self.asked_back = until
