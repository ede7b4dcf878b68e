"""The manifests that were written: a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from archive.ports import Clock
from archive.store.database import Database
from archive.store.manifest import Entry
from archive.store.tables import captures, manifests

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Manifest:
    """A day's manifest: the SHA-256 of its file (lower hex) and of the one before it, how many Captures it names, and the
    highest number among them. ``stamped_at``: the time in its time stamp (RFC 3161), whose file has ``stamp_sha256``."""

    day: date
    sha256: str
    previous: str | None
    captures: int
    last_capture_id: int
    created_at: datetime
    stamped_at: datetime | None = None
    stamp_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A Capture as the catalogue has it now, for comparison; ``taken_down``: its record may have been erased since."""

    id: int
    entry: Entry
    url: str
    taken_down: bool


class Manifests:
    """The table of manifests, append-only but for time stamps. They name what was taken down too: by record id alone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, day: date, sha256: str, previous: str | None, captures: int, last_capture_id: int
    ) -> Manifest:
        """One more, later than all others."""
        made = Manifest(day, sha256, previous, captures, last_capture_id, self._clock())
        row = asdict(made) | {"day": day.isoformat()}
        with self._database.write() as connection:
            connection.execute(insert(manifests).values(row))
        return made

    def stamp(self, day: date, at: datetime, sha256: str) -> None:
        """Say that a time stamp is kept beside a manifest, and what its file's digest is."""
        change = update(manifests).where(manifests.c.day == day.isoformat())
        with self._database.write() as connection:
            connection.execute(change.values(stamped_at=at, stamp_sha256=sha256))

    def all(self) -> list[Manifest]:
        """All of them, oldest first: the chain."""
        with self._database.read() as connection:
            return [_manifest(row) for row in connection.execute(select(manifests).order_by(manifests.c.day))]

    def get(self, day: date) -> Manifest | None:
        """By day."""
        return self._first(select(manifests).where(manifests.c.day == day.isoformat()))

    def latest(self) -> Manifest | None:
        """The newest."""
        return self._first(select(manifests).order_by(manifests.c.day.desc()).limit(1))

    def naming(self, capture_id: int) -> Manifest | None:
        """The one that names a Capture; None: it is not written yet."""
        query = select(manifests).where(manifests.c.last_capture_id >= capture_id)
        return self._first(query.order_by(manifests.c.day).limit(1))

    def first_captured(
        self, after_id: int, since: datetime | None, until: datetime
    ) -> tuple[int, datetime] | None:
        """The first Capture, by number above ``after_id``, that was captured at ``since`` (None: whenever) or later, and
        before ``until``: its number and time."""
        query = select(captures.c.id, captures.c.captured_at).where(
            captures.c.id > after_id, captures.c.captured_at < until
        )
        if since is not None:
            query = query.where(captures.c.captured_at >= since)
        with self._database.unveiled(), self._database.read() as connection:
            row = connection.execute(query.order_by(captures.c.id).limit(1)).first()
        return None if row is None else (row.id, row.captured_at)

    def span(self, after_id: int, before_id: int | None) -> tuple[int, int]:
        """How many Captures have a number between these two (None: no end), and the highest of them (``after_id``: none)."""
        query = select(func.count(), func.max(captures.c.id)).where(captures.c.id > after_id)
        if before_id is not None:
            query = query.where(captures.c.id < before_id)
        with self._database.unveiled(), self._database.read() as connection:
            count, highest = connection.execute(query).one()
        return count, highest or after_id

    def entries(self, after_id: int, until_id: int) -> Iterator[Entry]:
        """What a manifest says of the Captures whose numbers lie above the one and up to the other; read in batches."""
        query = select(captures).where(captures.c.id <= until_id).order_by(captures.c.id).limit(_BATCH)
        while after_id < until_id:
            with self._database.unveiled(), self._database.read() as connection:
                rows = connection.execute(query.where(captures.c.id > after_id)).all()
            yield from map(_entry, rows)
            after_id = rows[-1].id if len(rows) == _BATCH else until_id

    def held(self, record_ids: Iterable[str]) -> dict[str, Held]:
        """What the catalogue has of records, by their ids; those that it does not know are left out."""
        found, rest = dict[str, Held](), iter(record_ids)
        while chunk := list(islice(rest, _BATCH)):
            with self._database.unveiled(), self._database.read() as connection:
                for row in connection.execute(select(captures).where(captures.c.record_id.in_(chunk))):
                    found[row.record_id] = Held(row.id, _entry(row), row.url, row.takedown_id is not None)
        return found

    def _first(self, query: Any) -> Manifest | None:
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _manifest(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.record_id, row.timestamp, row.sha256 or None, row.record_sha256)


def _manifest(row: Row[Any]) -> Manifest:
    facts = dict(row._mapping)
    return Manifest(**facts | {"day": date.fromisoformat(facts["day"])})
