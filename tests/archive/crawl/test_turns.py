"""Whose turn it is: between crawls, and at a host that several of them want."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.run.turns import Turns


def test_who_has_waited_longest_comes_first() -> None:
    turns = Turns()
    assert turns.order([3, 1, 2]) == [1, 2, 3]
    turns.took(1)
    turns.took(2)
    assert turns.order([1, 2, 3]) == [3, 1, 2]
    turns.took(3)
    turns.forget(1)
    assert turns.order([1, 2, 3]) == [1, 2, 3], "one that comes anew has waited longest"


def test_after_its_turn_at_a_host_a_crawl_comes_after_those_that_wait_there() -> None:
    turns = Turns()
    turns.left(1, "h", {1, 2, 3})
    assert turns.after_others(1) == {"h"}
    assert turns.after_others(2) == set()
    turns.left(2, "h", {1, 3})
    assert turns.after_others(1) == turns.after_others(2) == {"h"}
    turns.left(3, "h", {1})
    assert turns.after_others(3) == {"h"}
    assert turns.after_others(1) == set()
    turns.left(1, "h", {3})
    assert turns.after_others(1) == {"h"}
    turns.left(3, "h", set())
    assert not turns.contested


def test_a_crawl_that_is_no_more_keeps_nobody_waiting() -> None:
    turns = Turns()
    turns.left(1, "h", {1, 2})
    turns.forget(1)
    assert not turns.contested


@given(
    work=st.dictionaries(st.integers(1, 6), st.integers(1, 15), min_size=2),
    order=st.randoms(use_true_random=False),
)
def test_between_two_turns_of_a_crawl_at_a_host_each_other_that_waits_has_one(
    work: dict[int, int], order: object
) -> None:
    turns, left, served = Turns(), Counter(work), list[int]()
    while +left:
        waiting = sorted(+left)
        first = [crawl for crawl in waiting if "h" not in turns.after_others(crawl)] or waiting
        crawl = order.choice(first)  # type: ignore[attr-defined]
        left[crawl] -= 1
        served.append(crawl)
        turns.left(crawl, "h", set(+left))
    for crawl, amount in work.items():
        places = [place for place, one in enumerate(served) if one == crawl]
        assert len(places) == amount
        for before, after in pairwise(places):
            still = {other for other in work if other != crawl and other in served[after:]}
            assert still <= set(served[before:after]), served
