"""A blog on loopback whose posts end in every way: what the reader is shown of them, and what is found, after a visit that
met walls, and after one that found the posts again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network

import pytest
from flask.testing import FlaskClient

from archive import uri
from archive.model import (
    Capture,
    Crawl,
    CrawlState,
    Finding,
    Page,
    PageStatus,
    Source,
    SourceKind,
    Trigger,
    WallKind,
)
from indexer.model import Query
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Request, Route
from web.app import create_app
from web.compose import Backfile, build
from web.settings import Settings

GONE, BLOCKED = PageStatus.GONE, PageStatus.BLOCKED
WORD = "barnacle"  # in the words of every wall, and of no post

HOME = "<link rel=canonical href='/'><title>Tiny blog</title><ul><li>Post</ul>"
NEW_LOOK = "<title>Welcome</title><h1>Welcome</h1><p>We have a new look."
FOR_SALE = "<title>x</title><script src='https://img.sedoparking.com/p.js'></script>"
REMOVED = "<title>Blog has been removed</title>Sorry, the blog at x.blogspot.com has been removed."
CAPTCHA = "<title>Just a moment...</title><div class='cf-turnstile'></div>"


def sent(body: str, status: int = 200) -> Route:
    return lambda _: Answer(f"{body}<p>{WORD}</p>", status)


def leads(to: str) -> Route:
    return lambda _: Answer(WORD, 302, headers=[("Location", to)])


FATES: dict[str, tuple[Route, PageStatus, WallKind | None, str]] = {
    "404": (sent("<title>Not found</title>", 404), GONE, WallKind.MISSING, "not found, 404"),
    "410": (sent("", 410), GONE, None, "410"),
    "soft 404": (sent("<title>Page not found</title><h1>Page not found</h1>"), GONE, WallKind.MISSING, "not found"),
    "home, by redirect": (leads("/"), GONE, WallKind.MISSING, "not found"),
    "home, by its bytes": (sent("<!-- replaced by the fixture -->"), GONE, WallKind.MISSING, "not found"),
    "home, by its canonical link": (sent(HOME), GONE, WallKind.MISSING, "not found"),
    "one page for two, first": (sent(NEW_LOOK), GONE, WallKind.MISSING, "not found"),
    "one page for two, second": (sent(NEW_LOOK), GONE, WallKind.MISSING, "not found"),
    "redirect to “not found”": (leads("/errors/404.html"), GONE, WallKind.MISSING, "not found"),
    "captcha": (sent(CAPTCHA), BLOCKED, WallKind.CHALLENGE, "captcha"),
    "captcha, 503": (sent("<script>window._cf_chl_opt={}</script>", 503), BLOCKED, WallKind.CHALLENGE, "captcha, 503"),
    "consent, by redirect": (leads("/consent?continue=x"), BLOCKED, WallKind.CONSENT, "consent asked"),
    "log-in": (sent("<title>Log in</title><form><input type=password></form>"), BLOCKED, WallKind.LOGIN, "log-in asked"),
    "parked": (sent(FOR_SALE), GONE, WallKind.PARKED, "parked domain"),
    "blog removed": (sent(REMOVED), GONE, WallKind.REMOVED, "blog removed"),
    "suspended": (sent("<title>Account Suspended</title>"), BLOCKED, WallKind.UNAVAILABLE, "error page"),
    "not for this country": (sent("", 451), BLOCKED, None, "451"),
}  # fmt: skip
NAMES = list(FATES)


@dataclass
class Followed:
    """The blog, the archive that follows it, and a reader."""

    blog: TinyBlog
    backfile: Backfile
    source: Source
    reader: FlaskClient

    def crawl(self, *, full: bool = True) -> Crawl:
        request = self.backfile.catalogue.crawls.request(self.source.id, Trigger.CLI, full=full)
        with self.backfile.archiving("a test") as archiving:
            crawl: Crawl = archiving.crawler.run(request)
        with self.backfile.indexing("a test") as sync:
            sync.run()
        return crawl

    def page(self, name: str) -> Page:
        url = self.blog.urls[NAMES.index(name)]
        page = self.backfile.catalogue.pages.by_surt(uri.page_surt(url))
        assert page is not None
        return page

    def captures(self, name: str) -> list[Capture]:
        return self.backfile.catalogue.captures.of_page(self.page(name).id)

    def found(self, words: str) -> list[str]:
        return [hit.document.id for hit in self.backfile.engine.search(Query(words)).hits]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """After three visits: the posts, their walls, the posts again; what stood between is asked in the tests of it."""
    data = tmp_path_factory.mktemp("walls") / "data"
    backfile = build(Settings(data=data, min_delay=0, allow_networks=(ip_network("127.0.0.0/8"),)))
    try:
        with (blog := TinyBlog.of(len(FATES), per_page=50, conditional=False)).origin:
            for number, post in enumerate(blog.posts.values()):
                post.text = f"The lamp of pier{number}word was lit before the ferry left. "
            url = blog.origin.url()
            source = backfile.catalogue.sources.add(url, uri.page_surt(url), "Tiny blog", SourceKind.BLOGGER)
            yield Followed(blog, backfile, source, create_app(backfile).test_client())
    finally:
        backfile.close()


@pytest.fixture(scope="module")
def walled(followed: Followed) -> Iterator[Crawl]:
    """The posts were taken, and then every one of them met its fate."""
    assert followed.crawl().progress.new == len(FATES)
    routes = followed.blog.origin.routes
    fates: dict[str, Route] = dict(
        zip(followed.blog.posts, (fate[0] for fate in FATES.values()), strict=True)
    )
    home: Callable[[Request], Answer] = routes["/"]  # type: ignore[assignment]  # TinyBlog's own route
    fates[list(followed.blog.posts)[NAMES.index("home, by its bytes")]] = home
    routes.update(fates)
    yield followed.crawl()
    for path in fates:
        del routes[path]


@pytest.mark.parametrize("name", NAMES)
def test_the_last_good_capture_stays_the_one_that_is_shown(
    walled: Crawl, followed: Followed, name: str
) -> None:
    _, status, wall, tag = FATES[name]
    page, captures = followed.page(name), followed.captures(name)
    assert page.status is status
    assert [capture.wall for capture in captures] == [None, wall]
    number = NAMES.index(name)
    assert followed.found(f"pier{number}word") == [page.id]
    shown = followed.reader.get(f"/page/{page.id}").get_data(as_text=True)
    assert f"pier{number}word" in shown
    assert WORD not in shown
    assert ("The last visit met" in shown) is (status is BLOCKED)
    assert ("gone from the web" in shown) is (status is GONE)
    undated = followed.reader.get(f"/web/{page.url}", follow_redirects=True)
    assert f"pier{number}word" in undated.get_data(as_text=True)
    history = followed.reader.get(f"/page/{page.id}/captures").get_data(as_text=True)
    assert f">{tag}</span>" in history


def test_every_walls_bytes_are_kept_and_none_is_found(walled: Crawl, followed: Followed) -> None:
    assert followed.found(WORD) == []
    assert followed.found("welcome new look") == []
    for name in NAMES:
        if "bytes" in name:
            continue
        with followed.backfile.mementos.open(followed.captures(name)[1]) as memento:
            assert WORD in memento.payload.read().decode()


def test_the_crawls_report_counts_them(walled: Crawl, followed: Followed) -> None:
    counts = followed.backfile.catalogue.findings.counts(walled.id)
    blocked = sum(status is BLOCKED for _, status, _, _ in FATES.values())
    assert walled.state is CrawlState.DONE
    assert counts[Finding.BLOCKED] == blocked
    # The first of the two that show one page was taken for an edit until the second was seen.
    assert (counts[Finding.GONE], counts[Finding.CHANGED]) == (len(FATES) - blocked - 1, 1)


def test_what_comes_back_is_live_again(walled: Crawl, followed: Followed) -> None:
    for path in followed.blog.posts:
        del followed.blog.origin.routes[path]
    followed.crawl(full=False)
    assert {followed.page(name).status for name in NAMES} == {PageStatus.LIVE}
    shown = followed.reader.get(f"/page/{followed.page('captcha').id}").get_data(as_text=True)
    assert "The last visit met" not in shown
    followed.blog.origin.routes.update(dict.fromkeys(followed.blog.posts, sent("")))  # for the fixture's end
