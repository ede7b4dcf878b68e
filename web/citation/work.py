"""From what the archive and the index know to a Citation. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from archive.model import HTML, Capture, Page, PageKind
from indexer.model import Document
from web.citation.citation import Citation, InManifest, Kind, Proof
from web.citation.names import read_names
from web.citation.plain_text import plain
from web.citing.links import memento_url
from web.wording import readable, told_by

_UUID = re.compile(r"urn:uuid:([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_DESCRIBED = (
    ("image/", "Image"), ("audio/", "Recording"), ("video/", "Video"), ("application/pdf", "PDF document"),
    ("application/rss", "Feed"), ("application/atom", "Feed"), ("text/css", "Style sheet"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """An article as it is cited: what its page says of itself, whichever of its captures is meant."""

    page_id: str
    kind: Kind
    site: str
    title: str = ""
    author: str | None = None
    published: datetime | None = None
    lang: str | None = None
    labels: tuple[str, ...] = ()


def work_of(page: Page, document: Document | None) -> Work:
    """A Page's facts, with what extraction made of it where it is indexed."""
    facts = page.facts
    kind = Kind.POST if page.kind is PageKind.POST else Kind.PAGE
    if document is None:
        site = site_of(page.url)
        return Work(page.id, kind, site, facts.title or "", facts.author, facts.published, None, facts.labels)
    return Work(
        page_id=page.id,
        kind=kind,
        site=document.source,
        title=document.title if document.title != page.url else facts.title or "",  # an address is no title
        author=document.author or facts.author,
        published=document.published or facts.published,
        lang=document.lang,
        labels=document.labels,
    )


def cite(
    capture: Capture, work: Work | None, root: str, archive: str, manifest: InManifest | None = None
) -> Citation:
    """A Capture as a Citation. ``work`` is the article of its Page, if it has one; a capture that shows something else
    in its place (a wall, an error, a redirect) is cited as the page that it is. ``root`` is this site's address."""
    shown = work if work is not None and (capture.shows_article or not capture.live) else None
    return Citation(
        name=capture_name(capture),
        kind=shown.kind if shown else _kind(capture),
        site=plain(shown.site if shown else "") or site_of(capture.url),
        archive=plain(archive),
        captured=capture.captured_at,
        permalink=memento_url(root, capture),
        original=quote(capture.url, safe=_URL_SAFE),
        proof=Proof(capture.sha256, capture.record_id, capture.checked_at, capture.fault, manifest),
        title=plain(shown.title) if shown else "",
        description=_described(capture),
        authors=read_names(shown.author, shown.lang) if shown else (),
        published=shown.published if shown else None,
        lang=shown.lang if shown else None,
        labels=tuple(dict.fromkeys(label for label in map(plain, shown.labels) if label)) if shown else (),
        told_by=told_by(capture),
        landing=f"{root}/page/{work.page_id}" if work else None,
        mime=capture.mime,
    )


def capture_name(capture: Capture) -> str:
    """A Capture's name for good: the UUID of its WARC record, which it keeps in a catalogue that was rebuilt and in
    another archive that takes the record in. The catalogue's number, where a record (of others) has no UUID."""
    found = _UUID.fullmatch(capture.record_id)
    return found[1] if found else str(capture.id)


def site_of(url: str) -> str:
    """What a site without a name goes by: its host."""
    return url.partition("://")[2].partition("/")[0].partition(":")[0].removeprefix("www.")


def _kind(capture: Capture) -> Kind:
    return Kind.PAGE if not capture.mime or capture.mime in HTML or capture.status != 200 else Kind.FILE


def _described(capture: Capture) -> str:
    kind = _kind(capture)
    sort = next((said for prefix, said in _DESCRIBED if capture.mime.startswith(prefix)), "File")
    return plain(f"{'Web page' if kind is Kind.PAGE else sort} at {readable(capture.url)}")
