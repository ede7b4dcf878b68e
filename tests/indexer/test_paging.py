"""Pages of a list: all of it once, in order, as deep as lists go; and the word at its end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.paging import last_page, stretch_of
from indexer.querylang import BOUNDS

DEEPEST = BOUNDS["depth"].limit


@given(total=st.integers(0, 30_000), per_page=st.integers(1, 100))
def test_pages_are_all_of_a_list_once_and_in_order(total: int, per_page: int) -> None:
    shown: list[int] = []
    for page in range(1, last_page(total, per_page) + 1):
        stretch = stretch_of(page, per_page, total)
        shown += range(stretch.start, min(stretch.start + stretch.count, total))
        at_the_end = total > DEEPEST and page == last_page(total, per_page)
        assert stretch.notice == (BOUNDS["depth"].text if at_the_end else None)
    assert shown == list(range(min(total, DEEPEST)))


@given(total=st.integers(0, 30_000), per_page=st.integers(1, 100), beyond=st.integers(1, 10**9))
def test_beyond_the_end_there_is_nothing_and_a_word(total: int, per_page: int, beyond: int) -> None:
    stretch = stretch_of(last_page(total, per_page) + beyond, per_page, total)
    assert stretch.start >= min(total, DEEPEST) or stretch.count == 0
    assert (stretch.notice is not None) == (total > 0)
    if total > DEEPEST:
        assert (
            stretch.notice
            == "Only the first 10,000 results can be listed: narrow the search to see the others."
        )
