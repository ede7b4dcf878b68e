"""The segments: which WARC files there are, and how much of each is committed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import segments


@dataclass(frozen=True, slots=True)
class Segment:
    """A WARC file. ``committed``: the bytes up to the end of the last record that a commit counted.

    ``name`` is the final one, also while the file still ends in ``.open``; ``sha256`` (lower hex) is of these bytes, None
    where it is not known.
    """

    name: str
    committed: int
    sealed: bool
    sha256: str | None
    created_at: datetime
    checked_at: datetime | None = None  # when it was last read whole
    fault: str | None = None  # what that found; None: it is as it was written


class Segments:
    """The table of segments."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def commit(self, name: str, length: int, sha256: str | None = None) -> Segment:
        """The segment's first ``length`` bytes, of that digest, are whole records that are on disk; makes its row if
        there is none. ValueError for a length below the committed one, and for a sealed segment's."""
        with self._database.write() as connection:
            known = self.get(name)
            if known is None:
                row = {
                    "name": name,
                    "committed": length,
                    "sealed": False,
                    "sha256": sha256,
                    "created_at": self._clock(),
                }
                connection.execute(insert(segments).values(row))
            elif length < known.committed or (known.sealed and length != known.committed):
                raise ValueError(
                    f"{name} has {known.committed} bytes committed, so {length} can't be its length"
                )
            elif not known.sealed:
                connection.execute(_COMMIT, {"segment": name, "committed": length, "sha256": sha256})
            return self._known(name)

    def seal(self, name: str, sha256: str, length: int) -> Segment:
        """The file is complete: nothing is appended to it any more."""
        with self._database.write() as connection:
            self.commit(name, length, sha256)
            connection.execute(
                update(segments).where(segments.c.name == name).values(sealed=True, sha256=sha256)
            )
            return self._known(name)

    def put_back(self, segment: Segment) -> None:
        """A segment as it was told of, in a catalogue that is made again; nothing for one that is known."""
        with self._database.write() as connection:
            if self.get(segment.name) is None:
                connection.execute(insert(segments).values(asdict(segment)))

    def get(self, name: str) -> Segment | None:
        """By file name."""
        with self._database.read() as connection:
            row = connection.execute(_BY_NAME, {"segment": name}).first()
        return None if row is None else Segment(**row._mapping)

    def all(self) -> list[Segment]:
        """All of them, by name: our own sort by the time at which they were begun."""
        with self._database.read() as connection:
            return [
                Segment(**row._mapping)
                for row in connection.execute(select(segments).order_by(segments.c.name))
            ]

    def _known(self, name: str) -> Segment:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found


# What is asked for every record that is written is built once.
_BY_NAME = select(segments).where(segments.c.name == bindparam("segment"))
_COMMIT = update(segments).where(segments.c.name == bindparam("segment"))
