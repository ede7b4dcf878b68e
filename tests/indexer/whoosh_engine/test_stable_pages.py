"""A list's order is the corpus's, not that of the segments that hold it: pages stay what they were when those are merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model import Batch, Query, Sort
from indexer.whoosh_engine.engine import WhooshEngine
from tests.contracts.test_facets import corpus


def listed(engine: WhooshEngine, sort: Sort) -> list[str]:
    """The ids on pages of seven, one after another."""
    pages = (engine.search(Query("fog rain", sort=sort, page=page, per_page=7)) for page in range(1, 10))
    return [hit.document.id for page in pages for hit in page.hits]


@pytest.mark.parametrize("seed", [3, 4])
def test_the_order_is_the_same_in_one_segment_and_in_many(tmp_path: Path, seed: int) -> None:
    made = corpus(seed)
    many, one = WhooshEngine.open(tmp_path / "many"), WhooshEngine.open(tmp_path / "one")
    for at in range(0, 60, 9):
        many.apply(Batch(put=tuple(made[at : at + 9])), checkpoint=at + 1)
    one.apply(Batch(put=tuple(reversed(made))), checkpoint=1)
    for sort in Sort:
        assert listed(many, sort) == listed(one, sort), sort
    before = {sort: listed(many, sort) for sort in Sort}
    many.apply(Batch(put=tuple(made[::4])), checkpoint=99)  # replaced by themselves
    for sort in set(Sort) - {Sort.RELEVANCE}:
        assert listed(many, sort) == before[sort], sort
    many.forget()  # segments are written anew, without what was replaced
    while many.merge():
        pass
    for sort in Sort:
        assert listed(many, sort) == before[sort], sort
    many.close()
    one.close()
