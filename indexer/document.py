"""A Page and its captures → the Document that the index holds of it.

The newest good capture from the web gives the text; where none has one, what an export or a feed told. What the platform
said of the article (feed, REST, sitemap) goes before what extraction found in it; what only the page's own metadata says,
which may be the site's name or a line for search engines, does not go before the title that extraction chose. Every
distinct payload was read once, to tell when the text changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from archive import uri
from archive.discover import articles, links, markup
from archive.errors import RecordError
from archive.model import Capture, Page, PageKind, PageStatus, Source
from archive.store.mementos import Mementos
from indexer.extract import extract
from indexer.language.detect import detect
from indexer.model import Article, Document, Version
from indexer.texts import MOST_BYTES, Extract, Texts
from indexer.versions import versions_of
from indexer.wording import FORM

_SAME_MOMENT = timedelta(minutes=1)
_MOST_TRIES = 5
"""Captures that are tried for a text, the newest first: behind five empty or damaged ones there is little hope."""


class DocumentMaker:
    """Makes Documents out of Pages."""

    def __init__(self, mementos: Mementos, extraction: Extract = extract) -> None:
        self.mementos = mementos
        self._texts = Texts(mementos, extraction)

    def make(
        self,
        page: Page,
        captures: list[Capture],
        source: Source | None,
        previous: Document | None,
        links: Iterable[str] = (),
    ) -> Document | None:
        """The Document of a Page, or None if no capture of it can be shown.

        ``captures`` are the Page's, oldest first; ``previous`` is what the index holds: payloads that it knows are
        not read again; ``links`` are the keys of what it links to. Raises RecordError when no good capture can be read back.
        """
        good = [capture for capture in captures if capture.shows_article]
        if not good:
            return None
        shown, article = self._shown(good)
        # A text that was told and the page's own differ in form alone: a change is one within either kind.
        seen = any(capture.live for capture in good)
        good = [capture for capture in good if capture.live is shown.live]
        versions = self._versions(good, previous, captures, {shown.sha256: article})
        changed = len(versions) > 1
        text = article.text
        title = self._title(page, shown, article)
        return Document(
            id=page.id,
            url=page.url,
            title=title or page.url,
            text=text,
            source=source.name if source and page.kind is not PageKind.RELATED else uri.host(page.url),
            site=uri.host(page.url),
            published=_published(page.facts.published, article.published),
            author=page.facts.author or article.author,
            labels=page.facts.labels or article.labels,
            lang=detect(f"{title or ''}\n{text}", article.lang),
            kind=page.kind.value,
            status=_status(page, changed=changed, seen=seen),
            captures=len(captures),
            first_captured=captures[0].captured_at,
            last_captured=captures[-1].captured_at,
            last_changed=versions[-1].captured_at if changed else None,
            memento=shown.timestamp,
            method=article.method,
            versions=versions,
            links=tuple(links),
        )

    def _title(self, page: Page, shown: Capture, article: Article) -> str | None:
        """The title that a list gave, else the extracted one. One that is not from an entry with an identity is looked
        up in the page: it may be an echo of its metadata, out of which extraction has chosen already."""
        told = page.facts.title
        if not told or not article.title or told == article.title or page.facts.platform_id:
            return told or article.title
        with self.mementos.open(shown) as memento:
            body = memento.payload.read(MOST_BYTES)
            parsed = markup.parse(body, shown.url, memento.header("Content-Type"))
        stated = articles.stated(parsed, links.canonical(parsed) or shown.url) if parsed is not None else None
        return article.title if stated is not None and stated.title == told else told

    def _shown(self, good: list[Capture]) -> tuple[Capture, Article]:
        """The capture that gives the text: one from the web before what an export or a feed tells of it."""
        live = [capture for capture in good if capture.live]
        told = [capture for capture in good if not capture.live]
        if not live or not told:
            return self._newest(live or told)
        try:
            shown, article = self._newest(live)
        except RecordError:
            return self._newest(told)
        return (shown, article) if article.text.strip() else self._newest(told)

    def _newest(self, good: list[Capture]) -> tuple[Capture, Article]:
        """The newest capture that can be read and has a text; else the newest that can be read."""
        readable: tuple[Capture, Article] | None = None
        problem: RecordError | None = None
        for capture in islice(_distinct(reversed(good)), _MOST_TRIES):
            try:
                article = self._texts.of(capture)
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
        numbers = {capture.id for capture in good}
        told = previous.versions if previous else ()
        since = _known_until(previous, captures)
        if any(version.capture_id not in numbers for version in told):
            since = None  # until now the text came from captures of the other kind
        seen = {capture.sha256 for capture in good if since and capture.captured_at <= since}
        return versions_of(
            (capture for capture in _distinct(good) if capture.sha256 not in seen),
            told if since else (),
            {capture.id: capture for capture in good},
            lambda capture: read.get(capture.sha256) or self._texts.of(capture),
        )


def _published(stated: datetime | None, extracted: datetime | None) -> datetime | None:
    """When the platform says that it was published. If the page shows the same moment, then with the page's offset from
    UTC: so the day is the one that its readers saw."""
    if stated is None or (extracted is not None and abs(stated - extracted) < _SAME_MOMENT):
        return extracted
    return stated


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


def _status(page: Page, *, changed: bool, seen: bool) -> str:
    if page.status is PageStatus.GONE:
        return "gone"
    if not seen:
        return "exported"
    if page.status is PageStatus.BLOCKED:
        return "blocked"
    return "changed" if changed else "live"
