"""The parameters of a search's URL: old and mistyped ones still answer, and a Query has one shortest form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.model import FACETS, FacetChoice, Query, Sort
from indexer.querylang import MOST_PER_PAGE, parse_query, to_args


def test_nothing_is_the_plain_query() -> None:
    assert parse_query({}) == Query()
    assert to_args(Query()) == []


def test_all_parameters() -> None:
    args = MultiDict(
        [
            ("q", " gas pipeline "),
            ("source", "One"),
            ("source", "Two"),
            ("label", "-Oil"),
            ("month", "2024-05"),
            ("from", "2024-01-01"),
            ("to", "2024-12-31"),
            ("sort", "newest"),
            ("page", "3"),
            ("per_page", "50"),
        ]
    )
    assert parse_query(args) == Query(
        text="gas pipeline",
        chosen={
            "source": FacetChoice(("One", "Two")),
            "label": FacetChoice(none_of=("Oil",)),
            "month": FacetChoice(("2024-05",)),
        },
        since=date(2024, 1, 1),
        until=date(2024, 12, 31),
        sort=Sort.NEWEST,
        page=3,
        per_page=50,
    )


@pytest.mark.parametrize(
    "args",
    [
        {"page": "0"},
        {"page": "-3"},
        {"page": "x"},
        {"sort": "sideways"},
        {"from": "yesterday"},
        {"source": ""},
        {"source": "-"},
        {"unknown": "1"},
        {"page": "²"},
    ],
)
def test_what_is_no_value_is_passed_over(args: dict[str, str]) -> None:
    assert parse_query(args) == Query()


def test_a_page_has_an_upper_bound() -> None:
    assert parse_query({"per_page": "100000"}).per_page == MOST_PER_PAGE
    assert parse_query({"page": "9" * 30}).page == 1


VALUES = st.text(min_size=1, max_size=12).map(str.strip).filter(lambda v: v and not v.startswith("-"))


def choices() -> st.SearchStrategy[FacetChoice]:
    several = st.lists(VALUES, max_size=3, unique=True).map(tuple)
    return st.builds(FacetChoice, several, several).filter(lambda c: bool(c.any_of or c.none_of))


@given(
    st.builds(
        Query,
        text=st.text(max_size=30).map(str.strip),
        chosen=st.dictionaries(st.sampled_from([*FACETS, "month"]), choices(), max_size=4),
        since=st.none() | st.dates(),
        until=st.none() | st.dates(),
        sort=st.sampled_from(Sort),
        page=st.integers(1, 500),
        per_page=st.integers(1, MOST_PER_PAGE),
    )
)
def test_a_query_survives_its_own_url(query: Query) -> None:
    assert parse_query(MultiDict(to_args(query))) == query
