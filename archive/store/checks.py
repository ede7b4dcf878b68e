"""The checks: when each record and each WARC file was last read back, and what that found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from archive.store.database import Database
from archive.store.tables import captures, segments


@dataclass(frozen=True, slots=True)
class Check:
    """That a Capture's record was read back: when, what was wrong (None: nothing), and its digest where it is known."""

    capture_id: int
    at: datetime
    fault: str | None
    record_sha256: str | None


class Checks:
    """What was read back, kept in the rows of Captures and segments. A loss of power may lose a note: then it is read
    again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, before: datetime, limit: int) -> list[int]:
        """The numbers of Captures that were not read back since a time, the longest unread first."""
        unread = or_(captures.c.checked_at.is_(None), captures.c.checked_at < before)
        order = (captures.c.checked_at.asc().nulls_first(), captures.c.id)
        with self._database.read() as connection:
            query = select(captures.c.id).where(unread).order_by(*order).limit(limit)
            return list(connection.execute(query).scalars())

    def count_before(self, before: datetime) -> int:
        """How many Captures were read back last before a time."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(captures).where(captures.c.checked_at < before)
            return connection.execute(query).scalar_one()

    def note(self, checks: Iterable[Check]) -> None:
        """Note what reading records back found."""
        rows = [
            {"capture": one.capture_id, "at": one.at, "told": one.fault, "found": one.record_sha256}
            for one in checks
        ]
        if rows:
            with self._database.write(durable=False) as connection:
                connection.execute(_NOTE, rows)

    def note_file(self, name: str, at: datetime, fault: str | None) -> None:
        """Note what reading a WARC file whole found."""
        change = update(segments).where(segments.c.name == name).values(checked_at=at, fault=fault)
        with self._database.write(durable=False) as connection:
            connection.execute(change)

    def count_faulty(self) -> int:
        """How many Captures had a fault when they were last read back."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(captures).where(captures.c.fault.is_not(None))
            return connection.execute(query).scalar_one()

    def oldest(self) -> datetime | None:
        """When that Capture was read back whose last check is the oldest; None: none was."""
        with self._database.read() as connection:
            return connection.execute(select(func.min(captures.c.checked_at))).scalar()


_NOTE = (
    update(captures)
    .where(captures.c.id == bindparam("capture"))
    .values(
        checked_at=bindparam("at", type_=captures.c.checked_at.type),
        fault=bindparam("told", type_=captures.c.fault.type),
        record_sha256=bindparam("found", type_=captures.c.record_sha256.type),
    )
)
