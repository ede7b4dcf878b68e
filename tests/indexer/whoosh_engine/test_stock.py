"""Typed questions against stock Whoosh, hit for hit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.qparser import AndGroup, OrGroup

from indexer.model import Query, Results
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.whoosh_engine.corpora import WORDS, Corpus, corpora, indexed, plainly_typed
from tests.indexer.whoosh_engine.stock import in_stock, stock_hits


def asked(engine: WhooshEngine, typed: str) -> Results:
    results = engine.search(Query(typed, per_page=100, with_facets=False, each_copy=True))
    assert len(results.hits) == results.total
    assert [hit.score for hit in results.hits] == sorted((hit.score for hit in results.hits), reverse=True)
    return results


def our_hits(engine: WhooshEngine, typed: str) -> dict[str, float]:
    return {hit.document.id: hit.score for hit in asked(engine, typed).hits}


@settings(max_examples=25)
@given(corpus=corpora(), typed=st.lists(plainly_typed(), min_size=10, max_size=10))
def test_what_is_typed_finds_what_stock_whoosh_finds(corpus: Corpus, typed: list[str]) -> None:
    with indexed(corpus) as engine, in_stock(corpus, engine) as stock:
        for question in typed:
            assert our_hits(engine, question) == pytest.approx(stock_hits(stock, question), rel=1e-5)


@settings(max_examples=15)
@given(
    corpus=corpora(),
    typed=st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4), min_size=10, max_size=10),
)
def test_words_side_by_side_find_what_stock_whoosh_finds(corpus: Corpus, typed: list[list[str]]) -> None:
    """All of them, or any; what neighbours add to the score is ours alone."""
    with indexed(corpus) as engine, in_stock(corpus, engine) as stock:
        for words in typed:
            ours = asked(engine, " ".join(words))
            theirs = stock_hits(stock, " ".join(words), OrGroup if ours.mode == "any" else AndGroup)
            assert {hit.document.id for hit in ours.hits} == set(theirs)
            assert ours.mode == "all" or not stock_hits(stock, " ".join(words))
            assert all(hit.score >= theirs[hit.document.id] * (1 - 1e-5) for hit in ours.hits)


@settings(max_examples=15)
@given(corpus=corpora(), wanted=plainly_typed(), unwanted=plainly_typed())
def test_exclusions_leave_what_stock_whoosh_leaves(corpus: Corpus, wanted: str, unwanted: str) -> None:
    """With the scores of what is wanted: stock Whoosh adds 1.0 for what a text is not."""
    with indexed(corpus) as engine, in_stock(corpus, engine) as stock:
        typed = f"{wanted} AND NOT {unwanted}"
        expected = stock_hits(stock, wanted)
        left = {key: expected[key] for key in stock_hits(stock, typed)}
        assert our_hits(engine, typed) == pytest.approx(left, rel=1e-5)
