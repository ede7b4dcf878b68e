"""The made-up world crawled, changed, crawled again and indexed: what the whole way's tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive import uri
from archive.model import Crawl, Page, Source, Trigger
from indexer.report import SyncReport
from web.compose import Archiving, Backfile, build
from web.demo.world import Deleted, Edited, Request, World
from web.following import follow, look_at
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Story:
    """What was done, in order, and what the world's log said of it."""

    backfile: Backfile
    sources: tuple[Source, ...]
    posts: tuple[frozenset[str], ...]  # by source: the URLs of its posts at the start
    first: tuple[Crawl, ...]
    asked_first: tuple[Request, ...]
    edited: Edited
    deleted: Deleted
    second: tuple[Crawl, ...]
    asked_second: tuple[Request, ...]
    report: SyncReport

    def page(self, url: str) -> Page:
        page = self.backfile.catalogue.pages.by_surt(uri.page_surt(url))
        assert page is not None, url
        return page


def built(data: Path, world: World) -> Backfile:
    return build(Settings(data=data, proxy=world.proxy_url, min_delay=0))


def followed(backfile: Backfile, home: str, related: int = 50) -> Source:
    return follow(backfile, look_at(backfile, home), related=related)


def crawled(archiving: Archiving, source: Source) -> Crawl:
    return archiving.crawler.run(archiving.catalogue.crawls.request(source.id, Trigger.CLI))


def told(backfile: Backfile, world: World) -> Story:
    sources = tuple(followed(backfile, home) for home in world.home_urls)
    posts = tuple(
        frozenset(url for url, article in world.articles(home).items() if not article.standing)
        for home in world.home_urls
    )
    world.forget_requests()
    with backfile.archiving("the demo's test") as archiving:
        first = tuple(crawled(archiving, source) for source in sources)
        asked_first = world.requests
        world.forget_requests()
        edited, deleted = world.edit_post(), world.delete_post()
        second = tuple(crawled(archiving, source) for source in sources)
    with backfile.indexing("the demo's test") as sync:
        report = sync.run()
    return Story(
        backfile, sources, posts, first, asked_first, edited, deleted, second, world.requests, report
    )
