"""The archive's changes → the engine. The index is a cache: whatever is missing in it is made again from here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from archive.errors import UnknownSource
from archive.model import Page, Source
from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from indexer.document import DocumentMaker
from indexer.engine import RebuildableEngine, SearchEngine
from indexer.errors import IndexProblem
from indexer.model import Batch, Document
from indexer.news import moment, news_at

log = logging.getLogger(__name__)

BATCH = 300
"""Pages to a commit: enough that a bulk load is not all commits, little enough to lose when it is cut off."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: Documents put and deleted, Pages that failed (the log says why), and whether the index was
    built anew. ``checkpoint`` is the last change that the index now holds."""

    put: int = 0
    deleted: int = 0
    failed: int = 0
    rebuilt: bool = False
    checkpoint: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a run is: Pages done, and how many there are to do at most."""

    done: int
    total: int


OnProgress = Callable[[SyncProgress], None]


class Sync:
    """Brings an engine up to the catalogue. For the one process that holds the index's role."""

    def __init__(
        self,
        catalogue: Catalogue,
        mementos: Mementos,
        engine: RebuildableEngine,
        *,
        documents: DocumentMaker | None = None,
        clock: Clock,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._documents = documents or DocumentMaker(mementos)
        self._clock = clock

    def run(
        self, *, on_progress: OnProgress | None = None, stop: threading.Event | None = None
    ) -> SyncReport:
        """Apply the changes that the index does not hold yet, in committed batches: cut off at any moment, the next
        run goes on from the last one. An index that can't be read, is of another form, or knows of changes that the
        catalogue does not, is built anew.

        Raises DiskFull or NotWritable when the index can't be written.
        """
        stop = stop or threading.Event()
        taken_down = self._catalogue.takedowns.unforgotten()  # before: what they hide is among the changes
        report = self._run(on_progress, stop)
        if taken_down and not stop.is_set():
            self._engine.forget()
            for takedown in taken_down:
                self._catalogue.takedowns.note(takedown.id, forgotten_at=self._catalogue.clock())
        return report

    def _run(self, on_progress: OnProgress | None, stop: threading.Event) -> SyncReport:
        try:
            if self._engine.checkpoint() <= self._catalogue.changes.last():
                self._engine.count()  # raises for an index that can't be used
                return self._follow(self._engine, SyncReport(), on_progress, stop)
            log.warning("The index is ahead of the catalogue (was a backup restored?). Rebuilding it.")
        except IndexProblem as problem:
            log.warning("%s Rebuilding it.", problem)
        return self.rebuild(on_progress=on_progress, stop=stop)

    def rebuild(
        self, *, on_progress: OnProgress | None = None, stop: threading.Event | None = None
    ) -> SyncReport:
        """Build the index anew beside the old one, which answers until the new one takes its place. If it is
        stopped, or anything is raised, by ``on_progress`` too, the old one stays and nothing of the new one."""
        stop = stop or threading.Event()
        last = (
            self._catalogue.changes.last()
        )  # before the list of Pages: what changes later is followed after it
        fresh = self._engine.beside()
        try:
            report = self._build(fresh, on_progress, stop)
            if report.rebuilt:
                fresh.apply(Batch(), checkpoint=last)
                report = self._follow(fresh, report, None, stop)
                self._engine.adopt(fresh)
            return report
        finally:
            self._engine.discard(fresh)  # unless it was adopted

    def _build(
        self, fresh: RebuildableEngine, on_progress: OnProgress | None, stop: threading.Event
    ) -> SyncReport:
        """Every Page into an empty engine; not ``rebuilt`` when it was stopped before the last one."""
        report = SyncReport(rebuilt=True)
        page_ids = self._catalogue.pages.all_ids()
        known = self._engine if _holds_any(self._engine) else None
        now = moment(self._clock(), known.as_of()) if known is not None else None
        done = 0
        for chunk in _chunks(page_ids, BATCH):
            batch, report = self._batch(fresh, chunk, report, stop, _News(known, now))
            if stop.is_set():
                return replace(report, rebuilt=False)
            fresh.apply(batch, checkpoint=0)
            done += len(chunk)
            _tell(on_progress, done, len(page_ids))
        return report

    def _follow(
        self,
        engine: RebuildableEngine,
        report: SyncReport,
        on_progress: OnProgress | None,
        stop: threading.Event,
    ) -> SyncReport:
        checkpoint = engine.checkpoint()
        first, last = checkpoint, self._catalogue.changes.last()
        empty = not first  # what is there now was there before
        while not stop.is_set():
            page_ids, reached = self._changed(checkpoint)
            if not page_ids:
                break
            now = moment(self._clock(), engine.as_of()) if not empty else None
            batch, report = self._batch(engine, page_ids, report, stop, _News(engine, now))
            if stop.is_set():
                break
            engine.apply(batch, checkpoint=reached)
            checkpoint = reached
            _tell(on_progress, checkpoint - first, max(last, checkpoint) - first)
        return replace(report, checkpoint=checkpoint)

    def _changed(self, checkpoint: int) -> tuple[list[str], int]:
        """The Pages of the next changes, each once, and the last of these changes."""
        page_ids: dict[str, None] = {}
        while len(page_ids) < BATCH:
            changes = self._catalogue.changes.after(checkpoint, limit=BATCH)
            page_ids.update((change.page_id, None) for change in changes)
            checkpoint = changes[-1].seq if changes else checkpoint
            if len(changes) < BATCH:
                break
        return list(page_ids), checkpoint

    def _batch(
        self,
        engine: SearchEngine,
        page_ids: Iterable[str],
        report: SyncReport,
        stop: threading.Event,
        news: _News,
    ) -> tuple[Batch, SyncReport]:
        """What is to be done for some Pages. One that fails is logged and left as it is in the index."""
        put: list[Document] = []
        delete: list[str] = []
        failed = 0
        for page_id in page_ids:
            if stop.is_set():
                break
            try:
                document = self._document(engine, page_id)
            except IndexProblem:
                raise
            except Exception:  # a hostile page must not keep the others out of the index
                log.exception("Page %s could not be indexed.", page_id)
                failed += 1
                continue
            if document is None:
                delete.append(page_id)
            else:
                put.append(replace(document, news_at=news.of(document)))
        counted = replace(
            report,
            put=report.put + len(put),
            deleted=report.deleted + len(delete),
            failed=report.failed + failed,
        )
        return Batch(tuple(put), tuple(delete)), counted

    def _document(self, engine: SearchEngine, page_id: str) -> Document | None:
        page = self._catalogue.pages.get(page_id)
        if page is None:
            return None
        captures = self._catalogue.captures.of_page(page_id)
        return self._documents.make(page, captures, self._source(page), engine.get(page_id))

    def _source(self, page: Page) -> Source | None:
        if page.source_id is not None:
            with suppress(UnknownSource):
                return self._catalogue.sources.get(page.source_id)
        return None


@dataclass(frozen=True, slots=True)
class _News:
    """When Documents of one commit were last news: what an engine holds of them, and the moment of the commit (None: the
    index is built out of nothing)."""

    known: SearchEngine | None
    now: datetime | None

    def of(self, document: Document) -> datetime | None:
        known = None
        if self.known is not None:
            with suppress(IndexProblem):  # an old index that is damaged is no reason not to build a new one
                known = self.known.get(document.id)
        return news_at(document, known, self.now)


def _holds_any(engine: SearchEngine) -> bool:
    """Whether there is an index that can be read, with anything in it."""
    try:
        return bool(engine.count())
    except IndexProblem:
        return False


def _chunks(values: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def _tell(on_progress: OnProgress | None, done: int, total: int) -> None:
    if on_progress is not None:
        on_progress(SyncProgress(done, total))
