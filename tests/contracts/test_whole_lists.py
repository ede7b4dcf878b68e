"""Whole lists, and what is new in them, of every search engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, Query, Sort
from tests.contracts.articles import ARTICLES, found
from tests.indexer.made_up import a_document, on


def test_all_that_is_found_is_listed_however_many(engine: SearchEngine) -> None:
    many = tuple(a_document(f"n{number:05}", "Gas.", lang="en") for number in range(10_050))
    engine.apply(Batch(put=(*many, ARTICLES[2])), checkpoint=1)
    assert set(engine.found(Query(text="gas", page=7, per_page=2))) == {each.id for each in many}
    assert len(list(engine.found(Query()))) == 10_051


@pytest.mark.parametrize("text", ["gas", "gas ships", "status:gone", '"', "-gas", "nothing so"])
def test_what_is_listed_is_what_is_found(text: str, filled: SearchEngine) -> None:
    assert set(filled.found(Query(text=text))) == set(found(filled.search(Query(text=text))))


def test_a_whole_list_is_all_of_it_in_its_order(filled: SearchEngine) -> None:
    for sort in Sort:
        for text in ("", "gas", "gas OR grain", "xqz"):
            query = Query(text, sort=sort, per_page=100)
            listed = [document.id for document in filled.listed(replace(query, page=3, per_page=1))]
            assert listed == found(filled.search(query))
            assert sorted(listed) == sorted(filled.found(query))


def test_news_is_what_is_later_the_latest_first(engine: SearchEngine) -> None:
    moments = (
        on(2026, 1, 1),
        on(2026, 1, 2),
        on(2026, 1, 2),
        on(2026, 1, 3) + timedelta(microseconds=1),
        None,
    )
    articles = tuple(a_document(f"n{at}", "gas", news_at=moment) for at, moment in enumerate(moments))
    for article in articles:
        engine.apply(Batch(put=(article,)), checkpoint=1)

    def told(after: datetime | None = None, **bounds: int) -> list[str]:
        return [document.id for document in engine.news(Query("gas"), after=after, **bounds)]

    assert told() == ["n3", "n1", "n2", "n0"]
    assert told(on(2026, 1, 1)) == ["n3", "n1", "n2"]
    assert told(on(2026, 1, 3)) == ["n3"]
    assert told(on(2026, 1, 3) + timedelta(microseconds=1)) == []
    assert [told(skip=skip, most=1) for skip in range(5)] == [["n3"], ["n1"], ["n2"], ["n0"], []]
    assert engine.news(Query("oil")) == []
    assert engine.as_of() == moments[3] == engine.search(Query()).as_of
    assert engine.get("n3") == articles[3]
