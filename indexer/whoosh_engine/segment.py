"""One Whoosh segment as numpy arrays. A segment never changes once written, so what is built here is built
once and kept as long as the segment lives; which of its documents are deleted is kept apart (``edition.py``).
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from indexer.errors import IndexUnreadable
from indexer.model import Document
from indexer.whoosh_engine.dates import months_of
from indexer.whoosh_engine.lexicon import Lexicon
from indexer.whoosh_engine.postings import NO_POSTINGS, Postings, decode, frequency
from indexer.whoosh_engine.record import unpack
from indexer.whoosh_engine.spelling import Spellings

Ids = NDArray[np.int32]
Terms = tuple[tuple[bytes, tuple[str, ...]], ...]
"""One word's terms by the rules of several languages: each with the codes of the rules that make it so."""
_MOST_MASKS = 32  # kept of groups of languages that make a word the same
_CACHED_BYTES = 32 * 1024 * 1024
"""Decoded postings kept per segment; the least used go first."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """A facet's values in one segment: document ``documents[i]`` has value ``values[ordinals[i]]``."""

    values: tuple[str, ...]
    documents: Ids
    ordinals: Ids


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
        self._cache: OrderedDict[tuple[str, bytes | Terms, bool], Postings] = OrderedDict()
        self._cached = 0
        self._lock = Lock()
        self._lengths: dict[str, NDArray[np.float32]] = {}
        self._spellings: dict[str, Spellings] = {}
        self._facets: dict[str, FacetColumn] = {}
        self._masks: dict[tuple[tuple[str, ...], ...], list[NDArray[np.bool_]]] = {}

    def postings(self, field: str, term: bytes, *, positions: bool = False) -> Postings:
        """The documents that have a term in a field; with ``positions``, where."""
        key = (field, term, positions)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        found = self._read(field, term, positions=positions)
        self._keep(key, found)
        return found

    def places(self, page_id: str) -> Ids:
        """Where the documents of an id are. Not kept: whoever goes through all Pages asks for each once."""
        return self._read("id", page_id.encode(), positions=False).ids

    def _read(self, field: str, term: bytes, *, positions: bool) -> Postings:
        try:
            info = self._lexicon.info(field, term)
            return NO_POSTINGS if info is None else decode(info, self._lexicon.blocks, positions=positions)
        except Exception as error:  # damaged blocks raise what zlib, pickle or numpy make of them
            raise self._damaged(error) from error

    def _keep(self, key: tuple[str, bytes | Terms, bool], found: Postings) -> None:
        with self._lock:
            if key not in self._cache:
                self._cache[key] = found
                self._cached += found.size
            while self._cached > _CACHED_BYTES and len(self._cache) > 1:
                self._cached -= self._cache.popitem(last=False)[1].size

    @cached_property
    def rules(self) -> dict[str, NDArray[np.bool_]]:
        """The rules by which texts were analysed, besides those of each script: which documents have them."""
        found: dict[str, NDArray[np.bool_]] = {}
        for term in self.terms("rules", b""):
            mask = found[term.decode()] = np.zeros(self.size, np.bool_)
            mask[self._read("rules", term, positions=False).ids] = True
        return found

    def _ruled(self, codes: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which documents were analysed by one of these rules."""
        mask = np.zeros(self.size, np.bool_)
        for code in codes:
            if code in self.rules:
                mask |= self.rules[code]
        return mask

    def masks(self, codes: Sequence[tuple[str, ...]]) -> list[NDArray[np.bool_]]:
        """For each of several sets of rules the documents that have one of them; for the empty set those that have
        none of any."""
        key = tuple(codes)
        known = self._masks.get(key)
        if known is None:
            elsewhere = self._ruled(tuple(code for each in codes for code in each))
            known = [self._ruled(each) if each else ~elsewhere for each in codes]
            if len(self._masks) < _MOST_MASKS:
                self._masks[key] = known
        return known

    def merged(self, field: str, terms: Terms) -> Postings:
        """The documents that have the first of some terms and none of the other terms' rules, or another term and
        its rules, as if they were one term's. Kept like a term's."""
        key = (field, terms, False)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        found = [self.postings(field, term) for term, _ in terms]
        masks = self.masks([codes for _, codes in terms])
        keep = [mask[postings.ids] for postings, mask in zip(found, masks, strict=True)]
        ids = np.concatenate([postings.ids[kept] for postings, kept in zip(found, keep, strict=True)])
        weights = np.concatenate([postings.weights[kept] for postings, kept in zip(found, keep, strict=True)])
        order = np.argsort(ids, kind="stable")
        merged = Postings(ids[order], weights[order], ())
        self._keep(key, merged)
        return merged

    def frequency(self, field: str, term: bytes) -> int:
        """How many documents have the term (deleted ones count until a merge drops them)."""
        info = self._lexicon.info(field, term)
        return 0 if info is None else frequency(info)

    def terms(self, field: str, prefix: bytes, limit: int | None = None) -> list[bytes]:
        """The terms of a field that begin with ``prefix``, in order; at most ``limit``."""
        return [term for term, _ in islice(self._lexicon.entries(field, prefix), limit)]

    def near_terms(self, field: str, word: str, distance: int, limit: int) -> list[bytes]:
        """At most ``limit`` terms within an edit distance of ``word`` that share its first character."""
        known = self._spellings.get(field)
        if known is None:
            known = self._spellings[field] = Spellings(term.decode() for term in self.terms(field, b""))
        return [term.encode() for term in islice(known.near(word, distance), limit)]

    def lengths(self, field: str) -> NDArray[np.float32]:
        """The length of a field in each document, in (weighted) words."""
        known = self._lengths.get(field)
        if known is None:
            length = self._reader.doc_field_length
            known = np.fromiter((length(n, field) or 0 for n in range(self.size)), np.float32, self.size)
            self._lengths[field] = known
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

    @cached_property
    def months(self) -> Ids:
        """Months since the year 0 of ``published``, or -1."""
        return months_of(self.published)

    def _column(self, name: str) -> NDArray[np.int64]:
        return np.fromiter(self._reader.column_reader(name), np.int64, self.size)

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """Each document's id, as bytes."""
        return np.array(list(self._reader.column_reader("key")), dtype=np.bytes_)

    def facet(self, field: str) -> FacetColumn:
        """A facet's values, from the postings of its exact field."""
        known = self._facets.get(field)
        if known is None:
            known = self._facets[field] = self._build_facet(field)
        return known

    def _build_facet(self, field: str) -> FacetColumn:
        terms = self.terms(field, b"")
        found = [self._read(field, term, positions=False).ids for term in terms]
        ordinals = [np.full(len(ids), at, np.int32) for at, ids in enumerate(found)]
        return FacetColumn(
            tuple(term.decode() for term in terms),
            np.concatenate(found) if found else NO_POSTINGS.ids,
            np.concatenate(ordinals) if ordinals else NO_POSTINGS.ids,
        )

    @cached_property
    def _documents(self) -> Any:
        return self._reader.column_reader("document")

    def document(self, number: int) -> Document:
        """The Document at a place in the segment."""
        try:
            return unpack(self._documents[number])
        except Exception as error:  # as above
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexUnreadable:
        return IndexUnreadable(self.name, f"is damaged ({type(error).__name__}: {error})")
