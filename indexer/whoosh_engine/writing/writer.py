"""One commit: Documents put and deleted, and the checkpoint; or segments merged. All or nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.language.glossary import Glossary
from indexer.model import Batch, Document
from indexer.whoosh_engine.codec import WholeCodec
from indexer.whoosh_engine.reading.edition import Edition, Part
from indexer.whoosh_engine.storing.folder import INDEX_NAME
from indexer.whoosh_engine.storing.pool import PostingPool
from indexer.whoosh_engine.storing.storage import MappedStorage
from indexer.whoosh_engine.writing.analysed import analysed

_MANY = 100
"""Pages of a batch that look all over each segment: a bulk load would hold nearly all of its files in memory."""


def commit(
    storage: MappedStorage, edition: Edition, batch: Batch, checkpoint: int, glossary: Glossary
) -> None:
    """Write a batch and its checkpoint. ``edition`` is the newest commit (this is the one writer).

    Raises OSError; then nothing of the batch is in the index, and its lock is free.
    """
    documents = {document.id: document for document in batch.put}
    for gone in batch.delete:
        documents.pop(gone, None)
    with _writer(storage) as writer:
        _delete(writer, edition, {*documents, *batch.delete})
        if documents:
            writer.put(list(documents.values()), glossary)
        writer.schema.checkpoint = checkpoint
        writer.commit(mergetype=_without_empty)


def merge(storage: MappedStorage, parts: Sequence[Part], give_way: Callable[[], bool] = bool) -> None:
    """Merge segments of the newest commit into one, without what was deleted in them.

    Raises OSError, and GaveWay as soon as ``give_way`` answers with yes; then the index is as it was, and its lock is free.
    """
    chosen = {part.segment.name for part in parts if part.count}
    with _writer(storage) as writer:
        writer.pool.give_way = give_way
        writer.commit(mergetype=lambda _, segments: writer.copy(chosen, segments))


@contextmanager
def _writer(storage: MappedStorage) -> Iterator[Writer]:
    """A writer that leaves nothing behind where it fails. Without Python's cycle collector: it would go over the hundreds of
    thousands of lists of a batch again and again, at half of the time of a commit, and find no cycle among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        writer = Writer(storage)
        try:
            yield writer
        finally:
            if not writer.is_closed:
                with suppress(OSError):  # what was wrong is told already
                    writer.cancel()
    except BaseException:
        storage.abandon()
        raise
    finally:
        if enabled:
            gc.enable()


class Writer(SegmentWriter):
    """Whoosh's writer over our codec and pool."""

    def __init__(self, storage: MappedStorage) -> None:
        super().__init__(FileIndex(storage, indexname=INDEX_NAME), codec=WholeCodec())
        self.pool = PostingPool(self.schema, self.perdocwriter)

    def put(self, documents: Sequence[Document], glossary: Glossary) -> None:
        """The documents of the new segment."""
        found = analysed(documents, self.schema, glossary)
        self.pool.take(found.postings)
        self.perdocwriter.put(self.schema, found.columns, found.lengths)
        self.docnum = len(documents)
        self._added = True

    def copy(self, chosen: Container[str], segments: Sequence[Any]) -> list[Any]:
        """Copy the chosen of all segments into the new one. Returns the segments that stay."""
        kept = []
        for segment in _without_empty(self, segments):
            if segment.segment_id() in chosen:
                self.pool.copy(SegmentReader(self.storage, self.schema, segment))
                self.docnum += segment.doc_count()
                self._added = True
            else:
                kept.append(segment)
        return kept


def _delete(writer: Any, edition: Edition, page_ids: Collection[str]) -> None:
    segments = {segment.segment_id(): segment for segment in writer.segments}
    for part in edition.parts:
        for page_id in page_ids:
            for place in part.find(page_id):
                segments[part.segment.name].delete_document(place)
        if len(page_ids) >= _MANY:
            part.segment.let_go()


def _without_empty(_: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's hook: which segments stay as they are."""
    return [segment for segment in segments if segment.doc_count()]
