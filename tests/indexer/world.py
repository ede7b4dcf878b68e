"""A small archive with an index beside it, filled by hand: real captures in, Documents out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from archive.model import Capture, Facts, LinkKind, PageKind, PageStatus, Target
from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.mementos import Mementos
from archive.store.recorder import PageSeen, Recorder
from archive.store.warc import WarcStore
from indexer.document import DocumentMaker
from indexer.extract import extract
from indexer.model import Article
from indexer.sync import BATCH, Sync
from indexer.whoosh_engine.engine import WhooshEngine
from tests.archive.exchanges import NOON, exchange
from tests.conftest import MovableClock

HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n"
SENTENCES = " ".join(
    f"The ferry of the {number}th hour left the northern harbour in fog." for number in range(12)
)


class World:
    """A data folder with all that stands between a capture and a hit; counts what is extracted."""

    def __init__(self, data: Path, clock: MovableClock, disk: Disk | None = None) -> None:
        self.data = data
        self.clock = clock
        self.catalogue = Catalogue.open(data, clock)
        self.store = WarcStore(data / "warc", self.catalogue.segments, clock=clock)
        self.mementos = Mementos(self.store, self.catalogue)
        self.recorder = Recorder(self.store, self.catalogue)
        self.engine = WhooshEngine.open(data / "index", disk=disk)
        self.extracted: list[str | None] = []
        self.day = 0

    def close(self) -> None:
        self.engine.close()
        self.store.close()
        self.catalogue.close()

    def extract(self, html: bytes, url: str | None, /) -> Article:
        self.extracted.append(url)
        if b"hostile" in html:
            raise RuntimeError("extraction broke")
        return extract(html, url)

    def sync(self, batch: int = BATCH) -> Sync:
        documents = DocumentMaker(self.mementos, self.extract)
        return Sync(
            self.catalogue, self.mementos, self.engine, documents=documents, clock=self.clock, batch=batch
        )

    def keep(
        self,
        name: str,
        text: str = SENTENCES,
        *,
        kind: PageKind = PageKind.POST,
        source_id: int | None = None,
        facts: Facts | None = None,
        head: str = HTML.format(charset="UTF-8"),
        status: PageStatus = PageStatus.LIVE,
        charset: str = "utf-8",
    ) -> Capture:
        """Capture a page of the made-up blog; each capture is a day after the one before it."""
        self.day += 1
        url = f"https://blog.example/2026/03/{name}.html"
        body = f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1><p>{text}</p></article></body>"
        sent = exchange(
            body.encode(charset), url=url, at=NOON + timedelta(days=self.day), head=head.encode("latin-1")
        )
        page = PageSeen(url, kind, source_id, facts, status=status)
        return self.recorder.keep(sent, Target(url, LinkKind.SEED), page=page)
