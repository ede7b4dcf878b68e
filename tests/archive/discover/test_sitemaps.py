"""Sitemaps in every form, and robots.txt's word of where they are."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from archive.discover import sitemaps
from archive.discover.discovery import Listing
from archive.discover.sitemaps import Place
from archive.discover.xmltext import UnsafeXmlError
from archive.model import LinkKind, SourceKind
from tests.archive.discover.made_up import a_source, answer, urls

HOME = "https://notes.example/"
MAP = f"{HOME}sitemap.xml"
URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://notes.example/a&amp;b </loc><lastmod>2024-02-01</lastmod>
<image:image><image:loc>https://notes.example/a.jpg</image:loc></image:image></url>
<url><loc>/relative</loc><lastmod>last week</lastmod></url><url><loc>ftp://notes.example/x</loc></url>
<url><loc>https://notes.example/</loc></url><url><loc>https://notes.example/tag/red/</loc></url>
<url><loc>https://other.example/story</loc></url></urlset>"""


def test_a_urlset() -> None:
    found = sitemaps.parse(URLSET.encode(), MAP)
    assert found is not None
    assert found.pages[:2] == (
        Place(f"{HOME}a&b", datetime(2024, 2, 1, tzinfo=UTC)),
        Place(f"{HOME}relative"),
    )
    assert (found.received, found.maps) == (5, ())


def test_home_and_lists_are_no_targets_and_what_is_of_another_site_is_only_counted() -> None:
    found = answer(URLSET, LinkKind.SITEMAP, MAP, source=a_source(HOME, SourceKind.SITEMAP), mime="text/xml")
    assert [(target.url, target.kind, target.depth, target.hops) for target in found.targets] == [
        (f"{HOME}a&b", LinkKind.POST, 1, 0),
        (f"{HOME}relative", LinkKind.POST, 1, 0),
    ]
    assert found.listing == Listing(None, 5, None, True, elsewhere=1)


def test_gzip_and_plain_text() -> None:
    assert sitemaps.parse(gzip.compress(URLSET.encode()), f"{MAP}.gz") == sitemaps.parse(URLSET.encode(), MAP)
    text = b"https://notes.example/a\r\n\r\nhttps://notes.example/b\nhttps://notes.example/a\n"
    found = sitemaps.parse(text, f"{HOME}sitemap.txt")
    assert found is not None
    assert [place.url for place in found.pages] == [f"{HOME}a", f"{HOME}b"]
    assert sitemaps.parse(gzip.compress(text), f"{HOME}sitemap.txt.gz") == found


def test_an_index_leads_to_its_parts_but_not_to_those_of_labels_and_authors() -> None:
    parts = [
        "wp-sitemap-posts-post-1",
        "wp-sitemap-posts-page-1",
        "wp-sitemap-taxonomies-category-1",
        "wp-sitemap-users-1",
    ]
    parts += ["post-sitemap", "category-sitemap", "author-sitemap2", "sitemap-tags", "sitemap-authors"]
    body = "".join(f"<sitemap><loc>{HOME}{part}.xml</loc></sitemap>" for part in parts)
    found = answer(f"<sitemapindex>{body}</sitemapindex>", LinkKind.SITEMAP, MAP, mime="application/xml")
    kept = ["wp-sitemap-posts-post-1", "wp-sitemap-posts-page-1", "post-sitemap"]
    assert urls(found, LinkKind.SITEMAP) == [f"{HOME}{part}.xml" for part in kept]


@pytest.mark.parametrize("name", ["wp-sitemap-posts-page-1.xml", "page-sitemap.xml", "sitemap-pages.xml"])
def test_a_sitemap_of_pages_gives_standing_pages(name: str) -> None:
    body = f"<urlset><url><loc>{HOME}about/</loc></url></urlset>"
    assert urls(answer(body, LinkKind.SITEMAP, HOME + name, mime="text/xml"), LinkKind.PAGE) == [
        f"{HOME}about/"
    ]


def test_robots_names_sitemaps() -> None:
    body = b"User-agent: *\nDisallow: /search\n sitemap : https://notes.example/one.xml \nSITEMAP:/two.xml\r\n# Sitemap: no\n"
    assert sitemaps.in_robots(body, f"{HOME}robots.txt") == [f"{HOME}one.xml", f"{HOME}two.xml"]
    found = answer(body, LinkKind.ROBOTS, f"{HOME}robots.txt", mime="text/plain", depth=0)
    assert [(target.kind, target.depth) for target in found.targets] == [(LinkKind.SITEMAP, 0)] * 2


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"<html>", b"https://notes.example/a\nsee also\n", b"<rss/>"]
)
def test_what_is_no_sitemap_is_none(body: bytes) -> None:
    assert sitemaps.parse(body, MAP) is None


def test_bombs_are_refused() -> None:
    with pytest.raises(UnsafeXmlError, match="proportion"):
        sitemaps.parse(gzip.compress(b"<urlset>" + b" " * 50_000_000), MAP)
    with pytest.raises(UnsafeXmlError, match="document type"):
        sitemaps.parse(b'<!DOCTYPE urlset [<!ENTITY x "y">]><urlset/>', MAP)
    with pytest.raises(UnsafeXmlError, match="gzip"):
        sitemaps.parse(gzip.compress(b"<urlset>")[:10] + b"\xff" * 40, MAP)


def test_a_cut_sitemap_gives_what_came() -> None:
    found = sitemaps.parse(URLSET[: URLSET.index("<url><loc>ftp")].encode(), MAP)
    assert found is not None
    assert [place.url for place in found.pages] == [f"{HOME}a&b", f"{HOME}relative"]


def test_a_source_in_a_folder_takes_from_its_hosts_sitemap_what_lies_there() -> None:
    here, there = "https://house.example/ada/one", "https://house.example/bea/one"
    urlset = f"<urlset><url><loc>{here}</loc></url><url><loc>{there}</loc></url></urlset>"
    source = a_source("https://house.example/ada/", SourceKind.FEED)
    found = answer(
        urlset, LinkKind.SITEMAP, "https://house.example/sitemap.xml", source=source, mime="text/xml"
    )
    assert urls(found, LinkKind.POST) == [here]
