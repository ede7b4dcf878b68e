"""``--json`` is one document on stdout, whatever became of the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import MovableClock
from tests.web.library import MARCH, open_library
from web.cli import run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with open_library(folder, MovableClock(MARCH)):
        return folder


@pytest.mark.parametrize(
    "command",
    [
        ["backup", "{data}/within"],
        ["restore", "{data}"],
        ["report", "7"],
        ["crawl", "nobody"],
        ["crawl", "--pause", "7"],
        ["add", "no address"],
        ["takedown", "no address"],
        ["takedown", "--lift", "7"],
        ["recover"],
    ],
)
def test_what_failed_is_told_in_a_document(
    data: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [part.format(data=data) for part in command]
    assert run(["--data", str(data), *typed, "--json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert said.err.endswith(f"Error: {told['error']}\n")


def test_what_the_document_holds_already_is_not_told_in_a_second(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(data), "archive", "no address", "--json"]) == 1
    (capture,) = json.loads(capsys.readouterr().out)["captures"]
    assert "no address" in capture["error"]


def test_without_the_option_nothing_is_on_stdout(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data", str(data), "report", "7"]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "There is no crawl number 7" in said.err
