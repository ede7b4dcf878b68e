"""The frontier: each key once, in order, politely, and whatever dies."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from archive.crawl.frontier.frontier import Failure, Frontier
from archive.crawl.frontier.lease import DEATHS_ALLOWED
from archive.model import Facts, LinkKind, Target, TargetState, Trigger
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON, a_capture, plans
from tests.conftest import MovableClock

SECOND = timedelta(seconds=1)
BLOG = "https://blog.example"


@pytest.fixture
def frontier(catalogue: Catalogue, clock: MovableClock) -> Frontier:
    return Frontier(catalogue.database)


@pytest.fixture
def crawl(catalogue: Catalogue) -> int:
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    return catalogue.crawls.start(crawl.id).id


def post(path: str, host: str = "blog.example", kind: LinkKind = LinkKind.POST) -> Target:
    return Target(f"https://{host}/{path}", kind)


def lease(frontier: Frontier, crawl: int, *busy: str, now: datetime = NOON) -> Target:
    target = frontier.lease(crawl, now=now, busy_hosts=busy, lease_for=60 * SECOND)
    assert target is not None
    assert target.id is not None
    return target


def drain(frontier: Frontier, crawl: int) -> list[str]:
    urls = []
    while (target := frontier.lease(crawl, now=NOON)) is not None:
        assert target.id is not None
        frontier.finish(target.id, TargetState.DONE)
        urls.append(target.url)
    return urls


def test_a_target_is_leased_as_it_was_added(frontier: Frontier, crawl: int) -> None:
    added = Target(
        f"{BLOG}/a",
        LinkKind.REDIRECT,
        depth=2,
        hops=1,
        via=f"{BLOG}/",
        facts=Facts("A Post", "Ada", NOON, NOON, ("tea",), "post-1"),
        role=LinkKind.POST,
        redirects=3,
    )
    assert frontier.add(crawl, [added]) == 1
    target = lease(frontier, crawl)
    assert (target.crawl_id, target.attempts) == (crawl, 1)
    assert target == Target(
        **{
            name: getattr(added, name)
            for name in ("url", "kind", "depth", "hops", "via", "facts", "role", "redirects")
        },
        id=target.id,
        crawl_id=crawl,
        attempts=1,
    )


def test_each_key_once_per_crawl(frontier: Frontier, crawl: int, catalogue: Catalogue) -> None:
    assert frontier.add(crawl, [post("a"), post("a?m=1"), post("a?utm_source=x"), post("b")]) == 2
    assert frontier.add(crawl, [post("a"), Target("http://www.blog.example/b", LinkKind.BODY)]) == 0
    other = catalogue.crawls.request(None, Trigger.CLI).id
    assert frontier.add(other, [post("a")]) == 1
    assert drain(frontier, crawl) == [f"{BLOG}/a", f"{BLOG}/b"]
    assert frontier.add(crawl, [post("a")]) == 0, "what is done stays known"


def test_in_feeds_and_requisites_the_whole_query_counts(frontier: Frontier, crawl: int) -> None:
    for kind in (LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REQUISITE):
        found = [post(f"{kind}?m=1&page={page}", kind=kind) for page in (1, 2, 2)]
        assert frontier.add(crawl, [*found, post(f"{kind}?page=1", kind=kind)]) == 3


def test_what_can_not_be_fetched_is_passed_over(frontier: Frontier, crawl: int) -> None:
    found = [
        Target("mailto:ada@blog.example", LinkKind.BODY),
        Target("https://", LinkKind.BODY),
        Target("https://x.example/ada", LinkKind.SOCIAL),
    ]
    assert frontier.add(crawl, found) == 0
    assert frontier.add(crawl, []) == 0


def test_order(frontier: Frontier, crawl: int) -> None:
    kinds = [
        LinkKind.POPULAR,
        LinkKind.REQUISITE,
        LinkKind.POST,
        LinkKind.FEED,
        LinkKind.PAGE,
        LinkKind.ROBOTS,
        LinkKind.SITEMAP,
    ]
    frontier.add(crawl, [post(f"{kind}", f"{number}.example", kind) for number, kind in enumerate(kinds)])
    frontier.add(crawl, [Target(f"{BLOG}/x", LinkKind.REDIRECT, role=LinkKind.FEED)])
    order = [url.rpartition("/")[2] for url in drain(frontier, crawl)]
    assert order == ["robots", "feed", "sitemap", "x", "post", "page", "requisite", "popular"]


def test_a_better_reason_brings_a_target_up(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [Target(f"{BLOG}/a", LinkKind.BODY, depth=3, hops=1), post("b")])
    named = Target(f"{BLOG}/a", LinkKind.POST, via=f"{BLOG}/feed", facts=Facts("A Post"))
    frontier.add(crawl, [Target(f"{BLOG}/c", LinkKind.REQUISITE)])
    assert frontier.add(crawl, [named]) == 0
    assert lease(frontier, crawl).url == f"{BLOG}/b"
    target = lease(frontier, crawl)
    assert (target.url, target.kind, target.depth, target.hops) == (f"{BLOG}/a", LinkKind.POST, 0, 0)
    assert (target.via, target.facts) == (f"{BLOG}/feed", Facts("A Post"))


def test_a_lesser_reason_changes_nothing(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a")])
    frontier.add(crawl, [Target(f"{BLOG}/a", LinkKind.BODY, depth=3)])
    target = lease(frontier, crawl)
    assert (target.kind, target.depth) == (LinkKind.POST, 0)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_several_lists_say_of_an_article_is_put_together(
    frontier: Frontier, crawl: int, at_once: bool
) -> None:
    told = Facts("A Post", "Ada", NOON, NOON, ("tea",), "post-1")
    by_sitemap = Target(f"{BLOG}/a", LinkKind.POST, facts=Facts(updated=NOON))
    by_feed = Target(f"{BLOG}/a", LinkKind.POST, facts=told)
    for batch in ([by_sitemap, by_feed],) if at_once else ([by_sitemap], [by_feed]):
        frontier.add(crawl, batch)
    assert lease(frontier, crawl).facts == told


def test_of_two_in_one_batch_the_better_reason_counts_and_facts_are_kept(
    frontier: Frontier, crawl: int
) -> None:
    facts = Facts("A Post")
    frontier.add(
        crawl,
        [Target(f"{BLOG}/a?m=1", LinkKind.POPULAR, hops=1, facts=facts), Target(f"{BLOG}/a", LinkKind.POST)],
    )
    target = lease(frontier, crawl)
    assert (target.url, target.kind, target.hops, target.facts) == (f"{BLOG}/a", LinkKind.POST, 0, facts)


def test_a_redirect_to_a_twin_is_followed_once(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [Target("http://blog.example/a", LinkKind.SEED)])
    aim = Target("https://blog.example/a", LinkKind.REDIRECT)
    assert frontier.add(crawl, [aim]) == 1, "the same key, but not what was asked for"
    assert frontier.add(crawl, [aim]) == 0
    assert frontier.add(crawl, [Target("https://blog.example/a/", LinkKind.REDIRECT)]) == 1
    assert frontier.add(crawl, [Target("http://blog.example/a", LinkKind.REDIRECT)]) == 0, "no loop"
    assert frontier.add(crawl, [Target("https://blog.example/a", LinkKind.POST)]) == 0


def test_a_redirect_to_what_is_known_is_nothing_new(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a")])
    assert frontier.add(crawl, [Target(f"{BLOG}/a", LinkKind.REDIRECT)]) == 0
    assert frontier.add(crawl, [Target(f"{BLOG}/b", LinkKind.REDIRECT)]) == 1
    assert frontier.add(crawl, [post("b?m=1")]) == 0, "its twins meet it there"


def test_busy_hosts_are_passed_over(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a"), post("b"), post("c", "other.example")])
    assert lease(frontier, crawl, "blog.example").url == "https://other.example/c"
    assert frontier.lease(crawl, now=NOON, busy_hosts=["blog.example"]) is None
    assert lease(frontier, crawl).url == f"{BLOG}/a"


def test_retry_waits_until_due(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a")])
    target = lease(frontier, crawl)
    assert target.id is not None
    assert frontier.retry(target.id, NOON + 60 * SECOND, "503 Service Unavailable")
    assert not frontier.retry(target.id, NOON, "not leased any more")
    assert frontier.lease(crawl, now=NOON + 59 * SECOND) is None
    assert frontier.next_due(crawl) == NOON + 60 * SECOND
    again = lease(frontier, crawl, now=NOON + 60 * SECOND)
    assert (again.id, again.attempts) == (target.id, 2)


def test_a_parked_host_waits_whole(frontier: Frontier, crawl: int, catalogue: Catalogue) -> None:
    frontier.add(crawl, [post("a"), post("b"), post("c", "other.example")])
    frontier.park(crawl, "blog.example", NOON + 60 * SECOND)
    frontier.park(crawl, "blog.example", NOON + 30 * SECOND)
    frontier.park(crawl, "unheard.example", NOON + 90 * SECOND)
    assert drain(frontier, crawl) == ["https://other.example/c"]
    assert frontier.next_due(crawl) == NOON + 60 * SECOND, "of two parkings the longer holds"
    assert frontier.add(crawl, [post("d")]) == 1
    assert frontier.lease(crawl, now=NOON + 59 * SECOND) is None
    assert lease(frontier, crawl, now=NOON + 60 * SECOND).url == f"{BLOG}/a"
    other = catalogue.crawls.request(None, Trigger.CLI).id
    frontier.add(other, [post("a")])
    assert frontier.lease(other, now=NOON + 59 * SECOND) is None, "parking holds for crawls to come"
    frontier.park(other, "blog.example", NOON + 90 * SECOND)
    assert frontier.lease(crawl, now=NOON + 89 * SECOND) is None, "and for those that run"


def test_what_is_queued_on_a_host_is_closed_at_once(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a"), post("b"), post("c", "other.example"), post("d", "third.example")])
    assert frontier.waiting_for("blog.example", {crawl, 99}) == {crawl}
    leased = lease(frontier, crawl)
    assert frontier.close_host(crawl, "blog.example", "it is dead") == 1
    assert frontier.waiting_for("blog.example", {crawl}) == set()
    assert [(each.url, each.error) for each in frontier.failed(crawl)] == [(f"{BLOG}/b", "it is dead")]
    assert frontier.finish(leased.id or 0, TargetState.DONE), "what is in flight comes to its own end"
    assert drain(frontier, crawl) == ["https://other.example/c", "https://third.example/d"]


def test_next_due(frontier: Frontier, crawl: int) -> None:
    assert frontier.next_due(crawl) is None
    frontier.add(crawl, [post("a"), post("b", "other.example")])
    due = frontier.next_due(crawl)
    assert due is not None
    assert due <= NOON
    frontier.park(crawl, "blog.example", NOON + 60 * SECOND)
    assert frontier.next_due(crawl, busy_hosts=["other.example"]) == NOON + 60 * SECOND
    assert frontier.next_due(crawl, busy_hosts=["other.example", "blog.example"]) is None


def test_finish(frontier: Frontier, crawl: int, catalogue: Catalogue) -> None:
    frontier.add(crawl, [post("a"), post("b"), post("c"), post("d")])
    capture = catalogue.captures.add(a_capture())
    ids = [lease(frontier, crawl).id or 0 for _ in range(3)]
    assert frontier.finish(ids[0], TargetState.DONE, capture_id=capture.id)
    assert frontier.finish(ids[1], TargetState.FAILED, error="There is no host called blog.example")
    assert frontier.finish(ids[2], TargetState.REFUSED, error="robots.txt forbids it")
    assert not frontier.finish(ids[0], TargetState.FAILED), "done is done"
    assert not frontier.retry(ids[0], NOON, "too late")
    with pytest.raises(ValueError, match="not an end"):
        frontier.finish(ids[0], TargetState.QUEUED)
    assert frontier.counts(crawl) == {
        TargetState.QUEUED: 1,
        TargetState.LEASED: 0,
        TargetState.DONE: 1,
        TargetState.FAILED: 1,
        TargetState.REFUSED: 1,
    }
    told = "There is no host called blog.example"
    assert frontier.failed(crawl) == [
        Failure(f"{BLOG}/b", LinkKind.POST, TargetState.FAILED, told, 1, None),
        Failure(f"{BLOG}/c", LinkKind.POST, TargetState.REFUSED, "robots.txt forbids it", 1, None),
    ]
    assert len(frontier.failed(crawl, limit=1)) == 1
    entries = frontier.of_kinds(crawl, [LinkKind.POST])
    assert [entry.capture_id for entry in entries] == [capture.id, None, None, None]
    assert [entry.target.attempts for entry in entries] == [1, 1, 1, 0]


def test_a_lease_that_was_not_used_does_not_count(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a")])
    target = lease(frontier, crawl)
    assert target.id is not None
    assert frontier.release(target.id)
    assert not frontier.release(target.id)
    assert lease(frontier, crawl).attempts == 1


def test_leases_of_the_dead_go_back(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a"), post("b")])
    first, second = lease(frontier, crawl), lease(frontier, crawl)
    assert first.id is not None
    frontier.finish(first.id, TargetState.DONE)
    assert frontier.release_all(crawl) == 1
    again = lease(frontier, crawl)
    assert (again.id, again.attempts) == (second.id, 1), "a death is no attempt"
    assert frontier.release_all(crawl) == 1
    assert drain(frontier, crawl) == [second.url]


def test_who_kills_every_process_is_given_up(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("poison")])
    for _ in range(DEATHS_ALLOWED):
        lease(frontier, crawl)
        frontier.release_all(crawl)
    assert frontier.lease(crawl, now=NOON) is None
    assert [(each.state, each.error) for each in frontier.failed(crawl)] == [
        (TargetState.FAILED, "each process that fetched it died")
    ]


DYING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from archive.crawl.frontier.frontier import Frontier
from archive.model import TargetState
from archive.store.catalogue import Catalogue
clock = lambda: datetime.now(UTC)
catalogue = Catalogue.open(Path(sys.argv[1]), clock)
frontier = Frontier(catalogue.database)
frontier.release_all(1)
while (target := frontier.lease(1, now=clock())) is not None:
    with catalogue.transaction():
        frontier.finish(target.id, TargetState.DONE)
        catalogue.changes.add("page" + f"{target.id:06}")
    print(target.id, flush=True)
print("end", flush=True)
"""


def test_killed_again_and_again_nothing_is_done_twice_or_lost(
    catalogue: Catalogue, frontier: Frontier, crawl: int
) -> None:
    frontier.add(crawl, [post(f"{number}", f"{number % 7}.example") for number in range(150)])
    folder = catalogue.database.path.parent
    said: list[str] = []
    for after in (1, 5, 14, None):
        with subprocess.Popen(
            [sys.executable, "-c", DYING, str(folder)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            for number, line in enumerate(child.stdout, start=1):
                said.append(line.strip())
                if number == after:
                    child.send_signal(signal.SIGKILL)
    assert said[-1] == "end"
    assert frontier.counts(crawl)[TargetState.DONE] == 150
    done = [change.page_id for change in catalogue.changes.after(0)]
    assert len(done) == len(set(done)) == 150, "each was committed once"
    assert {f"page{int(line):06}" for line in said[:-1]} <= set(done), "what was said to be done is done"


def test_lease_is_quick_in_a_long_queue(frontier: Frontier, crawl: int, catalogue: Catalogue) -> None:
    frontier.add(crawl, [post(f"{number}", f"{number % 50}.example") for number in range(10_000)])
    frontier.add(crawl, [post(f"{number}") for number in range(5_000)])
    begun = time.perf_counter()
    for _ in range(50):
        lease(frontier, crawl, "blog.example", *(f"{number}.example" for number in range(49)))
    assert (time.perf_counter() - begun) / 50 < 0.05
    with plans(catalogue.database) as steps:
        lease(frontier, crawl, "blog.example")
    assert any("USING COVERING INDEX ix_targets_next" in step for step in steps), steps
    assert not [step for step in steps if "SCAN targets" in step], steps
    with plans(catalogue.database) as steps:
        frontier.next_due(crawl, busy_hosts=["blog.example"])
    assert not [step for step in steps if "SCAN" in step], steps


def test_naive_times_are_refused(frontier: Frontier, crawl: int) -> None:
    frontier.add(crawl, [post("a")])
    target = lease(frontier, crawl)
    assert target.id is not None
    with pytest.raises(StatementError, match="aware times only"):
        frontier.retry(target.id, NOON.replace(tzinfo=None), "a naive time")
