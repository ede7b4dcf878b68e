"""One commit: Documents put and deleted, the checkpoint, and small segments merged, all or nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.model import Batch
from indexer.whoosh_engine.codec import PostingPool, WholeCodec
from indexer.whoosh_engine.edition import Edition
from indexer.whoosh_engine.folder import INDEX_NAME
from indexer.whoosh_engine.record import Record, record_of
from indexer.whoosh_engine.storage import MappedStorage

LEVEL = 8
"""How many segments of one size may be before they are merged into one of the next."""

_LARGEST = 16_384
"""Documents of a segment that is big enough to be left alone: it bounds the time that one commit can take."""


def commit(
    storage: MappedStorage, edition: Edition, batch: Batch, checkpoint: int, *, thorough: bool = False
) -> None:
    """Write a batch and its checkpoint. ``edition`` is the newest commit (this is the one writer). ``thorough``: no segment
    keeps what was deleted in it.

    Raises OSError; then nothing of the batch is in the index, and its lock is free.
    """
    with _no_collection():
        try:
            _commit(storage, edition, batch, checkpoint, _purge if thorough else _merge)
        except BaseException:
            storage.abandon()
            raise


def _commit(
    storage: MappedStorage,
    edition: Edition,
    batch: Batch,
    checkpoint: int,
    merge: Callable[[Any, list[Any]], list[Any]],
) -> None:
    writer = Writer(storage)
    try:
        documents = {document.id: document for document in batch.put}
        for gone in batch.delete:
            documents.pop(gone, None)
        _delete(writer, edition, {*documents, *batch.delete})
        for document in documents.values():
            writer.put(record_of(document))
        writer.schema.checkpoint = checkpoint
        writer.commit(mergetype=merge)
    finally:
        if not writer.is_closed:
            with suppress(OSError):  # what was wrong is told already
                writer.cancel()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without Python's cycle collector: it would go over the hundreds of thousands of lists of a batch again and
    again, at half of the time of a commit, and find no cycle among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Writer(SegmentWriter):
    """Whoosh's writer over our codec and pool."""

    def __init__(self, storage: MappedStorage) -> None:
        super().__init__(FileIndex(storage, indexname=INDEX_NAME), codec=WholeCodec())
        self.pool = PostingPool()

    def put(self, record: Record) -> None:
        """Add a document that is analysed already."""
        document, per_document = self.docnum, self.perdocwriter
        per_document.start_doc(document)
        for name, postings in record.postings.items():
            self.pool.add(document, name, postings)
            length = sum(posting[1] for posting in postings) if self.schema[name].scorable else 0
            per_document.add_field(name, self.schema[name], None, length)
        for name, value in record.columns.items():
            per_document.add_column_value(name, self.schema[name].column_type, value)
        per_document.finish_doc()
        self._added = True
        self.docnum += 1

    def add_reader(self, reader: Any) -> None:
        """Copy a segment: what belongs to its documents now, its postings when those of all are written."""
        first = self.docnum
        names = set(self.schema.names())
        self.pool.copy(reader, first, self.write_per_doc(names, reader))
        self._added = True


def _delete(writer: Any, edition: Edition, page_ids: Iterable[str]) -> None:
    segments = {segment.segment_id(): segment for segment in writer.segments}
    for part in edition.parts:
        for page_id in page_ids:
            for place in part.find(page_id):
                segments[part.segment.name].delete_document(place)


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's hook: which segments stay as they are; the others are copied into the one being written.

    Segments are on levels by powers of ``LEVEL``; a full level is merged, as is what is mostly deleted. So each
    Document is copied once a level, and an update is mostly a small one.
    """
    alive = [segment for segment in segments if segment.doc_count() > 0]
    merged = [segment for segment in alive if segment.deleted_count() * 2 > segment.doc_count_all()]
    merged += _full_level([segment for segment in alive if segment not in merged])
    for segment in merged:
        writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
    return [segment for segment in alive if segment not in merged]


def _purge(writer: Any, segments: list[Any]) -> list[Any]:
    """The same, for segments of which anything was deleted."""
    for segment in segments:
        if segment.has_deletions() and segment.doc_count():
            writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
    return [segment for segment in segments if not segment.has_deletions()]


def _full_level(segments: list[Any]) -> list[Any]:
    levels: dict[int, list[Any]] = {}
    for segment in segments:
        if segment.doc_count_all() <= _LARGEST:
            levels.setdefault(_level(segment.doc_count()), []).append(segment)
    merged: list[Any] = []
    for level in sorted(levels):
        # What was merged below would be one more segment of this level.
        if len(levels[level]) + bool(merged) >= LEVEL:
            merged += levels[level]
        elif merged:
            break
    return merged


def _level(count: int) -> int:
    level = 0
    while count >= LEVEL:
        count //= LEVEL
        level += 1
    return level
