"""The followed Sources to take away: as JSON, as CSV, and as OPML 2.0 for feed readers and ``backfile import``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from archive.model import Source
from archive.timestamp import iso
from web.citation.plain_text import plain
from web.listing.spreadsheet import cell, line
from web.reading.search_urls import search_of

OPML_TYPE = "text/x-opml"
COLUMNS = ("name", "url", "feed_url", "platform", "articles", "followed_since", "search_url")

Counts = Mapping[str, int]
"""How many articles each Source has, by its name."""


def as_json(sources: Iterable[Source], articles: Counts, root: str) -> dict[str, Any]:
    """All of them, in their order. ``root`` is this site's address."""
    return {"sources": [_facts(source, articles, root) for source in sources]}


def as_csv(sources: Iterable[Source], articles: Counts, root: str) -> Iterator[str]:
    """A line of names, then one for each."""
    yield "\ufeff" + line(COLUMNS)
    for source in sources:
        facts = _facts(source, articles, root)
        yield line(cell(str(facts[name] if facts[name] is not None else "")) for name in COLUMNS)


def as_opml(sources: Iterable[Source], title: str) -> bytes:
    """An outline for each: its feed where it is known, and its home page."""
    top = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(top, "head"), "title").text = plain(title)
    body = etree.SubElement(top, "body")
    for source in sources:
        name = plain(source.name) or plain(source.url)
        outline = etree.SubElement(body, "outline", text=name, title=name, htmlUrl=plain(source.url))
        if source.feed_url:
            outline.set("type", "rss")
            outline.set("xmlUrl", plain(source.feed_url))
    return etree.tostring(top, xml_declaration=True, encoding="utf-8")


def _facts(source: Source, articles: Counts, root: str) -> dict[str, Any]:
    return {
        "name": source.name,
        "url": source.url,
        "feed_url": source.feed_url,
        "platform": source.platform,
        "articles": articles.get(source.name, 0),
        "followed_since": iso(source.created_at),
        "search_url": root + search_of(source.name, "source"),
    }
