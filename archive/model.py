"""The archive's nouns: frozen, slotted dataclasses. Times are aware and UTC; sizes are bytes.

Words: HTTP terms from RFC 9110; URI-R, Memento from RFC 7089; record, revisit, payload from WARC 1.1
(ISO 28500:2017); SURT and CDXJ as pywb uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO


class SourceKind(StrEnum):
    """How a Source is followed."""

    BLOGGER = "blogger"
    WORDPRESS = "wordpress"
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class LinkKind(StrEnum):
    """Why a Target came up. Each kind has its own depth and budget (``archive.crawl.scope``)."""

    SEED = "seed"  # what a person typed
    FEED = "feed"  # a feed or one page of it
    SITEMAP = "sitemap"  # a sitemap or a sitemap index
    ARCHIVE = "archive"  # a page that lists posts: of a month, of all, or an older page of the home page
    POST = "post"  # named by the Source's own feed or sitemap
    PAGE = "page"  # a standing page of the Source ("About")
    POPULAR = "popular"  # a "popular posts" block
    RELATED = "related"  # a "related posts" block
    BODY = "body"  # a link in the article's text
    SISTER = "sister"  # a sister site that the Source names
    AUTHOR = "author"  # the author's own page
    SOCIAL = "social"  # an account on a social network: recorded, never crawled
    REQUISITE = "requisite"  # an image, style sheet or font that a page needs
    REDIRECT = "redirect"  # where a redirect led
    ROBOTS = "robots"  # a robots.txt
    EXPORT = "export"  # an article in a file that a platform exported


class Trigger(StrEnum):
    """Who started a Crawl."""

    SCHEDULE = "schedule"
    ADMIN = "admin"
    CLI = "cli"


class CrawlState(StrEnum):
    """A Crawl's life. RUNNING with no process behind it is resumed at the next start; PAUSED waits for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class SurveyState(StrEnum):
    """A Survey's life. One that was cut off is still QUEUED, and is taken up again."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


class TargetState(StrEnum):
    """A frontier entry's life."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"  # tried, given up; ``error`` says why in plain words
    REFUSED = "refused"  # robots, scope or the address guard said no


class PageKind(StrEnum):
    """What an article is to us: a Source's post, its standing page, or an article from around it."""

    POST = "post"
    PAGE = "page"
    RELATED = "related"


class PageStatus(StrEnum):
    """What the last visit found. (``changed`` is the indexer's to tell: it needs the text.)"""

    LIVE = "live"
    GONE = "gone"
    BLOCKED = "blocked"


class Finding(StrEnum):
    """What came of a Target that shows an article, compared with what was known of it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    BLOCKED = "blocked"


class WallKind(StrEnum):
    """What a site sent in the place of an article: it is kept as bytes, never as the article's text.

    The first three say that the article is gone, the others that it is behind something (``archive.discover.walls``).
    """

    MISSING = "missing"  # “not found”, or the home page in its place, sent as if it were the article
    REMOVED = "removed"  # the host says that the whole blog is no more
    PARKED = "parked"  # the domain is for sale or has expired
    CHALLENGE = "challenge"  # visitors are to prove that they are human
    CONSENT = "consent"  # a consent is asked for first
    LOGIN = "login"  # an account or a password is asked for first
    WARNING = "warning"  # a warning of the content, to be confirmed first
    UNAVAILABLE = "unavailable"  # a suspended account, a server's default or error page, a country shut out


class RecordType(StrEnum):
    """The WARC record behind a Capture."""

    RESPONSE = "response"
    REVISIT = "revisit"
    RESOURCE = "resource"
    CONVERSION = "conversion"  # an article made out of another record: of an export, of a feed


HTML = frozenset({"text/html", "application/xhtml+xml"})
"""The media types of a page."""


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
class Target:
    """A URL to fetch, and why. ``depth`` counts links within the Source, ``hops`` those that leave it.

    ``id``, ``crawl_id``, ``attempts`` and the validators are filled in by the frontier when it leases; ``headers`` (more
    header fields, which no record shows) and ``max_bytes`` by the Source's Policy.
    """

    url: str
    kind: LinkKind
    depth: int = 0
    hops: int = 0
    via: str | None = None  # the URL that named it
    facts: Facts | None = None
    etag: str | None = None  # validators for a conditional request (RFC 9110 §13)
    last_modified: str | None = None
    role: LinkKind | None = None  # of a REDIRECT: what the Target was that led here
    redirects: int = 0  # how many redirects led here
    look: bool = False  # a known article that is looked at although nobody announced an edit
    id: int | None = None
    crawl_id: int | None = None
    attempts: int = 0
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An out-link of a page, typed."""

    url: str
    kind: LinkKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response, byte for byte as they crossed the wire.

    ``response`` is a seekable binary stream (spooled to disk when large) that holds the response from its
    status line to its last byte as sent (transfer coding included); the body starts at ``body_offset``.
    The one who fetched it closes it. ``truncated`` is a WARC-Truncated reason (WARC 1.1 §5.13) or None.
    """

    url: str
    started_at: datetime
    took: timedelta
    request: bytes
    response: BinaryIO
    body_offset: int
    status: int
    headers: tuple[tuple[str, str], ...]
    address: str | None = None  # the peer's IP address, None through a proxy
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def close(self) -> None:
        self.response.close()


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a record lies: a WARC file's name (no folder), the offset of its gzip member, and its length."""

    filename: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One visit of a URI-R. ``digest`` is the payload's SHA-1 in upper base32 (the CDX world looks up by it);
    ``sha256`` the same payload's SHA-256 in lower hex. ``id`` is 0 before the catalogue has given one."""

    url: str
    surt: str
    timestamp: str  # 14 digits, UTC
    captured_at: datetime
    status: int
    mime: str
    digest: str
    sha256: str
    record_id: str  # <urn:uuid:…> without the brackets
    record_type: RecordType
    locator: Locator
    refers_to_url: str | None = None  # of a revisit: its original; of a conversion: what it was made from
    refers_to_at: datetime | None = None
    location: str | None = None  # of a redirect: where to
    etag: str | None = None
    last_modified: str | None = None
    truncated: str | None = None
    crawl_id: int | None = None
    page_id: str | None = None
    wall: WallKind | None = None  # what it shows in the article's place; None: the article
    id: int = 0

    @property
    def live(self) -> bool:
        """Whether it came from the web: a conversion did not."""
        return self.record_type is not RecordType.CONVERSION

    @property
    def exported(self) -> bool:
        """Whether it was made from a file that a platform exported, and not, as a feed is, from a web address."""
        return not self.live and not (self.refers_to_url or "").startswith("http")

    @property
    def shows_article(self) -> bool:
        """Whether it can show an article: a whole 200 of HTML, or a revisit of one, and no wall in its place."""
        if self.wall is not None:
            return False
        if self.record_type is RecordType.REVISIT and self.status == 304:
            return not self.mime or self.mime in HTML
        return self.status == 200 and self.mime in HTML


@dataclass(frozen=True, slots=True)
class Memento:
    """A Capture with its payload open: headers as archived, body decoded of transfer and content coding.

    ``original`` is the Capture whose record holds the body: the Capture itself, or a revisit's original.
    ``problem`` says in plain words why the payload is cut or could not be decoded whole, else None.
    """

    capture: Capture
    original: Capture
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: BinaryIO
    problem: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


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


@dataclass(frozen=True, slots=True)
class Look:
    """What a good look at an article found: ``changed`` if its text is another one than at the look before.

    ``text_digest`` is of the text; None where it was not read, for nothing needed it (the first look, the same bytes again,
    "not modified") or there is none.
    """

    text_digest: str | None = None
    changed: bool = False


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


@dataclass(frozen=True, slots=True)
class Lastmods:
    """How far a host's word on updates can be trusted: ``proved`` of its ``claims`` were real changes of the text."""

    host: str
    claims: int = 0
    proved: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the change feed that the indexer follows: this Page is not what it was."""

    seq: int
    page_id: str
    at: datetime
