"""Whatever a stranger sends: no crash, bounded time, and laws that hold for anything."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import uri
from archive.discover import feeds, requisites, sitemaps, stylesheets
from archive.discover.evidence import Answer
from archive.discover.recognise import MOST_ANSWERS, Ask, Recognised, Refusal, recognise
from archive.discover.xmltext import UnsafeXmlError
from archive.model import LinkKind, Source, SourceKind
from tests.archive.discover.made_up import BLOG, BLOG_ID, a_feed, a_page, a_source, an_entry, answer

URL = "https://notes.example/posts/tidy"
MB = 1_000_000
HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested": lambda: b"<div class='post-body'>" * 20_000 + b"<a href='/x'>x</a>",
    "nested and closed": lambda: b"<b><div>" * 20_000 + b"text" + b"</div></b>" * 20_000,
    "megabytes of links": lambda: b"<article class=entry-content>" + b"<a href='/x'>y</a>" * (3 * MB // 18),
    "megabytes of images": lambda: b"<img src='a.png' srcset='b.png 1x'>" * (3 * MB // 36),
    "ten megabytes of text": lambda: b"<p>" + b"word " * (2 * MB),
    "ten megabytes of open tags": lambda: b"<div class='entry-content'><p" * (MB // 3),
    "one attribute": lambda: b"<p class='" + b"widget " * (10 * MB // 7) + b"'>x",
    "many attributes": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(500_000)) + b">x",
    "one srcset": lambda: b"<img srcset='" + b", ," * (2 * MB) + b"'>",
    "one style": lambda: b"<p style='" + b"url(" * MB + b"'>",
    "a style sheet": lambda: b"<style>" + b"a{background:url(x.png)}" * (MB // 8) + b"</style>",
    "comments": lambda: b"<!--" * MB,
    "declarations": lambda: b"<?xml " * MB,
    "json": lambda: b"<script type='application/ld+json'>" + b"[" * 400_000 + b"</script>",
    "json-ld": lambda: b"<script type='application/ld+json'>" + b"{\"@graph\":[" * 20_000 + b"</script>",
    "templates": lambda: b"<div class=post-body><script type='text/template'>" * 50_000,
    "nul": lambda: b"\x00" * (5 * MB) + b"<a href=x>" + b"\x00" * MB,
    "noise": lambda: bytes(range(256)) * (20 * 1024),
    "entities": lambda: b"&amp;&#x1F600;&lt" * (MB // 2),
    "doctype": lambda: b"<!DOCTYPE " + b'"' * MB,
    "blogin": lambda: b"<iframe " * 20_000 + b"blogger.com/blogin.g",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", [LinkKind.POST, LinkKind.FEED])
def test_a_hostile_page_takes_bounded_time(name: str, kind: LinkKind) -> None:
    body = HOSTILE[name]()
    began = time.process_time()
    found = answer(body, kind, URL)
    assert time.process_time() - began < 12
    assert len(found.targets) <= 6000
    assert len(found.links) <= 2000


HOSTILE_XML: dict[str, Callable[[], bytes]] = {
    "nested": lambda: b"<rss><channel>" + b"<item>" * 500_000,
    "nested feed": lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry>" * 20_000 + b"</entry>" * 20_000,
    "nested map": lambda: b"<urlset>" + b"<url>" * 500_000,
    "attributes": lambda: b"<rss " + b" ".join(b"a%d='1'" % n for n in range(500_000)) + b"/>",
    "one attribute": lambda: b"<rss a='" + b"x&amp;" * MB + b"'/>",
    "cdata": lambda: b"<rss><channel><item><title>" + b"<![CDATA[" * (MB // 2),
    "dates": lambda: b"<rss><channel>" + b"<item><pubDate>the 4th, or so, of 2019 at %s</pubDate></item>" * 100_000,
    "unclosed": lambda: b"<rss><channel>" + b"<item><title>x<link>y" * (MB // 4),
    "references": lambda: b"<rss><channel><item><title>" + b"&#x41;&nope;" * (MB // 2),
    "places": lambda: b"<urlset>" + b"<url><loc>https://notes.example/x</loc></url>" * 200_000,
    "bases": lambda: b"<feed xml:base='a/'>" + b"<entry xml:base='b/'><link href='c'/>" * 20_000,
    "json": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * MB,
    "json items": lambda: b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * MB + b"{}]}",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_XML)
def test_a_hostile_list_takes_bounded_time(name: str) -> None:
    body = HOSTILE_XML[name]()
    began = time.process_time()
    answer(body, LinkKind.FEED, URL, mime="application/xml", source=a_source())
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    "css",
    [
        "{" * MB,
        "url(" * (MB // 4),
        "@import " * (MB // 8),
        "a{b:" + "f(" * MB,
        "\\" * MB,
        "'" * (MB // 4),
        "/*" * (MB // 4),
    ],
)
def test_a_hostile_style_sheet_takes_bounded_time(css: str) -> None:
    began = time.process_time()
    stylesheets.needed("@import 'a.css';" + css)
    assert time.process_time() - began < 10


def test_a_srcset_is_read_in_linear_time() -> None:
    began = time.process_time()
    for value in ("," * MB, "a " * MB, "a," * MB, "a, " * MB, " " * MB):
        requisites.srcset(value)
    assert time.process_time() - began < 8


SNIPPETS = [
    *("<a href='/x'>", "<a href='https://x.com/ida'>", "</a>", "<div class='post-body entry-content'>", "</div>", "<article>"),
    *("<div class='widget PopularPosts'>", "<script type='text/template'>", "</script>", "<base href='//[x'>", "<link rel=canonical href=/>"),
    *("<img srcset='a 1x, b'>", "<style>", "url(", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "\x00", "\ud800", "é", "<?xml?>"),
    *("<script type='application/ld+json'>", '{"@type":"BlogPosting","author":[1],"url":{}}', "[[", "<body class='single page'>", "<"),
    *("<feed>", "<entry>", "<link href='x'/>", "<rss>", "<channel>", "<item>", "<title>", "</title>", "<urlset>", "<url>", "<loc>", "/y"),
    *("<!DOCTYPE rss>", "<!DOCTYPE x [", "<id>tag:blogger.com,1999:blog-1</id>", "<startIndex>9</startIndex>", "<totalResults>x</totalResults>"),
    *('{"version":"https://jsonfeed.org/version/1",', '"items":[{"tags":3,"authors":[{}],"url":7}]}', '[{"link":3,"title":{"rendered":1}}]'),
]  # fmt: skip
bodies = st.one_of(
    st.binary(max_size=200),
    st.lists(st.sampled_from(SNIPPETS), max_size=25).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    ),
)
mimes = st.sampled_from(
    ["text/html", "application/xml", "application/atom+xml", "application/json", "text/css", "text/plain", ""]
)
addresses = st.sampled_from(
    [URL, BLOG, f"{BLOG}2024/05/a.html", f"{BLOG}sitemap.xml?page=2", "https://notes.example/wp-json/wp/v2/posts?page=1&_embed",
     f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default?start-index=9"]
)  # fmt: skip
sources = st.sampled_from([None, *(a_source(kind=kind) for kind in SourceKind)])


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    bodies, mimes, addresses, st.sampled_from(list(LinkKind)), sources, st.sampled_from([200, 204, 302, 404])
)
def test_laws_of_discovery(
    body: bytes, mime: str, url: str, kind: LinkKind, source: Source | None, status: int
) -> None:
    """Targets are canonical, deeper or level, and never nearer than a hop too few; social accounts are never among them."""
    found = answer(body, kind, url, mime=mime, source=source, status=status, hops=1, depth=3)
    for target in found.targets:
        assert uri.canonical(target.url) == target.url
        assert target.depth in {3, 4}
        assert 0 <= target.hops <= 2
        assert target.kind not in {LinkKind.SOCIAL, LinkKind.SEED, LinkKind.REDIRECT} or kind is target.kind
    assert all(uri.canonical(link.url) == link.url for link in found.links)
    assert found.canonical is None or uri.canonical(found.canonical) == found.canonical


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(bodies, mimes, st.sampled_from([0, 200, 404])), min_size=MOST_ANSWERS, max_size=MOST_ANSWERS
    ),
    addresses,
)
def test_recognition_always_comes_to_an_end(answers: list[tuple[bytes, str, int]], typed: str) -> None:
    given_answers: list[Answer] = []
    step: Recognised | Ask | Refusal = Ask((typed,))
    for body, mime, status in answers:
        if not isinstance(step, Ask):
            break
        given_answers += [Answer(asked, asked, status, mime, (), body) for asked in step.urls]
        step = recognise(given_answers)
    assert len(given_answers) <= MOST_ANSWERS
    assert not isinstance(step, Ask) or len(given_answers) < MOST_ANSWERS
    if isinstance(step, Recognised):
        assert step.surt == uri.page_surt(step.url)
        assert step.name


@settings(max_examples=300, deadline=None)
@given(bodies)
def test_parsers_of_lists_refuse_or_read(body: bytes) -> None:
    for parse in (feeds.parse, sitemaps.parse):
        try:
            parse(body, URL)
        except UnsafeXmlError as unsafe:
            assert str(unsafe)  # noqa: PT017 -- either outcome is lawful


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_a_blogger_feed_is_read_whole_however_the_cap_shrinks(caps: list[int], total: int) -> None:
    """Whatever number of entries each page holds, following ``next`` sees every entry once and ends."""
    url: str | None = f"{BLOG}feeds/posts/default?max-results=150&start-index=1"
    seen: list[str] = []
    pages = 0
    while url is not None:
        start = int(url.rpartition("start-index=")[2].partition("&")[0])
        size = caps[pages % len(caps)]
        entries = range(start, min(total + 1, start + size))
        body = a_feed([an_entry(number) for number in entries], total=total, start=start)
        found = answer(body, LinkKind.FEED, url, source=a_source(), mime="application/atom+xml")
        seen += [target.url for target in found.targets if target.kind is LinkKind.POST]
        assert found.listing is not None
        url = found.listing.next
        pages += 1
        assert pages <= total + 1
    assert seen == [f"{BLOG}2024/05/roses-{number}.html" for number in range(1, total + 1)]


def test_an_overlong_page_is_cut_to_its_first_links() -> None:
    links = "".join(f"<a href='/page-{number}'>x</a>" for number in range(5000))
    found = answer(a_page(f"<div class='entry-content'>{links}</div>"), url=URL)
    assert len(found.links) == 2000
