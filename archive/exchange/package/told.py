"""What only the catalogue knows, for a package's folder ``backfile/``: Sources, Pages and Captures as lines of JSON.

The standard has no place for it, and nobody but an import here needs it. (Not ``.jsonl``: validators take that for a
table with one form of line.) What is read back is hostile: each line is bounded
and looked at before anything is made of it; None where it is not what it should be.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from archive import uri
from archive.errors import BadUrl
from archive.model import (
    Capture,
    Facts,
    Link,
    LinkKind,
    Page,
    PageKind,
    PageStatus,
    RecordType,
    Source,
    SourceKind,
    WallKind,
)
from archive.store.pages import page_id
from archive.timestamp import iso, parse_iso

SOURCES, PAGES, CAPTURES = (f"backfile/{name}.facts" for name in ("sources", "pages", "captures"))
FORMAT = "backfile-catalogue-1"
"""What the first line of each says; it is for people, and to tell a later form apart."""

MAX_LINE = 4 * 1024 * 1024
"""Bytes of a line, more than which is not read."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_TEXT = 4000  # characters of a title or a name
_LABELS = 500
_LINKS = 5000
_NUMBER = 10**9
_HEX = re.compile(r"[0-9a-f]{64}")
_BASE32 = re.compile(r"[A-Z2-7]{32}")
_DIGEST = re.compile(r"[!-~]{1,64}")
_ID = re.compile(r"[!-~]{1,200}")
_PAGE_ID = re.compile(r"[a-z2-7]{10}")
_UNFIT = re.compile(r"[\x00-\x20\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MIME = re.compile(r"[!-~]{1,100}")

Word = TypeVar("Word", bound=StrEnum)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A Page, the key of its Source, and its links as the capture with that record id showed them."""

    page: Page
    source: str | None = None
    links: tuple[Link, ...] = ()
    links_from: str | None = None


@dataclass(frozen=True, slots=True)
class ToldCapture:
    """Of a Capture: its Page's id, its wall, and what a revisit or a conversion has from the record it refers to."""

    record_id: str
    page_id: str | None = None
    wall: WallKind | None = None
    status: int | None = None
    mime: str | None = None
    digest: str | None = None
    sha256: str | None = None
    refers_to_url: str | None = None
    refers_to_at: datetime | None = None


def header_line() -> bytes:
    """The first line."""
    return _line({"format": FORMAT})


def source_line(source: Source) -> bytes:
    """A Source: what it is, not how it is crawled here (settings may hold keys)."""
    return _line(
        {
            "url": source.url,
            "name": source.name,
            "kind": source.kind,
            "surt": source.surt,
            "feed_url": source.feed_url,
            "sitemap_url": source.sitemap_url,
            "platform_id": source.platform_id,
            "platform": source.platform,
        }
    )


def page_line(told: ToldPage) -> bytes:
    """A Page with all that is known of it."""
    page, facts = told.page, told.page.facts
    return _line(
        {
            "url": page.url,
            "kind": page.kind,
            "status": page.status,
            "source": told.source,
            "title": facts.title,
            "author": facts.author,
            "published": _iso(facts.published),
            "updated": _iso(facts.updated),
            "labels": list(facts.labels),
            "platform_id": facts.platform_id,
            "via": page.via,
            "link_kind": page.link_kind,
            "visits": page.visits,
            "text_changes": page.text_changes,
            "text_digest": page.text_digest,
            "text_changed_at": _iso(page.text_changed_at),
            "links": [[link.url, link.kind, link.text] for link in told.links[:_LINKS]],
            "links_from": told.links_from,
        }
    )


def capture_line(capture: Capture) -> bytes:
    """What a Capture's record does not say, or not alone."""
    fields: Json = {"page": capture.page_id, "wall": capture.wall}
    if capture.record_type in (RecordType.REVISIT, RecordType.CONVERSION):
        fields |= {
            "status": capture.status,
            "mime": capture.mime,
            "digest": capture.digest,
            "sha256": capture.sha256,
            "refers_to_url": capture.refers_to_url,
            "refers_to_at": _iso(capture.refers_to_at),
        }
    return _line({"id": capture.record_id, **fields})


def read_source(line: bytes) -> Source | None:
    """A Source with the number 0."""
    told = _read(line)
    url, name, kind = _url(told.get("url")), _text(told.get("name")), _word(SourceKind, told.get("kind"))
    surt = told.get("surt")
    if url is None or name is None or kind is None or not isinstance(surt, str):
        return None
    if (
        not surt
        or len(surt) > uri.MAX_LENGTH
        or _UNFIT.search(surt)
        or not uri.page_surt(url).startswith(surt)
    ):
        return None
    return Source(
        0,
        url,
        surt,
        name,
        kind,
        _NEVER,
        feed_url=_url(told.get("feed_url")),
        sitemap_url=_url(told.get("sitemap_url")),
        platform_id=_text(told.get("platform_id")),
        platform=_text(told.get("platform")),
    )


def read_page(line: bytes) -> ToldPage | None:
    """A Page without sums over its captures."""
    told = _read(line)
    url, kind = _url(told.get("url")), _word(PageKind, told.get("kind"))
    if url is None or kind is None:
        return None
    surt = uri.page_surt(url)
    facts = Facts(
        title=_text(told.get("title")),
        author=_text(told.get("author")),
        published=_moment(told.get("published")),
        updated=_moment(told.get("updated")),
        labels=tuple(filter(None, map(_text, _list(told.get("labels"), _LABELS)))),
        platform_id=_text(told.get("platform_id")),
    )
    page = Page(
        page_id(surt),
        url,
        surt,
        kind,
        status=_word(PageStatus, told.get("status")) or PageStatus.LIVE,
        facts=facts,
        via=_address(told.get("via")),
        link_kind=_word(LinkKind, told.get("link_kind")) or LinkKind.SEED,
        visits=_number(told.get("visits")),
        text_changes=_number(told.get("text_changes")),
        text_digest=_like(_DIGEST, told.get("text_digest")),
        text_changed_at=_moment(told.get("text_changed_at")),
    )
    links = tuple(filter(None, map(_link, _list(told.get("links"), _LINKS))))
    source = told.get("source")
    return ToldPage(
        page, source if isinstance(source, str) else None, links, _like(_ID, told.get("links_from"))
    )


def read_capture(line: bytes) -> ToldCapture | None:
    """What is told of a Capture."""
    told = _read(line)
    record_id = _like(_ID, told.get("id"))
    if record_id is None:
        return None
    status = told.get("status")
    return ToldCapture(
        record_id,
        page_id=_like(_PAGE_ID, told.get("page")),
        wall=_word(WallKind, told.get("wall")),
        status=status if isinstance(status, int) and 100 <= status <= 999 else None,
        mime=_like(_MIME, told.get("mime")),
        digest=_like(_BASE32, told.get("digest")),
        sha256=_like(_HEX, told.get("sha256")),
        refers_to_url=_address(told.get("refers_to_url")),
        refers_to_at=_moment(told.get("refers_to_at")),
    )


def _line(fields: Json) -> bytes:
    known = {name: value for name, value in fields.items() if value not in (None, "", [], 0)}
    return json.dumps(known, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _read(line: bytes) -> Json:
    try:
        found = json.loads(line) if len(line) <= MAX_LINE else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment is not None else None


def _text(value: object) -> str | None:
    if not isinstance(value, str) or "\x00" in value:
        return None
    return value[:_TEXT] or None


def _moment(value: object) -> datetime | None:
    return parse_iso(value) if isinstance(value, str) else None


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= _NUMBER else 0


def _like(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _word(kind: type[Word], value: object) -> Word | None:
    try:
        return kind(str(value))
    except ValueError:
        return None


def _list(value: object, most: int) -> list[object]:
    return value[:most] if isinstance(value, list) else []


def _url(value: object) -> str | None:
    """A web address as this archive would write it."""
    if not isinstance(value, str) or len(value) > uri.MAX_LENGTH or _UNFIT.search(value):
        return None
    try:
        uri.canonical(value)
    except BadUrl:
        return None
    return value


def _address(value: object) -> str | None:
    """An address of any kind, or a file's name: shown as text, and as a link only where it is a web address."""
    if not isinstance(value, str) or len(value) > uri.MAX_LENGTH or _CONTROL.search(value):
        return None
    return value or None


def _link(value: object) -> Link | None:
    match value:
        case [str() as url, kind, str() as text] if (word := _word(LinkKind, kind)) is not None:
            address = _address(url)
            return Link(address, word, text[:_TEXT]) if address else None
    return None
