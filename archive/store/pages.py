"""The Pages: the articles that the archive holds, their facts, and the links between them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from archive import uri
from archive.errors import BadUrl, TakenDown
from archive.model import Capture, Facts, Link, LinkKind, Look, Page, PageKind, PageStatus
from archive.ports import Clock
from archive.store.changes import Changes
from archive.store.database import Database
from archive.store.denying import denying
from archive.store.tables import captures, links, pages, takedowns

_CHUNK = 400  # keys asked for at once
_FACTS = tuple(field.name for field in fields(Facts))


def page_id(surt: str) -> str:
    """The short, stable name of the Page with this key: ten letters and digits out of its SHA-256 (50 bits:
    among a million Pages, one chance in two thousand that any two meet)."""
    return base64.b32encode(hashlib.sha256(surt.encode()).digest())[:10].decode().lower()


class Pages:
    """The tables of Pages and of the links on them. What really changes a Page goes to the change feed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._changes = Changes(database, clock)

    def seen(
        self,
        url: str,
        *,
        kind: PageKind,
        source_id: int | None = None,
        facts: Facts | None = None,
        via: str | None = None,
        link_kind: LinkKind = LinkKind.SEED,
        capture: Capture | None = None,
        status: PageStatus | None = None,
        look: Look | None = None,
    ) -> Page:
        """The Page behind ``url``, made or brought up to date with what is now known of it.

        Facts that are given win, those that are not stay. A Source's own post or page is never made ``related``
        again. ``capture`` (with its number) is attached; an older one than the Page has leaves ``status`` alone. ``look``
        counts as a visit.
        One change is told if anything is different, none if not. BadUrl.
        """
        surt = uri.page_surt(url)
        with self._database.write() as connection:
            known = self._unhidden(self.by_surt(surt))
            page = known or Page(
                page_id(surt), url, surt, kind, source_id=source_id, via=via, link_kind=link_kind
            )
            page = _closer(page, kind, source_id, via, link_kind)
            page = replace(page, facts=merge(page.facts, facts), status=_status(page, capture, status))
            if known is None:
                connection.execute(_ADD, _row(page))
            if capture is not None:
                page = self._attach(page, capture)
            if look is not None:
                page = _looked_at(page, look, capture)
            if page != known:
                connection.execute(_SET, {**_row(page), "page": page.id})
                page = self.by_surt(surt) or page  # as it is kept: not every text can be, to the letter
            if page != known:
                self._changes.add(page.id)
        return page

    def restore(self, page: Page) -> None:
        """The Page as another archive knew it, in the place of what is known here, but for the sums over its captures.
        Nothing for one that was taken down."""
        with self._database.write() as connection:
            if denying(connection, (page.surt,)) is not None:
                return
            known = self.get(page.id)
            page = replace(page, takedown_id=None, **self._sums(page.id))
            if page != known:
                connection.execute(_ADD if known is None else _SET, {**_row(page), "page": page.id})
                self._changes.add(page.id)

    def hand_over(self, capture_id: int, page_id: str | None) -> None:
        """Give a Capture to another Page, or to none; the one that had it is gone if it has no other."""
        with self._database.write() as connection:
            owner = connection.execute(_OWNER, {"capture": capture_id}).scalar()
            if owner == page_id:
                return
            connection.execute(_OWN, {"capture": capture_id, "page": page_id})
            for changed in (owner, page_id):
                if changed is not None:
                    self._changes.add(changed)
                    connection.execute(update(pages).where(pages.c.id == changed).values(self._sums(changed)))
            if owner is not None:
                self.drop_empty(owner)

    def drop_empty(self, page_id: str) -> None:
        """Forget a Page that has no Capture."""
        with self._database.write() as connection:
            if not self._sums(page_id)["captures"]:
                connection.execute(_DROP_LINKS, {"page": page_id})
                shown = (pages.c.id == page_id) & pages.c.takedown_id.is_(None)
                if connection.execute(delete(pages).where(shown)).rowcount:
                    self._changes.add(page_id)

    def replace_links(self, page_id: str, capture_id: int | None, found: Iterable[Link]) -> None:
        """The links on a Page, whichever Capture those are of that it has."""
        with self._database.write() as connection:
            connection.execute(_DROP_LINKS, {"page": page_id})
            if capture_id is not None:
                self.set_links(page_id, capture_id, found)

    def _unhidden(self, known: Page | None) -> Page | None:
        """A Page that was taken down begins anew once that was lifted: nothing that was known of it comes back. Raises
        TakenDown before that."""
        if known is None or known.takedown_id is None:
            return known
        with self._database.write() as connection:
            by = connection.execute(select(takedowns).where(takedowns.c.id == known.takedown_id)).one()
            if by.lifted_at is None:
                raise TakenDown(by.at, by.reason)
            connection.execute(_DROP_LINKS, {"page": known.id})
            fresh = Page(known.id, known.url, known.surt, known.kind, source_id=known.source_id)
            connection.execute(_SET, {**_row(fresh), "page": known.id})
        return fresh

    def mark(self, page_id: str, status: PageStatus) -> None:
        """Set what the last visit found; a change is told when that is news. Nothing for an unknown id."""
        with self._database.write() as connection:
            other = (pages.c.id == page_id) & (pages.c.status != status)
            if connection.execute(update(pages).where(other).values(status=status)).rowcount:
                self._changes.add(page_id)

    def get(self, page_id: str) -> Page | None:
        """By id."""
        return self._first(select(pages).where(pages.c.id == page_id))

    def by_surt(self, surt: str) -> Page | None:
        """By ``uri.page_surt`` of any of its addresses."""
        return self._first(_BY_SURT, surt=surt)

    def by_surts(self, surts: Iterable[str]) -> dict[str, Page]:
        """By key, what ``by_surt`` gives of each; those that have none are left out."""
        wanted, found = list(surts), dict[str, Page]()
        for start in range(0, len(wanted), _CHUNK):
            these = select(pages).where(pages.c.surt.in_(wanted[start : start + _CHUNK]))
            found |= {page.surt: page for page in self._list(these)}
        return found

    def by_ids(self, ids: Collection[str]) -> dict[str, Page]:
        """By id, in its order, some hundred at most; those that are not there are left out."""
        query = select(pages).where(pages.c.id.in_(ids)).order_by(pages.c.id)
        return {page.id: page for page in self._list(query)}

    def held(self, surts: Iterable[str]) -> set[str]:
        """Those of these keys (``uri.page_surt``) under which there is a Page with a Capture."""
        wanted, found = list(surts), set[str]()
        with self._database.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                these = pages.c.surt.in_(wanted[start : start + _CHUNK])
                found |= set(
                    connection.execute(select(pages.c.surt).where(these, pages.c.captures > 0)).scalars()
                )
        return found

    def of_source(self, source_id: int) -> list[Page]:
        """A Source's Pages and those found around it, the newest first; undated ones last."""
        query = select(pages).where(pages.c.source_id == source_id)
        return self._list(query.order_by(pages.c.published.desc().nulls_last(), pages.c.id))

    def posts_between(self, source_id: int, since: datetime, until: datetime) -> int | None:
        """How many posts of a Source were published after ``since``, up to ``until``; None when no post has a date."""
        dated = (
            pages.c.source_id == source_id,
            pages.c.kind == PageKind.POST,
            pages.c.published.is_not(None),
        )
        within = pages.c.published.between(since, until)
        query = select(func.count(), func.count().filter(within)).where(*dated)
        with self._database.read() as connection:
            known, found = connection.execute(query).one()
        return int(found) if known else None

    def recent(self, limit: int) -> list[Page]:
        """The Pages with the latest captures, the newest first."""
        held = select(pages).where(pages.c.last_captured.is_not(None))
        return self._list(held.order_by(pages.c.last_captured.desc(), pages.c.id).limit(limit))

    def all_ids(self) -> list[str]:
        """Every Page's id, sorted."""
        with self._database.read() as connection:
            return list(connection.execute(select(pages.c.id).order_by(pages.c.id)).scalars())

    def count_held(self) -> int:
        """How many Pages have a Capture."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(pages).where(pages.c.captures > 0)
            return int(connection.execute(query).scalar_one())

    def held_in_order(self, skip: int, limit: int) -> list[tuple[str, datetime]]:
        """The ids of Pages with a Capture, sorted, and when each was last captured."""
        query = select(pages.c.id, pages.c.last_captured).where(pages.c.captures > 0).order_by(pages.c.id)
        with self._database.read() as connection:
            return [
                (row.id, row.last_captured) for row in connection.execute(query.offset(skip).limit(limit))
            ]

    def ids(self, source_id: int | None = None, *, batch: int = 1000) -> Iterator[str]:
        """Every Page's id, or those of a Source, sorted; read in batches."""
        query = select(pages.c.id).order_by(pages.c.id).limit(batch)
        if source_id is not None:
            query = query.where(pages.c.source_id == source_id)
        last = ""
        while True:
            with self._database.read() as connection:
                found = list(connection.execute(query.where(pages.c.id > last)).scalars())
            yield from found
            if len(found) < batch:
                return
            last = found[-1]

    def set_links(self, page_id: str, capture_id: int, found: Iterable[Link]) -> None:
        """The links on the Page as this Capture shows it, in their order. Those of its newest Capture stay."""
        found = list(found)
        with self._database.write() as connection:
            if self._newer_links(page_id, capture_id):
                return
            if found and found == self.links_from(
                page_id
            ):  # mostly so: nothing to write, nothing to tell anew
                connection.execute(_SHOWN_BY, {"page": page_id, "capture": capture_id})
                return
            connection.execute(_DROP_LINKS, {"page": page_id})
            rows = [
                {
                    "page_id": page_id,
                    "position": position,
                    "capture_id": capture_id,
                    "url": link.url,
                    "surt": surt_or_none(link.url),
                    "kind": link.kind,
                    "text": link.text,
                }
                for position, link in enumerate(found)
            ]
            if rows:
                connection.execute(insert(links), rows)

    def links_from(self, page_id: str) -> list[Link]:
        """The links on a Page, in their order there."""
        query = select(links).where(links.c.page_id == page_id).order_by(links.c.position)
        with self._database.read() as connection:
            return [Link(row.url, row.kind, row.text) for row in connection.execute(query)]

    def links_to(self, page_id: str) -> list[Page]:
        """The other Pages that link to this one, the newest first."""
        surt = select(pages.c.surt).where(pages.c.id == page_id).scalar_subquery()
        origins = select(links.c.page_id).where(links.c.surt == surt, links.c.page_id != page_id)
        query = select(pages).where(pages.c.id.in_(origins))
        return self._list(query.order_by(pages.c.published.desc().nulls_last(), pages.c.id))

    def recount(self) -> None:
        """Sum every Page's Captures up again."""
        with self._database.write() as connection:
            mine = captures.c.page_id == pages.c.id
            sums = {
                "captures": select(func.count()).where(mine).scalar_subquery(),
                "first_captured": select(func.min(captures.c.captured_at)).where(mine).scalar_subquery(),
                "last_captured": select(func.max(captures.c.captured_at)).where(mine).scalar_subquery(),
            }
            connection.execute(update(pages).values(sums))

    def _attach(self, page: Page, capture: Capture) -> Page:
        """The Page with this Capture among its own, taken from another one if need be."""
        with self._database.write() as connection:
            owner = connection.execute(_OWNER, {"capture": capture.id}).scalar()
            if owner == page.id:
                return page
            connection.execute(_OWN, {"capture": capture.id, "page": page.id})
            if owner is not None:
                connection.execute(update(pages).where(pages.c.id == owner).values(self._sums(owner)))
                self._changes.add(owner)
            return replace(page, **self._sums(page.id))

    def _sums(self, page_id: str) -> dict[str, Any]:
        with self._database.read() as connection:
            return dict(connection.execute(_SUMS, {"page": page_id}).one()._mapping)

    def _newer_links(self, page_id: str, capture_id: int) -> bool:
        with self._database.read() as connection:
            held = connection.execute(_LINKS_OF, {"page": page_id}).scalar()
            if held is None:
                return False
            offered = connection.execute(_TAKEN_AT, {"capture": capture_id}).scalar()
        return offered is not None and held > offered

    def _first(self, query: Select[Any], **values: str) -> Page | None:
        return next(iter(self._list(query, **values)), None)

    def _list(self, query: Select[Any], **values: str) -> list[Page]:
        with self._database.read() as connection:
            return [_page(row) for row in connection.execute(query, values)]


# What is asked for every page that is crawled is built once: building takes four times as long as asking.
_PAGE, _CAPTURE = bindparam("page", type_=pages.c.id.type), bindparam("capture", type_=captures.c.id.type)
_ADD = insert(pages)
_SET = update(pages).where(pages.c.id == _PAGE)
_BY_SURT = select(pages).where(pages.c.surt == bindparam("surt", type_=pages.c.surt.type))
_OWNER = select(captures.c.page_id).where(captures.c.id == _CAPTURE)
_OWN = update(captures).where(captures.c.id == _CAPTURE).values(page_id=_PAGE)
_SUMS = select(
    func.count().label("captures"),
    func.min(captures.c.captured_at).label("first_captured"),
    func.max(captures.c.captured_at).label("last_captured"),
).where(captures.c.page_id == _PAGE, captures.c.takedown_id.is_(None))
_DROP_LINKS = delete(links).where(links.c.page_id == _PAGE)
_SHOWN_BY = update(links).where(links.c.page_id == _PAGE).values(capture_id=_CAPTURE)
_LINKS_OF = (
    select(captures.c.captured_at)
    .join(links, links.c.capture_id == captures.c.id)
    .where(links.c.page_id == _PAGE, links.c.position == 0)
)
_TAKEN_AT = select(captures.c.captured_at).where(captures.c.id == _CAPTURE)


def merge(known: Facts, news: Facts | None) -> Facts:
    """What is known of an article, brought up to date: news win, but “not said” is no news, and of two updates the
    later one stands (feed and sitemap need not agree)."""
    said = {name: getattr(news, name) for name in _FACTS if news is not None and getattr(news, name)}
    if known.updated is not None and "updated" in said:
        said["updated"] = max(known.updated, said["updated"])
    return replace(known, **said)


def _closer(page: Page, kind: PageKind, source_id: int | None, via: str | None, link_kind: LinkKind) -> Page:
    """The Page under its closest tie to a Source: that it is the Source's own beats that it is around one."""
    if page.kind is PageKind.RELATED and kind is not PageKind.RELATED:
        return replace(page, kind=kind, source_id=source_id or page.source_id, via=via, link_kind=link_kind)
    return replace(page, source_id=page.source_id or source_id, via=page.via or via)


def _looked_at(page: Page, look: Look, capture: Capture | None) -> Page:
    return replace(
        page,
        visits=page.visits + 1,
        text_changes=page.text_changes + look.changed,
        text_digest=look.text_digest or page.text_digest,
        text_changed_at=capture.captured_at if look.changed and capture else page.text_changed_at,
    )


def _status(page: Page, capture: Capture | None, status: PageStatus | None) -> PageStatus:
    old_news = (
        capture is not None and page.last_captured is not None and capture.captured_at < page.last_captured
    )
    return page.status if status is None or old_news else status


def surt_or_none(url: str) -> str | None:
    """The key of the article at a URL; None for what is no web address."""
    try:
        return uri.page_surt(url)
    except BadUrl:
        return None


def _row(page: Page) -> dict[str, Any]:
    names = set(pages.c.keys()) - set(_FACTS)
    return {name: getattr(page, name) for name in names} | {
        name: getattr(page.facts, name) for name in _FACTS
    }


def _page(row: Row[Any]) -> Page:
    values = dict(row._mapping)
    facts = Facts(**{name: values.pop(name) for name in _FACTS})
    return Page(**values, facts=facts)
