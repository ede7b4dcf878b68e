"""A process whose children crawl until they are killed: ``python -m tests.killed.crawling``.

For each line of JSON on standard input it forks a child (so that hundreds of starts cost no hundred imports). The child
goes through the real start-up, repair first, takes up what was cut off, and says on standard output what is kept once it
was told so. ``dies`` names a step of ``mortal.STEPS``, ``nth`` which of its kind; else somebody else kills it, or nobody.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive import uri
from archive.crawl.crawler import Crawler, CrawlSettings
from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher, utc_now
from archive.model import Crawl, SourceKind, Trigger
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recovery.repair import repair
from tests.archive.crawl.conftest import LOOPBACK
from tests.fakes.text_digest import CountingDigest
from tests.killed.mortal import (
    MortalCatalogue,
    MortalDisk,
    MortalFetcher,
    MortalFrontier,
    MortalRecorder,
    MortalStore,
    Steps,
)

SEGMENT_BYTES = 16_000  # so that a crawl seals several


def say(*words: object) -> None:
    """One line in one write: whole, or not there."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def crawl_on(order: dict[str, Any]) -> None:
    """Go on with the crawls of these blogs, or begin them, and say how they ended."""
    data, steps = Path(order["data"]), Steps(order["dies"], order["nth"])
    disk = MortalDisk(steps)
    for mortal in (MortalCatalogue, MortalStore, MortalRecorder, MortalFrontier):
        mortal.steps = steps
    catalogue = MortalCatalogue.open(data, utc_now)
    crawls = [_crawl_of(catalogue, url) for url in order["blogs"]]
    steps.repairing = True
    repairs = repair(data, catalogue, disk=disk)
    steps.repairing = False
    say("ready", os.getpid(), len(repairs.alarms), len(repairs.done))

    def clock() -> Any:
        steps.reached("clock")
        return utc_now()

    store = MortalStore(
        data / "warc", catalogue.segments, clock=utc_now, segment_bytes=SEGMENT_BYTES, disk=disk
    )
    recorder = MortalRecorder(store, catalogue)
    recorder.told = lambda capture: say("kept", capture.id, capture.sha256, capture.url)
    with_network = HttpFetcher(FetchSettings(allow_networks=LOOPBACK, max_seconds=20.0))
    crawler = Crawler(
        catalogue,
        MortalFrontier(catalogue.database),
        MortalFetcher(with_network, steps),
        recorder,
        clock,
        CrawlSettings(min_delay=0, concurrency=8),
        mementos=Mementos(store, catalogue),
        text_digest=CountingDigest(),
    )
    numbers = {crawl.id for crawl in crawls}

    def wanted() -> list[Crawl]:
        return [crawl for crawl in catalogue.crawls.unfinished() if crawl.id in numbers]

    crawler.run_all(wanted)
    say("done", *(catalogue.crawls.get(crawl.id).state for crawl in crawls))
    store.close()
    catalogue.close()


def _crawl_of(catalogue: Catalogue, url: str) -> Crawl:
    surt = uri.page_surt(url)
    source = catalogue.sources.by_surt(surt) or catalogue.sources.add(url, surt, url, SourceKind.BLOGGER)
    before = catalogue.crawls.recent(1, source.id)
    return before[0] if before else catalogue.crawls.request(source.id, Trigger.CLI)


def fork_for_each(work: Callable[[dict[str, Any]], None]) -> None:
    """For each order on standard input a child that carries it out, and a word of how that ended."""
    for order in sys.stdin:
        child = os.fork()
        if not child:
            work(json.loads(order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("dead", os.waitstatus_to_exitcode(status))


def main() -> None:
    uri.site("http://blog.example/")  # what each child needs is read once, before they are forked
    fork_for_each(crawl_on)


if __name__ == "__main__":
    main()
