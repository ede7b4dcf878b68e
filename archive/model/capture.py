"""What is kept: a Capture, where its record lies, and the Memento that it opens to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from archive.model.words import RecordType, WallKind

HTML = frozenset({"text/html", "application/xhtml+xml"})
"""The media types of a page."""


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
    record_sha256: str | None = None  # lower hex, of the record's bytes in its file (the gzip member)
    checked_at: datetime | None = None  # when the record was last read back
    fault: str | None = None  # what that found; None: it is as it was written
    takedown_id: int | None = None  # of the Takedown that hides it
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
