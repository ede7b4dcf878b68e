"""The parameters of a search's URL: whatever was typed answers, says what was changed, and has one shortest form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import CHOICES, FacetChoice, Query, Sort
from indexer.parameters import parse_query, to_args
from indexer.querylang import BOUNDS

NAMES = ["q", *CHOICES, "from", "to", "sort", "page", "per_page", "copies", "odd"]


def collected(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    parameters: dict[str, list[str]] = {}
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def asked(*pairs: tuple[str, str]) -> Query:
    query, notices = parse_query(collected(list(pairs)))
    assert notices == ()
    return query


def test_nothing_is_the_plain_query() -> None:
    assert parse_query({}) == (Query(), ())
    assert to_args(Query()) == []


def test_all_parameters() -> None:
    query = asked(
        ("q", " gas  pipeline "), ("source", "One"), ("source", "Two"), ("label", "-Oil"), ("month", "2024-05"),
        ("from", "2024-01-01"), ("to", "2024-12-31"), ("sort", "newest"), ("page", "3"), ("per_page", "50"),
        ("copies", "all"),
    )  # fmt: skip
    assert query == Query(
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
        each_copy=True,
    )


@pytest.mark.parametrize(
    "pair",
    [("source", ""), ("source", "-"), ("unknown", "1"), ("from", " "), ("page", ""), ("copies", "one")],
)
def test_what_says_nothing_is_passed_over(pair: tuple[str, str]) -> None:
    assert asked(pair) == Query()


@pytest.mark.parametrize(
    ("first", "last", "since", "until"),
    [
        ("2024-07-03", "2024-07-05", date(2024, 7, 3), date(2024, 7, 5)),
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("", "", None, None),
    ],
)
def test_dates_may_be_years_and_months(first: str, last: str, since: date | None, until: date | None) -> None:
    query = asked(("from", first), ("to", last))
    assert (query.since, query.until) == (since, until)


def test_dates_that_run_backwards_are_exchanged() -> None:
    query, (notice,) = parse_query({"from": ["2025"], "to": ["2024"]})
    assert (query.since, query.until) == (date(2024, 12, 31), date(2025, 1, 1))
    assert "exchanged" in notice


@pytest.mark.parametrize(
    "pair",
    [
        ("page", "abc"), ("page", "-3"), ("page", "0"), ("page", "٣"), ("page", "²"), ("page", "9" * 400),
        ("per_page", "1000000000"), ("per_page", "1e9"), ("from", "xyz"), ("to", "2024-13-01"),
        ("from", "2024-02-30"), ("from", "0000"), ("sort", "best"),
    ],
)  # fmt: skip
def test_what_can_not_be_understood_is_said(pair: tuple[str, str]) -> None:
    query, (notice,) = parse_query({pair[0]: [pair[1]]})
    assert pair[0] in notice
    assert 1 <= query.per_page <= BOUNDS["per_page"].limit
    assert 1 <= query.page * query.per_page <= BOUNDS["depth"].limit


def test_many_and_long_values_are_cut_and_that_is_said() -> None:
    query, notices = parse_query({"label": ["x" * 5_000, *(f"L{number}" for number in range(200))]})
    values = query.chosen["label"].any_of
    assert (len(values), len(values[0])) == (BOUNDS["values"].limit, BOUNDS["value"].limit)
    assert notices == (
        "label: only the first 50 values were used.",
        "label: only the first 300 characters of a value were used.",
    )


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=12))
def test_any_parameters_give_a_query_that_its_own_url_gives_again(pairs: list[tuple[str, str]]) -> None:
    query, _ = parse_query(collected(pairs))
    assert parse_query(collected(to_args(query))) == (query, ())
