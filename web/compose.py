"""The only place where parts are joined.

What only a writing role needs (discovery, extraction) is read when that role is taken up: the web process never does,
and the worker only when there is work.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher, utc_now
from archive.crawl.manners.politeness import Politeness
from archive.ports import Clock, Fetcher
from archive.store.catalogue import Catalogue
from archive.store.layout import WARC
from archive.store.locks import RoleLock
from archive.store.mementos import Mementos
from archive.store.proof.notary import Notary
from archive.store.room import Room, free_bytes
from archive.store.warc import WarcStore
from indexer.errors import IndexProblem
from indexer.whoosh_engine.engine import WhooshEngine
from web.settings import BadSetting, Settings
from web.version import VERSION

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from archive.crawl.crawler import Crawler
    from archive.exchange.package.pages import Words
    from archive.exchange.package.writing import PackageWriter
    from archive.store.proof.stamping import Stamping
    from archive.store.takedown.erasure import Erasure
    from indexer.engine import RebuildableEngine, SearchEngine
    from indexer.sync import Sync

log = logging.getLogger(__name__)

SOFTWARE = f"Backfile/{VERSION}"
"""What records and packages say that they were written by."""


@dataclass(frozen=True, slots=True)
class Archiving:
    """What may be done by the one process that holds the archive's role."""

    catalogue: Catalogue
    store: WarcStore
    crawler: Crawler
    erasure: Erasure


@dataclass(frozen=True, slots=True)
class Backfile:
    """Everything joined: what views read from, and the doors to the roles that write."""

    settings: Settings
    clock: Clock
    fetcher: Fetcher
    catalogue: Catalogue
    records: WarcStore  # for reading
    mementos: Mementos
    engine: RebuildableEngine
    politeness: Politeness  # of all that this process asks hosts for
    free: Callable[[Path], int] = free_bytes  # on the disk that holds a path

    @property
    def room(self) -> Room:
        """What is free on the disk of the data folder, against what shall stay free."""
        return Room(Path(self.settings.data), self.settings.min_free, self.free)

    @contextmanager
    def archiving(self, command: str) -> Iterator[Archiving]:
        """Hold the archive's role: repaired first, then open for writing. Raises FolderInUse, NotWritable."""
        from archive.crawl.crawler import Crawler, CrawlSettings
        from archive.crawl.frontier.frontier import Frontier
        from archive.store.annotator import Annotator
        from archive.store.recorder import Recorder
        from archive.store.recovery.repair import repair
        from archive.store.takedown.erasure import Erasure

        data = self.settings.data
        with RoleLock(data, "archive", command):
            for line in repair(data, self.catalogue).lines():
                log.warning("repair: %s", line)
            store = WarcStore(
                data / WARC,
                self.catalogue.segments,
                clock=self.clock,
                segment_bytes=self.settings.segment_bytes,
                software=SOFTWARE,
            )
            try:
                recorder = Recorder(store, self.catalogue)
                frontier = Frontier(self.catalogue.database)
                crawler = Crawler(
                    self.catalogue,
                    frontier,
                    self.fetcher,
                    recorder,
                    self.clock,
                    CrawlSettings(
                        min_delay=self.settings.min_delay,
                        concurrency=self.settings.concurrency,
                        daily_looks=self.settings.daily_looks,
                    ),
                    mementos=self.mementos,
                    politeness=self.politeness,
                    locate=self.fetcher.locate if isinstance(self.fetcher, HttpFetcher) else None,
                    text_digest=_text_digest,
                    short=self.room.short,
                )
                erasure = Erasure(data, store, self.catalogue)
                erasure.run()  # what a process that died had left of it
                yield Archiving(self.catalogue, store, crawler, erasure)
                erasure.run()  # what came in meanwhile by a file, or was typed elsewhere
            finally:
                Annotator(store, self.catalogue).write_if_possible()
                store.close()

    @property
    def notary(self) -> Notary:
        """The manifests of the data folder."""
        return Notary(self.settings.data, self.catalogue)

    def trusted_authorities(self) -> list[Certificate]:
        """The roots that time stamps lead to. Raises BadSetting."""
        from archive.store.proof.time_stamp import roots

        path = self.settings.timestamp_ca or Path(ssl.get_default_verify_paths().cafile or "")
        try:
            return roots(path)
        except (OSError, ValueError):
            if self.settings.timestamp_ca is None:
                return []
            raise BadSetting(
                "timestamp_ca", path, "it is no PEM file with certificates that can be read"
            ) from None

    def stamping(self) -> Stamping | None:
        """What has manifests stamped; None when no authority is set. Raises BadSetting."""
        authority, fetcher = self.settings.timestamp_authority, self.fetcher
        if authority is None or not isinstance(fetcher, HttpFetcher):
            return None
        from archive.store.proof.stamping import Stamping
        from archive.store.proof.time_stamp import MOST, REQUEST_TYPE, RESPONSE_TYPE

        def ask(request: bytes) -> bytes:
            answer = fetcher.post(
                authority, request, content_type=REQUEST_TYPE, accept=RESPONSE_TYPE, most=MOST
            )
            with answer.response as spool:
                spool.seek(answer.body_offset)
                return spool.read()

        return Stamping(self.notary, self.catalogue, ask, self.trusted_authorities())

    @contextmanager
    def indexing(self, command: str) -> Iterator[Sync]:
        """Hold the index's role. Raises FolderInUse, NotWritable."""
        from indexer.sync import Sync

        with RoleLock(self.settings.data, "index", command):
            yield Sync(self.catalogue, self.mementos, self.engine, clock=self.clock)

    def packaging(self) -> PackageWriter:
        """What writes packages (WACZ). It reads alone, and needs no role."""
        from archive.exchange.package.writing import PackageWriter

        return PackageWriter(
            self.catalogue, self.mementos, self.records, software=SOFTWARE, words_of=self._words_of
        )

    def _words_of(self, page_id: str) -> Words | None:
        from archive.exchange.package.pages import Words

        try:
            document = self.engine.get(page_id)
        except IndexProblem:  # a package needs no index
            return None
        return Words(document.title, document.text) if document is not None else None

    def close(self) -> None:
        """Let go of the index and the catalogue."""
        self.engine.close()
        self.catalogue.close()


def build(settings: Settings, *, clock: Clock | None = None, fetcher: Fetcher | None = None) -> Backfile:
    """Join the parts over a data folder, which is made if it is not there. Raises NotWritable, SchemaNewer."""
    clock = clock or utc_now
    data = Path(settings.data)
    catalogue = Catalogue.open(data, clock)
    try:
        engine = WhooshEngine.open(data / "index", hidden=catalogue.takedowns)
        records = WarcStore(
            data / WARC, catalogue.segments, clock=clock, segment_bytes=settings.segment_bytes
        )
        return Backfile(
            settings=settings,
            clock=clock,
            fetcher=fetcher or HttpFetcher(fetch_settings(settings), clock=clock),
            catalogue=catalogue,
            records=records,
            mementos=Mementos(records, catalogue),
            engine=engine,
            politeness=Politeness(settings.min_delay),
        )
    except BaseException:
        catalogue.close()
        raise


def bare_index(settings: Settings) -> SearchEngine:
    """The index as its files are, with all that nobody is shown."""
    return WhooshEngine.open(settings.data / "index")


def behind(backfile: Backfile) -> bool:
    """Whether the index has anything to do: to follow the archive, or to forget what was taken down."""
    catalogue = backfile.catalogue
    return backfile.engine.checkpoint() < catalogue.changes.last() or bool(catalogue.takedowns.unforgotten())


def _text_digest(body: bytes, content_type: str | None, url: str, /) -> str | None:
    """The indexer's measure of an article's text, read in when the first article is compared."""
    from indexer.wording import text_digest_of

    return text_digest_of(body, content_type, url)


def fetch_settings(settings: Settings) -> FetchSettings:
    """The egress' part of the settings."""
    reachable = settings.user_agent_contact or settings.public_url
    contact = f" (+{reachable})" if reachable else ""
    return FetchSettings(
        proxy=settings.proxy,
        ca_bundle=settings.ca_bundle,
        allow_networks=settings.allow_networks,
        user_agent=f"Backfile/{VERSION}{contact}",
        max_bytes=settings.max_bytes,
        max_seconds=settings.max_seconds,
    )
