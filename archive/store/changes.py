"""The change feed: which Pages are not what they were, in the order in which that was committed."""

from __future__ import annotations

from sqlalchemy import func, insert, literal, select

from archive.model import Change
from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import changes, pages

_ADD = insert(changes).returning(changes.c.seq)  # asked for every page, and so built once


class Changes:
    """The table that the indexer follows. ``seq`` only grows, and with one writer at a time it grows in the
    order of the commits: who has read up to N has missed nothing below it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, page_id: str) -> int:
        """Tell that the Page changed; returns the change's number."""
        with self._database.write() as connection:
            number: int = connection.execute(_ADD, {"page_id": page_id, "at": self._clock()}).scalar_one()
        return number

    def add_all(self) -> None:
        """Tell that every Page changed."""
        now = literal(self._clock(), changes.c.at.type)
        with self._database.write() as connection:
            everything = select(pages.c.id, now).order_by(pages.c.id)
            connection.execute(insert(changes).from_select(["page_id", "at"], everything))

    def after(self, seq: int, limit: int = 500) -> list[Change]:
        """The ``limit`` changes that follow number ``seq``."""
        query = select(changes).where(changes.c.seq > seq).order_by(changes.c.seq).limit(limit)
        with self._database.read() as connection:
            return [Change(**row._mapping) for row in connection.execute(query)]

    def last(self) -> int:
        """The newest change's number; 0 before the first."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(changes.c.seq))).scalar() or 0
