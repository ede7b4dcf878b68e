"""A Source's settings in a whole crawl: limits, patterns, keys."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archive.crawl.bounds.policy import changed
from archive.model import NO_POLICY, CrawlState, Source
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Raw, Request


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def followed(bench: Bench, blog: TinyBlog, **texts: str) -> Source:
    source = bench.follow(blog.origin.url())
    return bench.catalogue.sources.update(source.id, policy=changed(NO_POLICY, texts))


def posts_of(blog: TinyBlog) -> set[str]:
    return {path for path in blog.origin.paths if path in blog.posts}


def test_a_limit_ends_the_crawl_with_a_word_and_the_rest_comes_next_time(bench: Bench) -> None:
    with (blog := TinyBlog.of(10)).origin:
        source = followed(bench, blog, max_targets="8")
        crawl = bench.crawl(source)
        assert (crawl.state, crawl.progress.fetched) == (CrawlState.DONE, 8)
        assert (
            crawl.error
            == "It stopped after 8 requests, as its source's settings say; the rest comes next time."
        )
        crawls = 1
        while posts_of(blog) < set(blog.posts):
            crawls += 1
            assert crawls < 12, "each crawl gets on"
            bench.crawl(source)
        assert {
            path: count
            for path, count in Counter(blog.origin.paths).items()
            if path in blog.posts and count > 1
        } == {}
        bench.catalogue.sources.update(source.id, policy=NO_POLICY)
        assert bench.crawl(source).error is None


def test_bytes_are_bounded_for_an_answer_and_for_a_crawl(bench: Bench) -> None:
    with (blog := TinyBlog.of(10)).origin:
        for post in blog.posts.values():
            post.text = "many words " * 200
        crawl = bench.crawl(followed(bench, blog, max_bytes="2000", max_crawl_bytes="20000"))
        assert "20,000 bytes" in (crawl.error or "")
        assert 20_000 <= crawl.progress.bytes < 30_000
    truncated = [
        capture.truncated
        for page in bench.catalogue.pages.all_ids()
        for capture in bench.catalogue.captures.of_page(page)
    ]
    assert set(truncated) == {"length"}


def test_patterns_leave_articles_out_and_say_so(bench: Bench) -> None:
    with (blog := TinyBlog.of(6)).origin:
        crawl = bench.crawl(followed(bench, blog, include="/*-00*", exclude="/*-002.html\n/sitemap.xml"))
        assert posts_of(blog) == set(blog.posts) - {"/2024/01/post-002.html"}
        assert "/sitemap.xml" not in blog.origin.paths
    assert bench.failed(crawl) == {
        blog.origin.url(path): "the source's settings exclude it"
        for path in ("/2024/01/post-002.html", "/sitemap.xml")
    }


def test_keys_are_sent_to_the_blog_alone_and_kept_nowhere(bench: Bench, tmp_path: Path) -> None:
    elsewhere = Origin({"*": lambda _: Answer("<p>Elsewhere")}, host="127.0.0.4")
    with (blog := TinyBlog.of(2)).origin, elsewhere:
        first, second = blog.posts
        blog.posts[first].extra = f"<img src='{elsewhere.url('/a.png')}'>"
        blog.origin.routes[second] = lambda _: Answer(
            "", 302, headers=[("Location", elsewhere.url("/moved"))]
        )
        bench.crawl(followed(bench, blog, headers="X-Reader: open-sesame", cookies="session=hush-hush"))
        own = [request for request in blog.origin.log if request.path != "/robots.txt"]
        assert all(request.headers.get("x-reader") == "open-sesame" for request in own)
        assert all(request.headers.get("cookie") == "session=hush-hush" for request in own)
        assert {"/a.png", "/moved"} <= set(elsewhere.paths)
        assert not any({"x-reader", "cookie"} & request.headers.keys() for request in elsewhere.log)
    bench.store.close()
    for segment in (tmp_path / "warc").iterdir():
        content = gzip.decompress(segment.read_bytes())
        assert b"GET /2024/01/post-001.html" in content
        assert b"sesame" not in content
        assert b"hush" not in content


def test_the_hosts_of_one_crawl_at_a_time_and_its_own_delay(bench: Bench) -> None:
    at_once: list[int] = []
    pictures = Origin(host="127.0.0.4")

    def picture(_: Request) -> Answer | Raw:
        at_once.append(1)
        time.sleep(0.02)
        at_once.append(-1)
        return Answer(b"GIF89a", mime="image/gif")

    pictures.routes["*"] = picture
    with (blog := TinyBlog.of(3)).origin, pictures:
        for path, post in blog.posts.items():
            post.extra = f"<img src='{pictures.url(path)}.gif'>"
        bench.crawl(followed(bench, blog, delay="0.1", concurrency="1"))
        both = sorted([*blog.origin.log, *pictures.log], key=lambda request: request.at)
        assert {request.connection for request in both} <= {1, 2}
        for log in (blog.origin.log, pictures.log):
            assert min(later.at - sooner.at for sooner, later in pairwise(log)) >= 0.09
        ends = [request.at + 0.02 for request in pictures.log]
        assert not any(end - 0.02 < request.at < end for end in ends for request in blog.origin.log)
