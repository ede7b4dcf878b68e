"""The archive's changes → the engine. The index is a cache: whatever is missing in it is made again from here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from indexer.document import DocumentMaker
from indexer.engine import RebuildableEngine
from indexer.errors import IndexProblem
from indexer.follower import Follower
from indexer.pages import PageDocuments
from indexer.rebuild import Rebuild
from indexer.report import OnProgress, SyncReport

log = logging.getLogger(__name__)

BATCH = 1000
"""Pages to a commit: enough that a bulk load is not all dictionaries of small segments, little enough to lose when it is cut
off: half a minute of reading pages."""

ABANDONED = timedelta(days=7)
"""After so long without a commit nobody goes on with a rebuild that was cut off, and it makes room."""


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
        self._clock = clock
        pages = PageDocuments(catalogue, documents or DocumentMaker(mementos))
        self._follower = Follower(catalogue, pages, engine, clock, batch)
        self._rebuilding = Rebuild(catalogue, engine, self._follower)

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
                report = self._follower.follow(self._engine, SyncReport(), on_progress, stop)
                self._merge(stop)
                return report
            return self._rebuilding.run(on_progress, stop, anew=False)

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
            return self._rebuilding.run(on_progress, stop, anew=anew)

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
        if begun := self._rebuilding.begun():
            try:
                self._follower.follow(begun, SyncReport(), None, stop)
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

    def _merge(self, stop: threading.Event) -> None:
        """Merge what is due, but leave it as soon as there is a change to apply: the next run goes on with it."""
        checkpoint = self._engine.checkpoint()

        def give_way() -> bool:
            return stop.is_set() or self._catalogue.changes.last() > checkpoint

        while not give_way() and self._engine.merge(give_way):
            pass
