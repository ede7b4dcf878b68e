"""A bounded memory: what was used last stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_engine.kept import Kept


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12))))
def test_no_more_is_kept_than_there_is_room_for(puts: list[tuple[int, int]]) -> None:
    kept: Kept[int, int] = Kept(10)
    for key, size in puts:
        if kept.get(key) is None:
            kept.put(key, size, size)
        assert sum(kept.get(each) or 0 for each in range(6)) <= 10


def test_the_least_used_goes_first() -> None:
    kept: Kept[str, str] = Kept(2)
    kept.put("one", "first", 1)
    kept.put("two", "second", 1)
    assert kept.get("one") == "first"
    kept.put("three", "third", 1)
    assert (kept.get("one"), kept.get("two"), kept.get("three")) == ("first", None, "third")


def test_what_is_too_large_is_given_back_and_not_kept() -> None:
    kept: Kept[str, str] = Kept(2)
    kept.put("two", "small", 1)
    assert kept.put("one", "large", 3) == "large"
    assert (kept.get("one"), kept.get("two")) == (None, "small")
