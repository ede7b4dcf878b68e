"""Crawls that are cut off: by a stop, by an admin, by a full disk. Nothing is lost or fetched twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.errors import DiskFull
from archive.model import CrawlState, Exchange, PageStatus, Target, TargetState, Trigger
from archive.timestamp import http_date
from tests.archive.crawl.bench import Bench
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Raw, Request


def test_a_stopped_crawl_stays_running_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    stop = threading.Event()
    with (blog := TinyBlog.of(6)).origin, Bench(tmp_path) as bench:
        whole = blog.origin.routes["*"]

        def stopping(request: Request) -> Answer | Raw:
            stop.set()
            return whole(request)

        blog.origin.routes["*"] = stopping
        source = bench.follow(blog.origin.url())
        crawl = bench.crawler.run(bench.catalogue.crawls.request(source.id, Trigger.CLI), stop=stop)
        assert crawl.state is CrawlState.RUNNING
        assert len([path for path in blog.origin.paths if path in blog.posts]) == 1
        assert TargetState.LEASED not in bench.state(crawl)
        # What was in flight at the stop was waited for and is not fetched again.
        crawl = bench.crawl(source)
        assert crawl.state is CrawlState.DONE
        assert max(Counter(blog.origin.paths).values()) == 1
        assert crawl.progress.new == 6


def test_a_resumed_crawl_still_finds_what_was_deleted(tmp_path: Path) -> None:
    """What the lists named before the cut is read again from the archive."""
    stop = threading.Event()
    with (blog := TinyBlog.of(6)).origin:
        with Bench(tmp_path) as bench:
            source = bench.follow(blog.origin.url())
            bench.crawl(source)
            deleted, edited, *_ = blog.posts
            del blog.posts[deleted]
            blog.edit(edited, "New. ", datetime.now(UTC) + timedelta(seconds=1))
            whole = blog.origin.routes["*"]

            def stopping(request: Request) -> Answer | Raw:
                stop.set()
                return whole(request)

            blog.origin.routes["*"] = stopping
            crawl = bench.crawler.run(bench.catalogue.crawls.request(source.id, Trigger.CLI), stop=stop)
            assert crawl.state is CrawlState.RUNNING
            assert crawl.progress.gone == 0
        with Bench(tmp_path) as bench:
            blog.origin.routes["*"] = whole
            blog.origin.log.clear()
            crawl = bench.crawl(source)
            assert [path for path in blog.origin.paths if "feed" in path] == []
            assert (crawl.state, crawl.progress.gone) == (CrawlState.DONE, 1)
            page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(deleted)))
            assert page is not None
            assert page.status is PageStatus.GONE


def test_an_admin_can_cancel_a_crawl(tmp_path: Path) -> None:
    with (blog := TinyBlog.of(40)).origin, Bench(tmp_path) as bench:
        source = bench.follow(blog.origin.url())
        whole = blog.origin.routes["*"]
        crawl = bench.catalogue.crawls.request(source.id, Trigger.ADMIN)

        def cancelling(request: Request) -> Answer | Raw:
            bench.catalogue.crawls.end(crawl.id, CrawlState.CANCELLED)
            time.sleep(0.1)
            return whole(request)

        blog.origin.routes["*"] = cancelling
        ended = bench.crawler.run(crawl)
        assert ended.state is CrawlState.CANCELLED
        assert len(blog.origin.paths) < 40
        assert bench.crawler.run(crawl).state is CrawlState.CANCELLED  # and stays so


class FullDisk:
    """A fetcher that has room for a few answers only."""

    def __init__(self, bench: Bench, room: int) -> None:
        self._bench = bench
        self._room = room

    def fetch(self, target: Target, /) -> Exchange:
        self._room -= 1
        if self._room < 0:
            raise DiskFull("/spool")
        return self._bench.own_fetcher.fetch(target)


def test_a_full_disk_halts_the_crawl_which_goes_on_later(tmp_path: Path) -> None:
    with (blog := TinyBlog.of(6)).origin, Bench(tmp_path / "spare") as spare:
        with Bench(tmp_path / "data", fetcher=FullDisk(spare, 7)) as bench:
            source = bench.follow(blog.origin.url())
            crawl = bench.crawl(source)
            assert (crawl.state, crawl.error) == (CrawlState.RUNNING, None)
            assert bench.catalogue.captures.count() == 7
        with Bench(tmp_path / "data") as bench:
            (left,) = bench.catalogue.crawls.unfinished()
            done = bench.crawler.run(left)
            assert (done.state, done.progress.failed) == (CrawlState.DONE, 0)
            assert {page.url for page in bench.catalogue.pages.of_source(source.id)} == set(blog.urls)


def patient(tmp_path: Path, clock: MovableClock) -> Bench:
    """A bench whose time passes only while it sleeps."""

    def sleep(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))

    return Bench(tmp_path, clock=clock, sleep=sleep)


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_a_pause_gets_it(
    tmp_path: Path, clock: MovableClock, status: int, form: str
) -> None:
    asked: list[tuple[str, datetime]] = []
    with (blog := TinyBlog.of(3)).origin, patient(tmp_path, clock) as bench:
        path = "/2024/01/post-002.html"
        whole = blog.origin.routes["*"]

        def tired(request: Request) -> Answer | Raw:
            asked.append((request.path, clock.now))
            if [one for one, _ in asked].count(path) == 1 and request.path == path:
                value = "120" if form == "seconds" else http_date(clock.now + timedelta(seconds=120))
                return Answer("Later", status, headers=[("Retry-After", value)])
            return whole(request)

        blog.origin.routes["*"] = tired
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        assert crawl.state is CrawlState.DONE
        assert crawl.progress.new == 3
        assert bench.failed(crawl) == {}
    first = next(at for one, at in asked if one == path)
    after = [at for _, at in asked if at > first]
    assert after
    assert min(after) >= first + timedelta(seconds=119)  # nothing at all of that host meanwhile


def test_a_host_that_asks_for_too_long_a_pause_is_given_up_with_the_time_it_named(
    tmp_path: Path, clock: MovableClock
) -> None:
    with (blog := TinyBlog.of(5)).origin, patient(tmp_path, clock) as bench:
        began = clock.now
        blog.origin.routes["*"] = lambda _: Answer("Later", 503, headers=[("Retry-After", "7200")])
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert clock.now - began < timedelta(minutes=1)
        reasons = bench.failed(crawl)
        assert set(reasons) >= set(blog.urls)
        assert {reasons[url] for url in blog.urls} == {"the site asked to come back at 2026-03-01T14:00:00Z"}
        assert len([path for path in blog.origin.paths if path in blog.posts]) == 1


def test_a_source_is_left_alone_until_the_time_that_it_named(tmp_path: Path, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(2)).origin, patient(tmp_path, clock) as bench:
        blog.origin.routes = {"*": lambda _: Answer("Later", 429, headers=[("Retry-After", "50000")])}
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert crawl.state is CrawlState.FAILED
        assert "asked to come back at 2026-03-02T01:53:20Z" in (crawl.error or "")
        due = bench.catalogue.sources.get(source.id).next_due
        assert due is not None
        assert due >= clock.now + timedelta(seconds=49_000)
