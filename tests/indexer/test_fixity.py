"""The index against the catalogue: what is missing, what is too many, what is in another state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from archive.model import Facts
from indexer.fixity import examine_index
from indexer.model import Batch, Document
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document
from tests.web.library import Library, open_library
from web.compose import bare_index

URLS = tuple(f"https://blog.example/2026/0{n}/post.html" for n in range(1, 4))
WORDS = "<title>Harbours</title><article><h1>Harbours</h1><p>" + "Words about harbours and tides. " * 20


@pytest.fixture
def library(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "data", clock) as opened:
        for url in URLS:
            opened.keep(url, f"{WORDS} {url}", at=clock(), page=True)
        opened.index()
        yield opened


def problems(library: Library, sample: int | None = None) -> list[str]:
    backfile = library.backfile
    found = examine_index(bare_index(backfile.settings), backfile.catalogue, backfile.mementos, sample=sample)
    assert all("backfile index --rebuild" in fault.advice for fault in found.faults)
    return [fault.problem for fault in found.faults]


def test_an_index_that_is_up_to_date(library: Library) -> None:
    assert problems(library) == []


def test_a_page_that_the_index_has_yet_to_hear_of(library: Library, clock: MovableClock) -> None:
    library.keep("https://blog.example/new.html", WORDS, at=clock(), page=True)
    library.keep(URLS[0], WORDS + "More.", at=clock(), page=True)
    assert problems(library) == []


def stale(document: Document) -> list[Document]:
    """What a Document may say that its Page does not."""
    version = document.versions[0]
    return [
        replace(document, text=document.text.replace("tides", "tide")),
        replace(document, title="Harbour"),
        replace(document, author="Somebody"),
        replace(document, labels=("Fog",)),
        replace(document, source="Another"),
        replace(document, lang="fr"),
        replace(document, status="gone"),
        replace(document, kind="page"),
        replace(document, captures=7),
        replace(document, published=datetime(2026, 1, 1, 23, tzinfo=UTC)),
        replace(document, versions=(replace(version, text_digest=version.text_digest + "0"),)),
        replace(document, versions=()),
    ]


def test_a_document_that_says_what_its_page_does_not(library: Library) -> None:
    engine = library.backfile.engine
    page_id = min(engine.ids())
    right = engine.get(page_id)
    assert right is not None
    for document in stale(right):
        engine.apply(Batch((document,)), checkpoint=engine.checkpoint())
        for sample in (None, len(URLS)):
            (told,) = problems(library, sample)
            assert page_id in told
            assert "another state" in told
    engine.apply(Batch((right,)), checkpoint=engine.checkpoint())
    assert problems(library) == problems(library, 2) == []


def test_the_same_moment_on_another_day(library: Library) -> None:
    engine, clock = library.backfile.engine, datetime(2026, 1, 1, 23, tzinfo=UTC)
    library.keep(URLS[0], WORDS, page=True, facts=Facts(published=clock), at=datetime(2027, 1, 1, tzinfo=UTC))
    library.index()
    assert problems(library) == []
    (document,) = (one for one in map(engine.get, engine.ids()) if one is not None and one.published)
    moved = document.published and document.published.astimezone(timezone(timedelta(hours=3)))
    engine.apply(Batch((replace(document, published=moved),)), checkpoint=engine.checkpoint())
    (told,) = problems(library)
    assert "published" in told


def test_missing_too_many_and_swapped(library: Library) -> None:
    engine = library.backfile.engine
    first, second, third = sorted(engine.ids())
    one, other = engine.get(second), engine.get(third)
    assert one is not None
    assert other is not None
    put = replace(one, id=third), replace(other, id=second), a_document("nowhere", "words")
    engine.apply(Batch(put, (first,)), checkpoint=engine.checkpoint())
    for sample in (None, len(URLS)):
        told = problems(library, sample)
        assert len(told) == 4
        assert any(first in problem and "missing" in problem for problem in told)
        assert sum("another state" in problem and "url" in problem for problem in told) == 2
        assert any("nowhere" in problem and "does not know" in problem for problem in told)


def test_what_was_taken_down_is_one_too_many(library: Library) -> None:
    engine = library.backfile.engine
    page_id = min(engine.ids())
    document = engine.get(page_id)
    assert document is not None
    library.backfile.catalogue.takedowns.take_down(document.url)
    assert problems(library) == [], "the index has yet to hear of it"
    library.index()
    assert problems(library) == []
    engine.apply(Batch((document,)), checkpoint=engine.checkpoint())
    assert engine.get(page_id) is None, "nobody sees it"
    (told,) = problems(library)
    assert page_id in told


def test_an_index_that_is_ahead(library: Library) -> None:
    engine = library.backfile.engine
    engine.apply(Batch(), checkpoint=engine.checkpoint() + 9)
    (told,) = problems(library)
    assert "another archive" in told


def test_a_sample_is_a_sample(library: Library) -> None:
    backfile = library.backfile
    found = examine_index(backfile.engine, backfile.catalogue, backfile.mementos, sample=2)
    assert (found.documents, found.compared, found.faults) == (3, 2, [])


def test_an_index_that_cannot_be_read(library: Library) -> None:
    index = library.backfile.settings.data / "index"
    library.backfile.engine.close()
    next(index.glob("*/BACKFILE")).write_text("{}")
    (told,) = problems(library)
    assert "form" in told
