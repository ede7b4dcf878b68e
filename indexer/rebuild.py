"""An index built anew beside the one that answers, from where an earlier rebuild was cut off.

A Document beside is made of its Page as that was at the checkpoint there or later; whatever changes after that checkpoint is
followed in the end, for Documents of this and of any earlier run. So a rebuild needs no journal of its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from archive.store.catalogue import Catalogue
from indexer.engine import RebuildableEngine
from indexer.errors import IndexProblem
from indexer.follower import Follower
from indexer.model import Batch
from indexer.report import OnProgress, SyncProgress, SyncReport

log = logging.getLogger(__name__)


class Rebuild:
    """Builds what is to take the place of ``engine``, which answers and is kept up to the catalogue meanwhile."""

    def __init__(self, catalogue: Catalogue, engine: RebuildableEngine, follower: Follower) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._follower = follower

    def run(self, on_progress: OnProgress | None, stop: threading.Event, *, anew: bool) -> SyncReport:
        """Every Page into an engine beside, then the swap. Stopped before that, the old one stays, and so does what was
        built, for the next run, unless that is told to begin ``anew``."""
        fresh = None if anew else self.begun()
        if fresh is None:
            last = self._catalogue.changes.last()  # before the list of Pages
            fresh = self._engine.beside(self._origin(last))
            fresh.apply(Batch(), checkpoint=last)
        report = self._build(fresh, on_progress, stop)
        while not stop.is_set() and fresh.merge(stop.is_set):
            pass
        if not stop.is_set():  # last, so that what takes the old one's place is no older
            report = self._follower.follow(fresh, report, None, stop)
        if stop.is_set():
            return replace(report, checkpoint=self._engine.checkpoint())
        self._engine.adopt(fresh)
        return replace(report, rebuilt=True)

    def begun(self) -> RebuildableEngine | None:
        """What a rebuild that was cut off has left, if it came from this very archive; if from another one, it goes."""
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

        def tell(done: int) -> None:
            if on_progress is not None:
                on_progress(SyncProgress(done, len(page_ids), resumed))

        def told() -> Iterator[str]:
            for done, page_id in enumerate(waiting, resumed + 1):
                yield page_id
                tell(done)

        report, live = SyncReport(resumed=resumed), self._follower.live()
        tell(resumed)
        for chunk in _chunks(told(), self._follower.size):
            live = self._kept_up(live, stop)
            batch, report = self._follower.batch(None, chunk, report, stop, self._follower.news(live))
            if batch.put:
                fresh.apply(batch, checkpoint=fresh.checkpoint())
            if stop.is_set():
                break
        return report

    def _kept_up(self, live: RebuildableEngine | None, stop: threading.Event) -> RebuildableEngine | None:
        """The index that answers meanwhile, brought up to the catalogue; None once it can't be."""
        if live is None or live.checkpoint() > self._catalogue.changes.last():
            return live
        try:
            self._follower.follow(live, SyncReport(), None, stop)
        except IndexProblem as problem:
            log.warning("%s It is left as it is until the new one is there.", problem)
            return None
        return live


def _chunks(values: Iterator[str], size: int) -> Iterator[Iterator[str]]:
    """The values in pieces; each is to be used up before the next."""
    for first in values:
        yield chain([first], islice(values, size - 1))
