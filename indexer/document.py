"""A Page and its captures → the Document that the index holds of it.

The newest good capture gives the text; what the platform said of the article (feed, REST, sitemap) goes before
what extraction found in it. Every distinct payload was read once, to tell when the text changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from archive import charset, uri
from archive.errors import RecordError
from archive.model import Capture, Page, PageKind, PageStatus, RecordType, Source
from archive.store.mementos import Mementos
from indexer.extract import extract
from indexer.language.detect import detect
from indexer.model import Article, Document, Version
from indexer.wording import FORM, text_digest

_HTML = ("text/html", "application/xhtml+xml")
_MOST_BYTES = 10 * 1024 * 1024
_SAME_MOMENT = timedelta(minutes=1)
_MOST_TRIES = 5
"""Captures that are tried for a text, the newest first: behind five empty or damaged ones there is little hope."""


class Extract(Protocol):
    """Extraction, as a function of its own so that a test can count or break it."""

    def __call__(self, html: bytes, url: str | None, /) -> Article: ...


class DocumentMaker:
    """Makes Documents out of Pages."""

    def __init__(self, mementos: Mementos, extraction: Extract = extract) -> None:
        self._mementos = mementos
        self._extract = extraction

    def make(
        self, page: Page, captures: list[Capture], source: Source | None, previous: Document | None
    ) -> Document | None:
        """The Document of a Page, or None if no capture of it can be shown.

        ``captures`` are the Page's, oldest first; ``previous`` is what the index holds: payloads that it knows are
        not read again. Raises RecordError when no good capture can be read back.
        """
        good = [capture for capture in captures if is_good(capture)]
        if not good:
            return None
        shown, article = self._newest(good)
        versions = self._versions(good, previous, captures, {shown.sha256: article})
        changed = len(versions) > 1
        text = article.text
        return Document(
            id=page.id,
            url=page.url,
            title=page.facts.title or article.title or page.url,
            text=text,
            source=source.name if source and page.kind is not PageKind.RELATED else uri.host(page.url),
            site=uri.host(page.url),
            published=_published(page.facts.published, article.published),
            author=page.facts.author or article.author,
            labels=page.facts.labels or article.labels,
            lang=detect(f"{page.facts.title or article.title or ''}\n{text}", article.lang),
            kind=page.kind.value,
            status=_status(page, changed=changed),
            captures=len(captures),
            first_captured=captures[0].captured_at,
            last_captured=captures[-1].captured_at,
            last_changed=versions[-1].captured_at if changed else None,
            memento=shown.timestamp,
            method=article.method,
            versions=versions,
        )

    def _newest(self, good: list[Capture]) -> tuple[Capture, Article]:
        """The newest capture that can be read and has a text; else the newest that can be read."""
        readable: tuple[Capture, Article] | None = None
        problem: RecordError | None = None
        for capture in islice(_distinct(reversed(good)), _MOST_TRIES):
            try:
                article = self._read(capture)
            except RecordError as error:
                problem = problem or error
                continue
            if article.text.strip():
                return capture, article
            readable = readable or (capture, article)
        if readable is None:
            raise problem or RecordError("no capture can be read")
        return readable

    def _versions(
        self,
        good: list[Capture],
        previous: Document | None,
        captures: list[Capture],
        read: dict[str, Article],
    ) -> tuple[Version, ...]:
        """The distinct texts of a Page with the first capture of each, oldest first."""
        since = _known_until(previous, captures)
        versions = (
            {version.text_digest: version for version in previous.versions} if previous and since else {}
        )
        seen = {capture.sha256 for capture in good if since and capture.captured_at <= since}
        for capture in _distinct(good):
            if capture.sha256 in seen:
                continue
            try:
                article = read.get(capture.sha256) or self._read(capture)
            except RecordError:
                continue  # told by `verify`; a version that can't be read is no version to show
            if digest := text_digest(article):
                versions.setdefault(digest, Version(capture.id, capture.captured_at, digest))
        return tuple(versions.values())

    def _read(self, capture: Capture) -> Article:
        with self._mementos.open(capture) as memento:
            body = memento.payload.read(_MOST_BYTES)
            decoded = charset.decode(body, memento.header("Content-Type"))
        return self._extract(decoded.text.encode(), capture.url)


def _published(stated: datetime | None, extracted: datetime | None) -> datetime | None:
    """When the platform says that it was published. If the page shows the same moment, then with the page's offset from
    UTC: so the day is the one that its readers saw."""
    if stated is None or (extracted is not None and abs(stated - extracted) < _SAME_MOMENT):
        return extracted
    return stated


def is_good(capture: Capture) -> bool:
    """Whether a capture shows the article: a whole 200 of HTML, or a revisit of one."""
    if capture.record_type is RecordType.REVISIT and capture.status == 304:
        return not capture.mime or capture.mime in _HTML
    return capture.status == 200 and capture.mime in _HTML


def _known_until(previous: Document | None, captures: list[Capture]) -> datetime | None:
    """Up to when the index knows all captures: None when older ones came in since (an import), or when what it knows of
    their texts can't be compared with what is found now."""
    if previous is None or previous.last_captured is None:
        return None
    if any(not version.text_digest.startswith(f"{FORM}:") for version in previous.versions):
        return None
    then = sum(capture.captured_at <= previous.last_captured for capture in captures)
    return previous.last_captured if then == previous.captures else None


def _distinct(captures: Iterable[Capture]) -> Iterator[Capture]:
    """The first capture of each payload, in the order given."""
    seen: set[str] = set()
    for capture in captures:
        if capture.sha256 not in seen:
            seen.add(capture.sha256)
            yield capture


def _status(page: Page, *, changed: bool) -> str:
    if page.status is PageStatus.GONE:
        return "gone"
    return "changed" if changed else "live"
