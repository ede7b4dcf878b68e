"""The catalogue made again from the WARC files alone is the one that was lost, row for row, but for what is said here."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.crawl.egress.fetcher import utc_now
from archive.exchange.imports import import_file
from archive.model import Policy
from archive.store.catalogue import Catalogue
from archive.store.locks import RoleLock
from tests.archive.exchange.exports import wxr_file, wxr_item
from tests.archive.exchange.warcs import HEAD, packed, posts, record
from tests.archive.store.tables import Rows, dumped
from tests.web.demo.story import built, told
from web.cli import cli
from web.demo.world import World

MAY_DIFFER = {
    "captures": {"checked_at": "a check says something of the files then, not of what was captured"},
    "sources": {"policy": "headers and cookies are keys, and are never told"},
}
"""Columns that may be others afterwards, and why."""
NOT_BACK = {
    "users": "password hashes are not told",
    "setup_tokens": "tokens are not told",
    "surveys": "a request to look at an address is made again",
    "targets": "the memory of crawls: what is not fetched yet is found again",
    "hosts": "the memory of crawls",
    "unwritten": "all that there is was told",
    "changes": "each page is told to the index anew",
}
"""Tables that may hold other rows afterwards, and why."""


@dataclass(frozen=True)
class Lost:
    """An archive as it was, and the folder in which its catalogue is no more."""

    data: Path
    rows: dict[str, Rows]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Lost:
    """The made-up world crawled twice, with an edit and a deletion between, and files of others imported."""
    data = tmp_path_factory.mktemp("recover") / "data"
    files = tmp_path_factory.mktemp("files")
    (files / "others.warc.gz").write_bytes(packed(_with_revisits()))
    (files / "export.xml").write_bytes(wxr_file(wxr_item(1), wxr_item(2)))
    with World() as world:
        backfile = built(data, world)
        story = told(backfile, world)
        secret = Policy(delay=2.0, headers=(("X-Key", "s3cr3t"),), cookies="id=s3cr3t")
        backfile.catalogue.sources.update(story.sources[0].id, policy=secret)
        backfile.catalogue.accounts.add("ada", "$argon2id$hash")
        with backfile.archiving("a test") as archiving:
            for path in sorted(files.iterdir()):
                import_file(path, archiving.catalogue, archiving.store)
        rows = dumped(backfile.catalogue)
        backfile.close()
    return Lost(data, rows)


def _with_revisits() -> list[bytes]:
    again = (
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
        ("WARC-Refers-To-Target-URI", "http://harbour.example/post-1"),
        ("WARC-Refers-To-Date", "2020-05-06T07:08:09Z"),
    )
    revisit = record(
        "revisit", 9, HEAD, url="http://harbour.example/post-1", date="2021-01-01T00:00:00Z", fields=again
    )
    return [*posts(4), revisit]


@pytest.fixture
def lost(archive: Lost, tmp_path: Path) -> Lost:
    """A copy of it without the catalogue."""
    data = tmp_path / "data"
    shutil.copytree(archive.data, data, ignore=shutil.ignore_patterns("catalogue.sqlite*"))
    return Lost(data, archive.rows)


def backfile(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *words])


def rows_in(data: Path) -> dict[str, Rows]:
    catalogue = Catalogue.open(data, utc_now)
    try:
        return dumped(catalogue)
    finally:
        catalogue.close()


def comparable(rows: dict[str, Rows]) -> dict[str, Rows]:
    return {
        name: [{key: row[key] for key in row if key not in MAY_DIFFER.get(name, {})} for row in found]
        for name, found in rows.items()
        if name not in NOT_BACK
    }


def test_row_for_row(lost: Lost) -> None:
    done = backfile(lost.data, "recover", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["alarms"] == []
    assert (found["untold"], found["missing"], found["unfit"]) == (0, 0, 0)
    before, after = comparable(lost.rows), comparable(rows_in(lost.data))
    assert before.keys() == after.keys()
    differing = {
        name: [pair for pair in zip_longest(rows, after[name]) if pair[0] != pair[1]]
        for name, rows in before.items()
    }
    assert {name: pairs for name, pairs in differing.items() if pairs} == {}
    for name in ("sources", "crawls", "captures", "pages", "links", "tallies", "segments"):
        assert before[name], name


def test_afterwards_all_is_sound_and_found(lost: Lost) -> None:
    done = backfile(lost.data, "recover")
    assert done.exit_code == 0, done.output
    assert "Recovered 3 sources" in done.stdout
    assert "backfile user add" in done.stdout
    assert "indexed" in done.stdout
    assert json.loads(backfile(lost.data, "verify", "--full", "--json").stdout)["faults"] == []
    found = json.loads(backfile(lost.data, "search", "ferry", "--json").stdout)
    assert found["total"] > 0
    status = json.loads(backfile(lost.data, "status", "--json").stdout)
    assert status["index_lag"] == 0
    again = backfile(lost.data, "recover")
    assert again.exit_code == 0, again.output
    assert f"The catalogue that was there is now {lost.data}" in again.stdout
    assert comparable(rows_in(lost.data)) == comparable(lost.rows)


def test_not_beside_one_that_is_at_work(lost: Lost) -> None:
    with RoleLock(lost.data, "schedule", "the worker"):
        done = backfile(lost.data, "recover")
    assert done.exit_code == 1
    assert "is in use: `the worker`" in str(done.exception)
    assert not (lost.data / "catalogue.sqlite").exists()


def test_where_nothing_is_there_is_a_word(tmp_path: Path) -> None:
    done = backfile(tmp_path / "nothing", "recover")
    assert done.exit_code == 1
    assert "no WARC files" in str(done.exception)
    assert not (tmp_path / "nothing").exists()
