"""The Captures: every visit of every URI-R, and where its record lies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from archive import uri
from archive.model import Capture, Locator, RecordType, WallKind
from archive.store.database import Database
from archive.store.tables import captures

_NO_ORIGINALS = (RecordType.REVISIT, RecordType.CONVERSION)
_LAST = "\U0010ffff"  # sorts after whatever may follow a prefix
_CHUNK = 400  # keys asked for at once


class Captures:
    """The table of Captures, append-only but for the Page that one belongs to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, capture: Capture) -> Capture:
        """The same Capture with its number. SQLAlchemy's IntegrityError for a ``record_id`` that is known."""
        with self._database.write() as connection:
            return replace(capture, id=connection.execute(_ADD, values_of(capture)).scalar_one())

    def get(self, capture_id: int) -> Capture | None:
        """By number."""
        return self._first(select(captures).where(captures.c.id == capture_id))

    def by_record_id(self, record_id: str) -> Capture | None:
        """By its WARC-Record-ID, without brackets."""
        return self._first(_BY_RECORD_ID, record_id=record_id)

    def recorded(self, record_ids: Iterable[str]) -> set[str]:
        """Those of these record ids that are known."""
        wanted, found = list(record_ids), set[str]()
        with self._database.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                query = select(captures.c.record_id).where(
                    captures.c.record_id.in_(wanted[start : start + _CHUNK])
                )
                found.update(connection.execute(query).scalars())
        return found

    def of_surt(
        self,
        surt: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Capture]:
        """Every Capture under a key, oldest first; ``since`` and ``until`` count themselves in."""
        query = select(captures).where(captures.c.surt == surt, *_between(since, until))
        return self._list(query.order_by(captures.c.captured_at, captures.c.id).limit(limit))

    def of_page(self, page_id: str) -> list[Capture]:
        """A Page's Captures, oldest first."""
        query = select(captures).where(captures.c.page_id == page_id)
        return self._list(query.order_by(captures.c.captured_at, captures.c.id))

    def of_pages(self, page_ids: Collection[str]) -> dict[str, list[Capture]]:
        """What ``of_page`` gives of each, some hundred at most; those that have none are left out."""
        query = select(captures).where(captures.c.page_id.in_(page_ids))
        found: dict[str, list[Capture]] = {}
        for one in self._list(query.order_by(captures.c.captured_at, captures.c.id)):
            found.setdefault(one.page_id or "", []).append(one)
        return found

    def nearest(self, surt: str, at: datetime) -> Capture | None:
        """The Capture closest in time to ``at``; of two as close, the later. Redirects and errors of the
        client's kind (4xx) are Mementos too (RFC 7089 §4.5.5); a server's failure (5xx) is none."""
        after = self._first(_of(surt, captures.c.captured_at >= at).order_by(*_OLDEST).limit(1))
        before = self._first(_of(surt, captures.c.captured_at < at).order_by(*_NEWEST).limit(1))
        if after is None or before is None:
            return after or before
        return before if at - before.captured_at < after.captured_at - at else after

    def latest(self, surt: str) -> Capture | None:
        """The newest Capture that ``nearest`` would count."""
        return self._first(_LATEST, surt=surt)

    def shown(self, page_id: str) -> Capture | None:
        """The newest Capture of a Page that shows it and no wall, came from the web, and is whole."""
        of_page = (
            captures.c.record_type != RecordType.CONVERSION,
            captures.c.page_id == page_id,
            captures.c.status.in_((200, 203)),
            captures.c.truncated.is_(None),
            _ARTICLE,
        )
        return self._first(select(captures).where(*of_page).order_by(*_NEWEST).limit(1))

    def latest_live(self, surt: str) -> Capture | None:
        """The newest one of these that came from the web: what an export tells is no visit."""
        return self._first(_LATEST_LIVE, surt=surt)

    def latest_live_of(self, surts: Iterable[str]) -> dict[str, Capture]:
        """By key, what ``latest_live`` gives of each; those that have none are left out. A list may name 50,000 articles:
        asked for one by one they would hold up all crawls for a minute."""
        wanted, found = list(surts), dict[str, Capture]()
        for start in range(0, len(wanted), _CHUNK):
            ranked = (
                select(captures.c.id, func.row_number().over(**_NEWEST_OF_EACH).label("rank"))
                .where(captures.c.surt.in_(wanted[start : start + _CHUNK]), captures.c.status < 500, _LIVE)
                .subquery()
            )
            newest = select(ranked.c.id).where(ranked.c.rank == 1)
            found |= {one.surt: one for one in self._list(select(captures).where(captures.c.id.in_(newest)))}
        return found

    def original(self, sha256: str) -> Capture | None:
        """The first response that holds this payload."""
        return self._first(_ORIGINAL, sha256=sha256)

    def original_by_digest(self, sha1: str) -> Capture | None:
        """The first record that holds a payload of this digest (SHA-1, upper base32)."""
        same = (captures.c.digest == sha1, captures.c.record_type.not_in(_NO_ORIGINALS))
        return self._first(select(captures).where(*same).order_by(captures.c.id).limit(1))

    def original_at(self, url: str, at: datetime) -> Capture | None:
        """The record that a revisit refers to by URI and date (WARC 1.1 §5.14, §5.16).

        ``url`` is a URL, or a SURT key. A date without a fraction means any moment of that second; the same
        time and spelling of the URL go first.
        """
        surt = uri.surt(url) if "://" in url else url
        second = at.replace(microsecond=0)
        found = self._list(_ORIGINAL_AT, surt=surt, since=second, until=second + timedelta(seconds=1))
        return min(found, key=lambda each: (each.captured_at != at, each.url != url), default=None)

    def validators(self, surt: str) -> Capture | None:
        """The Capture whose ETag or Last-Modified a conditional request may send (RFC 9110 §13.1).

        That is the newest with status 200 that shows no wall, and only if it is whole: “not modified” since an
        older one would tell nothing of what was kept later.
        """
        newest = self._first(_LATEST_GOOD, surt=surt)
        if newest is None or newest.truncated or not (newest.etag or newest.last_modified):
            return None
        return newest

    def of_takedown(self, number: int) -> list[Capture]:
        """What a Takedown hides, in the order of the numbers; nothing unless it is read unveiled."""
        return self._list(select(captures).where(captures.c.takedown_id == number).order_by(captures.c.id))

    def revisits_of(self, original: Capture) -> list[Capture]:
        """The revisits that stand for a record's payload, by its digests or as they name it, oldest first."""
        alike = [
            and_(captures.c.refers_to_url == original.url, captures.c.refers_to_at == original.captured_at)
        ]
        if original.sha256:
            alike.append(captures.c.sha256 == original.sha256)
        if original.digest:
            alike.append(captures.c.digest == original.digest)
        found = captures.c.record_type == RecordType.REVISIT
        return self._list(select(captures).where(found, or_(*alike)).order_by(*_OLDEST))

    def replace_record(self, capture_id: int, capture: Capture) -> None:
        """The same Capture, kept in another record from now on."""
        row = values_of(capture)
        names = ("record_id", "record_type", "filename", "offset", "length", "record_sha256", "refers_to_url")
        values = {name: row[name] for name in (*names, "refers_to_at", "status", "mime", "digest", "sha256")}
        with self._database.write() as connection:
            connection.execute(update(captures).where(captures.c.id == capture_id).values(values))

    def set_wall(self, capture_id: int, wall: WallKind) -> None:
        """Say what a Capture turned out to show in its article's place."""
        with self._database.write() as connection:
            connection.execute(update(captures).where(captures.c.id == capture_id).values(wall=wall))

    def revisits(self, batch: int = 500) -> Iterator[list[Capture]]:
        """All revisits in the order of their numbers, some at a time; each batch is read when it is asked for."""
        last = 0
        query = select(captures).where(captures.c.record_type == RecordType.REVISIT).order_by(captures.c.id)
        while found := self._list(query.where(captures.c.id > last).limit(batch)):
            yield found
            last = found[-1].id

    def complete(self, capture: Capture) -> None:
        """Set what a Capture's record left to others to say: its wall, and what it refers to or stands for."""
        names = ("wall", "status", "mime", "digest", "sha256", "refers_to_url", "refers_to_at")
        with self._database.write() as connection:
            known = update(captures).where(captures.c.id == capture.id)
            connection.execute(known.values({name: getattr(capture, name) for name in names}))

    def same_payload(self, sha256: str, limit: int = 20) -> list[Capture]:
        """The first Captures with status 200 that show this payload, revisits among them, oldest first."""
        same = (captures.c.sha256 == sha256, captures.c.status == 200)
        return self._list(select(captures).where(*same).order_by(captures.c.id).limit(limit))

    def count(self, *, prefix: str = "", surt: str | None = None) -> int:
        """How many there are, in all, of one key or of all keys with a prefix."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(captures).where(*_under(surt, prefix))
            return connection.execute(query).scalar_one()

    def iterate(
        self,
        *,
        prefix: str = "",
        surt: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        start: tuple[str, datetime] | None = None,
        batch: int = 1000,
    ) -> Iterator[Capture]:
        """Captures in the order of a CDX (key, then time), of one key or of all keys with a prefix, and no earlier in it
        than ``start``, a key and a time.

        Read in batches: no transaction stays open between two of them, however slow the one who reads is.
        """
        within = [*_under(surt, prefix), *_between(since, until)]
        if start is not None:
            within.append(tuple_(*_CDX[:2]) >= tuple_(*start, types=[column.type for column in _CDX[:2]]))
        query = select(captures).where(*within).order_by(*_CDX).limit(batch)
        found = self._list(query)
        while found:
            yield from found
            last = found[-1]
            place = tuple_(last.surt, last.captured_at, last.id, types=[column.type for column in _CDX])
            found = self._list(query.where(tuple_(*_CDX) > place)) if len(found) == batch else []

    def redirects(self, *, batch: int = 1000) -> Iterator[Capture]:
        """Those that lead elsewhere, in the order in which they came in."""
        return self._by(select(captures).where(captures.c.location.is_not(None)), captures.c.id, batch)

    def in_file(self, filename: str, *, batch: int = 1000) -> Iterator[Capture]:
        """Those whose records lie in a file, in the order in which they lie there."""
        return self._by(select(captures).where(captures.c.filename == filename), captures.c.offset, batch)

    def last_id(self) -> int:
        """The number of the one that came in last; 0 where there is none."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(captures.c.id))).scalar() or 0

    def _by(self, query: Select[Any], column: Column[int], batch: int) -> Iterator[Capture]:
        query = query.order_by(column).limit(batch)
        found = self._list(query)
        while found:
            yield from found
            last = found[-1].id if column is captures.c.id else found[-1].locator.offset
            found = self._list(query.where(column > last)) if len(found) == batch else []

    def _first(self, query: Select[Any], **values: object) -> Capture | None:
        return next(iter(self._list(query, **values)), None)

    def _list(self, query: Select[Any], **values: object) -> list[Capture]:
        with self._database.read() as connection:
            return [_capture(row) for row in connection.execute(query, values)]


_OLDEST = (captures.c.captured_at, captures.c.id)
_NEWEST = (captures.c.captured_at.desc(), captures.c.id.desc())
_NEWEST_OF_EACH: dict[str, Any] = {"partition_by": captures.c.surt, "order_by": _NEWEST}
_ARTICLE = captures.c.wall.is_(None)
_CDX = (captures.c.surt, captures.c.captured_at, captures.c.id)


def _of(surt: str | BindParameter[str], *where: ColumnElement[bool]) -> Select[Any]:
    return select(captures).where(captures.c.surt == surt, captures.c.status < 500, *where)


# What is asked for every page that is crawled is built once: building takes four times as long as asking.
_SURT, _SHA256 = (
    bindparam("surt", type_=captures.c.surt.type),
    bindparam("sha256", type_=captures.c.sha256.type),
)
_LIVE = captures.c.record_type != RecordType.CONVERSION
_ADD = insert(captures).returning(captures.c.id)
_BY_RECORD_ID = select(captures).where(
    captures.c.record_id == bindparam("record_id", type_=captures.c.record_id.type)
)
_ORIGINAL_AT = (
    select(captures)
    .where(
        captures.c.surt == _SURT,
        captures.c.captured_at >= bindparam("since", type_=captures.c.captured_at.type),
        captures.c.captured_at < bindparam("until", type_=captures.c.captured_at.type),
        captures.c.record_type.not_in(_NO_ORIGINALS),
    )
    .order_by(captures.c.id)
)
_LATEST = _of(_SURT).order_by(*_NEWEST).limit(1)
_LATEST_LIVE = _of(_SURT, _LIVE).order_by(*_NEWEST).limit(1)
_LATEST_GOOD = (
    select(captures)
    .where(captures.c.surt == _SURT, captures.c.status == 200, _LIVE, _ARTICLE)
    .order_by(*_NEWEST)
    .limit(1)
)
_ORIGINAL = (
    select(captures)
    .where(captures.c.sha256 == _SHA256, captures.c.record_type == RecordType.RESPONSE)
    .order_by(captures.c.id)
    .limit(1)
)


def _under(surt: str | None, prefix: str) -> list[ColumnElement[bool]]:
    if surt is not None:
        return [captures.c.surt == surt]
    return [captures.c.surt >= prefix, captures.c.surt < prefix + _LAST] if prefix else []


def _between(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = []
    if since is not None:
        bounds.append(captures.c.captured_at >= since)
    if until is not None:
        bounds.append(captures.c.captured_at <= until)
    return bounds


def values_of(capture: Capture) -> dict[str, Any]:
    """The columns of a Capture but its number."""
    names = set(captures.c.keys()) - {"id", "filename", "offset", "length"}
    where = capture.locator
    return {name: getattr(capture, name) for name in names} | {
        "filename": where.filename,
        "offset": where.offset,
        "length": where.length,
    }


def _capture(row: Row[Any]) -> Capture:
    facts = dict(row._mapping)
    where = Locator(facts.pop("filename"), facts.pop("offset"), facts.pop("length"))
    return Capture(**facts, locator=where)
