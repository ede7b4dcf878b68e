"""What all Annotations tell, taken together, beside the catalogue that is being made again: the last word on each unit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
)

from archive.store.annotation import Row, Told
from archive.store.database import Database

_metadata = MetaData()
_units = Table(
    "units",
    _metadata,
    Column("noun", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("rows", Text, nullable=False),
)
_captures = Table(  # found by their records
    "told_captures",
    _metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", Text, nullable=False),
    Column("row", Text, nullable=False),
    UniqueConstraint("record_id"),
)
_done = Table(
    "done", _metadata, Column("step", Text, primary_key=True), Column("count", BigInteger, nullable=False)
)

CAPTURES = "captures"


class Staging:
    """A database of its own, thrown away at the end. Steps that are done are kept in it, so that a run can go on."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        with self._database.alter() as connection:
            _metadata.create_all(connection)

    def close(self) -> None:
        """Let go of its file."""
        self._database.close()

    def is_done(self, step: str) -> bool:
        """Whether an earlier run came past this."""
        with self._database.read() as connection:
            return connection.execute(select(_done).where(_done.c.step == step)).first() is not None

    def take(self, told: Iterable[Told], step: str) -> None:
        """Keep what a file's Annotations tell, in their order, and that the step is done: both or nothing."""
        with self._database.write(durable=False) as connection:
            for each in told:
                for key, rows in each.units().items():
                    if each.noun == CAPTURES:
                        self._take_capture(key, rows)
                        continue
                    connection.execute(delete(_units).where(_units.c.noun == each.noun, _units.c.key == key))
                    if rows:
                        unit = {"noun": each.noun, "key": key, "rows": json.dumps(rows)}
                        connection.execute(insert(_units).values(unit))
            self.finish(step)

    def finish(self, step: str, count: int = 0) -> None:
        """Note that the step is done, and how much that was; the first note stays."""
        with self._database.write(durable=False) as connection:
            if not self.is_done(step):
                connection.execute(insert(_done).values(step=step, count=count))

    def count(self, step: str) -> int:
        """How much a step was that is done."""
        with self._database.read() as connection:
            return connection.execute(select(_done.c.count).where(_done.c.step == step)).scalar() or 0

    def units(self, noun: str) -> Iterator[list[Row]]:
        """Each unit's rows, in the order of the keys."""
        last = ""
        query = select(_units.c.key, _units.c.rows).where(_units.c.noun == noun).order_by(_units.c.key)
        while True:
            with self._database.read() as connection:
                found = connection.execute(query.where(_units.c.key > last).limit(500)).all()
            if not found:
                return
            for row in found:
                yield json.loads(row.rows)
            last = found[-1].key

    def unit(self, noun: str, key: str) -> list[Row]:
        """One unit's rows; none when nothing is told of it."""
        query = select(_units.c.rows).where(_units.c.noun == noun, _units.c.key == key)
        with self._database.read() as connection:
            found = connection.execute(query).scalar()
        return json.loads(found) if found else []

    def capture(self, record_id: str) -> Row | None:
        """What is told of the Capture with this record."""
        query = select(_captures.c.row).where(_captures.c.record_id == record_id)
        with self._database.read() as connection:
            found = connection.execute(query).scalar()
        return json.loads(found) if found else None

    def captures(self) -> int:
        """Of how many Captures something is told."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(_captures)).scalar_one()

    def _take_capture(self, key: str, rows: list[Row]) -> None:
        with self._database.write(durable=False) as connection:
            if key.isdecimal():
                connection.execute(delete(_captures).where(_captures.c.id == int(key)))
            for row in rows:
                record_id: Any = row["record_id"]
                connection.execute(delete(_captures).where(_captures.c.record_id == record_id))
                values = {"id": row["id"], "record_id": record_id, "row": json.dumps(row)}
                connection.execute(insert(_captures).values(values))
