"""The table of commands is whole and true, and starting up reads no more than is needed."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import web.commands
from web.cli import cli
from web.commands.table import TABLE

EXTRACTION = {"trafilatura", "htmldate", "bs4", "py3langid"}
DISCOVERY = {"tldextract", "requests", "feedparser", "fastfeedparser", "dateparser"}
PAGES = {"flask", "jinja2", "waitress"}


def defined() -> set[tuple[str, str]]:
    """Every command in the folder, as its module and its name in there; without those of a group."""
    found: dict[tuple[str, str], click.Command] = {}
    for module in pkgutil.iter_modules(web.commands.__path__):
        for name, value in vars(import_module(f"web.commands.{module.name}")).items():
            if (
                isinstance(value, click.Command)
                and value.callback.__module__ == f"web.commands.{module.name}"
            ):
                found[module.name, name] = value
    inner = {
        id(child)
        for value in found.values()
        if isinstance(value, click.Group)
        for child in value.commands.values()
    }
    return {place for place, value in found.items() if id(value) not in inner}


def loaded(statement: str) -> set[str]:
    """The top-level modules that a fresh Python has read after a statement."""
    script = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_every_command_is_in_the_table() -> None:
    assert {(entry.module, entry.name) for entry in TABLE.values()} == defined()


@pytest.mark.parametrize("name", TABLE)
def test_an_entry_says_what_the_command_says(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command
    assert command.name == name
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == TABLE[name].summary


def test_help_lists_every_command() -> None:
    lines = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines if not line.startswith("   ")] == sorted(TABLE)


def test_an_unknown_command_is_wrong_usage() -> None:
    result = CliRunner().invoke(cli, ["craw"])
    assert result.exit_code == 2
    assert "No such command" in result.output


def test_help_reads_nothing_but_the_table() -> None:
    heavy = (
        EXTRACTION
        | DISCOVERY
        | PAGES
        | {"sqlalchemy", "alembic", "numpy", "lxml", "urllib3", "whoosh", "apscheduler"}
    )
    assert not loaded("import web.cli\nweb.cli.run(['--help'])") & heavy


def test_the_web_process_reads_no_extraction_and_no_discovery() -> None:
    assert not loaded("import web.commands.serving, web.compose") & (
        EXTRACTION | DISCOVERY | {"apscheduler", "alembic"}
    )


def test_the_worker_reads_no_pages_and_no_extraction_before_there_is_work() -> None:
    assert not loaded("import web.commands.working, web.compose") & (
        EXTRACTION | DISCOVERY | PAGES | {"alembic"}
    )


@pytest.mark.parametrize("inner", [("crawl",), ("user", "list")])
def test_a_common_option_stands_before_the_command_or_after_it(
    tmp_path: Path, inner: tuple[str, ...]
) -> None:
    for number, place in enumerate((0, len(inner))):
        data = tmp_path / str(number)
        arguments = [*inner[:place], "--data", str(data), *inner[place:]]
        assert CliRunner().invoke(cli, arguments).exit_code == 0
        assert (data / "catalogue.sqlite").is_file()


def test_the_later_of_two_wins(tmp_path: Path) -> None:
    first, last = tmp_path / "first", tmp_path / "last"
    done = CliRunner().invoke(cli, ["--data", str(first), "status", "--data", str(last)])
    assert str(last) in str(done.exception)
    assert not first.exists()
