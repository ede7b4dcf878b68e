"""The frontier under any order of calls, deaths and restarts, held against a model in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive import uri
from archive.crawl.frontier.frontier import Frontier
from archive.model import LinkKind, Target, TargetState, Trigger
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON

SECOND = timedelta(seconds=1)
HOSTS = [f"{letter}.example" for letter in "abc"]


class FrontierMachine(RuleBasedStateMachine):
    """Any order of calls, deaths and restarts, against a model in memory."""

    leased = Bundle("leased")

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.catalogue = Catalogue.open(self.folder, lambda: self.now)
        self.crawl = self.catalogue.crawls.request(None, Trigger.CLI).id
        # A parking holds for later crawls too: those of earlier examples are long over.
        self.now += self.crawl * timedelta(days=1)
        self.catalogue.crawls.start(self.crawl)
        self.frontier = Frontier(self.catalogue.database)
        self.states: dict[str, TargetState] = {}
        self.due: dict[str, datetime] = {}
        self.parked: dict[str, datetime] = {}
        self.held: dict[int, str] = {}
        self.ids: dict[int, str] = {}

    def teardown(self) -> None:
        self.catalogue.close()

    def free(self, url: str, busy: set[str]) -> bool:
        host = uri.host(url)
        return (
            self.states[url] is TargetState.QUEUED
            and host not in busy
            and self.due.get(url, NOON) <= self.now
            and self.parked.get(host, NOON) <= self.now
        )

    @rule(names=st.lists(st.tuples(st.sampled_from(HOSTS), st.integers(0, 9)), max_size=6))
    def add(self, names: list[tuple[str, int]]) -> None:
        urls = [f"https://{host}/{number}" for host, number in names]
        new = {url for url in urls if url not in self.states}
        assert self.frontier.add(self.crawl, [Target(url, LinkKind.POST) for url in urls]) == len(new)
        self.states |= dict.fromkeys(new, TargetState.QUEUED)

    @rule(target=leased, busy=st.sets(st.sampled_from(HOSTS)))
    def lease(self, busy: set[str]) -> object:
        occupied = busy | {uri.host(url) for url in self.held.values()}
        target = self.frontier.lease(self.crawl, now=self.now, busy_hosts=occupied, lease_for=60 * SECOND)
        candidates = {url for url in self.states if self.free(url, occupied)}
        assert (target is None) == (not candidates)
        if target is None:
            return multiple()
        assert target.id is not None
        assert target.url in candidates, "done, parked, not due or on a busy host"
        self.states[target.url] = TargetState.LEASED
        self.held[target.id] = self.ids[target.id] = target.url
        return target.id

    @rule(number=leased, state=st.sampled_from([TargetState.DONE, TargetState.FAILED, TargetState.REFUSED]))
    def finish(self, number: int, state: TargetState) -> None:
        url = self.ids[number]
        ended = self.states[url] in (TargetState.DONE, TargetState.FAILED, TargetState.REFUSED)
        assert self.frontier.finish(number, state) is not ended
        if not ended:
            self.states[url] = state
            self.held.pop(number, None)

    @rule(number=leased, seconds=st.integers(0, 90))
    def retry(self, number: int, seconds: int) -> None:
        held = number in self.held
        assert self.frontier.retry(number, self.now + seconds * SECOND, "503") is held
        if held:
            url = self.held.pop(number)
            self.states[url], self.due[url] = TargetState.QUEUED, self.now + seconds * SECOND

    @rule(number=leased)
    def release(self, number: int) -> None:
        assert self.frontier.release(number) is (number in self.held)
        if number in self.held:
            self.states[self.held.pop(number)] = TargetState.QUEUED

    @rule(host=st.sampled_from(HOSTS), seconds=st.integers(0, 90))
    def park(self, host: str, seconds: int) -> None:
        until = self.now + seconds * SECOND
        self.frontier.park(self.crawl, host, until)
        self.parked[host] = max(self.parked.get(host, NOON), until)

    @rule(seconds=st.integers(1, 100))
    def wait(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule()
    @precondition(lambda self: bool(self.held))
    def die(self) -> None:
        self.catalogue.close()
        self.catalogue = Catalogue.open(self.folder, lambda: self.now)
        self.frontier = Frontier(self.catalogue.database)
        assert self.frontier.release_all(self.crawl) == len(self.held)
        given_up = {each.url for each in self.frontier.failed(self.crawl)}
        for url in self.held.values():
            self.states[url] = TargetState.FAILED if url in given_up else TargetState.QUEUED
        self.held.clear()

    @invariant()
    def counts_agree(self) -> None:
        counts = self.frontier.counts(self.crawl)
        assert counts == {state: list(self.states.values()).count(state) for state in TargetState}

    @invariant()
    def next_due_says_when(self) -> None:
        waiting = [
            max(self.due.get(url, NOON), self.parked.get(uri.host(url), NOON))
            for url, state in self.states.items()
            if state is TargetState.QUEUED
        ]
        said = self.frontier.next_due(self.crawl)
        assert (said is None) == (not waiting)
        if said is not None:
            assert max(said, self.now) == max(min(waiting), self.now)


def test_any_order_of_calls_deaths_and_restarts(tmp_path: Path) -> None:
    class Here(FrontierMachine):
        folder = tmp_path

    run_state_machine_as_test(Here, settings=settings(max_examples=25, stateful_step_count=40, deadline=None))
