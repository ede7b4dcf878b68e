"""Hosts that want to be left alone, that fail, or that live together: what a whole crawl makes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from archive.crawl.crawler import CrawlSettings
from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import ConnectionFailed
from archive.model import Crawl, CrawlState, Exchange, Source, Target, Trigger
from archive.ports import Fetcher
from tests.archive.crawl.bench import Bench
from tests.archive.crawl.conftest import LOOPBACK
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Raw, Request


@dataclass
class Slow:
    """A clock that moves only while somebody sleeps, and a bench that goes by it."""

    clock: MovableClock = field(default_factory=lambda: MovableClock(datetime(2026, 3, 1, 12, tzinfo=UTC)))

    def sleep(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))

    @contextmanager
    def bench(self, data: Path, fetcher: Fetcher | None = None) -> Iterator[Bench]:
        with (
            closing(HttpFetcher(FetchSettings(allow_networks=LOOPBACK), clock=self.clock)) as own,
            Bench(data, fetcher=fetcher or own, clock=self.clock, sleep=self.sleep) as bench,
        ):
            yield bench


def asked(bench: Bench, *sources: Source) -> list[Crawl]:
    return [bench.catalogue.crawls.request(source.id, Trigger.CLI) for source in sources]


@pytest.mark.parametrize("status", [403, 429, 503])
def test_what_one_crawl_is_asked_holds_for_the_others_and_after_a_restart(
    tmp_path: Path, status: int
) -> None:
    """A host of pictures asks for a pause of twenty seconds; another blog's crawl and the next process keep to it."""
    slow, moments = Slow(), list[datetime]()

    def tired(_: Request) -> Answer:
        moments.append(slow.clock.now)
        return Answer("Later", status, headers=[("Retry-After", "20")])

    pictures = Origin({"*": tired}, host="127.0.0.4")
    with (
        pictures,
        (one := TinyBlog.of(1)).origin,
        (other := TinyBlog.of(1)).origin,
    ):
        for name, blog in (("one", one), ("other", other)):
            next(iter(blog.posts.values())).extra = f"<img src='{pictures.url(f'/{name}.png')}'>"
        pictures.routes["/robots.txt"] = lambda _: Answer("", mime="text/plain")
        with slow.bench(tmp_path) as bench:
            first = bench.follow(one.origin.url())
            bench.catalogue.crawls.pause(bench.catalogue.crawls.request(first.id, Trigger.CLI).id)
            (second,) = asked(bench, bench.follow(other.origin.url()))
            bench.crawler.run(second)
        with slow.bench(tmp_path) as bench:
            asked(bench, first)
            bench.crawler.run_all(bench.catalogue.crawls.unfinished)
            assert {crawl.state for crawl in bench.catalogue.crawls.recent(5)} == {CrawlState.DONE}
    assert len(moments) >= 2
    assert all(later - sooner >= timedelta(seconds=19) for sooner, later in pairwise(moments))


class Dead:
    """A fetcher to which one host, but for its robots.txt, does not answer."""

    def __init__(self, bench: Bench, host: str) -> None:
        self._bench = bench
        self._host = host
        self.tried = 0

    def fetch(self, target: Target, /) -> Exchange:
        if self._host in target.url and not target.url.endswith("robots.txt"):
            self.tried += 1
            raise ConnectionFailed(target.url, "nothing answers there")
        return self._bench.own_fetcher.fetch(target)


def test_a_host_that_does_not_answer_is_given_up_not_each_of_its_addresses(tmp_path: Path) -> None:
    pictures = Origin({"*": lambda _: Answer("", mime="text/plain")}, host="127.0.0.4")
    with pictures, (blog := TinyBlog.of(6)).origin, Bench(tmp_path / "spare") as spare:
        for number, post in enumerate(blog.posts.values()):
            post.extra = "".join(f"<img src='{pictures.url(f'/{number}-{each}.png')}'>" for each in range(5))
        fetcher = Dead(spare, "127.0.0.4")
        with Slow().bench(tmp_path / "data", fetcher=fetcher) as bench:
            (crawl,) = asked(bench, bench.follow(blog.origin.url()))
            crawl = bench.crawler.run(crawl)
            failed = bench.failed(crawl)
    assert (crawl.state, crawl.progress.new, crawl.progress.failed) == (CrawlState.DONE, 6, 30)
    assert fetcher.tried < 20, "thirty pictures, three attempts each, would be 90"
    assert "its host was given up, as it failed again and again: nothing answers there" in set(
        failed.values()
    )


def test_blogs_at_one_address_are_asked_one_after_the_other_from_the_first_request_on(tmp_path: Path) -> None:
    """Four names, one server, as at a service with hundreds of blogs: nothing is known of them at the start."""
    shared = TinyBlog.of(1)
    names = [f"{name}.blogs.test" for name in ("ash", "elm", "fir", "oak")]
    with shared.origin as origin:
        fetcher = HttpFetcher(
            FetchSettings(allow_networks=LOOPBACK), resolver=lambda host, port: ["127.0.0.1"] if host else []
        )
        settings = CrawlSettings(min_delay=0.1)
        with Bench(tmp_path, fetcher=fetcher, settings=settings, locate=fetcher.locate) as bench:
            asked(bench, *(bench.follow(f"http://{name}:{origin.port}/") for name in names))
            stopped = threading.Event()
            seen: list[Request] = origin.log

            def enough(_: Crawl) -> None:
                if len(seen) >= 12:
                    stopped.set()

            bench.crawler.run_all(bench.catalogue.crawls.unfinished, on_progress=enough, stop=stopped)
        fetcher.close()
        assert {request.headers["host"].partition(":")[0] for request in origin.log} == set(names)
        gaps = [later.at - sooner.at for sooner, later in pairwise(origin.log)]
    assert min(gaps) >= 0.09, gaps


def with_rules(blog: TinyBlog, *answers: Answer | Raw) -> None:
    """Answers of robots.txt, one after the other; the last one stays."""
    left = list(answers)
    blog.origin.routes["/robots.txt"] = lambda _: left.pop(0) if len(left) > 1 else left[0]


NOT_NOW = Answer("Sorry", 503)
RULES = Answer("User-agent: *\nDisallow: /2024/01/post-002\n", mime="text/plain")


def test_while_the_rules_can_not_be_had_the_last_ones_count_for_a_month(tmp_path: Path) -> None:
    slow = Slow()
    with (blog := TinyBlog.of(3)).origin, slow.bench(tmp_path) as bench:
        source = bench.follow(blog.origin.url())
        with_rules(blog, RULES, NOT_NOW)
        bench.crawl(source)
        slow.clock.move(timedelta(days=20))
        later = bench.crawl(source)
        assert later.state is CrawlState.DONE
        assert bench.failed(later) == {
            blog.origin.url("/2024/01/post-002.html"): "the site's robots.txt asks not to fetch this"
        }
        slow.clock.move(timedelta(days=20))
        last = bench.crawl(source)
    assert last.state is CrawlState.FAILED, "forty days old, and failing for twenty: nothing may be fetched"
    assert "robots.txt can't be had" in (last.error or "")


def test_where_a_server_has_failed_to_give_rules_for_a_month_there_are_none(tmp_path: Path) -> None:
    slow = Slow()
    with (blog := TinyBlog.of(2)).origin, slow.bench(tmp_path) as bench:
        with_rules(blog, NOT_NOW)
        source = bench.follow(blog.origin.url())
        assert bench.crawl(source).state is CrawlState.FAILED
        slow.clock.move(timedelta(days=29))
        assert bench.crawl(source).state is CrawlState.FAILED
        slow.clock.move(timedelta(days=2))
        assert bench.crawl(source).state is CrawlState.DONE
        assert set(blog.posts) <= set(blog.origin.paths)
