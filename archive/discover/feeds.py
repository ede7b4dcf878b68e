"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom (RFC 4287), JSON Feed 1.x. Bytes in, entries out.

``fastfeedparser`` reads them; what it can't read goes to ``feedparser``, always as bytes. What both leave out
(paging, totals, the type of a link) is read beside them from the same cleaned document.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import fastfeedparser
import feedparser
import orjson

from archive import timestamp, uri
from archive.discover import envelope, xmltext
from archive.discover.entry import Entry
from archive.discover.envelope import Envelope
from archive.discover.xmltext import UnsafeXmlError, XmlText
from archive.model import Facts

MOST_ENTRIES = 5000
_DEEPEST = (
    10_000  # a broken feed's elements may never end, but a tree of half a million costs hundreds of megabytes
)
_MOST_LABELS = 200  # of an entry
_MOST_AUTHORS = 50
_FALLBACK_BYTES = 1 * 1024 * 1024  # feedparser takes 80 times as long
_END_OF_ENTRY = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s{0,20}>", re.I)
_ROOTS = {"feed": "atom", "rss": "rss", "rdf": "rdf"}
_INLINE = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|font|i|img|ins|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.I
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed. ``form``: ``atom``, ``rss``, ``rdf`` or ``json``; ``home`` the site it is of;
    ``received`` the number of entries in it, with a URL or not; ``total``, ``start`` what it says of the whole."""

    form: str
    title: str | None
    home: str | None
    entries: tuple[Entry, ...]
    received: int
    identity: str | None = None
    generator: str | None = None
    next_url: str | None = None
    total: int | None = None
    start: int | None = None
    notices: tuple[str, ...] = field(default=())


def parse(body: bytes, url: str, content_type: str | None = None) -> Feed | None:
    """What is in a feed; None when it is none.

    Broken ones give what can be had, with a notice. Raises UnsafeXmlError for a document type with an internal
    subset, and for elements that lie thousands deep in one another. Reads at most 10 MiB and 5,000 entries.
    """
    if body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json(body, url)
    try:
        document = xmltext.clean(body, content_type)
    except UnsafeXmlError as unsafe:
        if str(unsafe) == xmltext.NO_XML:
            return None
        raise
    form = _ROOTS.get(document.root.rpartition(":")[2])
    if form is None:
        return None
    document, notices = _bounded(document)
    frame = envelope.read(document.body, url)
    if frame.deepest > _DEEPEST:
        raise UnsafeXmlError(f"its elements lie more than {_DEEPEST:,} deep in one another, as in no feed")
    raw, more = _read(document.body, frame.received)
    return _feed(form, url, frame, raw, notices + more)


def _bounded(document: XmlText) -> tuple[XmlText, tuple[str, ...]]:
    notices = ("The feed is longer than 10 MiB; what is beyond was not read.",) if document.cut else ()
    for number, end in enumerate(_END_OF_ENTRY.finditer(document.body), 1):
        if number == MOST_ENTRIES and _END_OF_ENTRY.search(document.body, end.end()):
            cut = replace(document, body=document.body[: end.end()])
            return cut, (*notices, f"The feed has more than {MOST_ENTRIES} entries; the rest was not read.")
    return document, notices


def _read(body: bytes, expected: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The document as a dictionary of the shape that both libraries share."""
    found: dict[str, Any] = {}
    try:
        parsed = fastfeedparser.parse(
            body, include_content=False, include_media=False, include_enclosures=False
        )
        found = {"feed": parsed.get("feed") or {}, "entries": parsed.get("entries") or []}
    except Exception:  # noqa: BLE001 -- whatever a stranger's feed does to the quick parser, the patient one is asked
        found = {}
    if found and len(found["entries"]) >= expected:
        return found, ()
    slow = _read_patiently(body)
    if len(slow["entries"]) > len(found.get("entries", ())) or not found:
        return slow, ("The feed is broken XML; its entries were read as far as possible.",)
    return found, ()


def _read_patiently(body: bytes) -> dict[str, Any]:
    body = body[:_FALLBACK_BYTES]
    try:
        parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001 -- feedparser's loose parser raises what it likes on garbage
        return {"feed": {}, "entries": []}
    return {"feed": parsed.get("feed", {}), "entries": parsed.get("entries", [])}


def _feed(form: str, url: str, frame: Envelope, raw: dict[str, Any], notices: tuple[str, ...]) -> Feed:
    entries: list[dict[str, Any]] = raw["entries"]
    frames = frame.entries if len(frame.entries) == len(entries) else [None] * len(entries)
    return Feed(
        form=form,
        title=_plain(raw["feed"].get("title"), frame.title_type),
        home=frame.home or _joined(url, raw["feed"].get("link")),
        entries=tuple(_entry(entry, about, url) for entry, about in zip(entries, frames, strict=True)),
        received=max(frame.received, len(entries)),
        identity=frame.identity or _text(raw["feed"].get("id")),
        generator=frame.generator or _text(raw["feed"].get("generator")),
        next_url=frame.next_url,
        total=frame.total,
        start=frame.start,
        notices=notices,
    )


def _entry(raw: dict[str, Any], about: envelope.EntryFrame | None, url: str) -> Entry:
    facts = Facts(
        title=_plain(raw.get("title"), about.title_type if about else None),
        author=_author(raw),
        published=_moment(raw.get("published")),
        updated=_moment(raw.get("updated")),
        labels=_labels(raw.get("tags")),
        platform_id=_identity(raw),
    )
    if about is not None and about.has_links:
        return Entry(about.url, facts)
    return Entry((about and about.url) or _joined(url, raw.get("link")), facts)


def _identity(raw: dict[str, Any]) -> str | None:
    """The entry's own identity; its address is none (the libraries put it there when there is no other)."""
    identity = _text(raw.get("id"))
    return None if identity == _text(raw.get("link")) else identity


def _joined(url: str, href: Any) -> str | None:
    return uri.join(url, href) if isinstance(href, str) and href.strip() else None


def _text(value: Any) -> str | None:
    return (_SPACES.sub(" ", value).strip()[:1000] or None) if isinstance(value, str) else None


def _plain(value: Any, kind: str | None) -> str | None:
    """A title as plain text. Only Atom says what its titles are; RSS may mean markup or not (RSS 2.0 is silent)."""
    text = _text(value)
    if text is None or kind == "text":
        return text
    return _text(html.unescape(_INLINE.sub("", text)))


def _author(raw: dict[str, Any]) -> str | None:
    author = _text(raw.get("author"))
    if author and (found := re.fullmatch(r"\S+@\S+ \((.+)\)", author)):  # RSS 2.0: “mail@host (Name)”
        return found[1]
    return None if author in {"noreply@blogger.com", "Unknown"} else author


def _labels(tags: Any) -> tuple[str, ...]:
    if not isinstance(tags, list):
        return ()
    kept = []
    for tag in tags[:_MOST_LABELS]:
        term, scheme = _text(tag.get("term")), tag.get("scheme") or ""
        if term and "#kind" not in scheme and not term.startswith("http://schemas.google.com/"):
            kept.append(html.unescape(term))
    return tuple(dict.fromkeys(kept))


def _moment(value: Any) -> datetime | None:
    return timestamp.parse_iso(value) if isinstance(value, str) else None


def _json(body: bytes, url: str) -> Feed | None:
    """JSON Feed 1.x. Anything else in JSON is none of ours."""
    try:
        raw = orjson.loads(body[: xmltext.MAX_BYTES])
    except orjson.JSONDecodeError:
        return None
    if not isinstance(raw, dict) or "jsonfeed.org/version" not in str(raw.get("version")):
        return None
    items = [item for item in _list(raw.get("items")) if isinstance(item, dict)][:MOST_ENTRIES]
    entries = tuple(Entry(_joined(url, item.get("url")), _json_facts(item)) for item in items)
    return Feed(
        form="json",
        title=_text(raw.get("title")),
        home=_joined(url, raw.get("home_page_url")),
        entries=entries,
        received=len(entries),
        next_url=_joined(url, raw.get("next_url")),
    )


def _json_facts(item: dict[str, Any]) -> Facts:
    authors = [*_list(item.get("authors"))[:_MOST_AUTHORS], item.get("author")]
    names = [name for author in authors if isinstance(author, dict) and (name := _text(author.get("name")))]
    tags = _list(item.get("tags"))[:_MOST_LABELS]
    return Facts(
        title=_text(item.get("title")),
        author=", ".join(dict.fromkeys(names)) or None,
        published=_moment(item.get("date_published")),
        updated=_moment(item.get("date_modified")),
        labels=tuple(tag for tag in map(_text, tags) if tag),
        platform_id=str(item["id"])[:1000] if item.get("id") else None,
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
