"""The indexer's nouns: what is found, and what a reader asks. Frozen, slotted dataclasses; aware times, UTC but for
``published``, which keeps the page's own offset: its day is the one that readers of the page saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

FACETS = ("source", "author", "label", "year", "lang", "kind", "status")
"""The facets, in the order in which they are shown."""

DATES = ("year", "month", "day")
"""What may be chosen of the day on which something was published: ``2024``, ``2024-05``, ``2024-05-03``. One group: none of
them filters the counts of another."""

UNDATED = "undated"
"""The value of ``year`` that stands for no date at all."""

CHOICES = (*FACETS, *DATES[1:])
"""All that can be chosen from, in the order in which addresses have it."""


@dataclass(frozen=True, slots=True)
class Article:
    """What extraction made of one HTML payload. ``method`` names the winner for the text:
    ``platform:<name>``, ``trafilatura`` or ``fallback``. Missing is None or empty, never a guess."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    labels: tuple[str, ...] = ()
    lang: str | None = None  # ISO 639-1
    method: str = "none"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that an edit took out or put in, with the rest of their sentence: ``changed`` are the places in ``text`` of
    those that changed, (start, end), ascending."""

    text: str
    changed: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One text that a Page has had, and the first capture that showed it. ``added`` and ``removed``: against the version
    before it; empty for the first. Text that only moved is in neither. ``cut``: more changed than is kept here.
    ``words_added`` and ``words_removed`` count all words that changed, those that are not kept too."""

    capture_id: int
    captured_at: datetime
    text_digest: str  # indexer.wording.text_digest
    added: tuple[Passage, ...] = ()
    removed: tuple[Passage, ...] = ()
    cut: bool = False
    words_added: int = 0
    words_removed: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of a Page. One per Page, however many captures it has."""

    id: str  # Page.id
    url: str
    title: str
    text: str
    source: str  # the Source's name, or the host for a page without one
    site: str  # host name
    published: datetime | None = None
    author: str | None = None
    labels: tuple[str, ...] = ()
    lang: str | None = None
    kind: str = "post"  # post | page | related
    status: str = "live"  # live | changed | gone
    captures: int = 0
    first_captured: datetime | None = None
    last_captured: datetime | None = None
    last_changed: datetime | None = None
    news_at: datetime | None = None  # when it was last news (indexer.news)
    memento: str | None = None  # timestamp (14 digits) of the one that the text comes from
    method: str = "none"
    versions: tuple[Version, ...] = ()
    links: tuple[str, ...] = ()
    """The keys (``archive.uri.page_surt``) of what it links to. They are searched: an engine need not give them back."""


class Sort(StrEnum):
    """The orders of a list. Ties go to the newest, then to the id: paging is stable."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """What a reader chose of one facet: ``any_of`` is OR, ``none_of`` excludes."""

    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question, complete and bounded. ``text`` is what was typed; ``chosen`` maps a name of ``CHOICES`` to its choice;
    AND between them, OR within."""

    text: str = ""
    chosen: dict[str, FacetChoice] = field(default_factory=dict)
    since: date | None = None  # published on or after
    until: date | None = None  # published on or before
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    with_facets: bool = True
    each_copy: bool = False  # copies of one text are hits of their own


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with its exact count under the other facets' filters."""

    value: str
    count: int
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most frequent first (dates: newest first); chosen values always present. ``size``: how many
    values there are in all, without what is chosen and nothing has (0: as many as are here)."""

    name: str
    values: tuple[FacetValue, ...]
    size: int = 0


class ValueOrder(StrEnum):
    """The orders of a facet's values: most frequent first, or by name (dates: newest first). Ties go by name."""

    COUNT = "count"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Values:
    """A stretch of the whole list of a facet's values under a Query. ``total``: how many values there are in that list;
    ``articles``: how many Documents they are counted over."""

    query: Query
    facet: str
    values: tuple[FacetValue, ...]
    total: int
    articles: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bar of the histogram: hits published in the month that begins on ``start``, or on that day
    (``Results.histogram_by``)."""

    start: date
    count: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text cut into runs: ``(text, matched)``. Plain text; whoever shows it escapes it."""

    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Where an edit shows why its Document was found: ``kind`` is ``added`` or ``removed``; ``earlier`` and ``later`` are
    when the two versions that it lies between were first captured."""

    kind: str
    earlier: datetime
    later: datetime
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Copy:
    """Another Document that has the same text."""

    id: str
    url: str
    title: str
    source: str
    site: str
    published: datetime | None = None
    memento: str | None = None


def as_copy(document: Document) -> Copy:
    """What is told of a Document beside another one with its text."""
    return Copy(
        document.id,
        document.url,
        document.title,
        document.source,
        document.site,
        document.published,
        document.memento,
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One text that answers the Query, in the Document that is likeliest its original of those that answer. ``changes``:
    what answers ``added:`` and ``removed:``. ``copies``: other Documents with this text, whether they answer or not, the
    original first; there are ``copied`` in all."""

    document: Document
    score: float
    snippets: tuple[Snippet, ...] = ()
    changes: tuple[Change, ...] = ()
    copies: tuple[Copy, ...] = ()
    copied: int = 0


@dataclass(frozen=True, slots=True)
class Wider:
    """A search that asks for less, and how many Documents answer it: more than none. ``without`` is what was left out:
    ``filters``, ``dates``, ``quotes``, ``word`` or a facet's name; ``value``: which."""

    query: Query
    count: int
    without: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer. ``mode``: ``all`` words matched, or (as none had all, or of a sentence hardly any) ``any`` of them.
    ``notices`` say in plain words what was bounded or could not be understood. ``wider``: where nothing was found, what
    would find something. ``as_of``: the latest ``news_at`` that the index held. ``total``, and every count in facets and
    histogram, is of hits; ``folded``: how many Documents answer beside those, as copies of them. ``facets``: those of
    ``FACETS``, ``month`` where a year is chosen, and ``day`` where a month is. ``undated``: how many hits there are without
    a date beside those of all years."""

    query: Query
    total: int
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bucket, ...] = ()
    histogram_by: str = "month"  # or day
    undated: int = 0
    mode: str = "all"
    understood_as: str = ""
    did_you_mean: str | None = None
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0
    wider: tuple[Wider, ...] = ()
    as_of: datetime | None = None
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a reader may be about to type: a ``title`` (``page_id`` says whose), or the whole name of an ``author``, a
    ``label`` or a ``source``. ``count`` texts have it, copies counted once: one at least."""

    kind: str
    text: str
    count: int
    page_id: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to put (by id: replaces) and ids to delete, applied together or not at all."""

    put: tuple[Document, ...] = ()
    delete: tuple[str, ...] = ()
