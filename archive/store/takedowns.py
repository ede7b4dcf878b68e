"""Takedowns: what was hidden by whom and why, and what may not come back.

A Takedown is one transaction: from its commit on no reading connection sees what it hides (``veil``), and nothing of it is
taken in again. Erasing the bytes comes after that (``erasure``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, union, update

from archive import uri
from archive.errors import StillErasing, UnknownTakedown
from archive.model import Capture, Reach, Takedown
from archive.model.takedown import below
from archive.ports import Clock
from archive.store.captures import Captures
from archive.store.changes import Changes
from archive.store.database import Database
from archive.store.denying import denying
from archive.store.pages import page_id
from archive.store.reaching import Reaching, chunks, keys_of
from archive.store.tables import captures, denials, links, pages, takedowns, targets


class Takedowns:
    """The tables of Takedowns and of the keys that they deny."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._changes = Changes(database, clock)
        self._captures = Captures(database)

    def reach(self, url: str, *, prefix: bool = False) -> Reach:
        """What a takedown of ``url``, in all its spellings, would hit now. BadUrl."""
        with self._database.unveiled():
            return Reaching(self._database).of(uri.canonical(url), prefix=prefix)

    def take_down(
        self, url: str, *, prefix: bool = False, reason: str | None = None, by: str | None = None
    ) -> Takedown:
        """Hide ``url`` in all its spellings, with the Pages that show it and the redirects that lead to it, and deny its
        return; with ``prefix``, all that lies below it too. One that holds already is applied again. BadUrl."""
        url = uri.canonical(url)
        row = {
            "url": url,
            "surt": uri.page_surt(url),
            "prefix": prefix,
            "reason": reason,
            "by": by,
            "at": self._clock(),
        }
        with self._database.write() as connection:
            same = (
                takedowns.c.surt == row["surt"],
                takedowns.c.prefix == prefix,
                takedowns.c.lifted_at.is_(None),
            )
            known = connection.execute(select(takedowns.c.id).where(*same).limit(1)).scalar()
            if known is None:
                known = connection.execute(
                    insert(takedowns).values(row).returning(takedowns.c.id)
                ).scalar_one()
            return self.apply(self.get(known))

    def apply(self, takedown: Takedown) -> Takedown:
        """Hide whatever of it is to be seen: what came in by a file, or by a scan."""
        if takedown.lifted_at is not None:
            return takedown
        with self._database.write():
            reach = Reaching(self._database).of(takedown.url, prefix=takedown.prefix)
            own = {takedown.surt, uri.surt(takedown.url)}
            self._deny(takedown.id, own, prefix=takedown.prefix)
            self._deny(takedown.id, reach.keys - own, prefix=False)
            self._hide(takedown, reach)
            return self.get(takedown.id)

    def get(self, number: int) -> Takedown:
        """By number. UnknownTakedown."""
        found = self._list(takedowns.c.id == number)
        if not found:
            raise UnknownTakedown(str(number))
        return found[0]

    def find(self, wanted: str) -> Takedown:
        """One that holds, by its number or by its URL in any spelling. UnknownTakedown."""
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
            return self.get(int(wanted))
        found = self.denial(wanted)
        if found is None:
            raise UnknownTakedown(wanted)
        return found

    def all(self) -> list[Takedown]:
        """Every one, the newest first; those that were lifted too."""
        return self._list()

    def unfinished(self) -> list[Takedown]:
        """Those whose bytes are not gone yet, the oldest first."""
        return self._list(takedowns.c.erased_at.is_(None))[::-1]

    def unforgotten(self) -> list[Takedown]:
        """Those of which the index's files may still hold something, the oldest first."""
        return self._list(takedowns.c.forgotten_at.is_(None))[::-1]

    def denial(self, url: str) -> Takedown | None:
        """What keeps a URL from coming in, or from being shown; None when nothing does. No error for what is no URL."""
        with self._database.read() as connection:
            found = denying(connection, keys_of(url))
        return self.get(found) if found is not None else None

    def any_denial(self) -> bool:
        """Whether anything is kept from coming in at all."""
        with self._database.read() as connection:
            return connection.execute(select(denials.c.takedown_id).limit(1)).first() is not None

    def denial_of_address(self, url: str) -> Takedown | None:
        """What hides Captures of a URL and holds still: of a redirect or another address of what was taken down, which may
        come in again as something else."""
        hidden = select(captures.c.takedown_id).join(takedowns, takedowns.c.id == captures.c.takedown_id)
        with self._database.unveiled():
            return self._one(hidden.where(captures.c.surt.in_(keys_of(url)), takedowns.c.lifted_at.is_(None)))

    def denial_of_page(self, wanted: str) -> Takedown | None:
        """What hides the Page with this id."""
        return self._one(select(denials.c.takedown_id).where(denials.c.page_id == wanted))

    def denial_of_capture(self, capture_id: int) -> Takedown | None:
        """What hides the Capture with this number."""
        with self._database.unveiled():
            return self._one(select(captures.c.takedown_id).where(captures.c.id == capture_id))

    def denial_of_record(self, record_id: str) -> Takedown | None:
        """What hides the Capture whose record has this WARC-Record-ID, without brackets."""
        with self._database.unveiled():
            return self._one(select(captures.c.takedown_id).where(captures.c.record_id == record_id))

    def mark(self) -> tuple[int, int, int]:
        """What differs once anything was hidden or lifted since: cheap to ask for."""
        query = select(func.count(), func.coalesce(func.sum(denials.c.takedown_id), 0)).select_from(denials)
        with self._database.read() as connection:
            last = connection.execute(select(func.coalesce(func.max(takedowns.c.id), 0))).scalar_one()
            count, total = connection.execute(query).one()
        return int(last), int(count), int(total)

    def hidden_pages(self) -> frozenset[str]:
        """The ids of all Pages that may not be shown, whatever an index still holds."""
        query = union(select(denials.c.page_id), select(pages.c.id).where(pages.c.takedown_id.is_not(None)))
        with self._database.unveiled(), self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def lift(self, number: int) -> Takedown:
        """End the rule: a new crawl may bring the URL in again. What was hidden stays so, and its bytes do not return.
        Raises UnknownTakedown, StillErasing."""
        with self._database.write() as connection:
            found = self.get(number)
            if found.erased_at is None:
                raise StillErasing(number)
            connection.execute(delete(denials).where(denials.c.takedown_id == number))
            if found.lifted_at is None:
                lifted = update(takedowns).where(takedowns.c.id == number)
                connection.execute(lifted.values(lifted_at=self._clock()))
            return self.get(number)

    def note(self, number: int, **when: datetime | None) -> Takedown:
        """Note ``erased_at`` or ``forgotten_at``; None takes it back."""
        with self._database.write() as connection:
            connection.execute(update(takedowns).where(takedowns.c.id == number).values(**when))
            return self.get(number)

    def hide(self, capture_id: int, number: int) -> None:
        """Hide one Capture by a Takedown, which has that to erase again."""
        with self._database.write() as connection:
            connection.execute(
                update(captures).where(captures.c.id == capture_id).values(takedown_id=number, page_id=None)
            )
            self.note(number, erased_at=None)

    def counts(self, number: int) -> tuple[int, int]:
        """How many Captures and Pages it hides."""
        with self._database.unveiled(), self._database.read() as connection:
            hidden = (
                select(func.count()).select_from(table).where(table.c.takedown_id == number).scalar_subquery()
                for table in (captures, pages)
            )
            found = connection.execute(select(*hidden)).one()
        return int(found[0]), int(found[1])

    def hidden_captures(self, number: int) -> list[Capture]:
        """The Captures that it hides, erased or not."""
        with self._database.unveiled():
            return self._captures.of_takedown(number)

    def closes(self, takedown: Takedown) -> Callable[[str], bool]:
        """Whether a URL is what a Takedown denies: a question without I/O, for whoever goes through whole files."""
        with self._database.read() as connection:
            exact = set(
                connection.execute(
                    select(denials.c.surt).where(denials.c.takedown_id == takedown.id)
                ).scalars()
            )
        exact |= (own := {takedown.surt, uri.surt(takedown.url)})
        prefixes = own if takedown.prefix else set[str]()

        def closed(url: str) -> bool:
            keys = keys_of(url)
            return not keys.isdisjoint(exact) or any(below(key, one) for key in keys for one in prefixes)

        return closed

    def pages_of(self, takedown: Takedown) -> set[str]:
        """The ids of the Pages that it hides, and of those that it hid."""
        query = union(
            select(denials.c.page_id).where(denials.c.takedown_id == takedown.id),
            select(pages.c.id).where(pages.c.takedown_id == takedown.id),
        )
        with self._database.unveiled(), self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def forget(self, takedown: Takedown) -> None:
        """Drop what the catalogue itself tells of what is hidden: titles, authors, labels, links and the words of links that
        lead to it. The Captures' rows stay, as manifests and reports name them; they tell times and digests."""
        closed = self.closes(takedown)
        with self._database.write() as connection:
            gone = select(pages.c.id).where(pages.c.takedown_id == takedown.id)
            hidden = select(captures.c.id).where(captures.c.takedown_id == takedown.id)
            named = connection.execute(select(links.c.page_id, links.c.position, links.c.url)).all()
            cut = set[str]()
            for row in named:
                if closed(row.url):
                    here = (links.c.page_id == row.page_id) & (links.c.position == row.position)
                    connection.execute(delete(links).where(here))
                    cut.add(row.page_id)
            connection.execute(delete(links).where(links.c.page_id.in_(gone)))
            connection.execute(delete(links).where(links.c.capture_id.in_(hidden)))
            for page in sorted(cut):  # the first link is the one that annotations tell the Capture of
                here = links.c.page_id == page
                first = select(func.min(links.c.position)).where(here).scalar_subquery()
                connection.execute(update(links).where(here, links.c.position == first).values(position=0))
            told = connection.execute(
                select(targets.c.id, targets.c.url).where(targets.c.facts.is_not(None))
            ).all()
            for target in told:
                if closed(target.url):
                    connection.execute(update(targets).where(targets.c.id == target.id).values(facts=None))
            bare = {"page_id": None, "location": None, "etag": None, "last_modified": None, "fault": None}
            connection.execute(update(captures).where(captures.c.takedown_id == takedown.id).values(bare))
            connection.execute(update(captures).where(captures.c.page_id.in_(gone)).values(page_id=None))
            connection.execute(delete(pages).where(pages.c.takedown_id == takedown.id))

    def _deny(self, number: int, keys: Iterable[str], *, prefix: bool) -> None:
        with self._database.write() as connection:
            query = select(denials.c.surt).where(denials.c.takedown_id == number)
            held = set(connection.execute(query).scalars())
            rows = [
                {"takedown_id": number, "surt": key, "prefix": prefix, "page_id": page_id(key)}
                for key in sorted(set(keys) - held)
            ]
            if rows:
                connection.execute(insert(denials), rows)

    def _hide(self, takedown: Takedown, reach: Reach) -> None:
        with self._database.write() as connection:
            hidden = 0
            for some in chunks(reach.captures):
                these = captures.c.id.in_(some) & captures.c.takedown_id.is_(None)
                hidden += connection.execute(
                    update(captures).where(these).values(takedown_id=takedown.id)
                ).rowcount
            for some in chunks(reach.pages):
                shown = pages.c.id.in_(some) & pages.c.takedown_id.is_(None)
                hidden += connection.execute(
                    update(pages).where(shown).values(takedown_id=takedown.id)
                ).rowcount
            for page in sorted(reach.pages):
                self._changes.add(page)
            urls = set[str]()
            for some in chunks(reach.captures):
                urls |= set(
                    connection.execute(select(captures.c.url).where(captures.c.id.in_(some))).scalars()
                )
            for few in chunks({takedown.url, *urls}):
                connection.execute(update(pages).where(pages.c.via.in_(few)).values(via=None))
            if hidden:
                self.note(takedown.id, erased_at=None, forgotten_at=None)

    def _one(self, query: Any) -> Takedown | None:
        with self._database.read() as connection:
            found = connection.execute(query.limit(1)).scalar()
        return self.get(found) if found is not None else None

    def _list(self, *where: ColumnElement[bool]) -> list[Takedown]:
        query = select(takedowns).where(*where).order_by(takedowns.c.id.desc())
        with self._database.read() as connection:
            return [Takedown(**row._mapping) for row in connection.execute(query)]
