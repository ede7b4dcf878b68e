"""Documents as an Atom feed (RFC 4287), in pages (RFC 5005 §3). Pure.

An entry is an article, under one id for good; its ``updated`` is when it came in, or another text of it was found. The ids
are tag URIs (RFC 4151) of this site's host: neither a port nor https changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from lxml import etree

from archive.timestamp import iso, iso_there
from indexer.model import Document
from web.citation.plain_text import plain
from web.wording import readable

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_SUMMARY = 400  # letters
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself. ``path`` is its own path with its parameters, ``name`` what stays the same of it for
    its id, ``page`` the path of the same list for people; ``updated`` None: nothing is in it yet."""

    root: str
    archive: str
    title: str
    path: str
    name: str
    page: str
    updated: datetime | None
    first: str | None = None  # paths of other parts of it
    previous: str | None = None
    next: str | None = None


def write(feed: Feed, documents: Iterable[Document]) -> bytes:
    """The feed with an entry for each Document, in their order."""
    top = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _put(top, "id", tag(feed.root, feed.name))
    _put(top, "title", plain(feed.title))
    _put(top, "updated", iso(feed.updated or _LONG_AGO))
    _put(_put(top, "author"), "name", plain(feed.archive) or "Backfile")
    _put(top, "generator", "Backfile")
    _link(top, "self", feed.root + feed.path, MEDIA_TYPE)
    _link(top, "alternate", feed.root + feed.page, "text/html")
    for rel, path in (("first", feed.first), ("previous", feed.previous), ("next", feed.next)):
        if path:
            _link(top, rel, feed.root + path, MEDIA_TYPE)
    for document in documents:
        _entry(top, document, feed.root)
    return etree.tostring(top, xml_declaration=True, encoding="utf-8")


def write_pieces(feed: Feed, documents: Iterable[Document]) -> Iterator[str]:
    """The same piece by piece, however many there are."""
    yield write(feed, ()).decode().removesuffix("</feed>")
    for document in documents:
        alone = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
        _entry(alone, document, feed.root)
        yield etree.tostring(alone[0], encoding="unicode") + "\n"
    yield "</feed>\n"


def tag(root: str, name: str) -> str:
    """The id of something of this site."""
    host = urlsplit(root).hostname or ""
    return f"tag:{'localhost' if ':' in host or not host else host},2026:{name}"


def _entry(top: etree._Element, document: Document, root: str) -> None:
    entry = _put(top, "entry")
    if document.lang:
        entry.set(_LANG, document.lang)
    _put(entry, "id", tag(root, f"page/{document.id}"))
    _put(entry, "title", plain(document.title) or readable(document.url))
    _put(entry, "updated", iso(document.news_at or document.first_captured or _LONG_AGO))
    if document.published:
        _put(entry, "published", iso_there(document.published))
    _put(
        _put(entry, "author"), "name", plain(document.author or "") or plain(document.source) or document.site
    )
    _link(entry, "alternate", f"{root}/page/{document.id}", "text/html")
    _link(entry, "via", quote(document.url, safe=_URL_SAFE))
    for label in dict.fromkeys(filter(None, map(plain, document.labels))):
        _put(entry, "category").set("term", label)
    _put(entry, "summary", _beginning(document.text))


def _beginning(text: str) -> str:
    begun = plain(text[: 2 * _SUMMARY])
    return begun if len(begun) <= _SUMMARY else begun[:_SUMMARY].rpartition(" ")[0] + "…"


def _put(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text
    return element


def _link(parent: etree._Element, rel: str, href: str, media_type: str | None = None) -> None:
    link = _put(parent, "link")
    link.set("rel", rel)
    link.set("href", href)
    if media_type:
        link.set("type", media_type)
