"""Which documents are copies of one text: pairs of them, found by their sketches (``wording.sketch``).

Candidates share a band of their sketches (locality-sensitive hashing; Indyk, Motwani, STOC 1998): of two texts that share
seven tenths, 99 of 100 share one. Each candidate is then told by the whole sketches. Segments don't change, so a pair stays
as long as both segments live, and a commit costs what its new segments cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.segment import Segment
from indexer.wording.sketch import BINS, EMPTY, alike, twins

BANDS = 12
"""Bands of a sketch: 1 - (1 - .7³)¹² = .993."""
_ROWS = 3
CROWD = 100
"""Documents, deleted ones too until a merge drops them, that share a band and are all paired: it bounds what a document can
cost. More of them are a crowd (``crowds.py``)."""

_AT_ONCE = 8192  # sketches that are read, and pairs that are told, at a time, for memory
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)

Places = NDArray[np.int32]
Keys = NDArray[np.uint32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of a segment's sketches, ascending, and whose each is."""

    keys: Keys
    places: Places

    @classmethod
    def of(cls, segment: Segment) -> Bands:
        """Those of its sketches; empty ones are nobody's."""
        keys, places = [np.zeros(0, np.uint32)], [np.zeros(0, np.int32)]
        for at, sketches in enumerate(segment.every_sketch(_AT_ONCE)):
            found, whose = cls._bands(sketches)
            keys.append(found)
            places.append(whose + np.int32(at * _AT_ONCE))
        # a key and its place as one number, which is sorted quicker than their order
        both = np.concatenate(keys).astype(np.uint64) << np.uint64(32)
        both |= np.concatenate(places).astype(np.uint64)
        both.sort()
        return cls((both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32).astype(np.int32))

    @staticmethod
    def _bands(sketches: NDArray[np.uint8]) -> tuple[Keys, Places]:
        values = np.ascontiguousarray(sketches[:, : 2 * BINS]).view(np.uint16)
        rows = values[:, : BANDS * _ROWS].reshape(-1, BANDS, _ROWS)
        mixed = rows[:, :, 0] * _FACTORS[0] + rows[:, :, 1] * _FACTORS[1] + rows[:, :, 2] * _FACTORS[2]
        mixed += np.arange(BANDS, dtype=np.uint64) << np.uint64(32)
        mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
        filled = (rows != EMPTY).any(2)
        keys = (mixed >> np.uint64(32)).astype(np.uint32)[filled]
        return keys, np.nonzero(filled)[0].astype(np.int32)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of copies: ``ones[i]`` of the segment ``one`` and ``others[i]`` of the segment ``other``; which of them are
    copies on one site, too."""

    one: str
    other: str
    ones: Places
    others: Places
    twins: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Linked:
    """Pairs of like documents of an edition, in rows, and which of them are ``twins``; and the ``crowds``, each of documents
    that share a band. Documents are numbered through, from those of the first segment to those of the last."""

    links: Numbers
    twins: NDArray[np.bool_]
    crowds: list[Numbers]


class KnownPairs:
    """The pairs of an engine's segments, kept from one commit to the next. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bands: dict[str, Bands] = {}
        self._pairs: list[Pairs] = []
        self._crowded: Keys = np.zeros(0, np.uint32)

    def of(self, segments: Sequence[Segment]) -> Linked:
        """The pairs within and between these segments. The same for the same sketches, however they came in."""
        with self._lock:
            self._forget(segments)
            if self._take_up(segments):
                self._bands, self._pairs = {}, []
                self._take_up(segments)
            sizes = accumulate((segment.size for segment in segments), initial=0)
            firsts = {segment.name: first for segment, first in zip(segments, sizes, strict=False)}
            return Linked(*_numbered(self._pairs, firsts), self._crowds(firsts))

    def _crowds(self, firsts: dict[str, int]) -> list[Numbers]:
        of_each = [[np.zeros(0, np.int64)] for _ in self._crowded]
        for name, first in firsts.items():
            bands = self._bands[name]
            starts = np.searchsorted(bands.keys, self._crowded).tolist()
            ends = np.searchsorted(bands.keys, self._crowded, "right").tolist()
            for places, start, end in zip(of_each, starts, ends, strict=True):
                if start < end:
                    places.append(bands.places[start:end].astype(np.int64) + first)
        return [np.concatenate(places) for places in of_each]

    def _forget(self, segments: Sequence[Segment]) -> None:
        names = {segment.name for segment in segments}
        self._bands = {name: bands for name, bands in self._bands.items() if name in names}
        self._pairs = [pairs for pairs in self._pairs if pairs.one in names and pairs.other in names]

    def _take_up(self, segments: Sequence[Segment]) -> bool:
        """Find the pairs of segments not known yet. Whether other bands than before are crowded: then it is to be done
        anew, for what was found by those is none."""
        before = set(self._crowded.tolist())
        known = [segment for segment in segments if segment.name in self._bands]
        new = [segment for segment in segments if segment.name not in self._bands]
        self._bands |= {segment.name: Bands.of(segment) for segment in new}
        self._crowded = _crowded(
            self._crowded,
            [self._bands[segment.name].keys for segment in known],
            [self._bands[segment.name].keys for segment in new],
        )
        if known and before != set(self._crowded.tolist()):
            return True
        for at, segment in enumerate(new):
            for other in [*known, *new[: at + 1]]:
                self._pairs += self._between(segment, other)
        return False

    def _between(self, one: Segment, other: Segment) -> Iterator[Pairs]:
        ours, theirs = self._bands[one.name], self._bands[other.name]
        if len(ours.keys) > len(theirs.keys):
            ours, theirs, one, other = theirs, ours, other, one
        starts = np.searchsorted(theirs.keys, ours.keys)
        inside = starts < len(theirs.keys)
        shared = np.flatnonzero(inside)[theirs.keys[starts[inside]] == ours.keys[inside]]
        shared = shared[~np.isin(ours.keys[shared], self._crowded)]
        counts = np.searchsorted(theirs.keys, ours.keys[shared], "right") - starts[shared]
        ones = np.repeat(ours.places[shared], counts)
        steps = np.arange(len(ones)) - np.repeat(np.cumsum(counts) - counts, counts)
        others = theirs.places[np.repeat(starts[shared], counts) + steps]
        if one is other:
            ones, others = ones[ones < others], others[ones < others]
        candidates = np.sort(ones.astype(np.int64) << 32 | others)
        candidates = candidates[np.diff(candidates, prepend=-1) > 0]
        for first in range(0, len(candidates), _AT_ONCE):
            some = candidates[first : first + _AT_ONCE]
            ones, others = (some >> 32).astype(np.int32), (some & 0xFFFFFFFF).astype(np.int32)
            told = alike(one.sketches[ones], other.sketches[others])
            ones, others = ones[told], others[told]
            if len(ones):
                same = twins(one.sketches[ones], other.sketches[others])
                yield Pairs(one.name, other.name, ones, others, same)


def _numbered(pairs: Sequence[Pairs], firsts: dict[str, int]) -> tuple[Numbers, NDArray[np.bool_]]:
    links = [
        np.stack((each.ones + firsts[each.one], each.others + firsts[each.other]), axis=1) for each in pairs
    ]
    return (
        np.concatenate([np.zeros((0, 2), np.int64), *links]),
        np.concatenate([np.zeros(0, np.bool_), *(each.twins for each in pairs)]),
    )


def _crowded(before: Keys, known: Sequence[Keys], new: Sequence[Keys]) -> Keys:
    """Which bands more than ``CROWD`` documents have: of those that were crowded, and of those of new segments."""
    asked, counts = np.unique(np.concatenate([*new, before]), return_counts=True)
    counts[np.isin(asked, before, assume_unique=True)] -= 1
    for keys in known:
        counts += np.searchsorted(keys, asked, "right") - np.searchsorted(keys, asked)
    return asked[counts > CROWD]
