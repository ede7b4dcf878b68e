"""Rows that were told of, put back into a catalogue that is made again. What does not fit is left out, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, column, insert, select, table
from sqlalchemy.exc import IntegrityError

from archive.model import Capture, WallKind
from archive.store.annotation import Row
from archive.store.captures import values_of
from archive.store.database import Database
from archive.store.pages import page_id, surt_or_none
from archive.store.recovery.staging import Staging
from archive.store.sound import raw_type
from archive.store.tables import captures, crawls, links, pages, takedowns

_BATCH = 500


class Refill:
    """Puts rows back as they lay in the database. ``unfit`` counts those that it could not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.unfit = 0

    def put(self, target: Table, units: Iterable[list[Row]]) -> None:
        """Put units of a table's rows back. A reference to what is not there becomes none, or the row is left out."""
        raw = table(target.name, *(column(each.name, raw_type(each)) for each in target.c))
        for batch in _batches(units):
            with self._database.write() as connection:
                for row in batch:
                    fit = self._fit(connection, target, row)
                    if fit is None or not self._insert(connection, raw, fit):
                        self.unfit += 1

    def put_capture(self, capture: Capture, told: Row) -> bool:
        """Put a Capture back under its number, with what is told of it; whether that could be done."""
        with self._database.write() as connection:
            whole = replace(
                capture,
                id=int(told["id"] or 0),
                crawl_id=self._if_there(connection, crawls, told.get("crawl_id")),
                page_id=self._if_there(connection, pages, told.get("page_id")),
                takedown_id=self._if_there(connection, takedowns, told.get("takedown_id")),
                wall=WallKind(str(told["wall"])) if told.get("wall") else None,
            )
            return self._insert(connection, captures, {**values_of(whole), "id": whole.id})

    def put_links(self, staging: Staging) -> None:
        """Put the links of every Page back, as its Capture showed them."""

        def units() -> Iterator[list[Row]]:
            for rows in staging.units("links"):
                shown = staging.unit("shown", str(rows[0]["page_id"]))
                capture_id = shown[0]["capture_id"] if shown else None
                yield [
                    {**row, "surt": surt_or_none(str(row["url"])), "capture_id": capture_id} for row in rows
                ]

        self.put(links, units())

    def _fit(self, connection: Connection, target: Table, row: Row) -> dict[str, Any] | None:
        found = dict(row)
        if target is pages and found["id"] != page_id(str(found["surt"])):
            return None
        for each in target.c:
            for key in each.foreign_keys:
                there = self._if_there(connection, key.column.table, found.get(each.name))
                if there is None and not each.nullable:
                    return None
                found[each.name] = there
        return found

    def _if_there(self, connection: Connection, target: Table, key: Any) -> Any:
        if key is None:
            return None
        query = select(target.c.id).where(target.c.id == key)
        return key if connection.execute(query).first() is not None else None

    def _insert(self, connection: Connection, target: Any, row: dict[str, Any]) -> bool:
        try:
            with connection.begin_nested():
                connection.execute(insert(target).values(row))
        except IntegrityError:
            return False
        return True


def _batches(units: Iterable[list[Row]]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for unit in units:
        batch += unit
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
