"""The engines that the contract of search is held against, each by what opens it over a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.searchers import Searcher
from tests.conftest import MovableClock
from tests.contracts.articles import ARTICLES

Opener = Callable[[Path, MovableClock], SearchEngine]


def whoosh(folder: Path, clock: MovableClock) -> SearchEngine:
    return WhooshEngine.open(folder)


def by_whooshs_searcher(folder: Path, clock: MovableClock) -> SearchEngine:
    return WhooshEngine.open(folder, searcher=Searcher.WHOOSH)


@pytest.fixture(
    scope="session", params=[whoosh, by_whooshs_searcher], ids=["whoosh", "by Whoosh's own searcher"]
)
def opener(request: pytest.FixtureRequest) -> Opener:
    made: Opener = request.param
    return made


@pytest.fixture
def engine(opener: Opener, tmp_path: Path, clock: MovableClock) -> Iterator[SearchEngine]:
    opened = opener(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.apply(Batch(put=ARTICLES), checkpoint=4)
    return engine
