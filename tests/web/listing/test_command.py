"""``backfile search --form``: the same lists, on standard output."""

from __future__ import annotations

import csv
import io
import json

import feedparser
import pytest
from click.testing import CliRunner

from tests.web.library import Library
from web.cli import cli


def run(library: Library, *asked: str) -> str:
    data = str(library.backfile.settings.data)
    answer = CliRunner().invoke(
        cli, ["--data", data, "search", *asked], env={"BACKFILE_PUBLIC_URL": "https://a.example"}
    )
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def titles(printed: str) -> list[str]:
    return [row["title"] for row in csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"), newline=""))]


def test_a_whole_list_is_printed(shelf: Library) -> None:
    printed = run(shelf, "--form", "csv", "--sort", "oldest")
    assert titles(printed) == ["رسالة من الليل", "Ferries in the fog"]
    assert "https://a.example/page/" in printed
    assert titles(run(shelf, "--form", "csv", "--limit", "1", "--sort", "newest")) == ["Ferries in the fog"]


@pytest.mark.parametrize(("form", "begins"), [("bib", "@online{quill2026ferries-"), ("ris", "TY  - BLOG\n")])
def test_citations_are_printed(shelf: Library, form: str, begins: str) -> None:
    assert run(shelf, "ferry", "--author", "Ada Quill", "--form", form).replace("\r", "").startswith(begins)


def test_one_form_at_a_time(shelf: Library) -> None:
    data = str(shelf.backfile.settings.data)
    assert CliRunner().invoke(cli, ["--data", data, "search", "--form", "csv", "--json"]).exit_code == 2


def test_one_json_document_has_all_of_a_list(shelf: Library) -> None:
    whole = json.loads(run(shelf, "--form", "json", "--sort", "oldest"))
    assert [hit["title"] for hit in whole["hits"]] == ["رسالة من الليل", "Ferries in the fog"]
    assert (whole["total"], whole["facets"]["author"][0]["count"]) == (2, 1)
    assert whole["hits"][0]["page_url"].startswith("https://a.example/page/")
    assert json.loads(run(shelf, "nothingatall", "--form", "json"))["hits"] == []


def test_lines_of_json(shelf: Library) -> None:
    lines = run(shelf, "--form", "jsonl", "--sort", "oldest").splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["رسالة من الليل", "Ferries in the fog"]
    assert run(shelf, "nothingatall", "--form", "jsonl") == ""


def test_a_feed_of_a_whole_list(shelf: Library) -> None:
    printed = run(shelf, "ferry", "--form", "atom", "--year", "2026")
    read = feedparser.parse(printed)
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["Ferries in the fog"]
    assert read.feed.links[0].href == "https://a.example/search.atom?q=ferry&year=2026"
    served = feedparser.parse(shelf.client().get("/search.atom?q=ferry&year=2026").data)
    assert {**served.entries[0]}.keys() == {**read.entries[0]}.keys()


def test_a_page_beyond_the_end_says_so(shelf: Library) -> None:
    data = str(shelf.backfile.settings.data)
    answer = CliRunner().invoke(cli, ["--data", data, "search", "ferry", "--page", "7"])
    assert (answer.exit_code, answer.stderr) == (0, "There is no page 7: the list ends on page 1.\n")
    shape = json.loads(run(shelf, "ferry", "--page", "7", "--json"))
    assert shape["notices"] == ["There is no page 7: the list ends on page 1."]
    refused = CliRunner().invoke(cli, ["--data", data, "search", "--page", "2", "--form", "csv"])
    assert refused.exit_code == 2


def test_choices_of_every_kind(shelf: Library) -> None:
    def found(*asked: str) -> int:
        return int(json.loads(run(shelf, "--json", *asked))["total"])

    assert found("--label", "Fog") == found("--label", "-Fog") == 1
    assert found("--label", r"\-Fog") == found("--label", "\udcff") == 0
    assert found("--month", "2026-02", "--status", "live") <= found("--year", "2026") == 2
    assert found("--year", "undated") == 0
    assert found("\udcff ferry") == 1
