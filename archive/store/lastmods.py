"""How far each host's word on updates has proved true."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from archive.model import Lastmods
from archive.store.database import Database
from archive.store.tables import lastmods

REMEMBERED = 200
"""Claims after which all counts of a host are halved: a site that is made anew is judged anew."""


class LastmodRecords:
    """The table of what hosts claimed, and what of it was true."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, host: str) -> Lastmods:
        """A host's record; an empty one when nothing is known."""
        with self._database.read() as connection:
            row = connection.execute(select(lastmods).where(lastmods.c.host == host)).first()
        return Lastmods(**row._mapping) if row is not None else Lastmods(host)

    def note(self, host: str, *, proved: bool) -> None:
        """Count a claim, and whether it was true."""
        with self._database.write() as connection:
            known = self.of(host)
            claims, true = known.claims + 1, known.proved + proved
            if claims >= REMEMBERED:
                claims, true = claims // 2, true // 2
            counts = {"claims": claims, "proved": true}
            here = update(lastmods).where(lastmods.c.host == host).values(counts)
            if connection.execute(here).rowcount == 0:
                connection.execute(insert(lastmods).values(host=host, **counts))
