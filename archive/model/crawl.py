"""A Crawl, how far it is, and what its lists brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.model.words import CrawlState, LinkKind, Trigger


@dataclass(frozen=True, slots=True)
class Progress:
    """A Crawl's counts so far."""

    found: int = 0
    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: int = 0
    failed: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Crawl:
    """One run over a Source (or, with no Source, over URLs that were typed)."""

    id: int
    trigger: Trigger
    state: CrawlState
    requested_at: datetime
    source_id: int | None = None
    full: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    starts: int = 0  # times that a process took it up: more than one tells of a process that died
    error: str | None = None
    rate: float | None = None  # answers a second, lately
    time_left: timedelta | None = None  # as it looks now
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one list of a Source (all pages of a feed, REST, sitemap or archive) stated, named and brought; of kind
    SEED: all lists together, posts only.

    ``stated``: the total that the platform itself gives; ``named``: distinct articles that it named; ``held``: how many
    of these the archive has. ``complete``: nothing is missing. ``reason`` says in plain words why fewer are held than
    were stated or named, None when there is nothing to explain.
    """

    url: str
    kind: LinkKind
    stated: int | None
    named: int
    held: int
    complete: bool
    reason: str | None = None
