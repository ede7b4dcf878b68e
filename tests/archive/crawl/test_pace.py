"""The pace of a whole crawl: one request at a time per host, with the delay in between that is due."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from archive.crawl.crawler import CrawlSettings
from archive.model import CrawlState
from tests.archive.crawl.bench import Bench
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Raw, Request, Route


def paced(blog: TinyBlog, clock: MovableClock) -> list[datetime]:
    """The moments, by the crawl's own clock, at which the blog is asked for something."""
    moments: list[datetime] = []

    def noting(route: Route) -> Route:
        def noted(request: Request) -> Answer | Raw:
            moments.append(clock.now)
            return route(request)

        return noted

    blog.origin.routes = {path: noting(route) for path, route in blog.origin.routes.items()}
    return moments


@pytest.mark.parametrize(("robots", "least"), [("", 3), ("User-agent: *\nCrawl-delay: 20\nDisallow: /x", 20)])
def test_requests_to_a_host_keep_their_distance(
    tmp_path: Path, clock: MovableClock, robots: str, least: int
) -> None:
    def sleep(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))

    settings = CrawlSettings(min_delay=3)
    with (
        (blog := TinyBlog.of(2, robots=robots)).origin,
        Bench(tmp_path, clock=clock, sleep=sleep, settings=settings) as bench,
    ):
        moments = paced(blog, clock)
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        assert crawl.state is CrawlState.DONE
        assert len(moments) == len(blog.origin.log) > 6
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    assert min(gaps) >= least
    assert max(gaps) < least + 2


def test_a_host_is_asked_for_one_thing_at_a_time(tmp_path: Path) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    with (blog := TinyBlog.of(12)).origin, Bench(tmp_path) as bench:
        post = blog.origin.routes["*"]

        def slow(request: Request) -> Answer | Raw:
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.01)
            with lock:
                at_once -= 1
            return post(request)

        blog.origin.routes["*"] = slow
        bench.crawl(bench.follow(blog.origin.url()))
        assert blog.origin.log[-1].connection == 1  # all of it over one connection
    assert most == 1
