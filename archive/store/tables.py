"""The catalogue's tables. ``migrations/versions`` makes the same ones, step by step (a test compares them)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from archive.model import (
    CrawlState,
    Finding,
    LinkKind,
    PageKind,
    PageStatus,
    RecordType,
    SourceKind,
    SurveyState,
    TargetState,
    Trigger,
    WallKind,
)
from archive.store.columns import (
    Duration,
    ExpectedText,
    FactsText,
    Labels,
    PolicyText,
    Prose,
    UtcTime,
    Word,
    row_id,
    surt_key,
)

SCHEMAS = ("0001", "0002", "0003")
"""Every schema that this Backfile knows, oldest first; the last one is what it works with."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sources = Table(
    "sources",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("surt", surt_key(), nullable=False, unique=True),
    Column("name", Prose, nullable=False),
    Column("kind", Word(SourceKind), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("feed_url", Prose),
    Column("sitemap_url", Prose),
    Column("platform_id", Prose),
    Column("every", Duration, nullable=False),
    Column("related", Integer, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("next_due", UtcTime),
    Column("platform", Prose),
    Column("expected", ExpectedText, nullable=False, server_default="[]"),
    Column("adaptive", Boolean, nullable=False, server_default=false()),
    Column("learnt", Duration),
    Column("cron", Prose),
    Column("zone", Prose),
    Column("policy", PolicyText, nullable=False, server_default="{}"),
)

surveys = Table(
    "surveys",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("name", Prose),
    Column("every", Duration),
    Column("related", Integer),
    Column("state", Word(SurveyState), nullable=False),
    Column("starts", Integer, nullable=False),
    Column("error", Prose),
    Column("source_id", row_id(), ForeignKey("sources.id")),
    Column("requested_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index(None, "state"),
)

crawls = Table(
    "crawls",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("source_id", row_id(), ForeignKey("sources.id")),
    Column("trigger", Word(Trigger), nullable=False),
    Column("state", Word(CrawlState), nullable=False),
    Column("full", Boolean, nullable=False),
    Column("requested_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("starts", Integer, nullable=False),
    Column("error", Prose),
    # What archive.model.Progress counts.
    Column("found", Integer, nullable=False),
    Column("fetched", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("rate", Float),
    Column("time_left", Duration),
    Index(None, "state"),
    Index(None, "source_id"),
)

takedowns = Table(
    "takedowns",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("surt", surt_key(), nullable=False),  # what may not come back: this key, or all that begin with it
    Column("prefix", Boolean, nullable=False),
    Column("reason", Prose),
    Column("by", Prose),
    Column("at", UtcTime, nullable=False),
    Column("erased_at", UtcTime),
    Column("forgotten_at", UtcTime),  # when the index's files held nothing of it any more
    Column("lifted_at", UtcTime),
    Index(None, "surt"),
)

denials = Table(
    "denials",
    metadata,
    Column("takedown_id", row_id(), ForeignKey("takedowns.id"), primary_key=True),
    Column("surt", surt_key(), primary_key=True),  # a key that may not come back
    Column("prefix", Boolean, nullable=False),  # nor what lies below it
    Column("page_id", String(10), nullable=False),  # what this key's Page is called
    Index(None, "surt"),
    Index(None, "prefix"),
    Index(None, "page_id"),
)

pages = Table(
    "pages",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("surt", surt_key(), nullable=False, unique=True),
    Column("kind", Word(PageKind), nullable=False),
    Column("status", Word(PageStatus), nullable=False),
    Column("source_id", row_id(), ForeignKey("sources.id")),
    Column("title", Prose),
    Column("author", Prose),
    Column("published", UtcTime),
    Column("updated", UtcTime),
    Column("labels", Labels, nullable=False),
    Column("platform_id", Prose),
    Column("via", Prose),
    Column("link_kind", Word(LinkKind), nullable=False),
    # Sums over its captures, so that a list of pages is one query.
    Column("first_captured", UtcTime),
    Column("last_captured", UtcTime),
    Column("captures", Integer, nullable=False),
    # How often its text was looked at, and how often it was another one (archive.crawl.again.change_rate).
    Column("visits", Integer, nullable=False, server_default="0"),
    Column("text_changes", Integer, nullable=False, server_default="0"),
    Column("text_digest", String(64)),
    Column("text_changed_at", UtcTime),
    Column("takedown_id", row_id(), ForeignKey("takedowns.id")),  # hidden by
    Index(None, "source_id"),
    Index(None, "takedown_id"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("surt", surt_key(), nullable=False),
    Column("timestamp", String(14), nullable=False),
    Column("captured_at", UtcTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("mime", Prose, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("record_id", Text, nullable=False, unique=True),
    Column("record_type", Word(RecordType), nullable=False),
    Column("filename", Text, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("refers_to_url", Prose),
    Column("refers_to_at", UtcTime),
    Column("location", Prose),
    Column("etag", Prose),
    Column("last_modified", Prose),
    Column("truncated", Text),
    Column("crawl_id", row_id(), ForeignKey("crawls.id")),
    Column("page_id", String(10), ForeignKey("pages.id")),
    Column("wall", Word(WallKind)),  # what it shows in an article's place
    Column("record_sha256", String(64)),  # of the record's bytes in its file: the gzip member
    Column("checked_at", UtcTime),  # when it was last read back
    Column("fault", Prose),  # what that found; none: it is as it was written
    Column("takedown_id", row_id(), ForeignKey("takedowns.id")),  # hidden by
    Index(None, "surt", "captured_at", "id"),
    Index(None, "sha256"),
    Index(None, "digest"),
    Index(None, "page_id", "captured_at"),
    Index(None, "filename", "offset"),
    Index(None, "checked_at"),
    Index(None, "takedown_id"),
)

segments = Table(
    "segments",
    metadata,
    Column("name", Text, primary_key=True),
    Column("committed", BigInteger, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("sha256", String(64)),
    Column("created_at", UtcTime, nullable=False),
    Column("checked_at", UtcTime),  # when it was last read whole
    Column("fault", Prose),  # what that found
    CheckConstraint("committed >= 0", name="committed"),
)

manifests = Table(
    "manifests",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("previous", String(64)),
    Column("captures", Integer, nullable=False),
    Column("last_capture_id", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("stamped_at", UtcTime),  # when a time-stamping authority signed it (RFC 3161)
    Column("stamp_sha256", String(64)),  # of the file that holds the time stamp
)

unwritten = Table(  # rows that no annotation in the WARC files tells yet (archive.store.marks)
    "unwritten",
    metadata,
    Column("noun", String(20), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("times", Integer, nullable=False),  # how often it was marked
)

links = Table(
    "links",
    metadata,
    Column("page_id", String(10), ForeignKey("pages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("capture_id", row_id(), ForeignKey("captures.id"), nullable=False),
    Column("url", Prose, nullable=False),
    Column("surt", surt_key()),  # page_surt of the URL; none when it is no web address
    Column("kind", Word(LinkKind), nullable=False),
    Column("text", Prose, nullable=False),
    Index(None, "surt"),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", row_id(), primary_key=True),
    Column(
        "page_id", String(10), nullable=False
    ),  # no foreign key: a change may tell of a page that is no more
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice, even after deletes
)

targets = Table(
    "targets",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("crawl_id", row_id(), ForeignKey("crawls.id"), nullable=False),
    Column("key", surt_key(), nullable=False),
    Column("url", Prose, nullable=False),
    Column("host", Text, nullable=False),
    Column("kind", Word(LinkKind), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("hops", Integer, nullable=False),
    Column("via", Prose),
    Column("facts", FactsText),
    Column("role", Word(LinkKind)),
    Column("redirects", Integer, nullable=False),
    Column("state", Word(TargetState), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("deaths", Integer, nullable=False),  # leases whose process died
    Column("error", Prose),
    Column("capture_id", row_id(), ForeignKey("captures.id")),
    Column("finding", Word(Finding)),
    Column("look", Boolean, nullable=False, server_default=false()),  # of the daily budget (looks.py)
    UniqueConstraint("crawl_id", "key"),
    # The lease's own index: one seek finds a host's next target (frontier.py).
    Index("ix_targets_next", "crawl_id", "state", "host", "priority", "id", "due_at"),
)

hosts = Table(
    "hosts",
    metadata,
    Column("crawl_id", row_id(), ForeignKey("crawls.id"), primary_key=True),
    Column("host", Text, primary_key=True),
    Column("parked_until", UtcTime, nullable=False),
    Index(None, "host", "parked_until"),  # what one crawl was asked holds for the next one too
)

tallies = Table(
    "tallies",
    metadata,
    Column("crawl_id", row_id(), ForeignKey("crawls.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("url", Prose, nullable=False),
    Column("kind", Word(LinkKind), nullable=False),
    Column("stated", Integer),
    Column("named", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("reason", Prose),
)

lastmods = Table(
    "lastmods",
    metadata,
    Column("host", Text, primary_key=True),
    Column("claims", Integer, nullable=False),
    Column("proved", Integer, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("name", Prose, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),  # folded: “Ada” and “ada” are one account
    Column("password_hash", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

setup_tokens = Table(
    "setup_tokens",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("created_at", UtcTime, nullable=False),
)
