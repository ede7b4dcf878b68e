"""The one place that knows which database lies under the catalogue: SQLite, its build, journal and errors.

SQLite in WAL mode could corrupt a database when two connections wrote and checkpointed at once (the
"WAL-reset" bug, versions 3.7.0 to 3.51.2). So: a build that has the fix and WAL, in which readers never wait;
or, with no such build, a rollback journal, which is safe everywhere and makes readers wait for a commit.
"""

from __future__ import annotations

import importlib
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from archive.errors import BackfileError, CatalogueBusy, CatalogueUnreadable, DiskFull, NotWritable
from archive.store import page_sums, veil

Version = tuple[int, ...]

BUSY_SECONDS = 30.0
_BUSY = 5  # SQLITE_BUSY
_LOOK_AGAIN = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Sqlite:
    """The SQLite that is used: the Python driver, its library's version, and the journal (wal or delete)."""

    driver: str
    version: Version
    journal: str

    def __str__(self) -> str:
        number = ".".join(map(str, self.version))
        why = "" if self.journal == "wal" else ", as this build has the WAL-reset bug"
        journal = "write-ahead log" if self.journal == "wal" else "rollback journal"
        return f"SQLite {number} ({self.driver}), {journal}{why}"


def wal_is_safe(version: Version) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug: 3.51.3, or its backports 3.50.7 and 3.44.6."""
    series = version[:2]
    return (
        version >= (3, 51, 3)
        or (series == (3, 50) and version >= (3, 50, 7))
        or (series == (3, 44) and version >= (3, 44, 6))
    )


def choose(python: Version, bundled: Version | None) -> Sqlite:
    """Which build to use, of Python's own and of pysqlite3's (None: not installed), and with which journal.

    Python's own where it is safe, as it is what the system keeps up to date; the newer one without WAL
    where neither is.
    """
    if wal_is_safe(python):
        return Sqlite("sqlite3", python, "wal")
    if bundled is None or (bundled < python and not wal_is_safe(bundled)):
        return Sqlite("sqlite3", python, "delete")
    return Sqlite("pysqlite3", bundled, "wal" if wal_is_safe(bundled) else "delete")


def available() -> Sqlite:
    """The choice among what is installed here."""
    try:
        bundled = _driver("pysqlite3").sqlite_version_info
    except ImportError:
        bundled = None
    return choose(_driver("sqlite3").sqlite_version_info, bundled)


def _driver(name: str) -> ModuleType:
    return importlib.import_module(f"{name}.dbapi2")


_OPENING = threading.Lock()
_OPEN = Counter[Path]()


def is_open_here(path: Path) -> bool:
    """Whether this process has a Database over a file: then nothing else of it may open and close that file, as POSIX locks
    are given back by any closing."""
    with _OPENING:
        return _OPEN[path.absolute()] > 0


class _Held(threading.local):
    """What this thread has open: a call within ``read()`` or ``write()`` joins its transaction."""

    reading: Connection | None = None
    writing: Connection | None = None
    durable = True
    unveiled = False
    failed = False  # an inner block was left by an error


class Database:
    """One SQLite file, opened by as many threads and processes as like: readers see a snapshot, writers queue.

    Errors of SQLite that a person can act on come out as ``BackfileError``s; constraint violations as
    SQLAlchemy's ``IntegrityError``.
    """

    def __init__(
        self,
        path: Path,
        *,
        sqlite: Sqlite | None = None,
        busy_seconds: float = BUSY_SECONDS,
        compare: bool = True,
    ) -> None:
        """``compare``: whether a page whose checksum does not fit (``page_sums``) is an error, as it should be."""
        self.path = path
        with _OPENING:
            _OPEN[path.absolute()] += 1
        self._closed = False
        self.sqlite = sqlite or available()
        self.summed = page_sums.load(_driver(self.sqlite.driver))  # whether pages get their checksums
        self._compared = compare and self.summed and not page_sums.note_beside(path).exists()
        self._held = _Held()
        # Two pools, so that a forgotten write() fails loudly instead of being rolled back in silence.
        self._reader = self._engine("BEGIN", busy_seconds, veiled=True, query_only="ON")
        self._whole_reader = self._engine("BEGIN", busy_seconds, query_only="ON")
        self._writer = self._engine("BEGIN IMMEDIATE", busy_seconds, synchronous="FULL", foreign_keys="ON")
        # Without a write-ahead log a commit that is not synced could harm the file, and not only be lost.
        lazily = "NORMAL" if self.sqlite.journal == "wal" else "FULL"
        self._lazy_writer = self._engine(
            "BEGIN IMMEDIATE", busy_seconds, synchronous=lazily, foreign_keys="ON"
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on one unchanging state of the catalogue, without what was taken down (``veil``). Within
        ``write()``: that transaction, which sees all."""
        held = self._held.writing or self._held.reading
        if held is not None:
            yield held
            return
        with (self._whole_reader if self._held.unveiled else self._reader).connect() as connection:
            self._held.reading = connection
            try:
                yield connection
            finally:
                self._held.reading = None

    @contextmanager
    def unveiled(self) -> Iterator[None]:
        """What this thread reads within the block is all that there is, what was taken down too: for repair, erasing, and
        whoever counts records, never for an answer. RuntimeError within ``read()``, which began without it."""
        if self._held.reading is not None:
            raise RuntimeError("unveiled() within read(): the other way round")
        before, self._held.unveiled = self._held.unveiled, True
        try:
            yield
        finally:
            self._held.unveiled = before

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction that is the only writer until it commits, at the end of the block.

        What is ``durable`` survives a power cut from then on. What is not survives the death of the process all
        the same, costs no fsync, and is durable as soon as any later durable transaction is (the log is synced
        from its start): for notes whose loss means only that work is done again.

        Within another ``write()`` of the thread it joins that one: all is durable when the outermost has ended, and an
        error of an inner block undoes the whole, even if it is caught on its way (RuntimeError then: a savepoint around
        each block would cost a sixth of a crawl's CPU, and nothing needs half a transaction). RuntimeError within
        ``read()`` too: with a rollback journal the writer would wait for its own reader.
        """
        if self._held.writing is not None:
            if durable and not self._held.durable:
                raise RuntimeError("a durable write() within one that is not: the outer one decides")
            try:
                yield self._held.writing
            except BaseException:
                self._held.failed = True
                raise
            return
        if self._held.reading is not None:
            raise RuntimeError("write() within read(): read first, or do both within write()")
        with (self._writer if durable else self._lazy_writer).begin() as connection:
            self._held.writing, self._held.durable, self._held.failed = connection, durable, False
            try:
                yield connection
                if self._held.failed:
                    raise RuntimeError("an error within the transaction was caught: all of it is undone")
            finally:
                self._held.writing = None

    def write_anew(self) -> None:
        """Write every page once more, so that each has a true checksum: after another program has written to the file."""
        raw = self._writer.raw_connection()
        try:
            raw.cursor().execute("VACUUM")
        finally:
            raw.close()

    def note_unsummed(self) -> None:
        """Say beside the file that its pages have no true checksums: from the next opening on none is compared."""
        page_sums.note_beside(self.path).touch()

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """``write()`` for migrations: foreign keys sleep, as SQLite changes a table by making it anew, and
        are checked before the commit."""
        with self._writer.connect() as connection:
            raw = connection.connection
            raw.execute("PRAGMA foreign_keys=OFF")  # does nothing once a transaction has begun
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise CatalogueUnreadable(str(self.path), "rows refer to others that are missing")
            finally:
                connection.invalidate()

    def copy_to(self, path: Path) -> None:
        """All of it as it is at one moment, into a new file of one piece that is on disk and nobody else may read. Others
        go on writing meanwhile (with a rollback journal they wait). Raises FileExistsError, DiskFull, NotWritable,
        CatalogueUnreadable."""
        driver = _driver(self.sqlite.driver)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        try:
            with self._reader.connect() as connection, closing(driver.connect(str(path))) as target:
                source: Any = connection.connection.driver_connection
                source.backup(target)  # in one step: one state of the source
                target.execute("PRAGMA journal_mode=delete")  # no log beside it when it is opened to be read
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException as error:
            path.unlink(missing_ok=True)
            code = getattr(error, "sqlite_errorcode", None)
            known = code and explain(path, code & 0xFF, str(error))
            if known:
                raise known from error
            if isinstance(error, driver.Error):  # a driver may give no code for what stopped a copy
                raise self._uncopied(path, str(error)) from error
            raise

    def _uncopied(self, path: Path, text: str) -> BackfileError:
        if "is full" in text:
            return DiskFull(str(path))
        reason = f"a page is not as it was written, or the disk failed ({text})"
        return CatalogueUnreadable(str(self.path), reason)

    def compact(self) -> None:
        """Write the file anew without what was deleted in it, and empty the log: nothing of that is left on the disk's part
        of this file. Writers wait meanwhile. Raises CatalogueBusy, DiskFull."""
        with self._writer.connect() as connection:
            raw = connection.connection
            try:
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except Exception as error:
                code = getattr(error, "sqlite_errorcode", None)
                known = explain(self.path, code & 0xFF, str(error)) if code else None
                if known is None:
                    raise
                raise known from error

    def close(self) -> None:
        """Close every connection; the last one to close folds the write-ahead log into the file."""
        with _OPENING:
            _OPEN[self.path.absolute()] -= not self._closed
            self._closed = True
        self._reader.dispose()
        self._whole_reader.dispose()
        self._writer.dispose()
        self._lazy_writer.dispose()

    def _engine(self, begin: str, busy_seconds: float, *, veiled: bool = False, **pragmas: str) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            module=_driver(self.sqlite.driver),
            connect_args={"timeout": busy_seconds},
            pool_size=8,
            max_overflow=64,
            pool_timeout=busy_seconds,
        )

        @event.listens_for(engine, "connect")
        def connected(connection: Any, record: ConnectionPoolEntry) -> None:
            connection.isolation_level = None  # the driver begins nothing by itself: do_begin does
            if self.summed and not self._compared:
                connection.execute("PRAGMA checksum_verification=OFF")
            _set_journal(connection, self.sqlite.journal, busy_seconds)
            if veiled:
                connection.execute("PRAGMA temp_store=MEMORY")  # a full disk keeps nobody from reading
                for statement in veil.statements():
                    connection.execute(statement)
            for name, value in pragmas.items():
                connection.execute(f"PRAGMA {name}={value}")

        @event.listens_for(engine, "begin")
        def do_begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        @event.listens_for(engine, "handle_error", retval=True)
        def failed(context: ExceptionContext) -> BackfileError | None:
            return self._translate(context)

        return engine

    def _translate(self, context: ExceptionContext) -> BackfileError | None:
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        error = code and explain(self.path, code & 0xFF, str(context.original_exception))
        if error:
            # SQLite may have ended the whole transaction by itself: let nothing more run on this connection,
            # where it would be committed statement by statement.
            context.is_disconnect = True
            context.invalidate_pool_on_disconnect = False
        return error or None


def _set_journal(connection: Any, journal: str, busy_seconds: float) -> None:
    """Set the journal. Of several that switch a fresh file at once SQLite tells all but one that it is busy, and does not
    wait for them by itself: the switch could deadlock (sqlite.org/wal.html, "Sometimes queries return SQLITE_BUSY")."""
    until = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode={journal}")
        except Exception as error:
            if getattr(error, "sqlite_errorcode", None) != _BUSY or time.monotonic() > until:
                raise
            time.sleep(_LOOK_AGAIN)
        else:
            return


def explain(path: Path, code: int, text: str) -> BackfileError | None:
    """The error of our own for a primary result code of SQLite; None for what is a fault of the program."""
    name = str(path)
    match code:
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            return CatalogueBusy(name)
        case 13:  # SQLITE_FULL
            return DiskFull(name)
        case 10:  # SQLITE_IOERR: also what a full disk gives for the shared-memory file
            reason = f"a page is not as it was written, or the disk failed ({text})"
            return DiskFull(name) if _is_full(path) else CatalogueUnreadable(name, reason)
        case 3 | 8 | 14 | 23:  # SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_AUTH
            return NotWritable(name, text)
        case 11 | 26:  # SQLITE_CORRUPT, SQLITE_NOTADB
            return CatalogueUnreadable(name, text)
        case _:
            return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(os.path.dirname(path) or ".").free < 1 << 20  # noqa: PTH120
    except OSError:
        return False
