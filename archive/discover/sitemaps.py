"""Sitemaps: urlset, index, plain text, gzip of any (sitemaps.org protocol 0.9), and robots.txt's pointers to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from archive import charset, timestamp, uri
from archive.discover import xmltext
from archive.discover.xmltext import UnsafeXmlError

MOST = 50_000
"""URLs in one sitemap, as the protocol has it."""

_ROBOTS_BYTES = 500 * 1024
_ROBOTS = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Place:
    """A URL in a sitemap and its ``lastmod``."""

    url: str
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``pages`` of a urlset, or ``maps`` of an index. ``received`` counts entries, usable or not."""

    pages: tuple[Place, ...] = ()
    maps: tuple[Place, ...] = ()
    received: int = 0
    notices: tuple[str, ...] = ()


def parse(body: bytes, url: str, content_type: str | None = None) -> Sitemap | None:
    """What is in a sitemap; None when it is none. Raises UnsafeXmlError as ``xmltext.clean`` does."""
    try:
        document = xmltext.clean(body, content_type)
    except UnsafeXmlError as unsafe:
        if str(unsafe) == xmltext.NO_XML:
            return _text(body, url, content_type)
        raise
    if document.root.rpartition(":")[2] not in {"urlset", "sitemapindex"}:
        return None
    pages, maps = _places(document.body, url)
    notices = ("The sitemap is longer than 10 MiB; what is beyond was not read.",) if document.cut else ()
    return Sitemap(_unique(pages), _unique(maps), len(pages) + len(maps), notices)


def in_robots(body: bytes, url: str) -> list[str]:
    """The sitemaps that a robots.txt names, canonical, each once."""
    text = charset.decode(body[:_ROBOTS_BYTES]).text
    return list(dict.fromkeys(full for found in _ROBOTS.findall(text) if (full := uri.join(url, found))))[
        :100
    ]


def _places(body: bytes, url: str) -> tuple[list[Place], list[Place]]:
    pages: list[Place] = []
    maps: list[Place] = []
    location: str | None = None
    modified: datetime | None = None
    for element in xmltext.elements(body):
        if element.name in {"url", "sitemap"}:
            if location and (full := uri.join(url, location)):
                (maps if element.name == "sitemap" else pages).append(Place(full, modified))
            location = modified = None
            if len(pages) + len(maps) >= MOST:
                break
        elif element.parent in {"url", "sitemap"}:  # image:loc has a parent of its own
            if element.name == "loc":
                location = element.text
            elif element.name == "lastmod":
                modified = timestamp.parse_iso(element.text)
    return pages, maps


def _text(body: bytes, url: str, content_type: str | None) -> Sitemap | None:
    """A sitemap in plain text: one full URL a line and nothing else."""
    if body.startswith(b"\x1f\x8b"):
        body = xmltext.unpacked(body)
    lines = charset.decode(body[: xmltext.MAX_BYTES], content_type).text.split("\n", MOST)[:MOST]
    stated = [line.strip() for line in lines if line.strip()]
    if not stated or not all(line.startswith(("http://", "https://")) for line in stated):
        return None
    places = [Place(full) for line in stated if " " not in line and (full := uri.join(url, line))]
    return Sitemap(_unique(places), (), len(stated)) if places else None


def _unique(places: list[Place]) -> tuple[Place, ...]:
    return tuple({place.url: place for place in places}.values())
