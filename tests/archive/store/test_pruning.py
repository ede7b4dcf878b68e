"""What is dropped of old crawls, and what stays for their reports and for the next crawl."""

from __future__ import annotations

from datetime import timedelta

from archive.crawl.frontier.frontier import Frontier
from archive.crawl.report import report_of
from archive.model import CrawlState, Finding, LinkKind, Target, TargetState, Trigger
from archive.store.catalogue import Catalogue
from archive.store.pruning import KEPT_FOR
from tests.archive.made_up import a_source
from tests.conftest import MovableClock

SITE = "https://blog.example/"
ENDS = (
    ("feed", LinkKind.FEED, TargetState.DONE, None),
    ("2024/01/", LinkKind.ARCHIVE, TargetState.DONE, None),
    ("new", LinkKind.POST, TargetState.DONE, Finding.NEW),
    ("same", LinkKind.POST, TargetState.DONE, Finding.UNCHANGED),
    ("gone", LinkKind.POST, TargetState.DONE, Finding.GONE),
    ("style.css", LinkKind.REQUISITE, TargetState.DONE, None),
    ("lost", LinkKind.POST, TargetState.FAILED, None),
    ("private", LinkKind.POST, TargetState.REFUSED, None),
)


def crawl(catalogue: Catalogue, clock: MovableClock, source_id: int) -> int:
    """A crawl of which each Target ended in another way, and one was never reached."""
    frontier = Frontier(catalogue.database)
    begun = catalogue.crawls.start(catalogue.crawls.request(source_id, Trigger.SCHEDULE).id)
    for path, kind, state, finding in ENDS:
        frontier.add(begun.id, [Target(SITE + path, kind)])
        leased = frontier.lease(begun.id, now=clock())
        assert leased is not None
        frontier.finish(
            leased.id or 0, state, error="why" if state is not TargetState.DONE else None, finding=finding
        )
    frontier.add(begun.id, [Target(f"{SITE}never", LinkKind.POST)])
    catalogue.crawls.end(begun.id, CrawlState.CANCELLED)
    return begun.id


def left(catalogue: Catalogue, crawl_id: int) -> set[str]:
    entries = Frontier(catalogue.database).of_kinds(crawl_id, list(LinkKind))
    return {entry.target.url.removeprefix(SITE) for entry in entries}


def test_an_old_crawl_keeps_what_its_report_names(catalogue: Catalogue, clock: MovableClock) -> None:
    source = a_source(catalogue)
    old = crawl(catalogue, clock, source.id)
    report = report_of(catalogue, old)
    clock.move(KEPT_FOR / 2)
    young = crawl(catalogue, clock, source.id)
    latest = crawl(catalogue, clock, source.id)
    assert catalogue.prune() == 0, "none is old enough"
    clock.move(KEPT_FOR / 2 + timedelta(days=1))
    assert catalogue.prune() == 4
    assert left(catalogue, old) == {"2024/01/", "new", "gone", "lost", "private"}
    assert len(left(catalogue, young)) == len(left(catalogue, latest)) == len(ENDS) + 1
    after = report_of(catalogue, old)
    assert (after.articles, after.refused, after.failed) == (report.articles, report.refused, report.failed)
    assert catalogue.prune() == 0


def test_the_latest_crawl_stays_whole_however_old(catalogue: Catalogue, clock: MovableClock) -> None:
    latest = crawl(catalogue, clock, a_source(catalogue).id)
    clock.move(10 * KEPT_FOR)
    assert catalogue.prune() == 0
    assert len(left(catalogue, latest)) == len(ENDS) + 1
