"""All segments of an edition read as if they were one: a question is answered once, not once for each segment.

Documents are numbered through, from those of the first segment to those of the last. What is joined here lives as long as
the edition; the next one joins anew what the segments have read already.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from heapq import merge
from itertools import accumulate, groupby, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model import Document
from indexer.whoosh_engine.kept import Kept
from indexer.whoosh_engine.reading import spelling
from indexer.whoosh_engine.reading.column import FacetColumn, joined
from indexer.whoosh_engine.reading.matches import Matches
from indexer.whoosh_engine.reading.scoring import norms_of
from indexer.whoosh_engine.reading.segment import Segment
from indexer.whoosh_engine.storing.dates import months_of
from indexer.whoosh_engine.storing.postings import NO_POSTINGS, Positions, Postings
from indexer.wording.sketch import SIZE

Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]
Terms = tuple[tuple[bytes, tuple[str, ...]], ...]
"""One word's terms by the rules of several languages: each with the codes of the rules that make it so."""
_MOST_MASKS = 32  # kept of groups of languages that make a word the same
_POSTINGS_BYTES = 30 * 1024 * 1024
_POSITIONS_BYTES = 24 * 1024 * 1024
_WORDS_BYTES = 8 * 1024 * 1024
_OF_A_WORD = 70  # bytes, nearly


class Whole:
    """Postings, lengths, dates, facets and Documents of several segments; ``alive`` masks those that are deleted (None:
    none is). Thread-safe."""

    def __init__(self, segments: Sequence[Segment], alive: Mask | None) -> None:
        self.alive = alive
        self.size = sum(segment.size for segment in segments)
        self._segments = tuple(segments)
        self._firsts = list(accumulate((segment.size for segment in segments), initial=0))[:-1]
        self._postings: Kept[tuple[str, bytes | Terms], Postings] = Kept(_POSTINGS_BYTES)
        self._positions: Kept[tuple[str, bytes], Positions] = Kept(_POSITIONS_BYTES)
        self._words: Kept[tuple[str, str], list[str]] = Kept(_WORDS_BYTES)
        self._norms: dict[str, NDArray[np.float32]] = {}
        self._facets: dict[str, FacetColumn] = {}
        self._masks: dict[tuple[tuple[str, ...], ...], list[Mask]] = {}

    @cached_property
    def living(self) -> Ids:
        """The documents that are not deleted."""
        everything = np.arange(self.size, dtype=np.int32)
        return everything if self.alive is None else everything[self.alive]

    def shown(self, matches: Matches) -> Matches:
        """Those that are not deleted."""
        return matches if self.alive is None else matches.where(self.alive[matches.ids])

    def postings(self, field: str, term: bytes) -> Postings:
        """The documents that have a term in a field."""
        key = (field, term)
        found = self._postings.get(key)
        if found is None:
            found = self._join([segment.postings(field, term) for segment in self._segments])
            self._postings.put(key, found, found.size)
        return found

    def _join(self, found: list[Postings]) -> Postings:
        there = [(each, first) for each, first in zip(found, self._firsts, strict=True) if len(each.ids)]
        if not there:
            return NO_POSTINGS
        if len(there) == 1 and not there[0][1]:
            return there[0][0]
        ids = np.concatenate([each.ids + np.int32(first) for each, first in there])
        return Postings(ids, np.concatenate([each.weights for each, _ in there]))

    def positions(self, field: str, term: bytes) -> Positions:
        """Where the term stands in each of those documents."""
        key = (field, term)
        found = self._positions.get(key)
        if found is None:
            each = [segment.positions(field, term) for segment in self._segments]
            shifts = accumulate((len(one.flat) for one in each), initial=0)
            starts = [one.starts[:-1] + np.int32(shift) for one, shift in zip(each, shifts, strict=False)]
            flat = np.concatenate([one.flat for one in each])
            found = Positions(np.concatenate([*starts, np.array([len(flat)], np.int32)]), flat)
            self._positions.put(key, found, found.size)
        return found

    def merged(self, field: str, terms: Terms) -> Postings:
        """The documents that have the first of some terms and none of the other terms' rules, or another term and
        its rules, as if they were one term's. Kept like a term's."""
        key = (field, terms)
        known = self._postings.get(key)
        if known is not None:
            return known
        found = [self.postings(field, term) for term, _ in terms]
        masks = self.masks([codes for _, codes in terms])
        keep = [mask[postings.ids] for postings, mask in zip(found, masks, strict=True)]
        ids = np.concatenate([postings.ids[kept] for postings, kept in zip(found, keep, strict=True)])
        weights = np.concatenate([postings.weights[kept] for postings, kept in zip(found, keep, strict=True)])
        order = np.argsort(ids, kind="stable")
        one = Postings(ids[order], weights[order])
        return self._postings.put(key, one, one.size)

    def frequency(self, field: str, term: bytes) -> int:
        """How many documents have the term (deleted ones count until a merge drops them)."""
        return sum(segment.frequency(field, term) for segment in self._segments)

    @cached_property
    def rules(self) -> dict[str, Mask]:
        """The rules by which texts were analysed, besides those of each script: which documents have them."""
        masks: dict[str, Mask] = {}
        for segment, first in zip(self._segments, self._firsts, strict=True):
            for code, mask in segment.rules.items():
                known = masks.setdefault(code, np.zeros(self.size, np.bool_))
                known[first : first + segment.size] = mask
        return dict(sorted(masks.items()))

    def _ruled(self, codes: tuple[str, ...]) -> Mask:
        """Which documents were analysed by one of these rules."""
        mask = np.zeros(self.size, np.bool_)
        for code in codes:
            if code in self.rules:
                mask |= self.rules[code]
        return mask

    def masks(self, codes: Sequence[tuple[str, ...]]) -> list[Mask]:
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

    def terms(self, field: str, prefix: bytes, limit: int | None = None) -> list[bytes]:
        """The terms of a field that begin with ``prefix``, in order; at most ``limit``."""
        found = [segment.terms(field, prefix, limit) for segment in self._segments]
        return [term for term, _ in islice(groupby(merge(*found)), limit)]

    def near_terms(self, field: str, word: str, distance: int, limit: int) -> list[bytes]:
        """At most ``limit`` terms within an edit distance of ``word`` that share its first character."""
        key = (field, word[0])
        words = self._words.get(key)
        if words is None:
            words = sorted((term.decode() for term in self.terms(field, word[0].encode())), key=len)
            self._words.put(key, words, _OF_A_WORD * len(words))
        return [term.encode() for term in spelling.near(word, words, distance)[:limit]]

    def norms(self, field: str) -> NDArray[np.float32]:
        """What BM25 makes of the length of a field in each document."""
        known = self._norms.get(field)
        if known is None:
            lengths = self._each(lambda segment: segment.lengths(field))
            total = sum(segment.total_length(field) for segment in self._segments)
            known = self._norms[field] = norms_of(lengths, max(1.0, total / max(1, self.size)))
        return known

    @cached_property
    def published(self) -> NDArray[np.int64]:
        """Seconds since 1970, or MISSING."""
        return self._each(lambda segment: segment.published)

    @cached_property
    def changed(self) -> NDArray[np.int64]:
        """As ``published``: when the text was last seen to differ."""
        return self._each(lambda segment: segment.changed)

    @cached_property
    def news(self) -> NDArray[np.int64]:
        """Microseconds since 1970, or MISSING: when each Document was last news."""
        return self._each(lambda segment: segment.news)

    @cached_property
    def months(self) -> Ids:
        """Months since the year 0 of ``published``, or -1."""
        return months_of(self.published)

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """Each document's id, as bytes."""
        return self._each(lambda segment: segment.keys)

    def sketches(self, ids: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The sketches of some documents, a row each."""
        rows = np.empty((len(ids), SIZE), np.uint8)
        of_each = np.searchsorted(self._firsts, ids, "right") - 1
        for at in np.unique(of_each).tolist():
            rows[of_each == at] = self._segments[at].sketches[ids[of_each == at] - self._firsts[at]]
        return rows

    def _each(self, of: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
        arrays = [of(segment) for segment in self._segments]
        if len(arrays) == 1:
            return arrays[0]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    def facet(self, field: str) -> FacetColumn:
        """A facet's values, from the postings of its exact field."""
        known = self._facets.get(field)
        if known is None:
            columns = [segment.facet(field) for segment in self._segments]
            known = self._facets[field] = joined(columns, self._firsts, self.size)
        return known

    def document(self, number: int) -> Document:
        """The Document with a number."""
        at = bisect_right(self._firsts, number) - 1
        return self._segments[at].document(number - self._firsts[at])
