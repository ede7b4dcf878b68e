"""An archive in a folder, joined up as ``web.compose`` does, for the crawl's tests and the processes they start."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import TracebackType

from archive import uri
from archive.crawl.crawler import Crawler, CrawlSettings
from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher, utc_now
from archive.crawl.frontier.frontier import Frontier
from archive.model import Crawl, Source, SourceKind, TargetState, Trigger
from archive.ports import Clock, Fetcher, TextDigest
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.crawl.conftest import LOOPBACK
from tests.fakes.text_digest import CountingDigest

UNSPARING = CrawlSettings(min_delay=0, concurrency=8)


@cache
def empty_catalogue() -> bytes:
    """A fresh catalogue's file: made once, as migrating takes longer than a small crawl."""
    with tempfile.TemporaryDirectory() as folder:
        Catalogue.open(Path(folder), utc_now).close()
        return (Path(folder) / FILENAME).read_bytes()


class Bench:
    """Everything that a crawl needs; a context manager."""

    def __init__(
        self,
        data: Path,
        *,
        fetcher: Fetcher | None = None,
        clock: Clock = utc_now,
        settings: CrawlSettings = UNSPARING,
        sleep: Callable[[float], None] = time.sleep,
        text_digest: TextDigest | None = None,
        locate: Callable[[str], str | None] | None = None,
    ) -> None:
        self.own_fetcher = HttpFetcher(
            FetchSettings(allow_networks=LOOPBACK, max_seconds=2.0, max_bytes=4 * 1024 * 1024), clock=clock
        )
        if not (data / FILENAME).exists():
            data.mkdir(parents=True, exist_ok=True)
            (data / FILENAME).write_bytes(empty_catalogue())
        self.catalogue = Catalogue.open(data, clock)
        repair(data, self.catalogue)
        self.store = WarcStore(data / "warc", self.catalogue.segments, clock=clock)
        self.mementos = Mementos(self.store, self.catalogue)
        self.frontier = Frontier(self.catalogue.database)
        self.crawler = Crawler(
            self.catalogue,
            self.frontier,
            fetcher or self.own_fetcher,
            Recorder(self.store, self.catalogue),
            clock,
            settings,
            mementos=self.mementos,
            text_digest=text_digest or CountingDigest(),
            sleep=sleep,
            locate=locate,
        )

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.own_fetcher.close()
        self.store.close()
        self.catalogue.close()

    def follow(self, url: str, *, kind: SourceKind = SourceKind.BLOGGER, related: int = 50) -> Source:
        """A Source, as ``add`` would make it."""
        return self.catalogue.sources.add(
            url, uri.page_surt(url), "Tiny blog", kind, every=timedelta(hours=6), related=related
        )

    def crawl(self, source: Source, *, full: bool = False) -> Crawl:
        """Ask for a Crawl (or take up the one that was cut off) and run it."""
        return self.crawler.run(self.catalogue.crawls.request(source.id, Trigger.CLI, full=full))

    def failed(self, crawl: Crawl) -> dict[str, str]:
        """What was given up or refused, by URL, with the reason."""
        return {failure.url: failure.error for failure in self.frontier.failed(crawl.id)}

    def state(self, crawl: Crawl) -> dict[TargetState, int]:
        """How many Targets are in each state, of those that occur."""
        return {state: count for state, count in self.frontier.counts(crawl.id).items() if count}
