"""The search page and its JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from archive.store.pages import page_id
from archive.uri import page_surt
from indexer.model import Bucket, Change, Copy, Document, Facet, FacetValue, Hit, Query, Results, Snippet
from tests.conftest import MovableClock
from tests.fakes.engine import FixedEngine
from tests.web.conftest import POST
from tests.web.library import Library, open_library
from web.cli import run

NASTY = '"><script>alert(1)</script>'
DOCUMENT = Document(
    id="abcdefghij", url="https://quay.example/a?b=1&c=2", title=f"Fog {NASTY}", text="…", source=f"Quay {NASTY}",
    site="quay.example", published=datetime(2024, 7, 1, tzinfo=UTC), author=NASTY, labels=("Fog",), lang="en",
    captures=3, memento="20260301120000",
    first_captured=datetime(2026, 1, 1, tzinfo=UTC), last_captured=datetime(2026, 3, 1, tzinfo=UTC),
)  # fmt: skip
CHANGE = Change(
    "removed",
    datetime(2026, 1, 1, 12, 30, tzinfo=UTC),
    datetime(2026, 2, 1, tzinfo=UTC),
    Snippet((("said ", False), ("fog", True), (" <once>", False))),
)
COPY = Copy(
    "klmnopqrst", "https://pier.example/fog", NASTY, NASTY, "pier.example", datetime(2024, 8, 1, tzinfo=UTC)
)
ANSWER = Results(
    query=Query(),
    total=123,
    hits=(
        Hit(
            DOCUMENT,
            7.12345,
            (Snippet(((f"in the {NASTY} ", False), ("fog", True), (" & rain", False))),),
            (CHANGE,),
            (COPY,),
            12,
        ),
    ),
    folded=2_005,
    facets=(
        Facet("label", tuple(FacetValue(f"Label {number}", 40 - number) for number in range(12))),
        Facet("lang", (FacetValue("en", 100, selected=True), FacetValue("ar", 23, excluded=True))),
    ),
    histogram=(Bucket(date(2024, 5, 1), 4), Bucket(date(2024, 7, 1), 8)),
    mode="any",
    understood_as="fog OR rain",
    did_you_mean="frog",
    notices=("Only the first 32 words were searched for.",),
    took_ms=4.21,
)


def page(library: Library, url: str, answer: Results = ANSWER) -> BeautifulSoup:
    response = library.answering(FixedEngine(answer)).get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


def test_json_has_the_promised_shape(library: Library) -> None:
    response = library.answering(FixedEngine(ANSWER)).get("/search.json?q=fog+rain&lang=en&lang=-ar&page=x")
    answer = json.loads(response.data)
    assert list(answer) == [
        "query", "understood_as", "mode", "total", "folded", "took_ms", "page", "per_page", "hits", "facets", "histogram",
        "did_you_mean", "notices", "wider", "histogram_by", "undated", "facet_sizes",
    ]  # fmt: skip
    assert answer["hits"] == [
        {
            "id": "abcdefghij",
            "url": "https://quay.example/a?b=1&c=2",
            "title": f"Fog {NASTY}",
            "author": NASTY,
            "source": f"Quay {NASTY}",
            "published": "2024-07-01T00:00:00Z",
            "labels": ["Fog"],
            "lang": "en",
            "kind": "post",
            "status": "live",
            "captures": 3,
            "first_captured": "2026-01-01T00:00:00Z",
            "last_captured": "2026-03-01T00:00:00Z",
            "changes": [
                {
                    "kind": "removed",
                    "from": "2026-01-01T12:30:00Z",
                    "to": "2026-02-01T00:00:00Z",
                    "snippet": "said <mark>fog</mark> &lt;once&gt;",
                    "compare_url": "/page/abcdefghij/compare?from=20260101123000&to=20260201000000",
                }
            ],
            "copies": [
                {
                    "id": "klmnopqrst",
                    "url": "https://pier.example/fog",
                    "title": NASTY,
                    "source": NASTY,
                    "site": "pier.example",
                    "published": "2024-08-01T00:00:00Z",
                    "page_url": "/page/klmnopqrst",
                    "snapshot_url": None,
                }
            ],
            "copied": 12,
            "snippets": ["in the &#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt; <mark>fog</mark> &amp; rain"],
            "score": 7.1235,
            "page_url": "/page/abcdefghij",
            "snapshot_url": "/web/20260301120000/https://quay.example/a?b=1&c=2",
        }
    ]
    assert list(answer["facets"]) == ["source", "author", "label", "year", "lang", "kind", "status"]
    assert answer["facets"]["lang"][0] == {"value": "en", "count": 100, "selected": True}
    assert answer["histogram"] == [{"from": "2024-05-01", "count": 4}, {"from": "2024-07-01", "count": 8}]
    assert (answer["mode"], answer["did_you_mean"], answer["took_ms"]) == ("any", "frog", 4.2)
    assert len(answer["notices"]) == 2


def test_the_page_says_how_the_question_was_understood(library: Library) -> None:
    soup = page(library, "/search?q=fog+rain&page=abc")
    text = " ".join(soup.get_text(" ").split())
    assert "123 articles for fog rain" in text
    assert "No article, or hardly any, has all of these words" in text
    assert "Did you mean frog ?" in text
    assert "page=abc is not a number" in text
    assert "Only the first 32 words" in text


def test_a_hit_names_its_copies_and_each_can_be_listed(library: Library) -> None:
    soup = page(library, "/search?q=fog&page=2")
    (named,) = soup.select(".hit-copies")
    assert " ".join(named.get_text().split()) == "Also at pier.example 1 August 2024 and 11 more"
    assert [link["href"] for link in named.select("a")] == ["/page/klmnopqrst", "/page/abcdefghij#copies"]
    (note,) = soup.select(".copies-note")
    assert (
        " ".join(note.get_text().split()) == "2,005 copies of the same texts are not listed. List each copy"
    )
    assert note.a is not None
    assert note.a["href"] == "/search?q=fog&copies=all"
    each = page(library, "/search?q=fog&copies=all", replace(ANSWER, folded=0))
    assert [link["href"] for link in each.select(".copies-note a")] == ["/search?q=fog"]
    assert each.select("form#search input[name=copies]")[0]["value"] == "all"
    assert not page(library, "/search?q=fog", replace(ANSWER, folded=0)).select(".copies-note")


def test_nothing_that_was_archived_becomes_markup(library: Library) -> None:
    soup = page(library, "/search?q=%22%3E%3Cscript%3E&source=%22%3E%3Cscript%3E")
    assert [script.get("src", "inline") for script in soup.find_all("script")] == [
        "/static/backfile.js?v=0.1.0"
    ]
    assert [mark.get_text() for mark in soup.select(".snippet mark")] == ["fog", "fog"]


def test_facets_are_links_with_counts_and_a_way_to_all_beyond_eight(library: Library) -> None:
    soup = page(library, "/search?q=fog")
    labels = next(
        section for section in soup.select(".facet") if section.h2 and section.h2.get_text() == "Label"
    )
    assert len(labels.select(":scope > .values > li")) == 8
    every = labels.select_one("a.all-values")
    assert every is not None
    assert (every.get_text(), every["href"]) == ("All 12 labels", "/search/facet/label?q=fog")
    first = labels.select_one("a.pick")
    assert first is not None
    assert first["href"] == "/search?q=fog&label=Label+0"
    exclude = labels.select_one("a.exclude")
    assert exclude is not None
    assert exclude["href"] == "/search?q=fog&label=-Label+0"


def test_chips_take_filters_away(library: Library) -> None:
    soup = page(library, "/search?q=fog&lang=en&lang=-ar&from=2024-01-01")
    chips = {" ".join(chip.get_text(" ").split()): chip["href"] for chip in soup.select(".chip")}
    assert chips == {
        "Language English × , remove this filter": "/search?q=fog&lang=-ar&from=2024-01-01",
        "Language not Arabic × , remove this filter": "/search?q=fog&lang=en&from=2024-01-01",
        "Published from 1 January 2024 × , remove this filter": "/search?q=fog&lang=en&lang=-ar",
    }


def test_the_form_keeps_the_filters(library: Library) -> None:
    soup = page(library, "/search?q=fog&lang=en&lang=-ar&sort=oldest&per_page=50")
    hidden = {(field["name"], field["value"]) for field in soup.select("form input[type=hidden]")}
    assert hidden == {("lang", "en"), ("lang", "-ar"), ("sort", "oldest"), ("per_page", "50")}


def test_the_histogram_is_plain_links_without_gaps(library: Library) -> None:
    soup = page(library, "/search?q=fog")
    bars = [(bar.get("href"), bar["title"]) for bar in soup.select(".bar")]
    assert bars == [
        ("/search?q=fog&month=2024-05", "May 2024: 4 articles"),
        (None, "June 2024: 0 articles"),
        ("/search?q=fog&month=2024-07", "July 2024: 8 articles"),
    ]


def test_paging_goes_no_deeper_than_results_are_listed(library: Library) -> None:
    soup = page(library, "/search?q=fog&page=500", replace(ANSWER, total=1_000_000))
    assert "Page 500 of 500" in soup.get_text()
    assert soup.select_one("a[rel~=next]") is None
    assert soup.select_one("a[rel~=prev]") is not None


def test_an_empty_answer_helps(library: Library) -> None:
    empty = Results(query=Query(), total=0)
    assert (
        "Nothing matches with these filters, nor without"
        in page(library, "/search?q=fog&lang=en", empty).get_text()
    )
    assert "fewer words" in page(library, "/search?q=fog", empty).get_text()
    assert "no articles yet" in page(library, "/search", empty).get_text()


def test_an_edit_is_shown_with_its_dates_and_leads_to_the_comparison(library: Library) -> None:
    soup = page(library, "/search?q=removed:fog")
    said = soup.select_one(".hit-change")
    assert said is not None
    assert said.get_text(" ", strip=True) == "Removed between 1 January 2026 and 1 February 2026"
    assert said.a is not None
    assert said.a["href"] == "/page/abcdefghij/compare?from=20260101123000&to=20260201000000"
    words = soup.select_one(".changed-words.removed")
    assert words is not None
    assert words.get_text() == "said fog <once>"
    assert [mark.get_text() for mark in words.select("mark")] == ["fog"]


def test_a_search_is_kept_until_the_index_changes(shelf: Library) -> None:
    client = shelf.client()
    first = client.get("/search?q=ferry")
    tag = first.headers["ETag"]
    assert client.get("/search?q=ferry", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/search?q=fog", headers={"If-None-Match": tag}).status_code == 200


def test_words_facets_and_languages_find_the_shelf(shelf: Library) -> None:
    client = shelf.client()
    assert client.get("/search.json?q=ferry").json["total"] == 1  # type: ignore[index]
    assert client.get("/search.json?label=Fog").json["total"] == 1  # type: ignore[index]
    assert client.get("/search.json?label=-Fog").json["total"] == 1  # type: ignore[index]
    assert client.get("/search.json?q=العبارة").json["hits"][0]["lang"] == "ar"  # type: ignore[index]
    assert client.get("/search.json?q=ferry&from=2026-02-10").json["total"] == 0  # type: ignore[index]


def test_what_the_index_does_not_hold_yet_is_told(
    tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(tmp_path / "data", clock) as opened:
        opened.keep("https://quay.example/a", page=True)
    assert run(["--data", str(tmp_path / "data"), "search", "tide"]) == 0
    assert "behind the archive; `backfile index`" in capsys.readouterr().err
    assert run(["--data", str(tmp_path / "data"), "index"]) == 0
    assert run(["--data", str(tmp_path / "data"), "search", "tide"]) == 0
    assert "behind the archive" not in capsys.readouterr().err


def test_suggestions_say_what_to_ask_and_where_it_leads(shelf: Library) -> None:
    client = shelf.client()
    answer = client.get("/suggest?q=fo").json
    assert answer == {
        "query": "fo",
        "suggestions": [
            {"text": "Fog", "kind": "label", "count": 1, "query": 'label:"Fog"', "url": "/search?label=Fog"},
            {
                "text": "Ferries in the fog", "kind": "title", "count": 1, "query": 'title:"Ferries in the fog"',
                "url": f"/page/{page_id(page_surt(POST))}",
            },
        ],
    }  # fmt: skip
    for typed in ("fo", "ad", "quay", "رسا", "نورس"):
        found = client.get("/suggest", query_string={"q": typed}).json["suggestions"]  # type: ignore[index]
        assert found, typed
        for one in found:
            assert client.get("/search.json", query_string={"q": one["query"]}).json["total"] >= one["count"]  # type: ignore[index]
            assert client.get(one["url"]).status_code == 200
    for nothing in ("", "f", "\x00", "x" * 10_000, "title:(", "\"'*~", "xqz"):
        assert client.get("/suggest", query_string={"q": nothing}).json["suggestions"] == []  # type: ignore[index]


def test_did_you_mean_has_results_under_the_filters_in_use(shelf: Library) -> None:
    client = shelf.client()
    assert client.get("/search.json?q=feries&lang=en").json["did_you_mean"] == "ferries"  # type: ignore[index]
    assert client.get("/search.json?q=ferries&lang=en").json["total"] == 1  # type: ignore[index]
    assert client.get("/search.json?q=feries&lang=ar").json["did_you_mean"] is None  # type: ignore[index]


def test_an_answer_without_hits_offers_what_finds_something(shelf: Library) -> None:
    soup = BeautifulSoup(shelf.client().get("/search?q=ferry&lang=ar&from=2020-01-01").text, "lxml")
    offered = {
        " ".join(one.get_text(" ").split()): one.a["href"] for one in soup.select(".wider li") if one.a
    }
    assert offered == {
        "Without the filter Language: Arabic 1 article": "/search?q=ferry&from=2020-01-01",
        "Without any filter 1 article": "/search?q=ferry",
    }
    narrow = BeautifulSoup(shelf.client().get("/search?q=ferry+AND+xqz").text, "lxml")
    assert "Without xqz 1 article" in [
        " ".join(one.get_text(" ").split()) for one in narrow.select(".wider li")
    ]
    nothing = shelf.client().get("/search?q=xqz&lang=ar").text
    assert "nor without them" in nothing
    assert "Without any filter" not in nothing


def test_a_search_can_be_taken_along(shelf: Library) -> None:
    soup = BeautifulSoup(shelf.client().get("/search?q=ferry&page=1&per_page=5&sort=oldest").text, "lxml")
    links = {link.get_text(): link["href"] for link in soup.select("main .facet a[download]")}
    assert links == {
        label: f"/search.{ending}?q=ferry&sort=oldest"
        for label, ending in (("CSV", "csv"), ("BibTeX", "bib"), ("RIS", "ris"), ("JSON Lines", "jsonl"))
    }
