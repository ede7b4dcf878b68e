"""The whole back run over HTTP: what feed, REST, sitemap and archive pages reveal together, held against what is stated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive import uri
from archive.backrun import sentence
from archive.model import Crawl, CrawlState, LinkKind, PageKind, Policy, Source, SourceKind, Tally
from tests.archive.crawl.bench import Bench
from tests.origins.origin import Answer, Origin, Request, Route

XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


@dataclass
class Site:
    """A site of ``count`` posts, the newest first, at ``/notes/note-N/`` or where ``address`` puts them. What of it its
    lists show is up to each test, in ``origin.routes``."""

    count: int
    address: str = "/notes/note-{}/"
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        self.origin.routes = dict.fromkeys(self.paths, _article)
        self.origin.routes["/robots.txt"] = lambda _: Answer(
            "User-agent: *\nDisallow: /search\n", mime="text/plain"
        )

    @property
    def paths(self) -> list[str]:
        return [self.address.format(number) for number in range(self.count, 0, -1)]

    def route(self, path: str, route: Route) -> None:
        self.origin.routes[path] = route

    def rss(self, first: int, last: int, generator: str = "") -> Answer:
        items = "".join(
            f"<item><title>{path}</title><link>{self.origin.url(path)}</link></item>"
            for path in self.paths[first:last]
        )
        home = self.origin.url()
        body = f"<rss version='2.0'><channel><title>Notes</title><link>{home}</link>{generator}{items}</channel></rss>"
        return Answer(body, mime="application/rss+xml")

    def sitemap(self, paths: Sequence[str]) -> Answer:
        places = "".join(f"<url><loc>{self.origin.url(path)}</loc></url>" for path in paths)
        return Answer(f"<urlset xmlns='{XMLNS}'>{places}</urlset>", mime="application/xml")

    def listed(self, first: int, last: int, after: str | None = None, marked: bool = True) -> Answer:
        """A page that lists posts, beside links that are none."""
        kind = ' class="post-preview"' if marked else ""
        items = "".join(
            f'<div{kind}><h2><a href="{path}">{path}</a></h2></div>' for path in self.paths[first:last]
        )
        older = f'<a class="older-posts" href="{after}">…</a>' if after else ""
        return Answer(
            f'<nav><a href="/about/">About</a><a href="/tag/sea/">sea</a></nav><main>{items}</main>{older}'
        )

    def paged(self, size: int) -> None:
        """The home page shows the newest ``size``, and ``/page/N/`` the older ones."""
        pages = -(-self.count // size)
        for page in range(1, pages + 1):
            after = f"/page/{page + 1}/" if page < pages else None
            shown = self.listed((page - 1) * size, page * size, after)
            self.route("/" if page == 1 else f"/page/{page}/", _always(shown))


def _always(answer: Answer) -> Route:
    return lambda _: answer


def _article(request: Request) -> Answer:
    return Answer(f"<title>{request.path}</title><article><h1>{request.path}</h1><p>Low tide. </p></article>")


def follow(bench: Bench, site: Site, kind: SourceKind, **more: str) -> Source:
    url = site.origin.url()
    urls = {name: value if name == "platform_id" else site.origin.url(value) for name, value in more.items()}
    if "platform_id" in urls:
        urls["platform_id"] = site.origin.url(urls["platform_id"])
    return bench.catalogue.sources.add(url, uri.page_surt(url), "Notes", kind, related=0, **urls)  # type: ignore[arg-type]


def posts(bench: Bench, source: Source) -> set[str]:
    found = bench.catalogue.pages.of_source(source.id)
    return {uri.canonical(page.url) for page in found if page.kind is PageKind.POST}


def all_held(bench: Bench, source: Source, site: Site) -> bool:
    return posts(bench, source) == {site.origin.url(path) for path in site.paths}


def taken(bench: Bench, crawl: Crawl) -> dict[LinkKind, Tally]:
    assert crawl.state is CrawlState.DONE, crawl.error
    return {tally.kind: tally for tally in bench.catalogue.tallies.of(crawl.id)}


def said(bench: Bench, crawl: Crawl) -> str | None:
    return sentence(bench.catalogue.tallies.of(crawl.id))


def test_older_pages_have_what_neither_feed_nor_sitemap_shows(bench: Bench) -> None:
    with (site := Site(60)).origin:
        site.route("/feed.xml", lambda _: site.rss(0, 10))
        site.route("/sitemap.xml", lambda _: site.sitemap(["/", *site.paths[:30]]))
        site.paged(10)
        source = follow(bench, site, SourceKind.FEED, feed_url="/feed.xml", sitemap_url="/sitemap.xml")
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert "/about/" not in site.origin.paths
        tallies = taken(bench, crawl)
        assert tallies[LinkKind.ARCHIVE] == Tally(site.origin.url(), LinkKind.ARCHIVE, None, 60, 60, True)
        assert said(bench, crawl) == (
            "All 60 posts that its lists name are held (none states how many there are)."
        )
        # It was walked to its end: the next crawl asks for the lists only, and is no shortfall.
        site.origin.log.clear()
        again = bench.crawl(source)
        assert set(site.origin.paths) == {"/", "/feed.xml", "/sitemap.xml"}
        assert said(bench, again) == said(bench, crawl)


def test_a_gap_in_the_feed_is_filled_from_the_archive_pages(bench: Bench) -> None:
    with (site := Site(20)).origin:
        site.route("/feed.xml", lambda _: site.rss(0, 5))
        site.paged(5)
        source = follow(bench, site, SourceKind.FEED, feed_url="/feed.xml")
        bench.crawl(source)
        site.count = 32  # more posts than the feed shows came meanwhile
        site.origin.routes |= dict.fromkeys(site.paths, _article)
        site.paged(5)
        bench.crawl(source)
        assert all_held(bench, source, site)


def test_a_sitemap_that_has_it_all_proves_the_feeds_window_whole(bench: Bench) -> None:
    with (site := Site(45, "/p/note-{}")).origin:
        site.route("/feed", lambda _: site.rss(0, 20))
        site.route("/sitemap.xml", lambda _: site.sitemap(["/", "/archive", *site.paths]))
        site.route(
            "/",
            lambda _: Answer('<div id="entry"></div><a href="/archive">Archive</a><script>/* */</script>'),
        )
        site.route("/archive", lambda _: site.listed(0, 12, marked=False))  # the rest comes by script
        source = follow(bench, site, SourceKind.FEED, feed_url="/feed", sitemap_url="/sitemap.xml")
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert taken(bench, crawl)[LinkKind.SEED].complete


def wordpress(site: Site) -> None:
    def feed(request: Request) -> Answer:
        page = int(request.query.get("paged", ["1"])[0])
        first = (page - 1) * 10
        return site.rss(first, first + 10) if first < site.count else Answer("Not found", 404)

    site.route("/feed/", feed)
    site.route("/", lambda _: Answer("<p>Welcome</p>"))


def test_wordpress_with_its_rest_api_shut_is_read_from_the_paged_feed(bench: Bench) -> None:
    with (site := Site(37)).origin:
        wordpress(site)
        site.route(
            "/wp-json/wp/v2/posts", lambda _: Answer('{"code":"rest_forbidden"}', 403, "application/json")
        )
        site.route(
            "/wp-json/wp/v2/pages", lambda _: Answer('{"code":"rest_forbidden"}', 403, "application/json")
        )
        source = follow(bench, site, SourceKind.WORDPRESS, feed_url="/feed/", platform_id="/wp-json/")
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert (
            crawl.progress.failed == 2
        )  # the two doors that are shut; not the page after the feed's last one
        assert (
            said(bench, crawl)
            == "All 37 posts that its lists name are held (none states how many there are)."
        )
        shut = [tally for tally in bench.catalogue.tallies.of(crawl.id) if "/wp/v2/posts" in tally.url]
        assert [(tally.named, tally.complete, tally.reason) for tally in shut] == [
            (0, False, "it answered 403")
        ]


def rest(site: Site, total: int, pages: int, shown: int, request: Request) -> Answer:
    page = int(request.query["page"][0])
    these = site.paths[(page - 1) * 100 : page * 100] if page <= shown else []
    body = json.dumps([{"link": site.origin.url(path), "title": {"rendered": path}} for path in these])
    if not these:
        return Answer('{"code":"rest_post_invalid_page_number"}', 400, "application/json")
    stated = [("X-WP-Total", str(total)), ("X-WP-TotalPages", str(pages))]
    return Answer(body, mime="application/json", headers=stated)


@pytest.mark.parametrize("pages", [1, 99])
def test_a_rest_api_that_miscounts_its_pages_is_read_to_its_total(bench: Bench, pages: int) -> None:
    with (site := Site(104)).origin:
        wordpress(site)
        site.route("/wp-json/wp/v2/posts", lambda request: rest(site, 104, pages, 2, request))
        site.route(
            "/wp-json/wp/v2/pages",
            lambda _: Answer("[]", mime="application/json", headers=[("X-WP-Total", "0")]),
        )
        source = follow(bench, site, SourceKind.WORDPRESS, feed_url="/feed/", platform_id="/wp-json/")
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert said(bench, crawl) == "All 104 posts that the REST API states are held."
        assert crawl.progress.failed == 0


def test_a_total_that_no_list_bears_out_is_told(bench: Bench) -> None:
    with (site := Site(30)).origin:
        wordpress(site)
        site.route("/wp-json/wp/v2/posts", lambda request: rest(site, 42, 1, 1, request))
        site.route("/wp-json/wp/v2/pages", lambda _: Answer("[]", mime="application/json"))
        source = follow(bench, site, SourceKind.WORDPRESS, feed_url="/feed/", platform_id="/wp-json/")
        crawl = bench.crawl(source)
        assert said(bench, crawl) == (
            "30 of 42 posts that the REST API states are held: 12 named by no list; "
            "the REST API: 12 named on none of its pages."
        )


def blogger(site: Site, stated: int, cap: int) -> None:
    def feed(request: Request) -> Answer:
        start = int(request.query.get("start-index", ["1"])[0])
        these = [] if "pages" in request.path else list(enumerate(site.paths))[start - 1 : cap][:4]
        entries = "".join(
            f"<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id><title>{path}</title>"
            f"<link rel='alternate' type='text/html' href='{site.origin.url(path)}'/></entry>"
            for number, path in these
        )
        total = 0 if "pages" in request.path else stated
        return Answer(
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearchrss/1.0/">'
            f"<id>tag:blogger.com,1999:blog-7</id><title>Notes</title><o:totalResults>{total}</o:totalResults>"
            f"<o:startIndex>{start}</o:startIndex>{entries}</feed>",
            mime="application/atom+xml",
        )

    site.route("/feeds/posts/default", feed)
    site.route("/feeds/pages/default", feed)
    site.route("/sitemap.xml", lambda _: site.sitemap(site.paths[:cap]))
    older = "/search?updated-max=2024-01-01T00:00:00Z&max-results=4"
    site.route("/", lambda _: Answer(f'<a class="blog-pager-older-link" href="{older}">Older</a>'))
    for month in range(1, 13):
        these = [path for path in site.paths if path.startswith(f"/2023/{month:02}/")]
        shown = "".join(
            f'<div class="hentry"><h3 class="post-title"><a href="{path}">x</a></h3></div>' for path in these
        )
        site.route(f"/2023/{month:02}/", _always(Answer(f"<main>{shown}</main>")))


class Months(Site):
    """Three posts a month, from December 2023 back."""

    @property
    def paths(self) -> list[str]:
        return [
            f"/2023/{12 - number // 3:02}/note-{self.count - number}.html" for number in range(self.count)
        ]


def test_blogger_months_have_what_its_capped_feed_leaves_out(bench: Bench) -> None:
    with (site := Months(20)).origin:
        blogger(site, stated=20, cap=10)
        source = follow(bench, site, SourceKind.BLOGGER)
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert said(bench, crawl) == "All 20 posts that the feed states are held."
        tallies = bench.catalogue.tallies.of(crawl.id)
        assert next(t for t in tallies if t.kind is LinkKind.FEED).reason == "10 named on none of its pages"
        assert (
            next(t for t in tallies if t.kind is LinkKind.ARCHIVE).reason
            == "1 page of it refused by robots.txt"
        )
        # Again: the same cap, and nothing is asked for twice.
        site.origin.log.clear()
        again = bench.crawl(source)
        assert not [path for path in site.origin.paths if path.startswith("/2023/")]
        assert said(bench, again) == said(bench, crawl)


def test_what_could_not_be_had_is_told_with_its_reasons(bench: Bench) -> None:
    with (site := Months(12)).origin:
        blogger(site, stated=12, cap=12)
        one, two, three, four = site.paths[3:7]
        site.route(
            "/robots.txt",
            lambda _: Answer(f"User-agent: *\nDisallow: /search\nDisallow: {one}\n", mime="text/plain"),
        )
        site.route(two, lambda _: Answer("<title>Gone</title>", 404))
        site.route(three, lambda _: Answer("<title>Gone</title>", 404))
        site.route(four, lambda _: Answer("<title>Broken</title>", 500))
        source = follow(bench, site, SourceKind.BLOGGER)
        crawl = bench.crawl(source)
        whole = taken(bench, crawl)[LinkKind.SEED]
        assert (whole.stated, whole.named, whole.held, whole.complete) == (12, 12, 8, False)
        assert said(bench, crawl) == (
            "8 of 12 posts that the feed states are held: 2 answered 404, 1 answered 500, 1 refused by robots.txt."
        )


def test_a_part_of_the_sitemap_that_is_broken_is_told_and_made_up_for(bench: Bench) -> None:
    with (site := Site(40)).origin:
        parts = "".join(
            f"<sitemap><loc>{site.origin.url(f'/map-{part}.xml')}</loc></sitemap>" for part in (1, 2)
        )
        site.route(
            "/sitemap.xml",
            lambda _: Answer(f"<sitemapindex xmlns='{XMLNS}'>{parts}</sitemapindex>", mime="text/xml"),
        )
        site.route("/map-1.xml", lambda _: site.sitemap(site.paths[:20]))
        site.route("/map-2.xml", lambda _: Answer("broken", 410))
        site.paged(10)
        source = follow(bench, site, SourceKind.SITEMAP, sitemap_url="/sitemap.xml")
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert taken(bench, crawl)[LinkKind.SITEMAP].reason == "1 part of it answered 410"


def test_a_feed_that_gives_its_first_page_for_every_number_ends(bench: Bench) -> None:
    with (site := Site(25)).origin:
        site.route("/feed/", lambda _: site.rss(0, 10))
        site.paged(10)
        source = follow(bench, site, SourceKind.WORDPRESS, feed_url="/feed/")
        bench.crawl(source)
        assert [path for path in site.origin.paths if "paged" in path] == ["/feed/?paged=2"]
        assert all_held(bench, source, site)


def test_more_than_was_stated_is_no_shortfall(bench: Bench) -> None:
    with (site := Months(9)).origin:
        blogger(site, stated=6, cap=9)
        source = follow(bench, site, SourceKind.BLOGGER)
        crawl = bench.crawl(source)
        assert all_held(bench, source, site)
        assert said(bench, crawl) == "All 9 posts that its lists name are held (the feed states 6)."


def test_a_full_crawl_walks_the_archive_pages_in_any_case(bench: Bench) -> None:
    with (site := Months(9)).origin:
        blogger(site, stated=9, cap=9)
        source = follow(bench, site, SourceKind.BLOGGER)
        bench.crawl(source)
        assert "/2023/10/" not in site.origin.paths
        bench.crawl(source, full=True)
        assert "/2023/10/" in site.origin.paths


def test_a_crawl_that_stopped_at_its_limit_says_what_it_did_not_reach(bench: Bench) -> None:
    with (site := Months(12)).origin:
        blogger(site, stated=12, cap=12)
        source = follow(bench, site, SourceKind.BLOGGER)
        bench.catalogue.sources.update(source.id, policy=Policy(max_targets=12))
        first = bench.crawl(source)
        whole = taken(bench, first)[LinkKind.SEED]
        missing = whole.named - whole.held
        assert missing > 0
        assert whole.reason == f"{missing} not reached before the crawl ended"
        bench.catalogue.sources.update(source.id, policy=Policy())
        assert said(bench, bench.crawl(source)) == "All 12 posts that the feed states are held."


def test_a_list_that_can_not_be_read_again_is_no_reason_why_all_are_held() -> None:
    whole = Tally("https://blog.example/", LinkKind.SEED, None, 5, 5, False, "the sitemap could not be had")
    assert sentence([whole]) == (
        "All 5 posts that its lists name are held, but the sitemap could not be had."
    )
