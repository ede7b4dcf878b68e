"""What a reader is shown of an article: its Document where there is one, else what the catalogue knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from archive.errors import BadUrl
from archive.model import Capture, Link, LinkKind, Page, PageKind, PageStatus, WallKind
from archive.store.links import Named
from archive.uri import page_surt
from indexer.model import Document
from web.current import backfile
from web.reading.provenance import WayIn, way_in
from web.statuses import NoSuchPage
from web.wording import readable

ACCOUNTS = 12
"""Accounts on social networks that are shown of a blog."""


@dataclass(frozen=True, slots=True)
class Article:
    """A Page with its Document (None before it is indexed), captures (oldest first) and links."""

    page: Page
    document: Document | None
    captures: tuple[Capture, ...]
    links_out: tuple[tuple[LinkKind, tuple[Link, ...]], ...]
    links_in: tuple[Page, ...]
    way_in: WayIn
    accounts: tuple[Named, ...] = ()  # on social networks, as its blog names them

    @property
    def id(self) -> str:
        return self.page.id

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def title(self) -> str:
        """Never empty: an article without a title goes by its address."""
        named = self.document.title if self.document else self.page.facts.title
        return named or self.page.facts.title or readable(self.page.url)

    @property
    def author(self) -> str | None:
        return (self.document.author if self.document else None) or self.page.facts.author

    @property
    def published(self) -> datetime | None:
        return (self.document.published if self.document else None) or self.page.facts.published

    @property
    def labels(self) -> tuple[str, ...]:
        return self.document.labels if self.document else self.page.facts.labels

    @property
    def lang(self) -> str | None:
        return self.document.lang if self.document else None

    @property
    def status(self) -> str:
        return self.document.status if self.document else str(self.page.status)

    @property
    def source(self) -> str:
        """The Source's name, or the host of an article that has none."""
        return self.document.source if self.document else self.page.url.split("/")[2]

    @property
    def paragraphs(self) -> list[str]:
        """The clean text, cut where it has line breaks."""
        text = self.document.text if self.document else ""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return lines[1:] if lines and lines[0] == self.title else lines  # the title stands above already

    @property
    def behind(self) -> WallKind | None:
        """What the last visit met in the article's place, if that is behind something; None too where no page said it."""
        if self.page.status is not PageStatus.BLOCKED or not self.captures:
            return None
        return self.captures[-1].wall

    @property
    def shown(self) -> Capture | None:
        """The capture that the text comes from, else the newest that answered well."""
        return shown_of(self.captures, self.document.memento if self.document else None)


def shown_of(captures: Sequence[Capture], stamp: str | None) -> Capture | None:
    """Of a Page's captures (oldest first) the one that its text comes from, whose timestamp the index names, else the
    newest that answered well."""
    named = [capture for capture in captures if capture.timestamp == stamp]
    good = [one for one in captures if one.status in (200, 304) and one.wall is None]
    named.sort(key=lambda capture: capture.live)  # a text is told only where the page itself has none
    return next(iter(named or good[::-1] or captures[::-1]), None)


def article_of(id: str) -> Article:  # noqa: A002 - the word in the address
    """The article with this id. Raises NoSuchPage."""
    joined = backfile()
    catalogue = joined.catalogue
    page = catalogue.pages.get(id)
    if page is None:
        raise NoSuchPage("article", id)
    source = catalogue.sources.get(page.source_id) if page.source_id is not None else None
    links = sorted(catalogue.pages.links_from(id), key=lambda link: list(LinkKind).index(link.kind))
    return Article(
        page=page,
        document=joined.engine.get(id),
        captures=tuple(joined.catalogue.captures.of_page(id)),
        links_out=tuple((kind, tuple(found)) for kind, found in groupby(links, key=lambda link: link.kind)),
        links_in=tuple(catalogue.pages.links_to(id)),
        way_in=way_in(page, _named_by(page), source),
        accounts=_accounts(page),
    )


def _named_by(page: Page) -> Page | None:
    """The article that led to this one."""
    try:
        return backfile().catalogue.pages.by_surt(page_surt(page.via)) if page.via is not None else None
    except BadUrl:  # an export is named by its file
        return None


def _accounts(page: Page) -> tuple[Named, ...]:
    if page.source_id is None or page.kind is PageKind.RELATED:
        return ()
    return tuple(backfile().catalogue.links.most_named(page.source_id, (LinkKind.SOCIAL,))[:ACCOUNTS])
