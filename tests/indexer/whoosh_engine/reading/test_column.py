"""Counting a facet's values, against counting them one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_engine.reading.column import FacetColumn, joined

VALUES = ("ada", "ben", "cy", "dot")
Rows = list[set[str]]


def rows(most: int) -> st.SearchStrategy[Rows]:
    """The values of each document."""
    return st.lists(st.sets(st.sampled_from(VALUES), max_size=most), max_size=30)


def column_of(documents: Rows) -> FacetColumn:
    values = tuple(sorted({value for each in documents for value in each}))
    pairs = [(at, values.index(value)) for at, each in enumerate(documents) for value in each]
    pairs.sort(key=lambda pair: pair[1])  # as the postings of each value come
    ids, ordinals = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    return FacetColumn(values, ids, ordinals, len(documents))


def counted(column: FacetColumn, ids: list[int]) -> Counter[str]:
    found = column.counts(np.array(ids, np.int32)).tolist()
    return +Counter(dict(zip(column.values, found, strict=True)))


@pytest.mark.parametrize("most", [1, 4], ids=["one value at most", "several"])
@given(data=st.data())
def test_counts_are_those_of_the_documents(most: int, data: st.DataObject) -> None:
    documents = data.draw(rows(most))
    ids = sorted(data.draw(st.sets(st.sampled_from(range(len(documents)))) if documents else st.just(set())))
    wanted = Counter(value for at in ids for value in documents[at])
    assert counted(column_of(documents), ids) == wanted


@given(parts=st.lists(rows(3), min_size=1, max_size=4), data=st.data())
def test_columns_of_several_segments_are_as_one(parts: list[Rows], data: st.DataObject) -> None:
    documents = [each for part in parts for each in part]
    firsts = [sum(map(len, parts[:at])) for at in range(len(parts))]
    together = joined([column_of(part) for part in parts], firsts, len(documents))
    ids = sorted(data.draw(st.sets(st.sampled_from(range(len(documents)))) if documents else st.just(set())))
    assert counted(together, ids) == counted(column_of(documents), ids)
