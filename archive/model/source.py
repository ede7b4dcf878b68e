"""What is followed: a Source, what an admin has set for it, and the Survey that finds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.model.words import LinkKind, SourceKind, SurveyState


@dataclass(frozen=True, slots=True)
class Policy:
    """What an admin has set for one Source's crawls. None or empty: as the service's settings and defaults say.

    ``delay`` in seconds; sizes in bytes; ``depths`` and ``budgets`` by kind of link; ``include`` and ``exclude`` are
    patterns over URLs; ``headers`` and ``cookies`` go to the Source's own hosts only.
    """

    delay: float | None = None  # least seconds between two requests to a host
    concurrency: int | None = None  # hosts that are fetched from at the same time
    max_bytes: int | None = None  # of one answer
    max_crawl_bytes: int | None = None  # of all answers of one crawl
    max_targets: int | None = None  # requests in one crawl
    daily_looks: int | None = None  # second looks at known articles, a day
    depths: Mapping[LinkKind, int] = field(default_factory=dict)
    budgets: Mapping[LinkKind, int] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: str | None = field(default=None, repr=False)


NO_POLICY = Policy()
"""All as usual."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How many of something a site says that it has: ``of`` is posts, pages, addresses or entries; ``said_by`` the
    list that tells; ``least``: it shows only the newest, so that there may be more."""

    of: str
    count: int
    said_by: str
    least: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A followed blog or site. ``surt`` is its identity: every way in (home, post, feed) leads to the same."""

    id: int
    url: str
    surt: str
    name: str
    kind: SourceKind
    created_at: datetime
    feed_url: str | None = None
    sitemap_url: str | None = None
    platform_id: str | None = None
    every: timedelta = timedelta(hours=6)
    related: int = 50  # articles from around the Source, at most, per crawl
    paused: bool = False
    next_due: datetime | None = None
    platform: str | None = None  # what made the site, as it was recognised
    expected: tuple[Expected, ...] = ()  # the totals that it stated when it was added
    adaptive: bool = False  # ``learnt`` counts instead of ``every``
    learnt: timedelta | None = None  # the interval that its own pace asks for
    cron: str | None = None  # a schedule in cron's five fields, instead of an interval …
    zone: str | None = None  # … in this time zone (IANA)
    policy: Policy = NO_POLICY


@dataclass(frozen=True, slots=True)
class Survey:
    """A request to find out what a URL is and to follow it. Name, ``every`` and ``related`` are wishes; None: as usual."""

    id: int
    url: str
    state: SurveyState
    requested_at: datetime
    name: str | None = None
    every: timedelta | None = None
    related: int | None = None
    starts: int = 0  # times that a process took it up
    error: str | None = None
    source_id: int | None = None  # what came of it
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lastmods:
    """How far a host's word on updates can be trusted: ``proved`` of its ``claims`` were real changes of the text."""

    host: str
    claims: int = 0
    proved: int = 0
