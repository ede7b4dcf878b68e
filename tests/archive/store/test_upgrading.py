"""Catalogues of older Backfiles are upgraded, and a copy of what they were is kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from archive.errors import SchemaNewer, UpgradeRefused
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.database import Database
from archive.store.proof.fixity import check
from archive.store.tables import SCHEMAS
from archive.store.upgrading import KEPT, keep_copy
from tests.conftest import MovableClock

OLDER = SCHEMAS[:-1]
ROWS = (
    (
        "INSERT INTO sources (id, url, surt, name, kind, created_at, every, related, paused)"
        " VALUES (7, 'https://a.example/', 'example,a)/', 'A', 'feed', 0, 3600000000, 5, 0)"
    ),
    (
        "INSERT INTO crawls (id, source_id, trigger, state, full, requested_at, starts, found, fetched, new, changed,"
        " unchanged, gone, refused, failed, bytes) VALUES (3, 7, 'cli', 'done', 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 10)"
    ),
    (
        "INSERT INTO pages (id, url, surt, kind, status, source_id, labels, link_kind, captures)"
        " VALUES ('p', 'https://a.example/1', 'example,a)/1', 'post', 'live', 7, '[\"x\"]', 'post', 1)"
    ),
    (
        "INSERT INTO captures (id, url, surt, timestamp, captured_at, status, mime, digest, sha256, record_id,"
        " record_type, filename, offset, length, crawl_id, page_id) VALUES (5, 'https://a.example/1', 'example,a)/1',"
        " '20240101000000', 1704067200000000, 200, 'text/html', 'D', 'S', 'urn:uuid:1', 'response', 'f', 0, 1, 3, 'p')"
    ),
    (
        "INSERT INTO links (page_id, position, capture_id, url, kind, text)"
        " VALUES ('p', 0, 5, 'https://b.example/', 'body', 'there')"
    ),
    "INSERT INTO changes (page_id, at) VALUES ('p', 0)",
    "INSERT INTO users (name, name_key, password_hash, created_at) VALUES ('Ada', 'ada', 'hash', 0)",
)


def old_catalogue(data: Path, schema: str) -> Path:
    """As that Backfile has left it, with rows; some of them only in the log."""
    data.mkdir()
    path = data / FILENAME
    path.touch(0o600)
    database = Database(path)
    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    with database.alter() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema)
        for statement in ROWS:
            connection.exec_driver_sql(statement)
    database.close()
    return path


@pytest.mark.parametrize("schema", OLDER)
def test_an_old_one_is_upgraded_and_its_copy_kept(schema: str, tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    path = old_catalogue(data, schema)
    with closing(
        sqlite3.connect(path)
    ) as beside:  # somebody has it open, so that the last rows are in its log
        beside.execute("INSERT INTO changes (page_id, at) VALUES ('p', 1)")
        beside.commit()
        catalogue = Catalogue.open(data, clock)
    assert [source.name for source in catalogue.sources.all()] == ["A"]
    assert [crawl.id for crawl in catalogue.crawls.recent(9)] == [3]
    (capture,) = catalogue.captures.of_page("p")
    assert (capture.id, capture.crawl_id, capture.record_sha256) == (5, 3, None)
    page = catalogue.pages.get("p")
    assert page is not None
    assert (page.source_id, page.facts.labels, page.visits) == (7, ("x",), 0)
    assert [link.text for link in catalogue.pages.links_from("p")] == ["there"]
    assert catalogue.changes.last() == 2
    assert catalogue.accounts.all()[0].name == "Ada"
    assert catalogue.annotations.waiting() > 0, "what no WARC file tells yet will be told"
    assert check(catalogue, data), "its record is made up"
    catalogue.close()
    copy = data / f"{FILENAME}.before-{SCHEMAS[-1]}"
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT version_num FROM alembic_version").fetchone() == (schema,)
        assert opened.execute("SELECT count(*) FROM changes").fetchone() == (2,)
    assert sorted(each.name for each in data.iterdir()) == [FILENAME, copy.name]


def test_the_copy_is_a_way_back(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    path = old_catalogue(data, OLDER[-1])
    Catalogue.open(data, clock).close()
    shutil.copy(data / f"{FILENAME}.before-{SCHEMAS[-1]}", path)
    again = Catalogue.open(data, clock)
    assert [source.name for source in again.sources.all()] == ["A"]
    again.close()


def test_two_copies_are_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    database = Database(old_catalogue(data, OLDER[-1]))
    for after in ("0003", "0004", "0005", "0006"):
        keep_copy(database, OLDER[-1], after)
    database.close()
    left = sorted(each.name for each in data.iterdir())
    assert left == [FILENAME, f"{FILENAME}.before-0005", f"{FILENAME}.before-0006"]
    assert len(left) - 1 == KEPT


def test_no_copy_is_made_of_what_another_process_has_upgraded_meanwhile(tmp_path: Path) -> None:
    data = tmp_path / "data"
    database = Database(old_catalogue(data, OLDER[-1]))
    keep_copy(database, OLDER[0], SCHEMAS[-1])
    database.close()
    assert [each.name for each in data.iterdir()] == [FILENAME]


def test_without_room_for_the_copy_nothing_is_changed(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    path = old_catalogue(data, OLDER[-1])
    with path.open("r+b") as file:
        file.truncate(2**43)  # of holes: few disks have room for two more of that size
    before = path.stat().st_size
    with pytest.raises(UpgradeRefused, match="MB are free"):
        Catalogue.open(data, clock)
    assert path.stat().st_size == before
    assert [each.name for each in data.iterdir() if not each.name.endswith(("-wal", "-shm"))] == [FILENAME]


def test_a_newer_one_is_refused_and_not_copied(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    path = old_catalogue(data, OLDER[-1])
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
        opened.commit()
    with pytest.raises(SchemaNewer):
        Catalogue.open(data, clock)
    assert [each.name for each in data.iterdir() if not each.name.endswith(("-wal", "-shm"))] == [FILENAME]
