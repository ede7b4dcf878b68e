"""/search parameters become a Query, whatever was typed."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.model import FACETS, FacetChoice, Query, Sort
from web.reading.question import read
from web.reading.search_urls import SearchUrls

NAMES = ["q", *FACETS, "month", "from", "to", "sort", "page", "per_page", "odd"]


def asked(*pairs: tuple[str, str]) -> Query:
    return read(MultiDict(list(pairs))).query


def test_facets_repeat_for_or_and_a_minus_excludes() -> None:
    query = asked(("source", "A"), ("source", "B"), ("label", "-Oil"), ("month", "2024-07"))
    assert query.chosen == {
        "source": FacetChoice(("A", "B")),
        "label": FacetChoice((), ("Oil",)),
        "month": FacetChoice(("2024-07",)),
    }


@pytest.mark.parametrize(
    ("first", "last", "since", "until"),
    [
        ("2024-07-03", "2024-07-05", date(2024, 7, 3), date(2024, 7, 5)),
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", "2024", date(2024, 12, 31), date(2025, 1, 1)),
        ("", "", None, None),
    ],
)
def test_dates_may_be_years_and_months(first: str, last: str, since: date | None, until: date | None) -> None:
    query = asked(("from", first), ("to", last))
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    "pair",
    [
        ("page", "abc"), ("page", "-3"), ("page", "0"), ("page", "٣"), ("per_page", "1000000000"),
        ("per_page", "1e9"), ("from", "xyz"), ("to", "2024-13-01"), ("from", "2024-02-30"), ("sort", "best"),
        ("page", "9" * 400),
    ],
)  # fmt: skip
def test_what_can_not_be_understood_is_said(pair: tuple[str, str]) -> None:
    question = read(MultiDict([pair]))
    assert len(question.notices) == 1
    assert pair[0] in question.notices[0]
    assert 1 <= question.query.per_page <= 100


def test_too_many_values_are_cut_with_a_notice() -> None:
    question = read(MultiDict([("label", f"L{number}") for number in range(200)]))
    assert len(question.query.chosen["label"].any_of) == 50
    assert question.notices == ("Only the first 50 values of “label” were used.",)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=12))
def test_any_parameters_give_a_query_that_its_own_url_gives_again(pairs: list[tuple[str, str]]) -> None:
    query = read(MultiDict(pairs)).query
    again = parse_qsl(urlsplit(SearchUrls(query).here()).query, keep_blank_values=True)
    assert read(MultiDict(again)).query == query


def test_urls_around_a_query() -> None:
    urls = SearchUrls(Query(text="fog", chosen={"source": FacetChoice(("A",))}, page=3))
    assert urls.here() == "/search?q=fog&source=A&page=3"
    assert urls.toggled("source", "B") == "/search?q=fog&source=A&source=B"
    assert urls.toggled("source", "A") == "/search?q=fog"
    assert urls.excluded("source", "A") == "/search?q=fog&source=-A"
    assert urls.only("year", "2024") == "/search?q=fog&source=A&year=2024"
    assert urls.page(4) == "/search?q=fog&source=A&page=4"
    assert urls.sorted_by(Sort.OLDEST) == "/search?q=fog&source=A&sort=oldest"
    assert urls.unfiltered() == "/search?q=fog"
    assert urls.here("/search.json") == "/search.json?q=fog&source=A&page=3"
