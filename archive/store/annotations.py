"""The Annotations that are still to be written: which rows are told nowhere but in the catalogue yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, cast, delete, exists, func, select, type_coerce

from archive.store.annotated import ANNOTATED, Annotated
from archive.store.annotation import Row, Told
from archive.store.database import Database
from archive.store.sound import raw_type
from archive.store.tables import unwritten

_KEYS = 400  # units that are asked for at once


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit of rows that changed since it was last told; ``times`` tells whether it has again."""

    noun: str
    key: str
    times: int


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be told of some marked units."""

    marks: tuple[Mark, ...]
    told: tuple[Told, ...]


class Annotations:
    """The marks, and the rows that they are on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> int:
        """How many units are to be told."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(unwritten)).scalar_one()

    def any_waiting(self) -> bool:
        """Whether there is one."""
        with self._database.read() as connection:
            return bool(connection.execute(select(exists().select_from(unwritten))).scalar())

    def next(self, limit: int) -> Pending | None:
        """Marked units of up to about ``limit`` rows as they are now, in the order of what refers to what; None when all
        is told. What was taken down is among them: to a reader's eyes it would be gone."""
        with self._database.unveiled(), self._database.read() as connection:
            marks: list[Mark] = []
            told: list[Told] = []
            for each in ANNOTATED:
                found = _marks(connection, each, -(-limit // each.weight))
                if found:
                    marks += found
                    told.append(_told(connection, each, found))
                limit -= len(found) * each.weight
                if limit <= 0:
                    break
        return Pending(tuple(marks), tuple(told)) if marks else None

    def settle(self, marks: Iterable[Mark]) -> None:
        """These were written: their marks go, unless the unit was marked again meanwhile."""
        with self._database.write() as connection:
            for mark in marks:
                same = and_(unwritten.c.noun == mark.noun, unwritten.c.key == mark.key)
                connection.execute(delete(unwritten).where(same, unwritten.c.times == mark.times))

    def settle_all(self) -> None:
        """All that there is came out of Annotations."""
        with self._database.write() as connection:
            connection.execute(delete(unwritten))


def _marks(connection: Connection, each: Annotated, limit: int) -> list[Mark]:
    query = select(unwritten.c.noun, unwritten.c.key, unwritten.c.times).where(unwritten.c.noun == each.noun)
    number = each.table.c[each.key].type.python_type is int
    order = cast(unwritten.c.key, each.table.c[each.key].type) if number else unwritten.c.key
    return [Mark(*row) for row in connection.execute(query.order_by(order).limit(limit))]


def _told(connection: Connection, each: Annotated, marks: list[Mark]) -> Told:
    kind = each.table.c[each.key].type.python_type
    keys = [kind(mark.key) for mark in marks]
    rows = [row for chunk in _chunks(keys) for row in _rows(connection, each, chunk)]
    there = {str(row[each.key]) for row in rows}
    return Told(each.noun, tuple(rows), tuple(mark.key for mark in marks if mark.key not in there))


def _rows(connection: Connection, each: Annotated, keys: list[Any]) -> Iterator[Row]:
    for row in connection.execute(_query(each).where(each.table.c[each.key].in_(keys))).mappings():
        yield {
            name: each.reticent[name](value) if name in each.reticent else value
            for name, value in row.items()
        }


def _query(each: Annotated) -> Select[Any]:
    columns = (each.table.c[name] for name in each.columns)
    raw = (type_coerce(column, raw_type(column)).label(column.name) for column in columns)
    query = select(*raw).order_by(*each.table.primary_key.columns)
    return query if each.where is None else query.where(each.where)


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _KEYS):
        yield keys[start : start + _KEYS]
