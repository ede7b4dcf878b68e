"""An archive, its index and the web application over both, in a folder of its own and filled by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from archive.exchange.imports import import_file
from archive.model import (
    Capture,
    Exchange,
    Facts,
    Link,
    LinkKind,
    PageKind,
    Source,
    SourceKind,
    Target,
    WallKind,
)
from archive.store.annotator import Annotator
from archive.store.conversions import Conversions
from archive.store.recorder import PageSeen, Recorder
from archive.store.takedown.erasure import Erasure
from archive.store.warc import WarcStore
from archive.uri import page_surt
from indexer.engine import RebuildableEngine
from tests.conftest import MovableClock
from web.admin.passwords import hash_password
from web.app import create_app
from web.compose import Backfile, build
from web.settings import Settings

MARCH = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
PASSWORD = "four quiet words here"
KEEPER = "keeper"
HTML = "text/html; charset=UTF-8"


class Library:
    """A Backfile to be filled with made-up exchanges, and a client of its application."""

    def __init__(self, backfile: Backfile, recorder: Recorder, erasure: Erasure) -> None:
        self.erasure = erasure
        self.backfile = backfile
        self._recorder = recorder
        self._app: Flask | None = None

    @property
    def app(self) -> Flask:
        if self._app is None:
            self._app = create_app(self.backfile)
        return self._app

    def client(self) -> FlaskClient:
        """A new browser, without cookies."""
        return self.app.test_client()

    def answering(self, engine: RebuildableEngine) -> FlaskClient:
        """A client of an application over another engine."""
        return create_app(replace(self.backfile, engine=engine)).test_client()

    def keep(
        self,
        url: str,
        body: bytes | str = b"<title>A page</title><p>Some text about harbours.",
        *,
        at: datetime = MARCH,
        mime: str | None = HTML,
        status: int = 200,
        headers: Sequence[tuple[str, str]] = (),
        page: bool | str = False,
        links: Sequence[Link] = (),
        facts: Facts | None = None,
        source: Source | None = None,
        kind: PageKind = PageKind.POST,
        via: str | None = None,
        asked_with: str | None = None,
        wall: WallKind | None = None,
    ) -> Capture:
        """One exchange, recorded; with ``page`` it belongs to a Page, of that address or its own. ``asked_with``: the ETag
        of a conditional request."""
        content = body.encode() if isinstance(body, str) else body
        given = [*headers, *([("Content-Type", mime)] if mime else []), ("Content-Length", str(len(content)))]
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            *(f"{name}: {value}" for name, value in given),
        ]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        host = url.split("/")[2]
        exchange = Exchange(
            url=url,
            started_at=at,
            took=timedelta(milliseconds=20),
            request=f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1"),
            response=io.BytesIO(head + content),
            body_offset=len(head),
            status=status,
            headers=tuple(given),
        )
        source_id = source.id if source else None
        named = page if isinstance(page, str) else url
        seen = PageSeen(named, kind, source_id=source_id, facts=facts, via=via) if page else None
        target = Target(url, LinkKind.POST, etag=asked_with)
        return self._recorder.keep(exchange, target, page=seen, links=links, wall=wall)

    @property
    def store(self) -> WarcStore:
        """Where its records lie."""
        return self._recorder.store

    @property
    def conversions(self) -> Conversions:
        """Where articles go that are made out of other records."""
        return self._recorder.conversions

    def follow(self, url: str, name: str) -> Source:
        """A Source."""
        return self.backfile.catalogue.sources.add(url, page_surt(url), name, SourceKind.BLOGGER)

    def take(self, path: Path) -> None:
        """Import a file."""
        import_file(path, self.backfile.catalogue, self._recorder.store)

    def annotate(self) -> None:
        """Have told in the WARC files what only the catalogue knows."""
        Annotator(self.store, self.backfile.catalogue).write()

    def index(self) -> None:
        """Bring the index up to the archive."""
        with self.backfile.indexing("a test") as sync:
            sync.run()

    def add_keeper(self) -> None:
        """An account that may log in."""
        self.backfile.catalogue.accounts.add(KEEPER, _HASH)


_HASH = hash_password(PASSWORD)


@contextmanager
def open_library(data: Path, clock: MovableClock, settings: Settings | None = None) -> Iterator[Library]:
    """A Library in ``data``; settings but for the folder may be given."""
    backfile = build(replace(settings or Settings(), data=data), clock=clock)
    try:
        with backfile.archiving("a test") as archiving:
            yield Library(backfile, Recorder(archiving.store, archiving.catalogue), archiving.erasure)
    finally:
        backfile.close()
