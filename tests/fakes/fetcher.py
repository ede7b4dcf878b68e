"""A fetcher that plays answers from a table: for tests of what comes of an answer, not of how it was got."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.crawl.egress.place import Place
from archive.errors import ConnectionFailed
from archive.message import read_head
from archive.model import Exchange, Target
from tests.origins import Answer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class PlayedFetcher:
    """A ``Fetcher``: the answer of each URL; a URL without one is a host that does not answer. ``max_bytes`` of a
    body are kept. ``asked`` keeps the Targets."""

    answers: Mapping[str, Answer]
    max_bytes: int = 1_000_000
    asked: list[Target] = field(default_factory=list)

    def fetch(self, target: Target, /) -> Exchange:
        self.asked.append(target)
        answer = self.answers.get(target.url)
        if answer is None:
            raise ConnectionFailed(target.url, "nobody answers there")
        wire = io.BytesIO(answer.written())
        head = read_head(wire)
        assert head is not None
        start = wire.tell()
        kept = wire.getvalue()[: start + self.max_bytes]
        return Exchange(
            url=target.url,
            started_at=NOON,
            took=timedelta(milliseconds=1),
            request=_asking(target),
            response=io.BytesIO(kept),
            body_offset=start,
            status=head.status,
            headers=head.headers,
            address="192.0.2.7",
            truncated="length" if len(kept) < len(wire.getvalue()) else None,
        )


def _asking(target: Target) -> bytes:
    place = Place.of(target.url)
    lines = [f"GET {place.path} HTTP/1.1", f"Host: {place.authority}"]
    if target.etag:
        lines.append(f"If-None-Match: {target.etag}")
    if target.last_modified:
        lines.append(f"If-Modified-Since: {target.last_modified}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
