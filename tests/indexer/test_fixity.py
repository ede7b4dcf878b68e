"""The index against the catalogue: what is missing, what is too many, what is in another state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.fixity import examine_index
from indexer.model import Batch
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document
from tests.web.library import Library, open_library

URLS = tuple(f"https://blog.example/2026/0{n}/post.html" for n in range(1, 4))
WORDS = "<title>Harbours</title><article><h1>Harbours</h1><p>" + "Words about harbours and tides. " * 20


@pytest.fixture
def library(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "data", clock) as opened:
        for url in URLS:
            opened.keep(url, f"{WORDS} {url}", at=clock(), page=True)
        opened.index()
        yield opened


def problems(library: Library) -> list[str]:
    backfile = library.backfile
    found = examine_index(backfile.engine, backfile.catalogue, backfile.mementos)
    assert all("backfile index --rebuild" in fault.advice for fault in found.faults)
    return [fault.problem for fault in found.faults]


def test_an_index_that_is_up_to_date(library: Library) -> None:
    assert problems(library) == []


def test_a_page_that_the_index_has_yet_to_hear_of(library: Library, clock: MovableClock) -> None:
    library.keep("https://blog.example/new.html", WORDS, at=clock(), page=True)
    library.keep(URLS[0], WORDS + "More.", at=clock(), page=True)
    assert problems(library) == []


def test_what_does_not_fit(library: Library) -> None:
    engine = library.backfile.engine
    first, second, _ = sorted(engine.ids())
    stale = engine.get(second)
    assert stale is not None
    put = (replace(stale, captures=7), a_document("nowhere", "words"))
    engine.apply(Batch(put, (first,)), checkpoint=engine.checkpoint())
    told = problems(library)
    assert len(told) == 3
    assert any(first in problem and "missing" in problem for problem in told)
    assert any(second in problem and "another state" in problem for problem in told)
    assert any("nowhere" in problem and "does not know" in problem for problem in told)


def test_an_index_that_cannot_be_read(library: Library) -> None:
    index = library.backfile.settings.data / "index"
    library.backfile.engine.close()
    next(index.glob("*/BACKFILE")).write_text("{}")
    (told,) = problems(library)
    assert "form" in told
