"""Feeds of every make as literals, each beside what is to be had from it; and the broken and the hostile."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from archive.discover import feeds
from archive.discover.discovery import Listing, discover, seeds
from archive.discover.xmltext import UnsafeXmlError
from archive.model import Facts, LinkKind, SourceKind, Target
from tests.archive.discover.made_up import a_source, answer, urls

HOME = "https://notes.example/"
FEED = f"{HOME}feed.xml"

RSS_2 = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Notes &amp; Queries</title><link>https://notes.example/</link><atom:link rel="self" href="https://notes.example/feed.xml"/>
<item><title>A &lt;em&gt;tidy&lt;/em&gt; house</title><link>https://notes.example/tidy</link><guid isPermaLink="false">n-1</guid>
<dc:creator>Otto Reed</dc:creator><pubDate>Tue, 05 Mar 2024 08:30:00 +0100</pubDate><category>Home</category>
<category domain="x">Order</category></item>
<item><title>By mail</title><link>/mail</link><author>otto@notes.example (Otto Reed)</author></item></channel></rss>"""
RSS_2_ENTRIES = [
    (
        f"{HOME}tidy",
        Facts(
            "A tidy house",
            "Otto Reed",
            datetime(2024, 3, 5, 7, 30, tzinfo=UTC),
            None,
            ("Home", "Order"),
            "n-1",
        ),
    ),
    (f"{HOME}mail", Facts("By mail", "Otto Reed")),
]
RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><link>https://notes.example/</link><item><title>First</title>
<link>https://notes.example/first</link></item></channel></rss>"""
RSS_091_ENTRIES = [(f"{HOME}first", Facts("First"))]
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://notes.example/"><title>RDF</title><link>https://notes.example/</link></channel>
<item rdf:about="https://notes.example/r"><title>Resource</title><link>https://notes.example/r</link>
<dc:creator>Ida Fen</dc:creator><dc:date>2024-02-01T00:00:00Z</dc:date><dc:subject>Web</dc:subject></item></rdf:RDF>"""
RSS_1_ENTRIES = [(f"{HOME}r", Facts("Resource", "Ida Fen", datetime(2024, 2, 1, tzinfo=UTC), None, ("Web",)))]
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://notes.example/base/"><title>Atom</title>
<link href="/"/><link rel="next" href="?page=2"/><entry xml:base="deep/"><title type="html">Rock &amp;amp; roll &lt;b&gt;!&lt;/b&gt;</title><id>urn:1</id>
<link rel="enclosure" href="song.mp3" type="audio/mpeg"/><link href="rock" /><published>2024-02-01T00:00:00Z</published>
<updated>2024-02-02T00:00:00+02:00</updated><author><name>Ida Fen</name></author><category term="music"/></entry></feed>"""
ATOM_ENTRIES = [
    (
        f"{HOME}base/deep/rock",
        Facts(
            "Rock & roll !",
            "Ida Fen",
            datetime(2024, 2, 1, tzinfo=UTC),
            datetime(2024, 2, 1, 22, tzinfo=UTC),
            ("music",),
            "urn:1",
        ),
    )
]
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "home_page_url": "https://notes.example/",
"next_url": "https://notes.example/feed.json?page=2", "items": [{"id": "1", "url": "https://notes.example/j", "title": "Braces",
"date_published": "2024-02-01T00:00:00Z", "authors": [{"name": "Ida Fen"}, {"name": "Otto Reed"}], "tags": ["a", "b"]}, 3, {"id": 2}]}"""
JSON_ENTRIES = [
    (
        f"{HOME}j",
        Facts("Braces", "Ida Fen, Otto Reed", datetime(2024, 2, 1, tzinfo=UTC), None, ("a", "b"), "1"),
    ),
    (None, Facts(platform_id="2")),
]


@pytest.mark.parametrize(
    ("body", "form", "title", "entries"),
    [
        (RSS_2, "rss", "Notes & Queries", RSS_2_ENTRIES),
        (RSS_091, "rss", "Old", RSS_091_ENTRIES),
        (RSS_1, "rdf", "RDF", RSS_1_ENTRIES),
        (ATOM, "atom", "Atom", ATOM_ENTRIES),
        (JSON, "json", "JSON", JSON_ENTRIES),
    ],
    ids=["rss-2.0", "rss-0.91", "rss-1.0", "atom", "json"],
)
def test_a_feed_and_what_is_in_it(
    body: str, form: str, title: str, entries: list[tuple[str | None, Facts]]
) -> None:
    feed = feeds.parse(body.encode(), FEED)
    assert feed is not None
    assert (feed.form, feed.title, feed.home) == (form, title, HOME)
    assert [(entry.url, entry.facts) for entry in feed.entries] == entries
    assert (feed.received, feed.notices) == (len(entries), ())


@pytest.mark.parametrize("label", ["utf-16", "windows-1251", "koi8-r", "utf-8"])
def test_a_feed_in_any_encoding(label: str) -> None:
    body = (
        RSS_091.replace("First", "Первый")
        .replace('version="1.0"', f'version="1.0" encoding="{label}"')
        .encode(label)
    )
    feed = feeds.parse(body, FEED)
    assert feed is not None
    assert feed.entries[0].facts.title == "Первый"


def test_the_next_page_is_followed_and_an_empty_one_is_the_last() -> None:
    source = a_source(HOME, SourceKind.FEED, feed_url=FEED)
    found = answer(ATOM, LinkKind.FEED, FEED, source=source, mime="application/atom+xml")
    assert found.listing == Listing(None, 1, f"{HOME}base/?page=2", False)
    assert [(target.url, target.depth) for target in found.targets] == [
        (f"{HOME}base/deep/rock", 1),
        (f"{HOME}base/?page=2", 0),
    ]
    empty = ATOM[: ATOM.index("<entry")] + "</feed>"
    assert answer(empty, LinkKind.FEED, FEED, source=source).listing == Listing(None, 0, None, True)


def test_a_link_blogs_entries_leave_the_site() -> None:
    body = RSS_2.replace("https://notes.example/tidy", "https://elsewhere.example/story")
    found = answer(body, LinkKind.FEED, FEED, source=a_source(HOME, SourceKind.FEED, feed_url=FEED))
    assert next((target.kind, target.hops, target.facts) for target in found.targets) == (
        LinkKind.RELATED,
        1,
        None,
    )
    assert urls(found, LinkKind.POST) == [f"{HOME}mail"]


def test_feedburner_names_the_post_that_its_link_stands_for() -> None:
    body = RSS_091.replace("<rss ", '<rss xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" ').replace(
        "</item>", "<fb:origLink>https://notes.example/real</fb:origLink></item>"
    )
    feed = feeds.parse(body.encode(), "https://feeds.feedburner.com/notes")
    assert feed is not None
    assert feed.entries[0].url == f"{HOME}real"


@pytest.mark.parametrize(
    "body",
    [
        RSS_2[: RSS_2.index("<item><title>By")],
        RSS_2.replace("&amp;", "&").replace("</em", "</em & more"),
        RSS_2.replace("Otto Reed</dc:creator>", "Otto &nbsp; Reed"),
        "\n\n  " + RSS_2,
        RSS_2.replace("A &lt;", "A \x08\x00&lt;"),
    ],
    ids=["cut", "bare-ampersand", "unclosed", "leading-space", "control-characters"],
)
def test_a_broken_feed_gives_what_can_be_had(body: str) -> None:
    feed = feeds.parse(body.encode(), FEED)
    assert feed is not None
    assert feed.entries[0].url == f"{HOME}tidy"


BOMB = """<?xml version="1.0"?>{space}<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><title>&b;</title></channel></rss>"""


@pytest.mark.parametrize("space", ["", "\n", "<!-- a comment -->", "<?pi ?>"])
@pytest.mark.parametrize("label", ["utf-8", "utf-16"])
def test_a_document_type_of_its_own_is_refused_before_any_parser_sees_it(space: str, label: str) -> None:
    body = BOMB.replace("{space}", space).encode(label)
    with pytest.raises(UnsafeXmlError, match="document type"):
        feeds.parse(body, FEED)
    found = answer(body, LinkKind.FEED, FEED, mime="application/rss+xml")
    assert found.targets == ()
    assert "entity bombs" in found.notices[0]


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"<html><body>", b"{}", b"[1]", b'{"version": 1}', b"<svg/>", b"\x00\xff\xfe"]
)
def test_what_is_no_feed_is_none(body: bytes) -> None:
    assert feeds.parse(body, FEED) is None


def test_a_page_where_a_feed_should_be_is_a_notice() -> None:
    found = answer("<html>Not found</html>", LinkKind.FEED, FEED)
    assert found.notices == (f"{FEED} is neither a feed nor a sitemap.",)


def test_more_entries_than_anybody_has_are_cut_with_a_notice() -> None:
    item = "<item><title>x</title><link>https://notes.example/{}</link><pubDate>no date {} at all</pubDate></item>"
    items = "".join(item.format(n, n) for n in range(feeds.MOST_ENTRIES + 10))
    began = time.monotonic()
    feed = feeds.parse(f"<rss><channel><title>x</title>{items}</channel></rss>".encode(), FEED)
    assert time.monotonic() - began < 15
    assert feed is not None
    assert len(feed.entries) == feeds.MOST_ENTRIES
    assert "more than 5000 entries" in feed.notices[0]


def test_seeds_of_a_feed_name_its_sitemap_and_home_too() -> None:
    source = a_source(HOME, SourceKind.FEED, feed_url=FEED)
    assert [target.url for target in seeds(source, full=False)] == [FEED, HOME]
    assert [target.url for target in seeds(source, full=True)] == [FEED, f"{HOME}sitemap.xml", HOME]
    known = a_source(HOME, SourceKind.SITEMAP, sitemap_url=f"{HOME}map.xml")
    assert [target.kind for target in seeds(known, full=True)] == [LinkKind.SITEMAP, LinkKind.SEED]


def test_the_sitemap_of_a_host_is_not_guessed_for_a_source_in_a_folder() -> None:
    ada = a_source("https://medium.com/@ada", SourceKind.FEED, feed_url="https://medium.com/feed/@ada")
    assert [target.url for target in seeds(ada, full=True)] == [ada.feed_url, ada.url]


def test_a_redirected_feed_is_still_a_feed() -> None:
    target = Target("https://www.notes.example/feed.xml", LinkKind.REDIRECT, role=LinkKind.FEED)
    found = discover(target, None, status=200, mime="text/html", headers=[], body=RSS_2.encode(), url=FEED)
    assert urls(found, LinkKind.POST) == [f"{HOME}tidy", f"{HOME}mail"]
