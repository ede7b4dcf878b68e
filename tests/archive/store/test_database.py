"""Which SQLite is used, who waits for whom, and what an error of it becomes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, func, insert, select
from sqlalchemy.exc import PendingRollbackError

from archive.errors import BackfileError, CatalogueBusy, CatalogueUnreadable, DiskFull, NotWritable
from archive.store.database import Database, Sqlite, available, choose, explain, wal_is_safe

notes = Table(
    "notes", MetaData(), Column("id", Integer, primary_key=True), Column("text", Text, nullable=False)
)


@pytest.fixture(params=["write-ahead log", "rollback journal"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    sqlite = available()
    if request.param == "rollback journal":
        sqlite = Sqlite("sqlite3", (), "delete")
    opened = Database(tmp_path / "notes.sqlite", sqlite=sqlite)
    with opened.write() as connection:
        notes.create(connection)
    yield opened
    opened.close()


def add(database: Database, *texts: str) -> None:
    with database.write() as connection:
        connection.execute(insert(notes), [{"text": text} for text in texts])


def add_and_fail(database: Database, text: str) -> None:
    with database.write():
        add(database, text)
        raise ZeroDivisionError


def add_too_much(database: Database, *, go_on: bool = False) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=8")
        add(database, "small")
        try:
            add(database, *["large" * 1000] * 100)
        except DiskFull:
            if not go_on:
                raise
        add(database, "outside of any transaction")


def texts(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(notes.c.text).order_by(notes.c.id)).scalars())


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),  # has no WAL at all, or an early one: not worth telling apart
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_with_the_fix_of_its_reset_bug(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe
    assert choose(version, None) == Sqlite("sqlite3", version, "wal" if safe else "delete")


@pytest.mark.parametrize(
    ("python", "bundled", "chosen"),
    [
        ((3, 40, 1), (3, 53, 4), Sqlite("pysqlite3", (3, 53, 4), "wal")),
        ((3, 51, 3), (3, 53, 4), Sqlite("sqlite3", (3, 51, 3), "wal")),
        ((3, 40, 1), (3, 51, 1), Sqlite("pysqlite3", (3, 51, 1), "delete")),
        ((3, 51, 1), (3, 46, 0), Sqlite("sqlite3", (3, 51, 1), "delete")),
        ((3, 51, 1), (3, 44, 6), Sqlite("pysqlite3", (3, 44, 6), "wal")),
        ((3, 40, 1), None, Sqlite("sqlite3", (3, 40, 1), "delete")),
    ],
)
def test_the_build_with_the_fix_is_chosen(
    python: tuple[int, ...], bundled: tuple[int, ...] | None, chosen: Sqlite
) -> None:
    assert choose(python, bundled) == chosen


versions = st.tuples(st.just(3), st.integers(0, 60), st.integers(0, 9))


@given(versions, st.none() | versions)
def test_wal_always_means_a_safe_build(python: tuple[int, ...], bundled: tuple[int, ...] | None) -> None:
    chosen = choose(python, bundled)
    assert (chosen.journal == "wal") is wal_is_safe(chosen.version)
    assert chosen.version in (python, bundled)
    assert chosen.journal == "wal" or not any(wal_is_safe(each) for each in (python, bundled) if each)


def test_the_choice_says_what_it_is() -> None:
    assert str(Sqlite("pysqlite3", (3, 53, 4), "wal")) == "SQLite 3.53.4 (pysqlite3), write-ahead log"
    assert "WAL-reset bug" in str(Sqlite("sqlite3", (3, 40, 1), "delete"))


def test_every_connection_is_set_up(tmp_path: Path) -> None:
    database = Database(tmp_path / "c.sqlite")
    with database.write() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {
        "journal_mode": database.sqlite.journal,
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
    database.close()


def test_a_block_commits_whole_or_not_at_all(database: Database) -> None:
    add(database, "first")
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database, "second")
    assert texts(database) == ["first"]


def test_a_nested_block_joins_its_transaction(database: Database) -> None:
    with database.write():
        add(database, "outer")
        with database.write():
            add(database, "inner")
        assert texts(database) == ["outer", "inner"], "a read within sees the transaction"
    assert texts(database) == ["outer", "inner"]


def test_a_nested_block_that_fails_undoes_the_whole_even_when_its_error_is_caught(database: Database) -> None:
    def catch_and_go_on() -> None:
        with database.write():
            add(database, "outer")
            with suppress(ZeroDivisionError):
                add_and_fail(database, "inner")
            add(database, "after")

    with pytest.raises(RuntimeError, match="all of it is undone"):
        catch_and_go_on()
    assert texts(database) == []
    add(database, "the next one")
    assert texts(database) == ["the next one"]


def synced(connection: Connection) -> bool:
    """Whether a commit waits for the disk (``PRAGMA synchronous=FULL``)."""
    return connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_only_what_need_not_be_durable_is_committed_without_a_sync(database: Database) -> None:
    with database.write() as connection:
        assert synced(connection)
    with database.write(durable=False) as connection:
        assert synced(connection) == (database.sqlite.journal != "wal"), (
            "without a log it could harm the file"
        )
        connection.execute(insert(notes).values(text="a note"))
    with database.write(), database.write(durable=False) as connection:
        assert synced(connection), "the outer one decides"
    assert texts(database) == ["a note"]


def test_what_must_be_durable_is_not_hidden_in_what_need_not(database: Database) -> None:
    with database.write(durable=False), pytest.raises(RuntimeError, match="durable"):
        add(database, "lost in a power cut")
    add(database, "safe")
    assert texts(database) == ["safe"]


def test_a_read_sees_one_state_while_others_write(tmp_path: Path) -> None:
    database = Database(tmp_path / "c.sqlite")
    if database.sqlite.journal != "wal":
        pytest.skip("with a rollback journal a writer waits for its readers")
    with database.write() as connection:
        notes.create(connection)
    with database.read() as connection:
        before = connection.execute(select(func.count()).select_from(notes)).scalar()
        writer = threading.Thread(target=add, args=(database, "meanwhile"))
        writer.start()
        writer.join(timeout=10)
        assert not writer.is_alive(), "a reader does not hold up a writer"
        assert connection.execute(select(func.count()).select_from(notes)).scalar() == before == 0
    assert texts(database) == ["meanwhile"]
    database.close()


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    add(database, "there")
    seen: list[list[str]] = []
    with database.write():
        add(database, "not yet there")
        reader = threading.Thread(target=lambda: seen.append(texts(database)))
        reader.start()
        reader.join(timeout=10)
    assert seen == [["there"]]


def test_writers_wait_for_each_other(database: Database) -> None:
    def count_up() -> None:
        for _ in range(25):
            with database.write() as connection:
                number = connection.execute(select(func.count()).select_from(notes)).scalar_one()
                connection.execute(insert(notes).values(text=str(number)))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert texts(database) == [str(number) for number in range(100)]


def test_who_waits_too_long_is_told(database: Database) -> None:
    impatient = Database(database.path, sqlite=database.sqlite, busy_seconds=0.05)
    raised: list[Exception] = []

    def try_it() -> None:
        try:
            add(impatient, "no")
        except BackfileError as error:
            raised.append(error)

    with database.write():
        writer = threading.Thread(target=try_it)
        writer.start()
        writer.join()
    assert [type(each) for each in raised] == [CatalogueBusy]
    add(impatient, "and then it goes")
    impatient.close()


def test_write_within_read_is_refused(database: Database) -> None:
    with database.read(), pytest.raises(RuntimeError, match="within read"), database.write():
        pass


def test_a_reader_can_not_write(database: Database) -> None:
    with pytest.raises(NotWritable), database.read() as connection:
        connection.execute(insert(notes).values(text="lost"))


def test_a_full_disk_undoes_the_whole_transaction(database: Database) -> None:
    add(database, "kept")
    with pytest.raises(DiskFull):
        add_too_much(database)
    assert texts(database) == ["kept"]
    add(database, "there is room again")
    assert texts(database) == ["kept", "there is room again"]


def test_after_a_full_disk_nothing_more_is_written_in_that_transaction(database: Database) -> None:
    with pytest.raises(PendingRollbackError):
        add_too_much(database, go_on=True)
    assert texts(database) == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"Dear diary, " * 100)
    database = Database(tmp_path / "c.sqlite")
    with pytest.raises(CatalogueUnreadable, match="not a database") as caught, database.read():
        pass
    assert "backfile recover" in str(caught.value)
    database.close()


def test_a_damaged_database(database: Database) -> None:
    add(database, *["text" * 200] * 200)
    database.close()
    whole = database.path.read_bytes()
    database.path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(CatalogueUnreadable):
        texts(database)


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").mkdir()
    database = Database(tmp_path / "c.sqlite")
    with pytest.raises(NotWritable), database.write():
        pass
    database.close()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (5, CatalogueBusy),
        (6, CatalogueBusy),
        (8, NotWritable),
        (10, CatalogueUnreadable),
        (11, CatalogueUnreadable),
        (13, DiskFull),
        (14, NotWritable),
        (26, CatalogueUnreadable),
    ],
)
def test_result_codes(tmp_path: Path, code: int, error: type[BackfileError]) -> None:
    explained = explain(tmp_path / "c.sqlite", code, "as SQLite says")
    assert type(explained) is error
    assert str(tmp_path) in str(explained)


def test_a_fault_of_the_program_is_no_error_of_the_user(tmp_path: Path) -> None:
    assert explain(tmp_path, 1, "near SELEC: syntax error") is None
    assert explain(tmp_path, 19, "UNIQUE constraint failed") is None


def test_alter_checks_that_no_row_is_left_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "c.sqlite")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (id INTEGER REFERENCES parent (id))")
        connection.exec_driver_sql("INSERT INTO parent VALUES (1)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")
    with pytest.raises(CatalogueUnreadable, match="missing"), database.alter() as connection:
        connection.exec_driver_sql("DELETE FROM parent")
    with database.alter() as connection:  # a table made anew under the same name
        connection.exec_driver_sql("DROP TABLE parent")
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'one')")
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT name FROM parent").scalar() == "one"
    database.close()


def test_a_database_in_wal_mode_is_taken_over_by_a_build_without(tmp_path: Path) -> None:
    first = Database(tmp_path / "c.sqlite")
    with first.write() as connection:
        notes.create(connection)
    add(first, "from the log")
    first.close()
    second = Database(tmp_path / "c.sqlite", sqlite=Sqlite("sqlite3", (), "delete"))
    assert texts(second) == ["from the log"]
    with second.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    second.close()


DYING = """
import sys, time
from pathlib import Path
from tests.archive.store.test_database import Database, Sqlite, add
database = Database(Path(sys.argv[1]), sqlite=Sqlite(sys.argv[2], (), sys.argv[3]))
add(database, "committed")
with database.write():
    add(database, "not committed")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_writer_that_is_killed_leaves_what_it_committed(database: Database) -> None:
    sqlite = database.sqlite
    command = [sys.executable, "-c", DYING, str(database.path), sqlite.driver, sqlite.journal]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGKILL)
    assert texts(database) == ["committed"]
    add(database, "and on")
    assert texts(database) == ["committed", "and on"]
