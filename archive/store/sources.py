"""The Sources: followed blogs and sites."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update

from archive import uri
from archive.errors import BadUrl, SourceExists, UnclearSource, UnknownSource
from archive.model import NO_POLICY, Expected, Policy, Source, SourceKind
from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import sources

_CHANGEABLE = frozenset(
    {
        "url",
        "name",
        "kind",
        "feed_url",
        "sitemap_url",
        "platform_id",
        "every",
        "related",
        "paused",
        "next_due",
        "platform",
        "expected",
        "adaptive",
        "learnt",
        "cron",
        "zone",
        "policy",
    }
)


class Sources:
    """The table of Sources. Small: a person looks at all of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        url: str,
        surt: str,
        name: str,
        kind: SourceKind,
        *,
        feed_url: str | None = None,
        sitemap_url: str | None = None,
        platform_id: str | None = None,
        every: timedelta = timedelta(hours=6),
        related: int = 50,
        platform: str | None = None,
        expected: tuple[Expected, ...] = (),
        adaptive: bool = False,
        cron: str | None = None,
        zone: str | None = None,
        policy: Policy = NO_POLICY,
    ) -> Source:
        """A new Source, due at once. SourceExists when its ``surt`` is followed already."""
        row = {
            "url": url,
            "surt": surt,
            "name": name,
            "kind": kind,
            "created_at": self._clock(),
            "feed_url": feed_url,
            "sitemap_url": sitemap_url,
            "platform_id": platform_id,
            "every": every,
            "related": related,
            "paused": False,
            "platform": platform,
            "expected": expected,
            "adaptive": adaptive,
            "cron": cron,
            "zone": zone,
            "policy": policy,
        }
        with self._database.write() as connection:
            known = self.by_surt(surt)
            if known is not None:
                raise SourceExists(url, known.name)
            connection.execute(insert(sources).values(row))
            return self._with_surt(surt)

    def get(self, source_id: int) -> Source:
        """By number. UnknownSource."""
        with self._database.read() as connection:
            row = connection.execute(select(sources).where(sources.c.id == source_id)).first()
        if row is None:
            raise UnknownSource(str(source_id))
        return _source(row)

    def find(self, text: str) -> Source:
        """The Source that is meant: its number, name, URL, host, or any URL within it. UnknownSource, UnclearSource."""
        wanted = text.strip()
        everything = self.all()
        found = [each for each in everything if wanted == str(each.id)] or [
            each for each in everything if wanted.casefold() == each.name.casefold()
        ]
        if not found:
            found = _at(wanted, everything)
        if not found:
            raise UnknownSource(text)
        if len(found) > 1 and wanted.casefold() == found[0].name.casefold():
            raise UnclearSource(wanted, tuple(each.id for each in found))
        return found[0]

    def by_surt(self, surt: str) -> Source | None:
        """By identity."""
        with self._database.read() as connection:
            row = connection.execute(select(sources).where(sources.c.surt == surt)).first()
        return None if row is None else _source(row)

    def all(self) -> list[Source]:
        """Every Source, in the order in which they were added."""
        with self._database.read() as connection:
            return [_source(row) for row in connection.execute(select(sources).order_by(sources.c.id))]

    def update(self, source_id: int, **changes: Any) -> Source:
        """Change some of what is ``_CHANGEABLE``. TypeError for any other name; UnknownSource."""
        if not changes.keys() <= _CHANGEABLE:
            raise TypeError(f"a Source's {', '.join(sorted(changes.keys() - _CHANGEABLE))} can't be changed")
        with self._database.write() as connection:
            if changes:
                connection.execute(update(sources).where(sources.c.id == source_id).values(changes))
            return self.get(source_id)

    def due(self, now: datetime) -> list[Source]:
        """Those that are not paused and whose time has come, the longest waiting first; never crawled: at once."""
        query = (
            select(sources)
            .where(~sources.c.paused, or_(sources.c.next_due.is_(None), sources.c.next_due <= now))
            .order_by(func.coalesce(sources.c.next_due, sources.c.created_at), sources.c.id)
        )
        with self._database.read() as connection:
            return [_source(row) for row in connection.execute(query)]

    def planned_after(self, moment: datetime) -> list[Source]:
        """Those that are due later than ``moment``: of a clock that was wrong, perhaps."""
        query = select(sources).where(sources.c.next_due > moment).order_by(sources.c.id)
        with self._database.read() as connection:
            return [_source(row) for row in connection.execute(query)]

    def _with_surt(self, surt: str) -> Source:
        found = self.by_surt(surt)
        if found is None:
            raise UnknownSource(surt)
        return found


def _at(text: str, among: list[Source]) -> list[Source]:
    """The Sources that a URL or a host name leads to, the closest first; none when that is not clear."""
    url = text if "://" in text else f"https://{text}"
    try:
        key = uri.page_surt(url)
        at_host = [each for each in among if uri.same_host(url, each.url)]
    except BadUrl:
        return []
    around = [each for each in at_host if key.startswith(each.surt)]
    if around:
        return sorted(around, key=lambda each: -len(each.surt))
    return at_host if len(at_host) == 1 else []


def _source(row: Row[Any]) -> Source:
    return Source(**row._mapping)
