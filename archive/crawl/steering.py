"""A person's hand on what runs: pause, resume and cancel, at any moment. Who crawls looks twice a second.

Only the rows change here. A crawl that runs comes to a halt after what is in flight, keeps all that is queued, and goes on
where it was; nothing is fetched twice.
"""

from __future__ import annotations

from datetime import datetime

from archive.crawl.again import cadence
from archive.model import Crawl, CrawlState, Source
from archive.store.catalogue import Catalogue


def pause(catalogue: Catalogue, source_id: int) -> Source:
    """No crawls by the schedule, and none goes on: who pauses a Source wants nothing more fetched from it.

    What a person asks for runs all the same. UnknownSource.
    """
    with catalogue.transaction():
        source = catalogue.sources.update(source_id, paused=True)
        crawl = catalogue.crawls.open_of(source_id)
        if crawl is not None:
            catalogue.crawls.pause(crawl.id)
    return source


def resume(catalogue: Catalogue, source_id: int) -> Source:
    """Back on the schedule; a crawl that was paused goes on. UnknownSource."""
    with catalogue.transaction():
        source = catalogue.sources.update(source_id, paused=False)
        crawl = catalogue.crawls.open_of(source_id)
        if crawl is not None:
            catalogue.crawls.resume(crawl.id)
    return source


def cancel(catalogue: Catalogue, crawl_id: int, now: datetime) -> Crawl:
    """End a Crawl; what it has kept stays. Its Source is due again after its usual time. UnknownCrawl."""
    with catalogue.transaction():
        ended = catalogue.crawls.end(crawl_id, CrawlState.CANCELLED)
        if ended.state is CrawlState.CANCELLED and ended.source_id is not None:
            source = catalogue.sources.get(ended.source_id)
            catalogue.sources.update(source.id, next_due=cadence.next_due(source, now))
    return ended
