"""A crawl that was under way when the catalogue was lost: what it had is kept, and the next one fetches the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from archive.model import Crawl, CrawlState, SourceKind, Trigger
from archive.store.crawls import QUEUE_LOST
from archive.uri import page_surt
from tests.origins.blog import TinyBlog
from tests.web.test_recover import backfile as command
from web.compose import Backfile, build
from web.settings import Settings
from web.worker import Worker


@pytest.fixture
def blog() -> Iterator[TinyBlog]:
    with (blog := TinyBlog.of(8)).origin:
        yield blog


def opened(data: Path) -> Backfile:
    return build(Settings(data=data, min_delay=0, allow_networks=(ip_network("127.0.0.0/8"),)))


def cut_off(data: Path, blog: TinyBlog, *, pause: bool) -> int:
    """A crawl that was stopped on its way, and the catalogue lost; how many captures it had."""
    backfile = opened(data)
    try:
        catalogue, home, stop = backfile.catalogue, blog.origin.url("/"), threading.Event()
        source = catalogue.sources.add(home, page_surt(home), "Tiny", SourceKind.BLOGGER)
        crawl = catalogue.crawls.request(source.id, Trigger.CLI)

        def settled(now: Crawl) -> None:
            if now.progress.new > 1:
                stop.set()

        with backfile.archiving("a test") as archiving:
            archiving.crawler.run(crawl, on_progress=settled, stop=stop)
            assert catalogue.crawls.get(crawl.id).state is CrawlState.RUNNING
            if pause:
                catalogue.crawls.pause(crawl.id)
        assert 0 < len(catalogue.pages.of_source(source.id)) < len(blog.urls)
        kept = catalogue.captures.count()
    finally:
        backfile.close()
    for path in data.glob("catalogue.sqlite*"):
        path.unlink()
    assert command(data, "recover").exit_code == 0
    return kept


@pytest.mark.parametrize("pause", [False, True], ids=["running", "paused"])
def test_what_is_missing_is_fetched_by_the_next_one(tmp_path: Path, blog: TinyBlog, *, pause: bool) -> None:
    data = tmp_path / "data"
    kept = cut_off(data, blog, pause=pause)
    backfile = opened(data)
    catalogue = backfile.catalogue
    try:
        assert catalogue.captures.count() == kept
        first = catalogue.crawls.get(1)
        assert (first.state, first.error) == (CrawlState.FAILED, QUEUE_LOST)
        assert first.ended_at is not None
        assert [crawl.state for crawl in catalogue.crawls.unfinished()] == [CrawlState.QUEUED] * (not pause)
        if pause:
            catalogue.crawls.request(1, Trigger.CLI)
        Worker(backfile).crawl()
        second = catalogue.crawls.recent(1)[0]
        assert (second.id, second.state, second.progress.failed) == (2, CrawlState.DONE, 0)
        assert {page.url for page in catalogue.pages.of_source(1)} == set(blog.urls)
    finally:
        backfile.close()
