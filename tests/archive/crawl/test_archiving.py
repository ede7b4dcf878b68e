"""``archive``: one capture of each URL now, with what it needs; and ``survey``: what a URL is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import uri
from archive.crawl.egress.fetcher import HttpFetcher
from archive.crawl.survey import survey
from archive.errors import BadUrl, FetchError, NothingToFollow
from archive.model import CrawlState, PageKind, SourceKind
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Route


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def test_a_page_is_archived_with_what_it_needs_and_nothing_else(bench: Bench) -> None:
    with (blog := TinyBlog.of(3)).origin:
        first, second, _ = blog.posts
        blog.posts[first].extra = f"<a href='{second}'>another</a>"
        (result,) = bench.crawler.archive([blog.origin.url(first)])
        assert sorted(blog.origin.paths) == sorted(
            ["/robots.txt", first, "/style.css", "/photo.png", "/paper.png"]
        )
    assert result.error is None
    assert result.capture is not None
    assert result.capture.status == 200
    (page_id,) = bench.catalogue.pages.all_ids()
    page = bench.catalogue.pages.get(page_id)
    assert page is not None
    assert (page.kind, page.source_id) == (PageKind.POST, None)
    assert result.capture.id == bench.catalogue.captures.of_page(page_id)[0].id
    links = [link.url for link in bench.catalogue.pages.links_from(page_id)]
    assert blog.origin.url(second) in links


def test_archived_again_it_is_asked_for_again(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin:
        path = next(iter(blog.posts))
        for _ in range(2):
            bench.crawler.archive([blog.origin.url(path)])
        assert blog.origin.count(path) == 2
        assert blog.origin.count("/photo.png") == 1  # captured a moment ago
    assert len(bench.catalogue.captures.of_surt(uri.surt(blog.origin.url(path)))) == 2


def test_each_url_gets_its_result_in_order(bench: Bench) -> None:
    with (blog := TinyBlog.of(2, robots="User-agent: *\nDisallow: /search\n")).origin:
        first, second = blog.posts
        blog.origin.routes |= {
            "/moved": lambda _: Answer("", 301, headers=[("Location", first)]),
            "/circle": lambda _: Answer("", 302, headers=[("Location", "/elcric")]),
            "/elcric": lambda _: Answer("", 302, headers=[("Location", "/circle")]),
            "/walled": lambda _: Answer("Log in", 403),
        }
        paths = [second, "/moved", "/circle", "/nothing", "/walled", "/search?q=x", second + "?m=1"]
        urls = [*(blog.origin.url(path) for path in paths), "no address", "http://nowhere.invalid/"]
        results = bench.crawler.archive(urls)
    assert [result.url for result in results] == urls
    statuses = [result.capture.status if result.capture else None for result in results]
    assert statuses == [200, 200, None, 404, 403, None, 200, None, None]
    wanted = [
        None,
        None,
        "redirects lead nowhere or in a circle",
        "answers 404",
        "does not let us in",
        "the site's robots.txt asks not to fetch this",
        None,
        "is not a web address",
        "there is no host called nowhere.invalid",
    ]
    for result, words in zip(results, wanted, strict=True):
        assert (result.error is None) if words is None else (words in (result.error or "")), result
    assert results[1].capture is not None
    assert results[1].capture.url == blog.origin.url(first)


def test_nothing_that_is_an_address_makes_no_crawl(bench: Bench) -> None:
    (result,) = bench.crawler.archive(["mailto:someone@example.org"])
    assert result.error is not None
    assert bench.catalogue.crawls.recent(5) == []


def test_progress_is_told(bench: Bench) -> None:
    told: list[int] = []
    with (blog := TinyBlog.of(1)).origin:
        bench.crawler.archive(blog.urls, on_progress=lambda crawl: told.append(crawl.progress.fetched))
    assert told == sorted(told)
    assert told[-1] == 5
    assert bench.catalogue.crawls.recent(1)[0].state is CrawlState.DONE


@pytest.mark.parametrize("path", ["/", "/2024/01/post-001.html", "/feeds/posts/default"])
def test_any_way_into_a_blog_leads_to_the_same_source(fetcher: HttpFetcher, path: str) -> None:
    with (blog := TinyBlog.of(3)).origin:
        home = blog.origin.url()
        blog.origin.routes["/"] = lambda _: Answer(
            f"<title>Tiny blog</title><meta content='blogger' name='generator'>"
            f"<link rel=alternate type=application/atom+xml href='{home}feeds/posts/default'>"
        )
        for post in blog.posts.values():
            post.extra = f"<link rel=alternate type=application/atom+xml href='{home}feeds/posts/default'>"
        found = survey(blog.origin.url(path), fetcher, min_delay=0)
        assert blog.origin.count("/robots.txt") <= 2
    assert (found.url, found.name) == (home, "Tiny blog")
    assert found.kind in (SourceKind.BLOGGER, SourceKind.FEED)


def test_a_survey_follows_redirects_and_leaves_a_host_in_peace(fetcher: HttpFetcher) -> None:
    slept: list[float] = []
    with (blog := TinyBlog.of(3)).origin:
        blog.origin.routes["/start"] = lambda _: Answer(
            "", 302, headers=[("Location", "/feeds/posts/default")]
        )
        survey(blog.origin.url("/start"), fetcher, min_delay=3, sleep=slept.append)
        assert len(slept) == len(blog.origin.paths) - 1
    assert all(2.5 < seconds <= 3 for seconds in slept)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer("", 404), "status 404"),
        (Answer("", 500), "robots.txt can't be had"),
        (Answer(b"\x89PNG", mime="image/png"), "neither a page nor a feed nor a sitemap"),
        (
            Answer("", 302, headers=[("Location", "https://accounts.google.com/ServiceLogin")]),
            "does not go round",
        ),
        (Answer("<title>Just a moment...</title>", 403), "If the blog's feed is open, add the feed"),
        (
            Answer("<title>Page not found</title><p>Nothing here."),
            "If the site itself is there, add http://127",
        ),
    ],
)
def test_what_can_not_be_followed_is_told_why(fetcher: HttpFetcher, answer: Answer, words: str) -> None:
    with Origin({"*": lambda _: answer}) as origin, pytest.raises(NothingToFollow) as refused:
        survey(origin.url("/x"), fetcher, min_delay=0)
    assert words in str(refused.value)


def test_what_robots_txt_forbids_is_not_surveyed(fetcher: HttpFetcher) -> None:
    with Origin({"/robots.txt": lambda _: Answer("User-agent: *\nDisallow: /")}) as origin:
        with pytest.raises(NothingToFollow, match=r"robots\.txt asks not to fetch this"):
            survey(origin.url(), fetcher, min_delay=0)
        assert origin.paths == ["/robots.txt"]


def test_a_survey_of_nothing_fails_in_words(fetcher: HttpFetcher) -> None:
    with pytest.raises(BadUrl):
        survey("not a url", fetcher)
    with pytest.raises(FetchError, match="no host called"):
        survey("http://nowhere.invalid/", fetcher, min_delay=0)
    routes: dict[str, Route] = {
        "/again": lambda _: Answer("", 302, headers=[("Location", "/and-again")]),
        "/and-again": lambda _: Answer("", 302, headers=[("Location", "/again")]),
    }
    with (
        Origin(routes) as origin,
        pytest.raises(FetchError, match="in a circle"),
    ):
        survey(origin.url("/again"), fetcher, min_delay=0)
