"""A Source learns its pace from its own posts, and from what its feed and the answers' headers say."""

from __future__ import annotations

import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from archive.model import Source
from tests.archive.crawl.bench import Bench
from tests.conftest import MovableClock
from tests.origins.origin import Answer, Origin, Raw, Request

HOUR = timedelta(hours=1)


class Blog:
    """A blog with an RSS feed: so many posts lately, and three of long ago."""

    def __init__(self, origin: Origin, lately: int, clock: MovableClock) -> None:
        self.said = ""
        self.headers: dict[str, str] = {}
        dates = [clock() - timedelta(days=28) / (lately + 1) * (number + 1) for number in range(lately)]
        dates += [clock() - timedelta(days=400 + number) for number in range(3)]
        self.items = "".join(
            f"<item><title>Post {number}</title><link>{origin.url(f'/posts/{number}')}</link>"
            f"<pubDate>{date:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for number, date in enumerate(dates)
        )
        origin.routes = {
            "/feed": self._feed,
            "/robots.txt": lambda _: Answer("", 404),
            "*": lambda request: Answer(
                f"<title>A post</title><p>{request.path}, a letter from the harbour."
            ),
        }

    def _feed(self, request: Request) -> Answer:
        tag = f'"{zlib.crc32(self.said.encode())}"'
        if request.headers.get("if-none-match") == tag:
            return Answer("", 304, mime="", headers=[("ETag", tag)])
        feed = f"<rss version='2.0'><channel><title>Pace</title>{self.said}{self.items}</channel></rss>"
        return Answer(feed, mime="application/rss+xml", headers=[("ETag", tag), *self.headers.items()])


@pytest.fixture
def bench(tmp_path: Path, clock: MovableClock) -> Bench:
    return Bench(tmp_path, clock=clock)


def followed(bench: Bench, origin: Origin) -> Source:
    source = bench.follow(origin.url("/"))
    return bench.catalogue.sources.update(source.id, kind="feed", feed_url=origin.url("/feed"), adaptive=True)


def test_the_next_visit_is_learnt(bench: Bench, clock: MovableClock) -> None:
    with bench, Origin() as origin:
        blog = Blog(origin, 14 * 2, clock)
        source = followed(bench, origin)

        def wait() -> timedelta:
            bench.crawl(source)
            due = bench.catalogue.sources.get(source.id).next_due
            assert due is not None
            return due - clock()

        assert wait() == 24 * HOUR, "seven posts a week"
        bench.catalogue.sources.update(source.id, learnt=None)
        assert wait() == 24 * HOUR, "the feed answers 304: it is learnt all the same"
        blog.said = "<ttl>2400</ttl>"
        assert wait() == 40 * HOUR
        assert wait() == 40 * HOUR, "304: what the feed said is read from the archive"
        blog.said, blog.headers = "<ttl>60</ttl>", {"Cache-Control": "max-age=57600"}
        assert wait() == 24 * HOUR
        blog.said = "<skipHours><hour>12</hour><hour>13</hour></skipHours>"
        assert wait() == 26 * HOUR
        blog.said, blog.headers = "", {}
        clock.move(timedelta(days=400))
        assert wait() == 24 * HOUR, "a blog that sleeps"


def test_a_blog_without_dates_comes_to_the_interval_that_was_set(bench: Bench, clock: MovableClock) -> None:
    with bench, Origin() as origin:
        Blog(origin, 0, clock)
        origin.routes["/feed"] = lambda _: Answer(
            "<rss version='2.0'><channel><title>Empty</title></channel></rss>"
        )
        source = followed(bench, origin)
        bench.crawl(source)
        found = bench.catalogue.sources.get(source.id)
        assert (found.learnt, found.next_due) == (None, clock() + source.every)


def test_what_an_admin_set_while_a_crawl_ran_counts(bench: Bench, clock: MovableClock) -> None:
    with bench, Origin() as origin:
        Blog(origin, 0, clock)
        source = followed(bench, origin)
        whole = origin.routes["*"]

        def meanwhile(request: Request) -> Answer | Raw:
            bench.catalogue.sources.update(source.id, adaptive=False, every=2 * HOUR)
            return whole(request)

        origin.routes["*"] = meanwhile
        bench.crawl(source)
        assert bench.catalogue.sources.get(source.id).next_due == clock() + 2 * HOUR
