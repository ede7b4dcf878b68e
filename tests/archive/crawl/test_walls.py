"""Crawls that meet walls: the whole blog behind one, articles around it, and what only its history tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import uri
from archive.model import CrawlState, LinkKind, Page, PageKind, PageStatus, WallKind
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Request


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def page_at(bench: Bench, url: str) -> Page:
    page = bench.catalogue.pages.by_surt(uri.page_surt(url))
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (404, "<title>x</title>Sorry, the blog at x.blogspot.com has been removed.", "the blog has been removed"),
        (200, "<title>x</title><script src='https://img.sedoparking.com/p.js'></script>", "expired or is for sale"),
        (200, "<title>Account Suspended</title><h1>Account Suspended</h1>", "the host has suspended the site"),
        (200, "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", "its own default page"),
        (200, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "prove that they are human"),
        (404, "<title>404</title>", "it is not there any more"),
        (500, "", "500"),
    ],
)  # fmt: skip
def test_a_whole_blog_behind_a_wall_is_one_failure_and_no_article_is_judged_by_it(
    bench: Bench, status: int, body: str, words: str
) -> None:
    with (blog := TinyBlog.of(4)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        blog.origin.routes = {"*": lambda _: Answer(body, status)}
        crawl = bench.crawl(source)
    assert crawl.state is CrawlState.FAILED
    assert crawl.error is not None
    assert crawl.error.startswith(f"Nothing could be fetched from {source.url}: ")
    assert words in crawl.error
    pages = bench.catalogue.pages.of_source(source.id)
    assert len(pages) == 4
    assert {(page.status, page.captures) for page in pages} == {(PageStatus.LIVE, 1)}
    assert (crawl.progress.gone, crawl.progress.new) == (0, 0)


def test_what_a_wall_is_tagged_with_is_not_asked_with(bench: Bench) -> None:
    """Else “not modified” since the captcha would make the article live, and the captcha its text."""
    with (blog := TinyBlog.of(1)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        (path,) = blog.posts
        post = blog.origin.routes["*"]
        asked: list[str | None] = []

        def captcha(request: Request) -> Answer:
            asked.append(request.headers.get("if-none-match"))
            if asked[-1] == '"wall"':
                return Answer(status=304, headers=[("ETag", '"wall"')], mime="")
            return Answer("<title>Are you a robot?</title>", headers=[("ETag", '"wall"')])

        blog.origin.routes[path] = captcha
        bench.crawl(source, full=True)
        blog.origin.log.clear()
        bench.crawl(source)
        assert page_at(bench, blog.urls[0]).status is PageStatus.BLOCKED
        blog.origin.routes[path] = post
        bench.crawl(source)
    page = page_at(bench, blog.urls[0])
    assert page.status is PageStatus.LIVE
    assert len(asked) == 2
    assert asked[1] != '"wall"'  # but with the good one's, or with none
    captures = bench.catalogue.captures.of_page(page.id)
    assert [one.wall for one in captures] == [None, WallKind.CHALLENGE, WallKind.CHALLENGE, None]
    assert captures[-1].status == 304  # the article came back as it was


def test_a_post_that_was_behind_a_wall_from_the_first_is_tried_again(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        path = next(iter(blog.posts))
        blog.origin.routes[path] = lambda _: Answer("<title>Just a moment...</title>")
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        assert [page.url for page in bench.catalogue.pages.of_source(source.id)] == blog.urls[1:]
        del blog.origin.routes[path]
        crawl = bench.crawl(source)
    assert crawl.progress.new == 1
    assert page_at(bench, blog.urls[0]).status is PageStatus.LIVE


def test_walls_around_the_source_become_no_pages(bench: Bench) -> None:
    article = "<article><h1>Rope</h1><div class=entry-content><p>" + "Rope is older than the wheel. " * 20
    around = Origin(
        {
            "/article": lambda _: Answer(f"<title>Rope</title>{article}"),
            "/captcha": lambda _: Answer("<title>Just a moment...</title>"),
            "/missing": lambda _: Answer("<title>Page not found</title>"),
            "/parked": lambda _: Answer("<title>This domain is for sale</title>"),
            "/moved": lambda _: Answer(status=302, headers=[("Location", "/login?next=/moved")]),
            "/home": lambda _: Answer(status=302, headers=[("Location", "/")]),
            "/": lambda _: Answer("<title>Ropes</title><p>All about ropes."),
        },
        host="127.0.0.2",
    )
    with around, (blog := TinyBlog.of(1)).origin:
        links = [around.url(path) for path in around.routes if path != "/"]
        next(iter(blog.posts.values())).extra = "".join(f"<a href='{link}'>read</a>" for link in links)
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert {f"{link.rpartition('/')[2]}" for link in links} <= {path[1:] for path in around.paths}
    pages = bench.catalogue.pages.of_source(source.id)
    assert {page.url for page in pages if page.kind is PageKind.RELATED} == {around.url("/article")}
    failed = bench.failed(crawl)
    assert "human" in failed[around.url("/captcha")]
    assert "not found" in failed[around.url("/missing")]
    for path in ("/captcha", "/missing", "/parked", "/moved"):
        (capture,) = bench.catalogue.captures.of_surt(uri.surt(around.url(path)))  # the bytes are kept
        assert capture.wall is not None
        assert capture.page_id is None


def test_a_domain_that_changed_hands_ends_its_articles(bench: Bench) -> None:
    buyer = Origin({"/": lambda _: Answer("<title>Casino</title><p>Play here.")}, host="127.0.0.3")
    with buyer, (blog := TinyBlog.of(2)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        for path in blog.posts:
            blog.origin.routes[path] = lambda _: Answer(status=301, headers=[("Location", buyer.url("/"))])
        crawl = bench.crawl(source, full=True)
        assert buyer.paths == []  # nobody else's home page is fetched in an article's place
    assert crawl.progress.gone == 2
    assert {page.status for page in bench.catalogue.pages.of_source(source.id)} == {PageStatus.GONE}
    (_, last) = bench.catalogue.captures.of_page(page_at(bench, blog.urls[0]).id)
    assert (last.status, last.wall) == (301, WallKind.MISSING)


def test_an_article_that_moved_is_followed(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        ((path, post),) = blog.posts.items()
        blog.posts["/2024/moved.html"] = blog.posts.pop(path)
        blog.origin.routes[path] = lambda _: Answer(status=301, headers=[("Location", "/2024/moved.html")])
        bench.crawl(source, full=True)
    assert page_at(bench, blog.origin.url("/2024/moved.html")).status is PageStatus.LIVE
    assert page_at(bench, blog.origin.url(path)).status is PageStatus.LIVE
    assert post.title == "Post 1"


def test_a_theme_that_calls_every_page_the_home_page_ends_no_article(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin:
        text = "The lamp was lit. "

        def mistaken(_: Request) -> Answer:
            return Answer(f"<title>Post 1</title><link rel=canonical href='/'><h1>Post 1</h1><p>{text * 40}")

        (path,) = blog.posts
        blog.origin.routes[path] = mistaken
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        text = "The lamp was lit again. "
        bench.crawl(source, full=True)
    page = page_at(bench, blog.urls[0])
    assert (page.status, page.captures) == (PageStatus.LIVE, 2)


def test_an_article_under_two_addresses_is_no_wall(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin:
        text = "The lamp was lit. "
        for path in blog.posts:
            blog.origin.routes[path] = lambda _: Answer(
                f"<title>The lamp</title><h1>The lamp</h1><p>{text * 90}"
            )
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        text = "The lamp was lit again. "
        bench.crawl(source, full=True)
    assert {page.captures for page in bench.catalogue.pages.of_source(source.id)} == {2}
    assert {page.status for page in bench.catalogue.pages.of_source(source.id)} == {PageStatus.LIVE}
    assert {page.link_kind for page in bench.catalogue.pages.of_source(source.id)} == {LinkKind.POST}


def test_an_article_that_is_gone_and_showed_a_wall_before_is_told_to_the_index(bench: Bench) -> None:
    """Its last text in the index was the wall's: no other visit would ever say so."""
    instead = f"<title>Hello</title><article><p>{'Nothing of that kind is kept here. ' * 40}</p></article>"
    with (blog := TinyBlog.of(2)).origin:
        first, second = blog.posts
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        blog.origin.routes[first] = lambda _: Answer(instead)
        bench.crawl(source, full=True)
        blog.origin.routes[first] = lambda _: Answer("", 404)
        bench.crawl(source, full=True)
        gone = page_at(bench, blog.origin.url(first))
        assert gone.status is PageStatus.GONE
        before = bench.catalogue.changes.last()
        blog.origin.routes[second] = lambda _: Answer(instead)
        del blog.posts[first]  # no list names it any more, so that nobody looks at it again
        bench.crawl(source, full=True)
    assert [one.wall for one in bench.catalogue.captures.of_page(gone.id)] == [None, WallKind.MISSING, None]
    assert gone.id in {change.page_id for change in bench.catalogue.changes.after(before)}
