"""Captures and Sources that never were, for tests."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, event

from archive import uri
from archive.model import Capture, Locator, RecordType, Source, SourceKind
from archive.store.catalogue import Catalogue
from archive.store.database import Database
from archive.timestamp import to_timestamp

NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def a_capture(
    url: str = "https://blog.example/2026/03/a-post.html",
    at: datetime = NOON,
    *,
    payload: bytes = b"<p>Hello</p>",
    **other: Any,
) -> Capture:
    """A capture that is like one of a blog's post, but for what is given."""
    made = Capture(
        url=url,
        surt=uri.surt(url),
        timestamp=to_timestamp(at),
        captured_at=at,
        status=200,
        mime="text/html",
        digest=base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode(),
        sha256=hashlib.sha256(payload).hexdigest(),
        record_id=f"urn:uuid:{uuid.uuid4()}",
        record_type=RecordType.RESPONSE,
        locator=Locator("backfile-20260301120000-00001.warc.gz", 512, 2048),
    )
    return replace(made, **other)


def a_source(catalogue: Catalogue, url: str = "https://blog.example/", name: str = "A Blog") -> Source:
    """A Blogger Source in that catalogue."""
    return catalogue.sources.add(url, uri.page_surt(url), name, SourceKind.BLOGGER)


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """How SQLite goes about the queries that are made within the block: filled in at its end."""
    asked: list[tuple[str, Any]] = []
    found: list[str] = []

    def note(connection: Connection, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    queries = [each for each in asked if each[0].startswith("SELECT")]
    with database.read() as connection:
        for statement, parameters in queries:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.extend(row.detail for row in rows)


@contextmanager
def questions() -> Iterator[list[str]]:
    """The queries that are made within the block, in whatever thread."""
    asked: list[str] = []

    def note(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
        asked.extend([statement] if statement.startswith("SELECT") else ())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
