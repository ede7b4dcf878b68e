"""Exchanges that never were, byte for byte, for tests of what is written and read back."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from archive.message import read_head
from archive.model import Exchange, LinkKind, Target

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
URL = "https://blog.example/2026/03/a-post.html"
TARGET = Target(URL, LinkKind.SEED)
LONG = b"<title>A post</title><p>" + b"Words about harbours. " * 100

_IN_ORDER = b"Server: made-up/1\r\nContent-Type: text/html; charset=UTF-8\r\nx-odd : kept\r\n\r\n"


def exchange(
    body: bytes = LONG,
    *,
    url: str = URL,
    at: datetime = NOON,
    head: bytes = b"HTTP/1.1 200 OK\r\n" + _IN_ORDER,
    truncated: str | None = None,
    address: str | None = "192.0.2.7",
) -> Exchange:
    """An exchange with that head and body; status and headers are read from the head."""
    read = read_head(io.BytesIO(head))
    assert read is not None
    path = url.split("/", 3)[-1]
    return Exchange(
        url=url,
        started_at=at,
        took=timedelta(seconds=0.2),
        request=f"GET /{path} HTTP/1.1\r\nHost: blog.example\r\nAccept: */*\r\n\r\n".encode("latin-1"),
        response=io.BytesIO(head + body),
        body_offset=len(head),
        status=read.status,
        headers=read.headers,
        address=address,
        truncated=truncated,
    )


def not_modified(*, url: str = URL, at: datetime = NOON + timedelta(hours=6)) -> Exchange:
    """A 304 answer."""
    return exchange(b"", url=url, at=at, head=b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
