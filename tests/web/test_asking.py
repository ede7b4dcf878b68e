"""One meaning of a question everywhere: page, JSON, feed, lists and command line; and the help beside it."""

from __future__ import annotations

import csv
import json
import re
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup

from indexer.model import Query
from indexer.querylang import FIELDS, OPERATORS
from tests.web.conftest import ARABIC
from tests.web.library import Library
from web.cli import run

QUESTIONS = [
    *(field.example for field in FIELDS.values()),
    *(operator.example for operator in OPERATORS),
    *("ferry", '"the ferry and the fog"', "-ferry", "ferr* OR ظهر", "fery~", "title:(fog OR الليل)",
    "ferry xqz", "label:fog -author:quill"),
    *("العبّارة", "«رسالة من الليل»", "title：「الليل」", f"links:{ARABIC}", "links:quay.example",
    "after:2024-02-31", '"ferry', "((fog)", "OR fog"),
    *("xqz", "🙂", "<script>", "\x00", "%", '"' * 9, "a" * 600, "before:"),
]  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_question_means_the_same_everywhere(shelf: Library, asked: str) -> None:
    client, typed = shelf.client(), {"q": asked}
    results = shelf.backfile.engine.search(Query(asked))
    ids = {hit.document.id for hit in results.hits}
    as_json = client.get("/search.json", query_string=typed).json
    assert as_json is not None
    if asked.strip("\x00"):
        assert {hit["id"] for hit in as_json["hits"]} == ids
        assert (as_json["understood_as"], as_json["mode"]) == (results.understood_as, results.mode)
        assert as_json["notices"] == list(results.notices)
    page = client.get("/search", query_string=typed)
    assert page.status_code == 200
    told = " ".join(BeautifulSoup(page.text, "lxml").get_text().split())
    assert (
        len(set(re.findall(r'<h2 class="hit-title"[^>]*><a href="/page/(\w+)"', page.text)))
        == as_json["total"]
    )
    assert all(" ".join(notice.split()) in told for notice in as_json["notices"])
    assert ("No article, or hardly any, has all of these words" in told) is (as_json["mode"] == "any")
    rows = list(csv.reader(client.get("/search.csv", query_string=typed).text.splitlines()))
    assert len(rows) - 1 == as_json["total"]
    feed = client.get("/search.atom", query_string=typed).text
    assert feed.count("<entry") == as_json["total"]


@pytest.mark.parametrize("asked", ["ferry xqz", "title:fog OR links:quay.example", "before:soon"])
def test_the_command_line_asks_the_same(
    shelf: Library, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(shelf.backfile.settings.data)
    assert run(["--data", data, "search", "--json", asked]) == 0
    told = json.loads(capsys.readouterr().out)
    answer = shelf.client().get("/search.json", query_string={"q": asked}).json
    assert answer is not None
    for name in ("total", "mode", "understood_as", "notices"):
        assert told[name] == answer[name]
    assert run(["--data", data, "search", asked]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(
        f"{answer['total']} found" + (" (any of the words)" if answer["mode"] == "any" else "")
    )
    assert said.err.splitlines() == answer["notices"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["feries"], ["0 found", "Did you mean ferries"]),
        (["ferry", "--lang", "ar"], ["0 found", "Without the filter Language: Arabic: 1 article"]),
        (["ferry", "AND", "xqz"], ["0 found", "Without xqz: 1 article"]),
    ],
)
def test_the_command_line_helps_as_the_page_does(
    shelf: Library, asked: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(shelf.backfile.settings.data), "search", *asked]) == 0
    assert capsys.readouterr().out.splitlines() == said


def test_what_was_typed_is_told_without_what_a_terminal_obeys(
    shelf: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["before:\x1b]0;foo\x07", "no\u202efield:x"]
    assert run(["--data", str(shelf.backfile.settings.data), "search", *typed]) == 0
    told = capsys.readouterr().err
    assert "is no date" in told
    assert not set("\x1b\x07\u202e") & set(told)


def test_a_web_address_that_is_searched_for_leads_to_its_snapshots_and_to_what_links_to_it(
    shelf: Library,
) -> None:
    client = shelf.client()
    soup = BeautifulSoup(client.get("/search", query_string={"q": ARABIC, "lang": "en"}).text, "lxml")
    links = {link.get_text(): str(link["href"]) for link in soup.select(".notice a")}
    assert client.get(links["its snapshots"]).status_code == 200
    assert parse_qs(links["what links to it"].partition("?")[2])["q"] == [f"links:{ARABIC}"]
    long = f"https://quay.example/{'a' * 480}"
    assert "its snapshots" in client.get("/search", query_string={"q": long}).text
    assert client.get("/search", query_string={"q": f"{long}{'b' * 100}"}).status_code == 200
    for other in ("https://", "see https://quay.example/a", "javascript:alert(1)", 'https://a"onclick=x'):
        assert "its snapshots" not in client.get("/search", query_string={"q": other}).text


def test_the_help_shows_the_whole_table_and_nothing_else(shelf: Library) -> None:
    soup = BeautifulSoup(shelf.client().get("/search").text, "lxml")
    help_ = soup.select_one(".help dl")
    assert help_ is not None
    shown = [(term.get_text(), term.find_next_sibling("dd").get_text()) for term in help_.select("dt")]  # type: ignore[union-attr]
    rows = [
        *((one.example, one.help) for one in OPERATORS),
        *((one.example, one.help) for one in FIELDS.values()),
    ]
    assert shown == rows
