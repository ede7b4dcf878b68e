"""Postings, lengths and columns that are not those of their Documents, though every file is as it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.language.glossary import Glossary
from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.storing.folder import IndexFolder
from indexer.whoosh_engine.storing.posting_lists import PostingLists
from indexer.whoosh_engine.writing.analysed import Analysed, analysed
from indexer.whoosh_engine.writing.writer import Writer
from tests.benchmarks.made_up import MadeUp

DOCUMENTS = 6
MADE_UP = tuple(
    replace(document, author=f"Author {number % 3}", labels=("Fog", f"Label{number}"), lang="en")
    for number, document in enumerate(MadeUp(3).documents(DOCUMENTS))
)
Tamper = Callable[[Analysed], None]


def written(folder: Path, tamper: Tamper) -> WhooshEngine:
    """An index of these Documents as a writer makes it that has made a mistake."""
    WhooshEngine.open(folder).reset()
    place = IndexFolder(folder)
    writer = Writer(place.open(str(place.current())))
    found = analysed(MADE_UP, writer.schema, Glossary())
    tamper(found)
    writer.pool.take(found.postings)
    writer.perdocwriter.put(writer.schema, found.columns, found.lengths)
    writer.docnum = DOCUMENTS
    writer._added = True
    writer.schema.checkpoint = 1
    writer.commit(mergetype=lambda _, segments: segments)
    return WhooshEngine.open(folder)


def at(lists: PostingLists, least: int) -> int:
    """The place of the first posting of a term that so many Documents have."""
    term = int(np.flatnonzero(lists.counts >= least)[0])
    return int(lists.counts[:term].sum())


def term_of(lists: PostingLists, place: int) -> int:
    return int(np.searchsorted(np.cumsum(lists.counts), place, side="right"))


def dropped(lists: PostingLists, place: int) -> PostingLists:
    """The same without one posting, and without its term if it was the only one."""
    counts = lists.counts.copy()
    counts[term_of(lists, place)] -= 1
    kept = np.arange(len(lists.ids)) != place
    values = [value for value, keep in zip(lists.values, kept, strict=False) if keep]
    terms = [term for term, count in zip(lists.terms, counts, strict=True) if count]
    return PostingLists(terms, counts[counts > 0], lists.ids[kept], lists.weights[kept], values)


def no_posting_of_a_word(found: Analysed) -> None:
    found.postings["text"] = dropped(found.postings["text"], at(found.postings["text"], 3))


def no_word(found: Analysed) -> None:
    lists = found.postings["text"]
    found.postings["text"] = dropped(lists, int(lists.counts[: int(np.argmin(lists.counts))].sum()))


def no_facet_value(found: Analysed) -> None:
    found.postings["author_is"] = dropped(found.postings["author_is"], 1)


def no_field(found: Analysed) -> None:
    del found.postings["kind"]


def a_weight(found: Analysed) -> None:
    found.postings["text"].weights[at(found.postings["text"], 2)] += 1


def a_column(found: Analysed) -> None:
    found.columns["published"][2] = 0


def a_length(found: Analysed) -> None:
    found.lengths["text"][1] *= 3


MISSING = (no_posting_of_a_word, no_word, no_facet_value, no_field, a_weight, a_column, a_length)


def a_place(found: Analysed) -> None:
    found.postings["text"].values[at(found.postings["text"], 2)] = b"\7\0"


def another_document(found: Analysed) -> None:
    """One too many here, one too few there: the numbers of postings stay."""
    lists = found.postings["label_is"]
    place = int(lists.counts[: lists.terms.index(b"Label4")].sum())
    lists.ids[place] = 1


def one_too_many(found: Analysed) -> None:
    lists = found.postings["status"]
    first = int(lists.counts[0])
    other = next(number for number in range(DOCUMENTS) if number not in lists.ids[:first])
    counts = lists.counts.copy()
    counts[0] += 1
    ids = np.concatenate([np.sort(np.append(lists.ids[:first], other)), lists.ids[first:]])
    weights = np.ones(len(ids))
    found.postings["status"] = PostingLists(lists.terms, counts, ids, weights, [])


def test_what_a_writer_writes(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path)
    for number in range(5):
        engine.apply(Batch(MADE_UP[number : number + 2]), checkpoint=number + 1)
    while engine.merge():
        pass
    for thorough in (True, False):
        assert list(engine.proofread(MADE_UP, thorough=thorough)) == []
    assert engine.count() == DOCUMENTS
    assert list(engine.proofread(MADE_UP[:1], thorough=True)) == []


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("tamper", MISSING)
def test_what_is_missing(tmp_path: Path, tamper: Tamper, thorough: bool) -> None:
    engine = written(tmp_path, tamper)
    assert engine.problems() == [], "no byte tells of it"
    assert engine.search(Query("")).total == DOCUMENTS
    assert list(engine.proofread(MADE_UP, thorough=thorough))


@pytest.mark.parametrize("tamper", [a_place, another_document, one_too_many])
def test_what_is_too_many_or_elsewhere(tmp_path: Path, tamper: Tamper) -> None:
    engine = written(tmp_path, tamper)
    assert engine.problems() == []
    assert list(engine.proofread(MADE_UP, thorough=True))


def test_who_is_hit_is_named(tmp_path: Path) -> None:
    engine = written(tmp_path, a_column)
    expected = [(MADE_UP[2].id, "its value in the column “published” is another one")]
    assert list(engine.proofread(MADE_UP, thorough=True)) == expected
    assert list(engine.proofread(MADE_UP[2:3], thorough=False)) == expected
    assert list(engine.proofread(MADE_UP[3:], thorough=False)) == []
