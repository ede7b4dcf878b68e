"""A catalogue that came from elsewhere: whether it is one of ours, and nothing in it acts by itself."""

from __future__ import annotations

from archive.errors import SchemaNewer
from archive.store.database import Database
from archive.store.marks import PREFIX, set_triggers
from archive.store.tables import SCHEMAS, metadata
from archive.store.version import found

_OF_SQLITE = "sqlite_"
_VERSION = "alembic_version"


def examine(database: Database) -> str | None:
    """Why it can't be believed, in words that end a sentence; None when it can. Only reads. Raises SchemaNewer, and
    CatalogueUnreadable for what is no database."""
    with database.read() as connection:
        connection.exec_driver_sql("PRAGMA trusted_schema=OFF")
        things = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
        version = found(connection)
        if version is None:
            return "its catalogue is the database of another program"
        if version not in SCHEMAS:
            raise SchemaNewer(str(database.path), version, SCHEMAS[-1])
        for kind, name, table, text in things:
            reason = _refusal(str(kind), str(name), str(table), str(text or ""))
            if reason is not None:
                return reason
        said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return None if said == "ok" else f"its catalogue is damaged ({str(said)[:200]})"


def make_own(database: Database) -> None:
    """Put our own triggers in the place of those that it came with: they were judged by their names alone."""
    with database.alter() as connection:
        if found(connection) == SCHEMAS[-1]:
            set_triggers(connection)


def _refusal(kind: str, name: str, table: str, text: str) -> str | None:
    if name.startswith(_OF_SQLITE):
        return None
    if kind == "view" or (kind == "trigger" and not name.startswith(PREFIX)):
        return f"its catalogue holds the {kind} {name[:60]!r}, which is none of ours"
    if kind == "table" and (name not in {*metadata.tables, _VERSION} or "VIRTUAL" in text[:20].upper()):
        return f"its catalogue holds the table {name[:60]!r}, which is none of ours"
    if kind == "index" and table not in metadata.tables and table != _VERSION:
        return f"its catalogue holds the index {name[:60]!r}, which is none of ours"
    return None
