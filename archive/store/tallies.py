"""What the lists of a Crawl stated, named and brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from archive.model import CrawlState, LinkKind, Tally
from archive.store.database import Database
from archive.store.tables import crawls, tallies

_FIELDS = tuple(field.name for field in fields(Tally))


class Tallies:
    """The table of Tallies: of each Crawl one for every list, after one for all of them together (kind SEED)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, crawl_id: int, found: Sequence[Tally]) -> None:
        """The Tallies of a Crawl, in place of those that it had."""
        rows = [
            {name: getattr(tally, name) for name in _FIELDS} | {"crawl_id": crawl_id, "position": position}
            for position, tally in enumerate(found)
        ]
        with self._database.write() as connection:
            connection.execute(delete(tallies).where(tallies.c.crawl_id == crawl_id))
            if rows:
                connection.execute(insert(tallies), rows)

    def of(self, crawl_id: int) -> list[Tally]:
        """Of one Crawl, in order; none when it has not ended, or had no lists."""
        query = select(tallies).where(tallies.c.crawl_id == crawl_id).order_by(tallies.c.position)
        with self._database.read() as connection:
            return [_tally(row) for row in connection.execute(query)]

    def last_of(self, source_id: int) -> list[Tally]:
        """Of a Source's latest Crawl that has any."""
        query = (
            select(func.max(tallies.c.crawl_id))
            .join(crawls, crawls.c.id == tallies.c.crawl_id)
            .where(crawls.c.source_id == source_id)
        )
        with self._database.read() as connection:
            latest = connection.execute(query).scalar()
            return self.of(latest) if latest is not None else []

    def walks(self, source_id: int) -> list[int]:
        """The Crawls of a Source, by number, that were done and went through its archive pages."""
        query = (
            select(crawls.c.id)
            .join(tallies, tallies.c.crawl_id == crawls.c.id)
            .where(crawls.c.source_id == source_id, crawls.c.state == CrawlState.DONE)
            .where(tallies.c.kind == LinkKind.ARCHIVE)
            .distinct()
            .order_by(crawls.c.id)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())


def _tally(row: Row[Any]) -> Tally:
    return Tally(**{name: getattr(row, name) for name in _FIELDS})
