"""All values of a facet, dates from years to days, and the forms of both, over a real engine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import CHOICES, Batch, Bucket, Document, Facet, FacetChoice, FacetValue, Query, Results
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document, on
from tests.web.library import MARCH, Library, open_library
from web.reading.date_steps import date_steps
from web.reading.facet_urls import read_facet
from web.reading.histogram import bars
from web.reading.search_urls import SearchUrls

NAMES = ("München", "Straße", "-x", '"quoted" & <b>', "=1+1", "القاهرة")


def articles() -> Iterator[Document]:
    for at in range(240):
        labels = (f"Label {at:03}", NAMES[at % len(NAMES)])
        published = None if at % 12 == 0 else on(2024 + at % 2, 1 + at % 12, 1 + at % 28)
        yield a_document(f"{at:03}", "fog", labels=labels, published=published, lang=("en", "de")[at // 120])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with open_library(tmp_path_factory.mktemp("facets") / "data", MovableClock(MARCH)) as opened:
        opened.backfile.engine.apply(Batch(put=tuple(articles())), checkpoint=0)
        yield opened.client()


def page(client: FlaskClient, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.text, "lxml")


def text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def names(soup: BeautifulSoup | Tag) -> list[str]:
    return [found.get_text() for found in soup.select(".values .value-name")]


def link(soup: BeautifulSoup, name: str) -> str:
    found = next(link for link in soup.select("main a") if link.get_text(" ", strip=True).startswith(name))
    return str(found["href"])


def test_all_values_are_listed_with_their_counts_page_by_page(client: FlaskClient) -> None:
    first = page(client, link(page(client, "/search?q=fog&lang=en&sort=newest"), "All 126 labels"))
    assert text(first, "h1") == "126 labels in 120 articles for fog"
    assert names(first)[:3] == ['"quoted" & <b>', "-x", "=1+1"]
    second = page(client, link(first, "Next"))
    assert (len(names(first)), len(names(second))) == (100, 26)
    assert len({*names(first), *names(second)}) == 126
    picked = urlsplit(str(second.select(".pick")[-1]["href"]))
    assert picked.path == "/search"
    assert dict(parse_qsl(picked.query)) == {"q": "fog", "lang": "en", "sort": "newest", "label": "Label 119"}
    assert link(second, "Back to the results") == "/search?q=fog&lang=en&sort=newest"
    by_name = page(client, link(first, "A to Z"))
    assert names(by_name)[:3] == ["=1+1", "Label 000", "Label 001"]


def test_a_list_is_searched_inside_and_keeps_the_search(client: FlaskClient) -> None:
    soup = page(client, "/search/facet/label?q=fog&lang=-de&containing=munchen&order=name")
    assert names(soup) == ["München"]
    assert text(soup, "h1") == "1 label with munchen in 120 articles for fog"
    kept = {(field["name"], field["value"]) for field in soup.select("form.find-inside input[type=hidden]")}
    assert kept == {("q", "fog"), ("lang", "-de"), ("order", "name")}
    nothing = page(client, "/search/facet/label?q=fog&containing=nowhere")
    assert "Nothing in this list" in nothing.get_text()
    assert link(nothing, "Show all labels") == "/search/facet/label?q=fog"
    german = page(client, "/search/facet/lang?containing=germ")
    assert names(german) == ["German"]


def test_every_value_can_be_picked_and_excluded_from_its_list(client: FlaskClient) -> None:
    listed = page(client, "/search/facet/label?lang=de&containing=")
    for value in ("-x", "Straße", "القاهرة"):
        row = next(row for row in listed.select(".value") if row.select(".value-name")[0].get_text() == value)
        picked = page(client, str(row.select(".pick")[0]["href"]))
        assert text(picked, "h1") == "20 articles"
        chip = next(chip for chip in picked.select(".chip") if value in chip.get_text())
        assert chip["href"] == "/search?lang=de"
        excluded = page(client, str(row.select(".exclude")[0]["href"]))
        assert text(excluded, "h1") == "100 articles"
        assert f"Label not {value}" in [text_of(chip) for chip in excluded.select(".chip")]
        hidden = {
            (field["name"], field["value"]) for field in excluded.select(".top-search input[type=hidden]")
        }
        assert hidden == {("lang", "de"), ("label", f"-{value}")}


def text_of(chip: Tag) -> str:
    return " ".join(chip.get_text(" ").split()).partition(" ×")[0]


def test_the_list_as_json_and_csv(client: FlaskClient) -> None:
    shape = json.loads(client.get("/search/facet/label.json?q=fog&label=-M%C3%BCnchen&page=3").data)
    assert list(shape) == [
        "facet", "query", "containing", "order", "total", "articles", "page", "per_page", "values", "notices",
    ]  # fmt: skip
    assert (shape["total"], shape["page"], len(shape["values"]), shape["notices"]) == (246, 3, 46, [])
    first = json.loads(client.get("/search/facet/label.json?q=fog&label=-M%C3%BCnchen").data)["values"]
    assert {"value": "München", "count": 40, "selected": False, "excluded": True} in first
    response = client.get("/search/facet/label.csv?q=fog&label=-M%C3%BCnchen")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 246
    by_name = {row["value"]: row for row in rows}
    assert by_name["'=1+1"]["count"] == by_name["'-x"]["count"] == "40"
    assert by_name["München"]["chosen"] == "excluded"
    assert client.get(by_name["'-x"]["search_url"].removeprefix("http://localhost")).status_code == 200
    head = client.head("/search/facet/label.csv")
    assert (head.data, "Content-Length" in head.headers) == (b"", False)
    tag = response.headers["ETag"]
    again = client.get("/search/facet/label.csv?q=fog&label=-M%C3%BCnchen", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_list_that_ends_says_so_and_a_facet_that_is_none_is_no_page(client: FlaskClient) -> None:
    soup = page(client, "/search/facet/label?page=77")
    assert "There is no page 77: the list ends on page 3." in soup.get_text()
    assert link(soup, "To the last page") == "/search/facet/label?page=3"
    assert "is not a number" in client.get("/search/facet/label.json?page=x").text
    assert "order=odd is unknown" in client.get("/search/facet/label.json?order=odd").text
    for odd in ("/search/facet/nothing", "/search/facet/title.json", "/search/facet/../x.csv"):
        assert client.get(odd).status_code == 404
    long = client.get("/search/facet/label.json", query_string={"containing": "\0~*" + "y" * 999})
    assert json.loads(long.data)["notices"] == [
        "containing: only the first 300 characters of a value were used."
    ]


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(CHOICES),
    form=st.sampled_from(("", ".json", ".csv")),
    asked=st.dictionaries(
        st.sampled_from(
            ("q", "containing", "order", "page", "label", "day", "year", "from", "sort", "per_page", "x")
        ),
        st.text(max_size=20)
        | st.sampled_from(("-1", "99999999999", "name", "-", "\\-", "2024-02-30", "undated", '"~*')),
        max_size=5,
    ),
)
def test_whatever_is_asked_of_a_list_is_answered(
    client: FlaskClient, name: str, form: str, asked: dict[str, str]
) -> None:
    response = client.get(f"/search/facet/{name}{form}", query_string=asked)
    assert response.status_code == 200
    if form == ".json":
        shape = json.loads(response.data)
        assert len(shape["values"]) <= min(100, shape["total"])


def test_a_result_list_that_ends_says_so_everywhere(client: FlaskClient) -> None:
    said = "There is no page 40: the list ends on page 12."
    soup = page(client, "/search?q=fog&page=40")
    assert said in soup.get_text()
    assert link(soup, "To the last page") == "/search?q=fog&page=12"
    assert json.loads(client.get("/search.json?q=fog&page=40").data)["notices"] == [said]


# Dates


def test_from_any_time_to_a_day_and_back(client: FlaskClient) -> None:
    top = page(client, "/search?q=fog&lang=en")
    assert names(top)[:3] == ["2025", "2024", "No date"]
    year = page(client, str(top.select(".dates .pick")[1]["href"]))
    assert text(year, ".date-path") == "Any time › 2024"
    assert names(year)[:5] == ["March 2024", "May 2024", "July 2024", "September 2024", "November 2024"]
    month = page(client, link(year, "March 2024"))
    assert text(month, ".date-path") == "Any time › 2024 › March"
    days = {day.select_one(".unseen").get_text(): str(day["href"]) for day in month.select(".day-pick")}  # type: ignore[union-attr]
    total = int(text(month, "h1").split()[0])
    assert sum(int(said.split(": ")[1].split()[0]) for said in days) == total
    said, address = next(iter(days.items()))
    day = page(client, address)
    assert text(day, "h1") == f"{said.split(': ')[1]} for fog"
    assert text(day, ".date-path").startswith("Any time › 2024 › March ›")
    assert link(day, "March") == "/search?q=fog&lang=en&month=2024-03"
    assert link(day, "Any time") == "/search?q=fog&lang=en"
    assert text_of(day.select(".chip")[1]).startswith("Day ")
    undated = page(client, link(top, "No date"))
    assert text(undated, "h1") == "10 articles for fog"
    assert text_of(undated.select(".chip")[0]) == "Year No date"


def test_the_days_of_a_month_as_a_list_are_those_of_its_calendar(client: FlaskClient) -> None:
    month = page(client, "/search?q=fog&month=2024-03")
    there = {str(each["title"]).partition(":")[0] for each in month.select(".day-pick")}
    listed = page(client, link(month, "Days as a list"))
    assert set(names(listed)) == there
    assert text(listed, "h1").startswith(f"{len(there)} days with March 2024 in ")


def test_a_chosen_value_that_nothing_has_is_none_of_all(client: FlaskClient) -> None:
    asked = "q=fog&label=-no+such+label"
    whole = json.loads(client.get(f"/search/facet/label.json?{asked}").data)["total"]
    assert json.loads(client.get(f"/search.json?{asked}").data)["facet_sizes"]["label"] == whole
    link(page(client, f"/search?{asked}"), f"All {whole} labels")


def test_dates_in_json(client: FlaskClient) -> None:
    plain = json.loads(client.get("/search.json?q=fog").data)
    assert (plain["undated"], plain["histogram_by"], plain["facet_sizes"]["label"]) == (20, "month", 246)
    assert "month" not in plain["facets"]
    month = json.loads(client.get("/search.json?q=fog&month=2024-03").data)
    assert month["histogram_by"] == "day"
    assert sum(bar["count"] for bar in month["histogram"]) == month["total"]
    assert sum(value["count"] for value in month["facets"]["day"]) == month["total"]
    assert [value["value"] for value in month["facets"]["month"] if value["selected"]] == ["2024-03"]


def of(**chosen: tuple[str, ...]) -> Query:
    return Query(chosen={name: FacetChoice(values) for name, values in chosen.items()})


@pytest.mark.parametrize(
    ("query", "path"),
    [
        (of(), []),
        (of(year=("2024", "2023")), []),
        (of(year=("2024", "undated")), []),
        (of(year=("2024",), month=("2024-05",)), ["Any time", "2024", "May"]),
        (of(month=("2024-05", "2024-06")), ["Any time", "2024"]),
        (of(day=("2024-05-03", "2024-05-04")), ["Any time", "2024", "May"]),
        (of(day=("2024-05-03",)), ["Any time", "2024", "May", "3"]),
        (of(day=("2024-02-31",)), ["Any time", "2024", "February"]),
        (of(year=("abcd",)), []),
        (of(month=("2024-13",)), ["Any time", "2024"]),
    ],
)  # fmt: skip
def test_the_way_to_what_is_chosen(query: Query, path: list[str]) -> None:
    steps = date_steps(Results(query, 0), SearchUrls(query))
    assert [step.name for step in steps.path] == path


def test_a_date_of_another_level_takes_the_place_of_what_was_chosen() -> None:
    urls = SearchUrls(of(month=("2024-05",), source=("One",)))
    assert urls.toggled("year", "2023") == "/search?source=One&year=2023"
    assert urls.toggled("month", "2024-06") == "/search?source=One&month=2024-05&month=2024-06"
    assert urls.only("day", "2024-05-03") == "/search?source=One&day=2024-05-03"
    assert urls.excluded("day", "2024-05-03") == "/search?source=One&month=2024-05&day=-2024-05-03"
    assert urls.any_date() == "/search?source=One"


def test_days_are_bars_without_gaps() -> None:
    drawn = bars((Bucket(date(2024, 2, 28), 2), Bucket(date(2024, 3, 1), 1)), "day", SearchUrls(Query()))
    assert [(bar.label, bar.count, bar.url) for bar in drawn] == [
        ("28 February 2024", 2, "/search?day=2024-02-28"),
        ("29 February 2024", 0, "/search?day=2024-02-29"),
        ("1 March 2024", 1, "/search?day=2024-03-01"),
    ]


def test_a_year_counts_the_same_as_a_bar_and_as_a_value() -> None:
    """Of a text with copies in two months of a year, the months' bars are two, and the year lists it once."""
    months = (Bucket(date(2016, 2, 1), 1), Bucket(date(2016, 9, 1), 1), Bucket(date(2021, 1, 1), 3))
    drawn = bars(months, "month", SearchUrls(Query()), {"2016": 1, "2018": 4, "2021": 3})
    assert [bar.count for bar in drawn] == [1, 0, 0, 0, 0, 3]


def test_what_is_chosen_is_shown_among_the_first_values(library: Library) -> None:
    from tests.fakes.engine import FixedEngine

    values = (*(FacetValue(f"L{at}", 9) for at in range(20)), FacetValue("chosen", 1, selected=True))
    engine = FixedEngine(Results(Query(), 9, facets=(Facet("label", values, 4_321),)))
    soup = page(library.answering(engine), "/search?label=chosen")
    assert names(soup) == [*(f"L{at}" for at in range(8)), "chosen"]
    assert link(soup, "All 4,321 labels") == "/search/facet/label?label=chosen"


def test_a_facets_address_is_read_as_it_is_written(tmp_path: Path) -> None:
    urls, notices = read_facet(
        "label", {"q": ["a b"], "containing": [" x  y "], "order": ["name"], "page": ["2"]}
    )
    assert notices == ()
    assert urls.here() == "/search/facet/label?q=a+b&containing=x+y&order=name&page=2"
    assert urls.all() == "/search/facet/label?q=a+b&order=name"
