"""Opening a catalogue: fresh, old, newer, foreign, in a place that can't be written; and its schema."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from archive.crawl.frontier.frontier import Frontier
from archive.errors import CatalogueUnreadable, NotWritable, SchemaNewer
from archive.model import NO_POLICY, LinkKind, PageKind, Target, Trigger
from archive.store import schema
from archive.store.catalogue import FILENAME, Catalogue, Counts
from archive.store.database import Database
from archive.store.tables import SCHEMAS, metadata
from archive.store.version import found
from tests.archive.made_up import a_capture, a_source
from tests.conftest import MovableClock


def test_a_fresh_one_is_made_with_its_folder(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "some" / "where"
    catalogue = Catalogue.open(data, clock)
    assert catalogue.counts() == Counts(0, 0, 0, 0, 0, 0, 0)
    catalogue.close()
    assert [each.name for each in data.iterdir()] == [FILENAME], "the last to close folds the log away"
    assert stat.S_IMODE((data / FILENAME).stat().st_mode) & 0o077 == 0, "password hashes are nobody else's"


def test_what_was_written_is_there_at_the_next_opening(tmp_path: Path, clock: MovableClock) -> None:
    first = Catalogue.open(tmp_path, clock)
    source = a_source(first)
    first.close()
    second = Catalogue.open(tmp_path, clock)
    assert second.sources.all() == [source]
    second.close()


def test_opening_one_that_is_up_to_date_is_quick_and_needs_no_alembic(
    tmp_path: Path, clock: MovableClock
) -> None:
    Catalogue.open(tmp_path, clock).close()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        catalogue = Catalogue.open(tmp_path, clock)
        took.append(time.perf_counter() - begun)
        catalogue.close()
    assert min(took) < 0.05
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from archive.store.catalogue import Catalogue\n"
        "Catalogue.open(Path(sys.argv[1]), lambda: datetime.now(UTC)).close()\n"
        "assert not [name for name in sys.modules if name.startswith('alembic')]"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)


def test_many_processes_open_a_fresh_one_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from archive.store.catalogue import Catalogue\n"
        "catalogue = Catalogue.open(Path(sys.argv[1]), lambda: datetime.now(UTC))\n"
        "catalogue.changes.add('p' * 10)\n"
        "catalogue.close()\n"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    errors = [child.communicate()[1].decode() for child in children]
    assert errors == [""] * 4
    assert [child.returncode for child in children] == [0] * 4


def test_a_file_in_the_place_of_the_folder(tmp_path: Path, clock: MovableClock) -> None:
    (tmp_path / "data").write_text("a file")
    for data in (tmp_path / "data", tmp_path / "data" / "deeper"):
        with pytest.raises(NotWritable, match="a file where the folder should be"):
            Catalogue.open(data, clock)


def test_a_folder_that_can_not_be_written(unwritable: Path, clock: MovableClock) -> None:
    for data in (unwritable, unwritable / "deeper"):
        with pytest.raises(NotWritable) as caught:
            Catalogue.open(data, clock)
        assert "--data" in str(caught.value)


def test_one_of_a_newer_backfile(tmp_path: Path, clock: MovableClock) -> None:
    catalogue = Catalogue.open(tmp_path, clock)
    with catalogue.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    catalogue.close()
    with pytest.raises(SchemaNewer, match="schema 9999"):
        Catalogue.open(tmp_path, clock)


def test_the_database_of_another_program(tmp_path: Path, clock: MovableClock) -> None:
    database = Database(tmp_path / FILENAME)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE bookmarks (url TEXT)")
    database.close()
    with pytest.raises(CatalogueUnreadable, match="another program"):
        Catalogue.open(tmp_path, clock)


def test_a_file_that_is_no_database(tmp_path: Path, clock: MovableClock) -> None:
    (tmp_path / FILENAME).write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(CatalogueUnreadable):
        Catalogue.open(tmp_path, clock)


def reflected(connection: Connection) -> dict[str, Any]:
    """Everything that a database says of its tables."""
    inspector = inspect(connection)
    return {
        name: {
            "columns": [
                {key: str(value) for key, value in column.items()} for column in inspector.get_columns(name)
            ],
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": sorted(inspector.get_foreign_keys(name), key=lambda each: each["name"] or ""),
            "indices": inspector.get_indexes(name),
            "unique": sorted(inspector.get_unique_constraints(name), key=lambda each: each["name"] or ""),
            "checks": inspector.get_check_constraints(name),
            "options": inspector.get_table_options(name),
        }
        for name in sorted(inspector.get_table_names())
        if name != "alembic_version"
    }


def test_a_fresh_schema_equals_a_migrated_one(catalogue: Catalogue, tmp_path: Path) -> None:
    fresh = Database(tmp_path / "fresh.sqlite")
    with fresh.write() as connection:
        metadata.create_all(connection)
    with fresh.read() as one, catalogue.database.read() as other:
        assert reflected(one) == reflected(other)
        assert compare_metadata(MigrationContext.configure(other), metadata) == []
    fresh.close()


def test_the_schemas_are_those_that_migrations_lead_to() -> None:
    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    steps = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == SCHEMAS


def test_what_an_older_catalogue_held_is_there_after_the_migration(
    tmp_path: Path, clock: MovableClock
) -> None:
    database = Database(tmp_path / FILENAME)
    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    with database.alter() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO sources (url, surt, name, kind, created_at, every, related, paused)"
            " VALUES ('https://a.example/', 'example,a)/', 'A', 'feed', 0, 3600000000, 5, 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO pages (id, url, surt, kind, status, labels, link_kind, captures)"
            " VALUES ('p', 'https://a.example/1', 'example,a)/1', 'post', 'live', '[]', 'post', 0)"
        )
    database.close()
    catalogue = Catalogue.open(tmp_path, clock)
    (source,) = catalogue.sources.all()
    page = catalogue.pages.get("p")
    catalogue.close()
    assert (source.name, source.adaptive, source.policy) == ("A", False, NO_POLICY)
    assert page is not None
    assert (page.visits, page.text_changes) == (0, 0)


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / FILENAME)

    def migrate() -> None:
        with database.alter() as connection:
            metadata.create_all(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate()
    with database.read() as connection:
        assert inspect(connection).get_table_names() == []
    schema.bring_up_to_date(database)
    with database.read() as connection:
        assert found(connection) == SCHEMAS[-1]
    database.close()


def test_counts(catalogue: Catalogue, clock: MovableClock) -> None:
    source = a_source(catalogue)
    crawl = catalogue.crawls.request(source.id, Trigger.CLI)
    Frontier(catalogue.database).add(crawl.id, [Target("https://blog.example/a", LinkKind.POST)])
    capture = catalogue.captures.add(a_capture(crawl_id=crawl.id))
    catalogue.captures.add(a_capture("https://blog.example/a.png"))
    catalogue.pages.seen(capture.url, kind=PageKind.POST, capture=capture)
    catalogue.segments.commit("one.warc.gz", 100)
    catalogue.segments.commit("two.warc.gz", 50)
    assert catalogue.counts() == Counts(
        sources=1, pages=1, captures=2, segments=2, bytes=150, frontier_queued=1, changes=1
    )


def test_a_transaction_spans_the_parts(catalogue: Catalogue) -> None:
    def keep() -> None:
        with catalogue.transaction():
            capture = catalogue.captures.add(a_capture())
            catalogue.segments.commit("one.warc.gz", 100)
            catalogue.pages.seen(capture.url, kind=PageKind.POST, capture=capture)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        keep()
    assert catalogue.counts() == Counts(0, 0, 0, 0, 0, 0, 0)
