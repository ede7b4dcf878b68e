"""The archive's changes → the engine. The index is a cache: whatever is missing in it is made again from here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from indexer.document import DocumentMaker
from indexer.engine import RebuildableEngine, SearchEngine
from indexer.errors import IndexProblem
from indexer.model import Batch, Document
from indexer.news import moment, news_at
from indexer.pages import PageDocuments

log = logging.getLogger(__name__)

BATCH = 1000
"""Pages to a commit: enough that a bulk load is not all dictionaries of small segments, little enough to lose when it is cut
off: half a minute of reading pages."""


ABANDONED = timedelta(days=7)
"""After so long without a commit nobody goes on with a rebuild that was cut off, and it makes room."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: Documents put and deleted, Pages that failed (the log says why), whether the index was built anew,
    and how many Documents an earlier rebuild that was cut off had left for that. ``checkpoint`` is the last change that
    the index now holds."""

    put: int = 0
    deleted: int = 0
    failed: int = 0
    rebuilt: bool = False
    resumed: int = 0
    checkpoint: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a run is: Pages done, and how many there are to do at most. ``resumed``: those of them that an earlier
    rebuild had done."""

    done: int
    total: int
    resumed: int = 0


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
        batch: int = BATCH,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._pages = PageDocuments(catalogue, documents or DocumentMaker(mementos))
        self._clock = clock
        self._size = batch

    def run(
        self, *, on_progress: OnProgress | None = None, stop: threading.Event | None = None
    ) -> SyncReport:
        """Apply the changes that the index does not hold yet, in committed batches: cut off at any moment, the next
        run goes on from the last one. An index that can't be read, is of another form, or knows of changes that the
        catalogue does not, is built anew.

        Raises DiskFull or NotWritable when the index can't be written.
        """
        stop = stop or threading.Event()
        self._engine.clear(self._clock() - ABANDONED)
        with self._forgetting(stop):
            if self._usable():
                report = self._follow(self._engine, SyncReport(), on_progress, stop)
                self._merge(stop)
                return report
            return self._rebuild(on_progress, stop, anew=False)

    def rebuild(
        self,
        *,
        on_progress: OnProgress | None = None,
        stop: threading.Event | None = None,
        anew: bool = False,
    ) -> SyncReport:
        """Build the index anew beside the old one, which answers and is kept up to the archive until the new one takes
        its place. If it is stopped, or anything is raised, by ``on_progress`` too, the old one stays, and the next
        rebuild goes on where this one was: unless it is told to begin ``anew``."""
        stop = stop or threading.Event()
        self._engine.clear(self._clock() - ABANDONED)
        with self._forgetting(stop):
            return self._rebuild(on_progress, stop, anew=anew)

    def give_up(self) -> None:
        """Drop what a rebuild that was cut off has left."""
        self._engine.clear(datetime.max.replace(tzinfo=UTC))

    @contextmanager
    def _forgetting(self, stop: threading.Event) -> Iterator[None]:
        """Around what brings the index up to the catalogue: then no file of it holds what was taken down before."""
        taken_down = self._catalogue.takedowns.unforgotten()  # before: what they hide is among the changes
        yield
        if not taken_down or stop.is_set():
            return
        self._engine.forget()
        if begun := self._begun():
            try:
                self._follow(begun, SyncReport(), None, stop)
                begun.forget()
            except IndexProblem:
                self._engine.discard(begun)
        if not stop.is_set():
            for takedown in taken_down:
                self._catalogue.takedowns.note(takedown.id, forgotten_at=self._catalogue.clock())

    def _usable(self) -> bool:
        """Whether the index can be gone on with; the log says why not."""
        try:
            if self._engine.checkpoint() <= self._catalogue.changes.last():
                self._engine.count()  # raises for an index that can't be used
                return True
            log.warning("The index is ahead of the catalogue (was a backup restored?). Rebuilding it.")
        except IndexProblem as problem:
            log.warning("%s Rebuilding it.", problem)
        return False

    def _rebuild(self, on_progress: OnProgress | None, stop: threading.Event, *, anew: bool) -> SyncReport:
        """A Document beside is made of its Page as that was at the checkpoint there or later; whatever changes after that
        checkpoint is followed in the end, for Documents of this and of any earlier run."""
        fresh = None if anew else self._begun()
        if fresh is None:
            last = self._catalogue.changes.last()  # before the list of Pages
            fresh = self._engine.beside(self._origin(last))
            fresh.apply(Batch(), checkpoint=last)
        report = self._build(fresh, on_progress, stop)
        while not stop.is_set() and fresh.merge(stop.is_set):
            pass
        if not stop.is_set():  # last, so that what takes the old one's place is no older
            report = self._follow(fresh, report, None, stop)
        if stop.is_set():
            return replace(report, checkpoint=self._engine.checkpoint())
        self._engine.adopt(fresh)
        return replace(report, rebuilt=True)

    def _begun(self) -> RebuildableEngine | None:
        """What a rebuild that was cut off has left, if it came from this very archive."""
        found = self._engine.unfinished()
        if found is None:
            return None
        begun, origin = found
        number = origin.partition(" ")[0]
        same = number.isdigit() and self._origin(int(number)) == origin
        if same and begun.checkpoint() <= self._catalogue.changes.last():
            return begun
        self._engine.discard(begun)
        return None

    def _origin(self, seq: int) -> str:
        """What tells this archive, as it is after a change, from another one: a catalogue that was made again, or restored
        from before, has other changes under the same numbers."""
        changes = self._catalogue.changes.after(seq - 1, limit=1) if seq else []
        return f"{seq} " + "".join(f"{change.page_id} {change.at.isoformat()}" for change in changes)

    def _build(
        self, fresh: RebuildableEngine, on_progress: OnProgress | None, stop: threading.Event
    ) -> SyncReport:
        """Every Page that is not in it yet into an engine; what was made when it is stopped stays."""
        page_ids, held = self._catalogue.pages.all_ids(), set(fresh.ids())
        waiting = [page_id for page_id in page_ids if page_id not in held]
        resumed = len(page_ids) - len(waiting)
        report = SyncReport(resumed=resumed)
        live = _Live(self._engine)
        _tell(on_progress, resumed, len(page_ids), resumed)

        def counted() -> Iterator[str]:
            for done, page_id in enumerate(waiting, resumed + 1):
                yield page_id
                _tell(on_progress, done, len(page_ids), resumed)

        for chunk in _chunks(counted(), self._size):
            self._keep_up(live, stop)
            batch, report = self._batch(None, chunk, report, stop, self._news(live.engine))
            if batch.put:
                fresh.apply(batch, checkpoint=fresh.checkpoint())
            if stop.is_set():
                break
        return report

    def _keep_up(self, live: _Live, stop: threading.Event) -> None:
        """Bring the index that answers meanwhile up to the catalogue, if it is one that can be."""
        if live.engine is None or live.engine.checkpoint() > self._catalogue.changes.last():
            return
        try:
            self._follow(live.engine, SyncReport(), None, stop)
        except IndexProblem as problem:
            log.warning("%s It is left as it is until the new one is there.", problem)
            live.engine = None

    def _follow(
        self,
        engine: RebuildableEngine,
        report: SyncReport,
        on_progress: OnProgress | None,
        stop: threading.Event,
    ) -> SyncReport:
        checkpoint = engine.checkpoint()
        first, last = checkpoint, self._catalogue.changes.last()
        known = _Live(self._engine).engine if engine is not self._engine else engine
        empty = not first  # what is there now was there before
        while not stop.is_set() and checkpoint < last:
            page_ids, reached = self._changed(checkpoint)
            if not page_ids:
                break
            news = self._news(None if empty else known or engine)
            batch, report = self._batch(engine, page_ids, report, stop, news)
            if stop.is_set():
                break
            engine.apply(batch, checkpoint=reached)
            checkpoint = reached
            _tell(on_progress, checkpoint - first, max(last, checkpoint) - first)
        return replace(report, checkpoint=checkpoint)

    def _news(self, known: SearchEngine | None) -> _News:
        """For Documents of one commit; ``known``: what has told readers of news so far."""
        return _News(known, moment(self._clock(), known.as_of()) if known is not None else None)

    def _merge(self, stop: threading.Event) -> None:
        """Merge what is due, but leave it as soon as there is a change to apply: the next run goes on with it."""
        checkpoint = self._engine.checkpoint()

        def give_way() -> bool:
            return stop.is_set() or self._catalogue.changes.last() > checkpoint

        while not give_way() and self._engine.merge(give_way):
            pass

    def _changed(self, checkpoint: int) -> tuple[list[str], int]:
        """The Pages of the next changes, each once, and the last of these changes."""
        page_ids: dict[str, None] = {}
        while len(page_ids) < self._size:
            changes = self._catalogue.changes.after(checkpoint, limit=self._size)
            page_ids.update((change.page_id, None) for change in changes)
            checkpoint = changes[-1].seq if changes else checkpoint
            if len(changes) < self._size:
                break
        return list(page_ids), checkpoint

    def _batch(
        self,
        engine: SearchEngine | None,
        page_ids: Iterable[str],
        report: SyncReport,
        stop: threading.Event,
        news: _News,
    ) -> tuple[Batch, SyncReport]:
        """What is to be done for some Pages; ``engine``: what may hold something of them. One that fails is logged and left
        as it is in the index."""
        put: list[Document] = []
        delete: list[str] = []
        failed = 0
        for page_id in page_ids:
            if stop.is_set():
                break
            try:
                document = self._pages.of(page_id, engine.get(page_id) if engine is not None else None)
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


class _Live:
    """The index that answers while another one is built, as long as it can be read and holds anything."""

    def __init__(self, engine: RebuildableEngine) -> None:
        self.engine: RebuildableEngine | None = None
        with suppress(IndexProblem):
            self.engine = engine if engine.count() else None


def _chunks(values: Iterator[str], size: int) -> Iterator[Iterator[str]]:
    """The values in pieces; each is to be used up before the next."""
    for first in values:
        yield chain([first], islice(values, size - 1))


def _tell(on_progress: OnProgress | None, done: int, total: int, resumed: int = 0) -> None:
    if on_progress is not None:
        on_progress(SyncProgress(done, total, resumed))
