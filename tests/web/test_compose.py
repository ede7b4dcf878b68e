"""Joined up, with a fetcher of one's own: what it fetches is kept, found and shown."""

from __future__ import annotations

from pathlib import Path

from indexer.model import Query
from tests.conftest import MovableClock
from tests.fakes.fetcher import PlayedFetcher
from tests.origins import Answer
from web.app import create_app
from web.compose import build
from web.settings import Settings

URL = "https://quay.example/2026/02/ferries.html"
TEXT = "The ferry waits until the fog has lifted from the water. " * 20
PAGE = f"<html><head><title>Ferries in the fog</title></head><body><article><h1>Ferries in the fog</h1><p>{TEXT}</p>"


def test_what_a_fetcher_brings_is_kept_found_and_shown(tmp_path: Path, clock: MovableClock) -> None:
    fetcher = PlayedFetcher({"https://quay.example/robots.txt": Answer(status=404), URL: Answer(PAGE)})
    backfile = build(Settings(data=tmp_path / "data", min_delay=0), clock=clock, fetcher=fetcher)
    try:
        with backfile.archiving("a test") as archiving:
            (result,) = archiving.crawler.archive([URL])
        assert result.capture is not None
        assert [target.url for target in fetcher.asked] == ["https://quay.example/robots.txt", URL]
        with backfile.indexing("a test") as sync:
            assert sync.run().put == 1
        (hit,) = backfile.engine.search(Query("fog")).hits
        assert (hit.document.url, hit.document.title) == (URL, "Ferries in the fog")
        shown = create_app(backfile).test_client().get(f"/web/{result.capture.timestamp}mp_/{URL}")
        assert "until the fog has lifted" in shown.text
    finally:
        backfile.close()


def test_a_host_that_does_not_answer_is_said_and_nothing_is_kept(tmp_path: Path) -> None:
    backfile = build(Settings(data=tmp_path / "data", min_delay=0), fetcher=PlayedFetcher({}))
    try:
        with backfile.archiving("a test") as archiving:
            (result,) = archiving.crawler.archive([URL])
        assert result.capture is None
        assert "nobody answers there" in str(result.error)
        assert backfile.catalogue.counts().captures == 0
    finally:
        backfile.close()
