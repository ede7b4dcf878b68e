"""Crawls of a small blog over real HTTP: what is fetched, what is kept, and what comes of it the next time."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.model import CrawlState, LinkKind, PageKind, PageStatus, RecordType, WallKind
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Raw


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def twice(blog: TinyBlog) -> dict[str, int]:
    """What was asked for more than once."""
    paths = blog.origin.paths
    return {path: paths.count(path) for path in paths if paths.count(path) > 1}


def test_a_first_crawl_takes_the_whole_blog_once(bench: Bench) -> None:
    with (blog := TinyBlog.of(8)).origin:
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert crawl.state is CrawlState.DONE, crawl.error
        assert twice(blog) == {}
        assert set(blog.posts) <= set(blog.origin.paths)
        assert {"/robots.txt", "/sitemap.xml", "/style.css", "/paper.png", "/photo.png"} <= set(
            blog.origin.paths
        )
    pages = bench.catalogue.pages.of_source(source.id)
    assert {page.url for page in pages} == set(blog.urls)
    assert {page.kind for page in pages} == {PageKind.POST}
    assert pages[0].facts.author == "Mara Linden"
    assert pages[0].facts.platform_id is not None
    assert crawl.progress.new == 8
    assert crawl.progress.failed == 0
    assert crawl.progress.fetched == len(blog.origin.log) == bench.catalogue.captures.count()
    assert crawl.progress.found == crawl.progress.fetched
    assert bench.catalogue.sources.get(source.id).next_due is not None


def test_every_capture_opens_with_the_bytes_that_were_sent(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        bench.crawl(bench.follow(blog.origin.url()))
    for url in blog.urls:
        (capture,) = bench.catalogue.captures.of_surt(uri.surt(url))
        with bench.mementos.open(capture) as memento:
            assert b"low tide" in memento.payload.read()


def test_a_second_crawl_asks_only_for_the_lists(bench: Bench) -> None:
    with (blog := TinyBlog.of(5)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        blog.origin.log.clear()
        crawl = bench.crawl(source)
        asked = {path.partition("?")[0] for path in blog.origin.paths}
        assert asked == {"/", "/feeds/posts/default", "/feeds/pages/default", "/sitemap.xml"}
        assert all("if-none-match" in request.headers for request in blog.origin.log)
        # The list did not change and was read to its end before: no second page of it.
        assert [path for path in blog.origin.paths if "start-index=4" in path] == []
    assert crawl.state is CrawlState.DONE
    assert (crawl.progress.new, crawl.progress.changed, crawl.progress.gone) == (0, 0, 0)


def test_what_is_new_edited_and_deleted_is_found(bench: Bench) -> None:
    with (blog := TinyBlog.of(7)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        *_, edited, deleted, _ = blog.posts
        blog.edit(edited, "It was high tide after all. ", datetime.now(UTC) + timedelta(seconds=1))
        del blog.posts[deleted]
        blog.posts["/2024/02/new.html"] = type(blog.posts[edited])("A new one", datetime.now(UTC))
        blog.origin.log.clear()
        crawl = bench.crawl(source)
        articles = {path for path in blog.origin.paths if path.endswith(".html")}
    assert articles == {edited, deleted, "/2024/02/new.html"}
    assert (crawl.progress.new, crawl.progress.changed, crawl.progress.gone) == (1, 1, 1)
    gone = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(deleted)))
    assert gone is not None
    assert gone.status is PageStatus.GONE
    assert [capture.status for capture in bench.catalogue.captures.of_page(gone.id)] == [200, 404]
    changed = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(edited)))
    assert changed is not None
    assert changed.captures == 2


def test_a_deleted_post_that_comes_back_is_live_again(bench: Bench) -> None:
    with (blog := TinyBlog.of(4)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        path, post = next(iter(blog.posts.items()))
        del blog.posts[path]
        bench.crawl(source)
        blog.posts[path] = post
        bench.crawl(source)
    page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(path)))
    assert page is not None
    assert page.status is PageStatus.LIVE


def test_a_full_crawl_takes_all_again_and_keeps_the_same_bytes_once(bench: Bench) -> None:
    with (blog := TinyBlog.of(4)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        blog.origin.log.clear()
        crawl = bench.crawl(source, full=True)
        assert set(blog.posts) <= set(blog.origin.paths)
        assert all("if-none-match" not in request.headers for request in blog.origin.log)
    assert (crawl.progress.new, crawl.progress.changed, crawl.progress.unchanged) == (0, 0, 4)
    for url in blog.urls:
        first, second = bench.catalogue.captures.of_surt(uri.surt(url))
        assert (first.record_type, second.record_type) == (RecordType.RESPONSE, RecordType.REVISIT)


def test_robots_txt_is_asked_once_and_obeyed(bench: Bench) -> None:
    with (blog := TinyBlog.of(3, robots="User-agent: *\nDisallow: /2024/01/post-002\n")).origin:
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert blog.origin.count("/2024/01/post-002.html") == 0
        bench.crawl(source)
        assert blog.origin.count("/robots.txt") == 1  # kept for a day
    refused = blog.origin.url("/2024/01/post-002.html")
    assert bench.failed(crawl) == {refused: "the site's robots.txt asks not to fetch this"}
    assert crawl.progress.refused == 1


def test_robots_txt_over_redirects(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin:
        blog.origin.routes |= {
            "/robots.txt": lambda _: Answer("", 301, headers=[("Location", "/rules")]),
            "/rules": lambda _: Answer("User-agent: *\nDisallow: /2024/", mime="text/plain"),
        }
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        bench.crawl(source)
        assert blog.origin.count("/robots.txt") == 1
        assert not [path for path in blog.origin.paths if path.startswith("/2024")]


def test_a_server_in_trouble_is_asked_three_times_and_then_left(bench: Bench) -> None:
    with (blog := TinyBlog.of(3)).origin:
        path = "/2024/01/post-002.html"
        blog.origin.routes[path] = lambda _: Answer("Sorry", 503)
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        assert blog.origin.count(path) == 3
    assert crawl.state is CrawlState.DONE
    assert bench.failed(crawl) == {blog.origin.url(path): "it answers 503"}
    assert crawl.progress.failed == 1
    assert len(bench.catalogue.captures.of_surt(uri.surt(blog.origin.url(path)))) == 1


def test_a_passing_trouble_is_got_over(bench: Bench) -> None:
    with (blog := TinyBlog.of(3)).origin:
        path = "/2024/01/post-002.html"
        answers: Iterator[Answer | Raw] = iter(
            [Answer("Sorry", 500), Raw([b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut"])]
        )
        whole = blog.origin.routes["*"]
        blog.origin.routes[path] = lambda request: next(answers, None) or whole(request)
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        assert blog.origin.count(path) == 3
    assert crawl.progress.new == 3
    assert bench.failed(crawl) == {}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("Sorry", 500), "it answers 500"),
        (Answer("Keep out", 403), r"does not let us in \(it answers 403\)"),
        (Raw([b"not http at all"]), "does not speak HTTP/1.1"),
        (Raw([]), "closed the connection without an answer"),
        (Answer("<title>Just a moment...</title>", 403), "prove that they are human"),
        (Answer("<p>Sorry, the blog at tiny has been removed.", 404), r"answers 404"),
    ],
)
def test_a_blog_of_which_nothing_can_be_had_fails_with_a_clear_sentence(
    bench: Bench, answer: Answer | Raw, reason: str
) -> None:
    with (blog := TinyBlog()).origin:
        blog.origin.routes = {"*": lambda _: answer}
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
    assert crawl.state is CrawlState.FAILED
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(crawl.error)
    assert crawl.error is not None
    assert crawl.error.startswith(f"Nothing could be fetched from {source.url}: ")
    due = bench.catalogue.sources.get(source.id).next_due
    assert due is not None
    assert due - datetime.now(UTC) > timedelta(hours=11)  # later than the six hours of a good crawl


def test_a_host_that_is_not_there_fails_with_a_clear_sentence(bench: Bench) -> None:
    crawl = bench.crawl(bench.follow("http://no-such-blog.invalid/"))
    assert crawl.state is CrawlState.FAILED
    assert "there is no host called no-such-blog.invalid" in (crawl.error or "")


def test_an_address_inside_is_refused_with_a_clear_sentence(bench: Bench) -> None:
    crawl = bench.crawl(bench.follow("http://169.254.169.254/"))
    assert crawl.state is CrawlState.FAILED
    assert "169.254.169.254 is not on the public internet" in (crawl.error or "")


def test_a_moved_post_is_followed_and_every_hop_is_kept(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        old, new = "/2024/01/post-001.html", "/2024/01/post-one.html"
        blog.origin.routes |= {
            old: lambda _: Answer("", 301, headers=[("Location", "/hop")]),
            "/hop": lambda _: Answer("", 302, headers=[("Location", new)]),
            new: lambda _: Answer(f"<title>Moved</title><h1>Moved</h1><p>{'It moved. ' * 99}"),
        }
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert crawl.state is CrawlState.DONE
        bench.crawl(source)
        assert blog.origin.count(new) == 1  # known, behind its redirects
    statuses = [
        bench.catalogue.captures.of_surt(uri.surt(blog.origin.url(path)))[0].status
        for path in (old, "/hop", new)
    ]
    assert statuses == [301, 302, 200]
    page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(new)))
    assert page is not None
    assert page.link_kind is LinkKind.POST
    assert page.facts.author == "Mara Linden"


def test_redirects_that_go_in_circles_or_on_for_ever_come_to_an_end(bench: Bench) -> None:
    def onward(number: int) -> Answer:
        return Answer("", 302, headers=[("Location", f"/forever/{number + 1}")])

    with (blog := TinyBlog.of(3)).origin:
        first, second, _ = blog.posts
        blog.origin.routes |= {
            first: lambda _: Answer("", 302, headers=[("Location", first + "?again")]),
            second: lambda _: onward(0),
            "*": lambda request: (
                onward(int(request.path.rpartition("/")[2]))
                if "/forever" in request.path
                else Answer("", 404)
            ),
        }
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        forever = [path for path in blog.origin.paths if "/forever" in path]
    assert crawl.state is CrawlState.DONE
    assert forever == [f"/forever/{number}" for number in range(1, 6)]
    assert bench.failed(crawl)[blog.origin.url("/forever/6")].startswith("more than 5 redirects")


def test_a_page_that_breaks_our_reading_is_kept_and_the_crawl_goes_on(bench: Bench) -> None:
    nested = "<div>" * 30_000
    with (blog := TinyBlog.of(3)).origin:
        path = "/2024/01/post-002.html"
        blog.origin.routes[path] = lambda _: Answer(f"<title>Deep</title>{nested}")
        crawl = bench.crawl(bench.follow(blog.origin.url()))
    assert crawl.state is CrawlState.DONE
    assert len(bench.catalogue.captures.of_surt(uri.surt(blog.origin.url(path)))) == 1


def test_hostile_pages_cost_little_and_the_crawl_goes_on(bench: Bench) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"<p>" + b"word " * 200_000) for _ in range(60)) + packer.flush()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    began = time.monotonic()
    with (blog := TinyBlog.of(8)).origin:
        answers = [
            Answer(bomb, headers=[("Content-Encoding", "gzip")]),
            Answer(bomb, headers=[("Content-Encoding", "gzip, gzip, gzip, gzip")]),
            Answer("<title>" * 100_000),
            Answer("<a href='/" + "&#x41;" * 200_000 + "'>"),
            Answer("<p " + "a=b " * 200_000),
            Raw([head + b"X: y\r\n" * 500 + b"\r\n", *[b"<a href=/x>x</a>" * 4096] * 200]),
            Raw([head + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"]),
            Answer("x", headers=[("Content-Encoding", "no such coding"), ("X-Odd", "\xff\xfe")]),
        ]
        for path, answer in zip(blog.posts, answers, strict=True):
            blog.origin.routes[path] = lambda _, answer=answer: answer  # type: ignore[misc]
        blog.origin.routes["/robots.txt"] = lambda _: Answer(b"Disallow: /x\n" * 200_000, mime="text/plain")
        crawl = bench.crawl(bench.follow(blog.origin.url()))
    assert crawl.state is CrawlState.DONE
    assert time.monotonic() - began < 60
    kept = [bench.catalogue.captures.of_surt(uri.surt(url)) for url in blog.urls]
    assert [len(captures) for captures in kept] == [1, 1, 1, 1, 1, 1, 0, 1]
    assert "more than one Content-Length" in bench.failed(crawl)[blog.urls[6]]


def test_a_captcha_does_not_become_the_article(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        path = next(iter(blog.posts))
        blog.edit(path, "New text. ", datetime.now(UTC) + timedelta(seconds=1))
        blog.origin.routes[path] = lambda _: Answer("<title>Just a moment...</title><p>Checking your browser")
        crawl = bench.crawl(source)
    page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(path)))
    assert page is not None
    assert page.status is PageStatus.BLOCKED
    good, wall = bench.catalogue.captures.of_page(page.id)
    assert (good.wall, wall.wall) == (None, WallKind.CHALLENGE)
    assert "prove that they are human" in bench.failed(crawl)[blog.origin.url(path)]


def test_paging_that_goes_in_circles_comes_to_an_end(bench: Bench) -> None:
    with (blog := TinyBlog.of(3)).origin:
        page = blog.origin.routes["/feeds/posts/default"]

        def endless(request: object) -> Answer | Raw:
            answer = page(blog.origin.log[0])  # always the first page …
            assert isinstance(answer, Answer)
            assert isinstance(answer.body, bytes)
            more = answer.body.replace(b"totalResults>3<", b"totalResults>999999<")  # … of very many
            return Answer(more, mime=answer.mime)

        blog.origin.routes["/feeds/posts/default"] = endless
        crawl = bench.crawl(bench.follow(blog.origin.url()))
        feeds = [path for path in blog.origin.paths if path.startswith("/feeds/posts")]
    assert crawl.state is CrawlState.DONE
    assert len(feeds) == 2


def test_related_articles_stay_within_their_budget(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin, (other := TinyBlog.of(30)).origin:
        other.origin.routes |= {
            path: lambda _: Answer(f"<title>Elsewhere</title><article><p>{'Far away. ' * 99}</article>")
            for path in other.posts
        }
        links = "".join(f'<p><a href="{url}">there</a></p>' for url in other.urls)
        first = next(iter(blog.posts.values()))
        first.extra = links
        crawl = bench.crawl(bench.follow(blog.origin.url(), related=5))
        assert len([path for path in other.origin.paths if path.startswith("/2024")]) <= 5
    assert crawl.state is CrawlState.DONE


def test_an_answer_that_is_cut_by_size_is_kept_and_marked(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin:
        blog.origin.routes["/photo.png"] = lambda _: Answer(b"x" * 5_000_000, mime="image/png")
        bench.crawl(bench.follow(blog.origin.url()))
    (capture,) = bench.catalogue.captures.of_surt(uri.surt(blog.origin.url("/photo.png")))
    assert capture.truncated == "length"
