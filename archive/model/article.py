"""Articles: what is said of one, the Page that it is to the archive, the looks at it and its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from archive.model.words import LinkKind, PageKind, PageStatus


@dataclass(frozen=True, slots=True)
class Facts:
    """What the platform itself says of an article (feed entry, REST, sitemap), before any extraction."""

    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    labels: tuple[str, ...] = ()
    platform_id: str | None = None  # e.g. tag:blogger.com,1999:blog-1.post-2


@dataclass(frozen=True, slots=True)
class Link:
    """An out-link of a page, typed."""

    url: str
    kind: LinkKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An article's identity: one canonical URL, however often it was captured. ``id`` is short, stable and
    derived from the SURT, so that a rebuilt catalogue gives the same links."""

    id: str
    url: str
    surt: str
    kind: PageKind
    status: PageStatus = PageStatus.LIVE
    source_id: int | None = None
    facts: Facts = field(default_factory=Facts)
    via: str | None = None  # the page that led to it
    link_kind: LinkKind = LinkKind.SEED
    first_captured: datetime | None = None
    last_captured: datetime | None = None
    captures: int = 0
    visits: int = 0  # good looks at it, "not modified" among them
    text_changes: int = 0  # how many of these found another text
    text_digest: str | None = None  # of the text that the last good look found
    text_changed_at: datetime | None = None
    takedown_id: int | None = None  # of the Takedown that hides it


@dataclass(frozen=True, slots=True)
class Look:
    """What a good look at an article found: ``changed`` if its text is another one than at the look before.

    ``text_digest`` is of the text; None where it was not read, for nothing needed it (the first look, the same bytes again,
    "not modified") or there is none.
    """

    text_digest: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the change feed that the indexer follows: this Page is not what it was."""

    seq: int
    page_id: str
    at: datetime
