"""The map of the site for search engines (sitemaps.org): an index, and parts that name our own pages of articles. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from archive.timestamp import iso

MEDIA_TYPE = "application/xml"
PART = 50_000
"""Addresses in one part, at most (the protocol's bound)."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(root: str, articles: int) -> bytes:
    """The list of all parts."""
    parts = range(1, max(1, -(-articles // PART)) + 1)
    return _written("sitemapindex", "sitemap", ((f"{root}/sitemap-{number}.xml", None) for number in parts))


def part(root: str, articles: Iterable[tuple[str, datetime]]) -> bytes:
    """One part: ids of Pages, and when each was last captured."""
    return _written("urlset", "url", ((f"{root}/page/{id_}", moment) for id_, moment in articles))


def _written(outer: str, inner: str, places: Iterable[tuple[str, datetime | None]]) -> bytes:
    top = etree.Element(f"{{{_NAMESPACE}}}{outer}", nsmap={None: _NAMESPACE})
    for address, moment in places:
        place = etree.SubElement(top, f"{{{_NAMESPACE}}}{inner}")
        etree.SubElement(place, f"{{{_NAMESPACE}}}loc").text = address
        if moment is not None:
            etree.SubElement(place, f"{{{_NAMESPACE}}}lastmod").text = iso(moment)
    return etree.tostring(top, xml_declaration=True, encoding="utf-8")
