"""The catalogue's own files: whether each page and the log are as they were written, and what a damaged one holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from archive.errors import BackfileError
from archive.store import page_sums, write_ahead_log
from archive.store.database import Database
from archive.store.page_owner import Owner, Trees
from archive.store.proof.fault import RECOVER, Fault
from archive.store.tables import captures

_SHOWN = 20  # messages of SQLite's own check
_TAKEN_AGAIN = "Start `backfile serve` or any crawl: the captures are taken from the WARC files again, and the log is kept."


def file_faults(path: Path) -> list[Fault]:
    """What is off in a catalogue's file and log; for a process that has no connection to it. Raises OSError."""
    faults = []
    found = write_ahead_log.damage(path)
    if found is not None:
        of = f" of {found.committed}" if found.committed is not None else ""
        problem = f"{found.problem}: after {found.sound}{of} frames what was committed is lost with it"
        faults.append(Fault(None, path.name + write_ahead_log.LOG_SUFFIX, 0, problem, _TAKEN_AGAIN))
    elif path.with_name(path.name + write_ahead_log.DAMAGED_SUFFIX).exists():
        problem = "the catalogue's log was damaged, and what was committed last is missing in it"
        faults.append(Fault(None, path.name + write_ahead_log.DAMAGED_SUFFIX, 0, problem, _TAKEN_AGAIN))
    if path.exists() and page_sums.is_kept(path):
        bad = list(page_sums.bad_pages(path))
        owners = _owners(path, bad) if bad else {}
        faults += [fault for number in bad for fault in _of_page(path, number, owners.get(number))]
    return faults


def _of_page(path: Path, number: int, owner: Owner | None) -> Iterator[Fault]:
    offset = max(0, number - 1) * page_sums.PAGE_SIZE
    if number == 0:
        yield Fault(None, path.name, 0, "its header is not the one that was written", RECOVER)
        return
    what = f"of “{owner.name}”" if owner is not None else "that no table's tree leads to"
    problem = f"page {number}, {what}, is not as it was written"
    if owner is None or owner.name != captures.name or not owner.rows:
        yield Fault(None, path.name, offset, problem, RECOVER)
        return
    urls = _urls(path, owner.rows)
    for row in owner.rows:
        yield Fault(row, path.name, offset, problem, RECOVER, url=urls.get(row))


def _owners(path: Path, pages: list[int]) -> dict[int, Owner]:
    try:
        with closing(Database(path, compare=False)) as database, database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT rootpage, name FROM sqlite_master WHERE rootpage > 0"
            ).all()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        return Trees(path, size, {int(root): str(name) for root, name in rows}).owners(pages)
    except (BackfileError, SQLAlchemyError, OSError, ValueError, IndexError):
        return {}  # then the pages have to speak for themselves


def _urls(path: Path, rows: tuple[int, ...]) -> dict[int, str]:
    """The URLs of Captures on a damaged page, as far as it still tells them."""
    found: dict[int, str] = {}
    try:
        with (
            closing(Database(path, compare=False)) as database,
            database.unveiled(),
            database.read() as connection,
        ):
            for row in rows:
                url = connection.execute(select(captures.c.url).where(captures.c.id == row)).scalar()
                if url is not None:
                    found[row] = url
    except (BackfileError, SQLAlchemyError, ValueError):
        pass
    return found


def inner_faults(database: Database) -> list[Fault]:
    """What SQLite itself finds wrong in the trees: order, counts, indexes against tables, rows that refer to none."""
    with database.unveiled(), database.read() as connection:
        said = [str(one) for one in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})").scalars()]
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    problems = [f"SQLite says: {one}" for one in said if one != "ok"]
    if loose is not None:
        problems.append(f"a row of “{loose[0]}” refers to one that is missing")
    return [Fault(None, database.path.name, 0, problem, RECOVER) for problem in problems]
