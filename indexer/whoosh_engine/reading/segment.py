"""One Whoosh segment as numpy arrays. A segment never changes once written, so what is built here is built
once and kept as long as the segment lives; which of its documents are deleted is kept apart (``edition.py``).
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from indexer.errors import IndexUnreadable
from indexer.model import Document
from indexer.whoosh_engine.kept import Kept
from indexer.whoosh_engine.reading.column import FacetColumn
from indexer.whoosh_engine.storing.columns import lengths_of, numbers_of
from indexer.whoosh_engine.storing.lexicon import Lexicon
from indexer.whoosh_engine.storing.postings import (
    NO_POSTINGS,
    Positions,
    Postings,
    decode,
    frequency,
    positions_of,
)
from indexer.whoosh_engine.storing.record import unpack
from indexer.wording.sketch import SIZE

Ids = NDArray[np.int32]

_POSTINGS: Kept[tuple[object, str, bytes], Postings] = Kept(16 * 1024 * 1024)
_DOCUMENTS: Kept[tuple[object, int], Document] = Kept(16 * 1024 * 1024)
"""Decoded postings and unpacked Documents of all segments together: so memory has a bound, however many segments there are
and have been."""
_OF_A_DOCUMENT = 2_000  # bytes beside its texts, nearly
_OF_A_VERSION = 500
_OF_A_PASSAGE = 300


class Segment:
    """A segment's postings, lengths, dates, facets and Documents. Thread-safe."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        # Without deletions of its own: they change while the segment does not, and are masked elsewhere.
        bare = copy.copy(segment)
        bare._deleted = None
        self.name: str = segment.segment_id()
        self._reader = SegmentReader(storage, schema, bare)
        self.size: int = self._reader.doc_count_all()
        self._lexicon = Lexicon(self._reader)
        self._mine = object()  # in what is kept; two indexes may have given a segment one name, by chance
        self._lengths: dict[str, NDArray[np.float32]] = {}
        self._facets: dict[str, FacetColumn] = {}

    @property
    def reader(self) -> SegmentReader:
        """Whoosh's own reader of the segment, without deletions. Never closed: others use it."""
        return self._reader

    def postings(self, field: str, term: bytes) -> Postings:
        """The documents that have a term in a field."""
        key = (self._mine, field, term)
        found = _POSTINGS.get(key)
        if found is None:
            found = self._read(field, term)
            _POSTINGS.put(key, found, found.size)
        return found

    def positions(self, field: str, term: bytes) -> Positions:
        """Where the term stands in each of those documents. Not kept here."""
        return positions_of(self._read(field, term, positions=True).values)

    def let_go(self) -> None:
        """Give back the memory of what was read of the files (``MappedFile.let_go``)."""
        self._lexicon.let_go()

    def fields(self) -> set[str]:
        """The fields that have any term."""
        return self._lexicon.fields()

    def every_postings(self, field: str) -> Iterator[tuple[bytes, Postings]]:
        """Each term of a field with its postings and their positions; nothing is kept."""
        try:
            for term, info in self._lexicon.entries(field):
                yield term, decode(info, self._lexicon.lists, positions=True)
        except Exception as error:  # as in ``_read``
            raise self._damaged(error) from error

    def column(self, name: str) -> Any:
        """What a column says of each document, by its place."""
        return self._reader.column_reader(name)

    def places(self, page_id: str) -> Ids:
        """Where the documents of an id are. Not kept: whoever goes through all Pages asks for each once."""
        return self._read("id", page_id.encode()).ids

    def _read(self, field: str, term: bytes, *, positions: bool = False) -> Postings:
        try:
            info = self._lexicon.info(field, term)
            return NO_POSTINGS if info is None else decode(info, self._lexicon.lists, positions=positions)
        except Exception as error:  # damaged blocks raise what zlib, pickle or numpy make of them
            raise self._damaged(error) from error

    @cached_property
    def rules(self) -> dict[str, NDArray[np.bool_]]:
        """The rules by which texts were analysed, besides those of each script: which documents have them."""
        found: dict[str, NDArray[np.bool_]] = {}
        for term in self.terms("rules", b""):
            mask = found[term.decode()] = np.zeros(self.size, np.bool_)
            mask[self._read("rules", term).ids] = True
        return found

    def frequency(self, field: str, term: bytes) -> int:
        """How many documents have the term (deleted ones count until a merge drops them)."""
        info = self._lexicon.info(field, term)
        return 0 if info is None else frequency(info)

    def terms(self, field: str, prefix: bytes, limit: int | None = None) -> list[bytes]:
        """The terms of a field that begin with ``prefix``, in order; at most ``limit``."""
        return [term for term, _ in islice(self._lexicon.entries(field, prefix), limit)]

    def lengths(self, field: str) -> NDArray[np.float32]:
        """The length of a field in each document, in (weighted) words."""
        known = self._lengths.get(field)
        if known is None:
            known = self._lengths[field] = lengths_of(self._reader, field, self.size)
        return known

    def total_length(self, field: str) -> int:
        return int(self._reader.field_length(field))

    @cached_property
    def published(self) -> NDArray[np.int64]:
        """Seconds since 1970, or MISSING."""
        return self._column("published")

    @cached_property
    def changed(self) -> NDArray[np.int64]:
        """As ``published``: when the text was last seen to differ."""
        return self._column("changed")

    @cached_property
    def news(self) -> NDArray[np.int64]:
        """Microseconds since 1970, or MISSING: when each Document was last news."""
        return self._column("news")

    def _column(self, name: str) -> NDArray[np.int64]:
        return numbers_of(self._reader, name, self.size)

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """Each document's id, as bytes."""
        return np.array(list(self._reader.column_reader("key")), dtype=np.bytes_)

    @cached_property
    def sketches(self) -> NDArray[np.uint8]:
        """Each document's sketch (``wording.sketch``), a row; over the mapped file, not copied."""
        column = self._reader.column_reader("sketch", translate=False)  # of one size: one after another
        whole = column._dbfile.view[column._basepos :][: self.size * SIZE]
        return np.frombuffer(whole, np.uint8).reshape(self.size, SIZE)

    def every_sketch(self, at_once: int) -> Iterator[NDArray[np.uint8]]:
        """The same, so many rows at a time and out of no mapping, which would keep them all in memory."""
        column = self._reader.column_reader("sketch", translate=False)
        for first in range(0, self.size, at_once):
            rows = min(at_once, self.size - first)
            read = column._dbfile.get(column._basepos + first * SIZE, rows * SIZE)
            yield np.frombuffer(read, np.uint8).reshape(rows, SIZE)

    def facet(self, field: str) -> FacetColumn:
        """A facet's values, from the postings of its exact field."""
        known = self._facets.get(field)
        if known is None:
            known = self._facets[field] = self._build_facet(field)
        return known

    def _build_facet(self, field: str) -> FacetColumn:
        terms = self.terms(field, b"")
        found = [self._read(field, term).ids for term in terms]
        ordinals = [np.full(len(ids), at, np.int32) for at, ids in enumerate(found)]
        return FacetColumn(
            tuple(term.decode() for term in terms),
            np.concatenate(found) if found else NO_POSTINGS.ids,
            np.concatenate(ordinals) if ordinals else NO_POSTINGS.ids,
            self.size,
        )

    @cached_property
    def _documents(self) -> Any:
        return self._reader.column_reader("document")

    def document(self, number: int) -> Document:
        """The Document at a place in the segment."""
        key = (self._mine, number)
        known = _DOCUMENTS.get(key)
        if known is None:
            try:
                known = unpack(self._documents[number])
            except Exception as error:  # as above
                raise self._damaged(error) from error
            _DOCUMENTS.put(key, known, _size_of(known))
        return known

    def _damaged(self, error: Exception) -> IndexUnreadable:
        return IndexUnreadable(self.name, f"is damaged ({type(error).__name__}: {error})")


def _size_of(document: Document) -> int:
    """Bytes in memory, nearly."""
    passages = [one for version in document.versions for one in (*version.added, *version.removed)]
    texts = sys.getsizeof(document.text) + sum(sys.getsizeof(one.text) for one in passages)
    return _OF_A_DOCUMENT + _OF_A_VERSION * len(document.versions) + _OF_A_PASSAGE * len(passages) + texts
