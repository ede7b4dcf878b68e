"""The Crawls: who asked for one, how far it is, how it ended."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, literal, select, update

from archive.errors import UnknownCrawl
from archive.model import Crawl, CrawlState, Progress, Trigger
from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import crawls

_COUNTS = tuple(field.name for field in fields(Progress))
UNFINISHED = (CrawlState.QUEUED, CrawlState.RUNNING)
"""What a process that crawls takes up."""
OPEN = (*UNFINISHED, CrawlState.PAUSED)
"""What has not ended."""
QUEUE_LOST = (
    "What it had still to fetch was lost with the catalogue, which was made again from the WARC files. The next crawl of "
    "this source finds it."
)


class Crawls:
    """The table of Crawls; a request for one is a row in it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def request(self, source_id: int | None, trigger: Trigger, *, full: bool = False) -> Crawl:
        """A queued Crawl. A Source has one open Crawl at most: when there is one, it is returned instead (made full,
        if that is asked and it has not begun). A paused one goes on, unless only the schedule asks."""
        with self._database.write() as connection:
            running = None if source_id is None else self.open_of(source_id)
            if running is None:
                row = dict.fromkeys(_COUNTS, 0) | {
                    "source_id": source_id,
                    "trigger": trigger,
                    "state": CrawlState.QUEUED,
                    "full": full,
                    "requested_at": self._clock(),
                    "starts": 0,
                }
                number = connection.execute(insert(crawls).values(row).returning(crawls.c.id)).scalar_one()
            else:
                number = running.id
                if full and running.started_at is None:
                    connection.execute(update(crawls).where(crawls.c.id == number).values(full=True))
                if trigger is not Trigger.SCHEDULE:
                    self.resume(number)
            return self.get(number)

    def start(self, crawl_id: int) -> Crawl:
        """Mark it as running and count the start; a Crawl that was cut off is started again the same way.

        A finished one is returned as it is. UnknownCrawl.
        """
        begun = {
            "state": CrawlState.RUNNING,
            "started_at": func.coalesce(
                crawls.c.started_at, literal(self._clock(), crawls.c.started_at.type)
            ),
            "starts": crawls.c.starts + 1,
        }
        return self._update(crawl_id, begun, UNFINISHED)

    def pause(self, crawl_id: int) -> Crawl:
        """Let it rest, with all that is queued, until it is resumed; what has ended stays as it is. UnknownCrawl."""
        return self._update(
            crawl_id, {"state": CrawlState.PAUSED, "rate": None, "time_left": None}, UNFINISHED
        )

    def resume(self, crawl_id: int) -> Crawl:
        """Queue a paused one again: it goes on where it was. Any other is returned as it is. UnknownCrawl."""
        return self._update(crawl_id, {"state": CrawlState.QUEUED}, (CrawlState.PAUSED,))

    def end(self, crawl_id: int, state: CrawlState, error: str | None = None) -> Crawl:
        """Mark it as done, failed or cancelled. What has ended stays as it ended. UnknownCrawl."""
        if state in OPEN:
            raise ValueError(f"{state} is not an end")
        return self._update(
            crawl_id, {"state": state, "error": error, "ended_at": self._clock(), "time_left": None}, OPEN
        )

    def begin_anew(self) -> None:
        """End each Crawl that had begun and not ended, as its queue is lost, and ask for another one of its Source; not of
        one that was paused, which is for a person to say."""
        with self._database.write() as connection:
            begun = (crawls.c.state.in_(OPEN), crawls.c.started_at.is_not(None))
            for crawl in self._list(select(crawls).where(*begun).order_by(crawls.c.id)):
                self.end(crawl.id, CrawlState.FAILED, QUEUE_LOST)
                connection.execute(update(crawls).where(crawls.c.id == crawl.id).values(rate=None))
                if crawl.source_id is not None and crawl.state is not CrawlState.PAUSED:
                    self.request(crawl.source_id, crawl.trigger, full=crawl.full)

    def get(self, crawl_id: int) -> Crawl:
        """By number. UnknownCrawl."""
        found = self._list(select(crawls).where(crawls.c.id == crawl_id))
        if not found:
            raise UnknownCrawl(crawl_id)
        return found[0]

    def next_queued(self) -> Crawl | None:
        """The Crawl that has waited longest."""
        query = select(crawls).where(crawls.c.state == CrawlState.QUEUED).order_by(crawls.c.id).limit(1)
        return next(iter(self._list(query)), None)

    def unfinished(self) -> list[Crawl]:
        """Queued and running ones, the running first, each in the order of their requests."""
        query = select(crawls).where(crawls.c.state.in_(UNFINISHED))
        return self._list(query.order_by(crawls.c.state.desc(), crawls.c.id))

    def paused(self) -> list[Crawl]:
        """Those that wait for a person, in the order of their requests."""
        query = select(crawls).where(crawls.c.state == CrawlState.PAUSED)
        return self._list(query.order_by(crawls.c.id))

    def open_of(self, source_id: int) -> Crawl | None:
        """A Source's Crawl that has not ended."""
        query = select(crawls).where(crawls.c.source_id == source_id, crawls.c.state.in_(OPEN))
        return next(iter(self._list(query.order_by(crawls.c.id).limit(1))), None)

    def recent(self, limit: int, source_id: int | None = None) -> list[Crawl]:
        """The latest ``limit`` requests, the newest first."""
        query = select(crawls).order_by(crawls.c.id.desc()).limit(limit)
        if source_id is not None:
            query = query.where(crawls.c.source_id == source_id)
        return self._list(query)

    def last_of(self, source_id: int) -> Crawl | None:
        """A Source's latest Crawl, whatever its state."""
        return next(iter(self.recent(1, source_id)), None)

    def add_progress(self, crawl_id: int, **deltas: int) -> None:
        """Add to the counts of ``Progress``, by name. TypeError for a name that is none of them."""
        if not deltas.keys() <= set(_COUNTS):
            raise TypeError(f"a Crawl does not count {', '.join(sorted(deltas.keys() - set(_COUNTS)))}")
        if deltas:
            added = {f"more_{name}": deltas.get(name, 0) for name in _COUNTS}
            with self._database.write() as connection:
                connection.execute(_ADD_PROGRESS, {"crawl": crawl_id, **added})

    def note_pace(self, crawl_id: int, rate: float | None, time_left: timedelta | None) -> None:
        """Keep how fast it goes (answers a second) and how long it will take, while it runs: what was in flight when it was
        paused or ended says nothing of that. A power cut may undo it."""
        with self._database.write(durable=False) as connection:
            running = (crawls.c.id == crawl_id) & (crawls.c.state == CrawlState.RUNNING)
            pace = {"rate": rate, "time_left": time_left}
            connection.execute(update(crawls).where(running).values(pace))

    def _update(self, crawl_id: int, values: dict[str, Any], among: tuple[CrawlState, ...]) -> Crawl:
        with self._database.write() as connection:
            these = (crawls.c.id == crawl_id) & crawls.c.state.in_(among)
            connection.execute(update(crawls).where(these).values(values))
            return self.get(crawl_id)

    def _list(self, query: Select[Any]) -> list[Crawl]:
        with self._database.read() as connection:
            return [_crawl(row) for row in connection.execute(query)]


# Asked for every answer, and so built once.
_ADD_PROGRESS = (
    update(crawls)
    .where(crawls.c.id == bindparam("crawl"))
    .values({name: crawls.c[name] + bindparam(f"more_{name}") for name in _COUNTS})
)


def _crawl(row: Row[Any]) -> Crawl:
    facts = dict(row._mapping)
    counts = {name: facts.pop(name) for name in _COUNTS}
    return Crawl(**facts, progress=Progress(**counts))
