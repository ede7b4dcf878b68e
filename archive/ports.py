"""The archive's seams: what is outside it, as Protocols. Adapters are named technology + port."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol

from archive.model import Capture, Exchange, Locator, Target

Clock = Callable[[], datetime]
"""The time now: aware, UTC."""


class Fetcher(Protocol):
    """The one egress: pages, robots, feeds, sitemaps and images all go through it."""

    def fetch(self, target: Target, /) -> Exchange:
        """Fetch once, without following redirects; conditional when the target carries validators.

        Any HTTP status is an Exchange. Raises ``FetchError`` when there was no HTTP answer. A body over the
        size or time cap comes back cut, with ``truncated`` set. Thread-safe.
        """
        ...


class TextDigest(Protocol):
    """What of a page is an article's text, and whether two captures show the same one."""

    def __call__(self, body: bytes, content_type: str | None, url: str, /) -> str | None:
        """The digest ``<form>:<digest>`` of the article in an HTML payload, decoded of transfer and content coding; None
        when the page holds no article's text. Digests of one form are equal for equal texts, whatever stands around these;
        of two forms nothing can be said. At most 64 characters. Thread-safe; never raises."""
        ...


class RecordStore(Protocol):
    """Append-only WARC 1.1 records."""

    def append(self, exchange: Exchange, /, *, original: Capture | None = None) -> Capture:
        """Write request and response and sync them to disk; with ``original`` (same payload, or a 304 of it)
        a revisit instead of a response. Returns the Capture (id 0) with its Locator and digests."""
        ...

    def open(self, at: Locator, /) -> AbstractContextManager[BinaryIO]:
        """The record's bytes, decompressed: WARC header block, blank line, content block."""
        ...
