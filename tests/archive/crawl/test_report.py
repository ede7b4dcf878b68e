"""What a crawl's report says, after real crawls over a loopback blog."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.crawl.frontier.frontier import Failure
from archive.crawl.report import MOST_EXAMPLES, by_reason, report_of
from archive.model import Crawl, Finding, LinkKind, PageStatus, TargetState
from tests.archive.crawl.bench import Bench
from tests.origins.blog import Post, TinyBlog
from tests.origins.origin import Answer, Raw


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def test_a_report_names_what_is_new_changed_gone_and_blocked(bench: Bench) -> None:
    with (blog := TinyBlog.of(5, robots="User-agent: *\nDisallow: /2024/01/post-001\n")).origin:
        source = bench.follow(blog.origin.url())
        first = bench.crawl(source)
        report = report_of(bench.catalogue, first.id)
        assert report.counts == {**dict.fromkeys(Finding, 0), Finding.NEW: 4}
        assert [(reason.text, reason.count) for reason in report.refused] == [
            ("the site's robots.txt asks not to fetch this", 1)
        ]
        assert report.failed == ()

        _, _, walled, deleted, edited = blog.posts
        later = datetime.now(UTC) + timedelta(seconds=1)
        blog.edit(edited, "It was high tide after all. ", later)
        blog.edit(walled, "Nobody will read this. ", later)
        blog.origin.routes[walled] = lambda _: Answer("<title>Just a moment...</title>")
        del blog.posts[deleted]
        blog.posts["/2024/02/new.html"] = Post("A new one", later)
        second = bench.crawl(source)
    report = report_of(bench.catalogue, second.id)
    found = {finding: [each.url for each in articles] for finding, articles in report.articles.items()}
    url = blog.origin.url
    assert found[Finding.NEW] == [url("/2024/02/new.html")]
    assert found[Finding.CHANGED] == [url(edited)]
    assert found[Finding.GONE] == [url(deleted)]
    assert found[Finding.BLOCKED] == [url(walled)]
    (blocked,) = report.articles[Finding.BLOCKED]
    assert (blocked.title, blocked.kind) == ("Post 3", LinkKind.POST)  # its Page, though the wall shows none
    assert blocked.page_id is not None
    page = bench.catalogue.pages.get(blocked.page_id)
    assert page is not None
    assert page.status is PageStatus.BLOCKED
    (failed,) = report.failed
    assert [each.url for each in failed.examples] == [url(walled)]
    assert report.counts[Finding.NEW] == second.progress.new
    assert report.counts[Finding.CHANGED] == second.progress.changed
    assert report.counts[Finding.GONE] == second.progress.gone
    whole, *lists = report.tallies
    assert whole.kind is LinkKind.SEED
    assert {LinkKind.FEED, LinkKind.SITEMAP} <= {each.kind for each in lists}


def test_what_is_missing_but_was_never_held_is_not_gone(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        blog.origin.routes["/photo.png"] = lambda _: Answer("no", 404)
        first = bench.crawl(bench.follow(blog.origin.url()))
    report = report_of(bench.catalogue, first.id)
    assert (report.counts[Finding.GONE], report.counts[Finding.NEW]) == (0, 2)
    assert report.failed == (), "no article failed"
    assert [reason.text for reason in report.parts] == ["it is not there any more (it answers 404)"]


def test_what_was_kept_but_is_cut_is_told(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        path = next(iter(blog.posts))
        blog.origin.routes[path] = lambda _: Raw([b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>Half of"])
        crawl = bench.crawl(bench.follow(blog.origin.url()))
    report = report_of(bench.catalogue, crawl.id)
    assert report.failed == ()
    (flaw,) = report.flawed
    assert (flaw.text, [each.url for each in flaw.examples]) == (
        "the connection broke off; it is kept as far as it came",
        [blog.origin.url(path)],
    )


def test_a_report_of_a_crawl_that_never_was_is_empty(bench: Bench) -> None:
    report = report_of(bench.catalogue, 99)
    assert not any(report.counts.values())
    assert (report.refused, report.failed, report.flawed) == ((), (), ())


def test_a_long_list_is_cut_and_counted(bench: Bench) -> None:
    with (blog := TinyBlog.of(6)).origin:
        crawl: Crawl = bench.crawl(bench.follow(blog.origin.url()))
    report = report_of(bench.catalogue, crawl.id, most=2)
    assert (report.counts[Finding.NEW], len(report.articles[Finding.NEW])) == (6, 2)


def test_failures_stand_under_their_reasons_the_most_frequent_first() -> None:
    def failure(number: int, error: str) -> Failure:
        return Failure(f"https://a.example/{number}", LinkKind.POST, TargetState.FAILED, error, 1, None)

    many = [failure(number, "it answers 500") for number in range(MOST_EXAMPLES + 5)]
    reasons = by_reason([failure(-1, "too slow"), *many])
    assert [(reason.text, reason.count, len(reason.examples)) for reason in reasons] == [
        ("it answers 500", MOST_EXAMPLES + 5, MOST_EXAMPLES),
        ("too slow", 1, 1),
    ]
