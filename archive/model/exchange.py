"""What is fetched: a Target, and the Exchange that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

from archive.model.article import Facts
from archive.model.words import LinkKind


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
