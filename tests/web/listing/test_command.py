"""``backfile search --form``: the same lists, on standard output."""

from __future__ import annotations

import csv
import io

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
