"""What lies around a blog, over HTTP: how much of it a crawl takes, what comes in later, and which sites are sisters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive import uri
from archive.discover.discovery import discover
from archive.model import NO_POLICY, Crawl, LinkKind, PageKind, Policy, Source, SourceKind, Tally, Target
from tests.archive.crawl.bench import Bench
from tests.fakes.fetcher import NOON
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Request


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def _far(request: Request) -> Answer:
    if request.path == "/robots.txt":
        return Answer("", mime="text/plain")
    return Answer(f"<title>{request.path}</title><article><p>{'Far away. ' * 99}</p></article>")


def elsewhere(host: str) -> Origin:
    return Origin({"*": _far}, host=host)


def link(origin: Origin, *paths: str) -> str:
    return "".join(f'<p>See <a href="{origin.url(path)}">there</a>.</p>' for path in paths)


def articles(origin: Origin) -> list[str]:
    return [path for path in origin.paths if path != "/robots.txt"]


def tally(bench: Bench, crawl: Crawl, kind: LinkKind) -> Tally:
    return next(one for one in bench.catalogue.tallies.of(crawl.id) if one.kind is kind)


def allowed(bench: Bench, source: Source, policy: Policy) -> Source:
    return bench.catalogue.sources.update(source.id, policy=policy)


def test_no_host_eats_the_budget_and_what_it_left_out_comes_in_later(bench: Bench) -> None:
    with (blog := TinyBlog.of(2)).origin, elsewhere("127.0.0.2") as loud, elsewhere("127.0.0.3") as quiet:
        first, second = blog.posts.values()
        first.extra = link(quiet, "/only")
        second.extra = link(loud, *(f"/loud-{number}" for number in range(9)))
        source = bench.follow(blog.origin.url(), related=4)
        crawl = bench.crawl(source)
        assert articles(quiet) == ["/only"]
        assert articles(loud) == ["/loud-0", "/loud-1", "/loud-2"]
        assert tally(bench, crawl, LinkKind.BODY).reason == "6 left to later crawls"
        # No post is fetched again, and yet what was left out comes in.
        bench.crawl(source)
        again = bench.crawl(source)
        assert sorted(articles(loud)) == [f"/loud-{number}" for number in range(9)]
        assert tally(bench, again, LinkKind.BODY) == Tally(source.url, LinkKind.BODY, None, 10, 10, True)


def test_what_is_dead_does_not_eat_the_budget_of_each_crawl(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin, elsewhere("127.0.0.2") as there:
        there.routes["/gone"] = lambda _: Answer("", 404)
        dead = '<p><a href="http://127.0.0.9:9/nobody">nobody</a></p>'
        next(iter(blog.posts.values())).extra = dead + link(there, "/gone", "/one", "/two")
        source = bench.follow(blog.origin.url(), related=2)
        for _ in range(3):
            bench.crawl(source)
        assert articles(there).count("/gone") == 1
        assert {"/one", "/two"} <= set(articles(there))


def test_an_admin_sets_depth_and_budget_of_each_kind_of_link(bench: Bench) -> None:
    with (blog := TinyBlog.of(1)).origin, elsewhere("127.0.0.2") as there:
        next(iter(blog.posts.values())).extra = link(there, "/a", "/b", "/c")
        source = bench.follow(blog.origin.url(), related=0)
        allowed(bench, source, replace(NO_POLICY, depths={LinkKind.BODY: 1}, budgets={LinkKind.BODY: 2}))
        bench.crawl(source)
        assert articles(there) == []  # a post is at depth 1, its links at 2
        allowed(bench, source, replace(NO_POLICY, budgets={LinkKind.BODY: 2}))
        bench.crawl(source)
        assert articles(there) == ["/a", "/b"]


def test_a_site_that_several_closing_lines_point_to_is_a_sister(bench: Bench) -> None:
    with (blog := TinyBlog.of(4)).origin, elsewhere("127.0.0.2") as sister:
        posts = "".join(
            f'<div class="hentry"><h2><a href="/story-{number}">x</a></h2></div>' for number in range(3)
        )
        sister.routes["/"] = lambda _: Answer(f"<title>Sister</title>{posts}")
        for post in blog.posts.values():
            post.extra = f'<p>Maradj velünk: <a href="{sister.url()}">testvérlap</a></p>'
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
        pages = {page.url: page for page in bench.catalogue.pages.of_source(source.id)}
        story = pages[sister.url("/story-1")]
        assert (story.kind, story.link_kind, story.via) == (PageKind.RELATED, LinkKind.SISTER, sister.url())
        (named,) = bench.catalogue.links.sisters(source.id)
        assert (named.url, named.text, named.articles) == (sister.url(), "testvérlap", 4)


HOME = "https://shore-notes.blogspot.com/"
PROFILE = "https://www.blogger.com/profile/0123456789"


def targets_of(kind: LinkKind, url: str, body: str, hops: int) -> list[tuple[str, LinkKind, int]]:
    source = Source(1, HOME, uri.page_surt(HOME), "Shore notes", SourceKind.BLOGGER, created_at=NOON)
    found = discover(
        Target(url, kind, depth=1, hops=hops, via=HOME),
        source,
        status=200,
        mime="text/html",
        headers=[("Content-Type", "text/html")],
        body=body.encode(),
        url=url,
    )
    return [(target.url, target.kind, target.hops) for target in found.targets]


def test_an_authors_profile_leads_to_the_authors_other_blogs() -> None:
    body = '<h1>Ada</h1><ul><li><a rel="contributor-to" href="https://shore-birds.blogspot.com/">Birds</a></li></ul>'
    found = targets_of(LinkKind.AUTHOR, PROFILE, body, 1)
    assert found == [("https://shore-birds.blogspot.com/", LinkKind.SISTER, 1)]


def test_the_sister_sites_of_others_are_not_ours() -> None:
    body = '<aside><ul class="blogroll"><li><a href="https://third.example/">Third</a></li></ul></aside>'
    assert targets_of(LinkKind.SISTER, "https://second.example/", body, 1) == []
