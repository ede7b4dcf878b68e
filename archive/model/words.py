"""What the archive's nouns are called when there is a choice of words: kinds, states, statuses."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    """How a Source is followed."""

    BLOGGER = "blogger"
    WORDPRESS = "wordpress"
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class LinkKind(StrEnum):
    """Why a Target came up. Each kind has its own depth and budget (``archive.crawl.bounds.scope``)."""

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
