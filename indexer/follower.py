"""The catalogue's changes → batches of Documents → an engine, each committed with the change that it reaches."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from archive.ports import Clock
from archive.store.catalogue import Catalogue
from indexer.engine import RebuildableEngine, SearchEngine
from indexer.errors import IndexProblem
from indexer.model import Batch, Document
from indexer.news import moment, news_at
from indexer.pages import PageDocuments
from indexer.report import OnProgress, SyncProgress, SyncReport

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """When Documents of one commit were last news: what an engine holds of them, and the moment of the commit (None: the
    index is built out of nothing)."""

    known: SearchEngine | None
    now: datetime | None

    def of(self, document: Document) -> datetime | None:
        """The ``news_at`` of a Document that was made now."""
        known = None
        if self.known is not None:
            with suppress(IndexProblem):  # an old index that is damaged is no reason not to build a new one
                known = self.known.get(document.id)
        return news_at(document, known, self.now)


class Follower:
    """Brings engines up to the catalogue. ``live`` is the one that readers ask: it has told them of news so far. A commit
    is of ``size`` Pages."""

    def __init__(
        self,
        catalogue: Catalogue,
        pages: PageDocuments,
        live: RebuildableEngine,
        clock: Clock,
        size: int,
    ) -> None:
        self.size = size
        self._catalogue = catalogue
        self._pages = pages
        self._live = live
        self._clock = clock

    def follow(
        self,
        engine: RebuildableEngine,
        report: SyncReport,
        on_progress: OnProgress | None,
        stop: threading.Event,
    ) -> SyncReport:
        """Apply the changes after the engine's checkpoint, each Page once. What is not committed when it is stopped is left
        for the next run. Raises IndexProblem, DiskFull, NotWritable."""
        checkpoint = engine.checkpoint()
        first, last = checkpoint, self._catalogue.changes.last()
        known = self.live() if engine is not self._live else engine
        empty = not first  # what is there now was there before
        while not stop.is_set() and checkpoint < last:
            page_ids, reached = self._changed(checkpoint)
            if not page_ids:
                break
            news = self.news(None if empty else known or engine)
            batch, report = self.batch(engine, page_ids, report, stop, news)
            if stop.is_set():
                break
            engine.apply(batch, checkpoint=reached)
            checkpoint = reached
            if on_progress is not None:
                on_progress(SyncProgress(checkpoint - first, max(last, checkpoint) - first))
        return replace(report, checkpoint=checkpoint)

    def live(self) -> RebuildableEngine | None:
        """The index that readers ask, if it can be read and holds anything."""
        with suppress(IndexProblem):
            return self._live if self._live.count() else None
        return None

    def news(self, known: SearchEngine | None) -> News:
        """For Documents of one commit; ``known``: what has told readers of news so far."""
        return News(known, moment(self._clock(), known.as_of()) if known is not None else None)

    def batch(
        self,
        engine: SearchEngine | None,
        page_ids: Iterable[str],
        report: SyncReport,
        stop: threading.Event,
        news: News,
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

    def _changed(self, checkpoint: int) -> tuple[list[str], int]:
        """The Pages of the next changes, each once, and the last of these changes."""
        page_ids: dict[str, None] = {}
        while len(page_ids) < self.size:
            changes = self._catalogue.changes.after(checkpoint, limit=self.size)
            page_ids.update((change.page_id, None) for change in changes)
            checkpoint = changes[-1].seq if changes else checkpoint
            if len(changes) < self.size:
                break
        return list(page_ids), checkpoint
