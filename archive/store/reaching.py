"""What a takedown hits: the Captures, Pages and keys of a URL in all its spellings, or of all that lies below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from archive import uri
from archive.errors import BadUrl
from archive.model import Reach
from archive.model.takedown import below
from archive.store.database import Database
from archive.store.tables import captures, links, pages, sources

_CHUNK = 400
_LAST = "\U0010ffff"
_ESCAPED = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


class Reaching:
    """Looks a URL up in the whole catalogue: within a transaction, or unveiled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, url: str, *, prefix: bool) -> Reach:
        """Of a canonical URL. Two looks: it may be another address than its Page's own."""
        own = {uri.surt(url), uri.page_surt(url)}
        keys, shown, found = set(own), dict[str, str](), dict[int, Row[Any]]()
        with self._database.read() as connection:
            for _ in range(2):
                found |= self._under(keys, own if prefix else set())
                ids = {row.page_id for row in found.values() if row.page_id and not 300 <= row.status < 400}
                where: list[ColumnElement[bool]] = [pages.c.id.in_(some) for some in chunks(ids)]
                where += [pages.c.surt.in_(some) for some in chunks(keys)]
                where += [_under(pages.c.surt, key) for key in own if prefix]
                for one in where:
                    rows = connection.execute(select(pages.c.id, pages.c.surt).where(one))
                    shown |= {
                        row.id: row.surt
                        for row in rows
                        if row.id in ids or row.surt in keys or _is_below(row.surt, own, prefix)
                    }
                keys |= set(shown.values())
            for some in chunks(shown):
                query = select(*_SEEN).where(captures.c.page_id.in_(some))
                found |= {row.id: row for row in connection.execute(query)}
            found |= {row.id: row for row in self._leading_to(url, keys, own if prefix else set())}
            homes = connection.execute(select(sources.c.name, sources.c.surt)).all()
            linked: list[ColumnElement[bool]] = [links.c.surt.in_(some) for some in chunks(keys)]
            linked += [_under(links.c.surt, key) for key in own if prefix]
            naming = set[str]()
            for one in linked:
                naming |= set(connection.execute(select(links.c.page_id).distinct().where(one)).scalars())
        names = tuple(name for name, key in homes if key in keys or _is_below(key, own, prefix))
        return Reach(frozenset(keys), frozenset(found), frozenset(shown), names, len(naming - set(shown)))

    def _under(self, keys: Collection[str], prefixes: Collection[str]) -> dict[int, Row[Any]]:
        """The Captures under these keys, whichever way their addresses are written, or below these prefixes."""
        found: dict[int, Row[Any]] = {}
        with self._database.read() as connection:
            for some in chunks(keys):
                rows = connection.execute(select(*_SEEN).where(captures.c.surt.in_(some)))
                found |= {row.id: row for row in rows}
            for key in keys:
                # Twins: another country's host of the same blog, a parameter that makes no other article.
                path = key.partition(")")[2].partition("?")[0].translate(_ESCAPED)
                alike = or_(
                    captures.c.surt.like(f"%){path}", escape="\\"),
                    captures.c.surt.like(f"%){path}?%", escape="\\"),
                )
                rows = connection.execute(select(*_SEEN).where(alike))
                found |= {row.id: row for row in rows if not keys_of(row.url).isdisjoint(keys)}
            for prefix in prefixes:
                rows = connection.execute(select(*_SEEN).where(_under(captures.c.surt, prefix)))
                found |= {row.id: row for row in rows if below(row.surt, prefix)}
        return found

    def _leading_to(self, url: str, keys: Collection[str], prefixes: Collection[str]) -> list[Row[Any]]:
        """The redirects that lead there."""
        host = uri.host(url).removeprefix("www.").partition(".blogspot.")[0]
        leads = and_(captures.c.status.between(300, 399), captures.c.location.contains(host, autoescape=True))
        with self._database.read() as connection:
            return [
                row
                for row in connection.execute(select(captures).where(leads))
                if any(key in keys or _is_below(key, prefixes, True) for key in keys_of(row.location))
            ]


_SEEN = (captures.c.id, captures.c.url, captures.c.surt, captures.c.page_id, captures.c.status)


def keys_of(url: str) -> set[str]:
    """The keys that a URL may be known by; its SURT alone when it is none that a crawl would take."""
    try:
        return {uri.surt(url), uri.page_surt(url)}
    except BadUrl:
        return {uri.surt(url)}


def _is_below(key: str, prefixes: Iterable[str], prefix: bool) -> bool:
    return prefix and any(below(key, one) for one in prefixes)


def _under(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _LAST)


def chunks(values: Collection[Any]) -> Iterable[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
