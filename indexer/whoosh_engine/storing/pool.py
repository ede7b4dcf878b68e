"""What the segment being written will hold: the postings of new documents, or those of segments that are merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.schema import is_valued
from indexer.whoosh_engine.storing.columns import SegmentColumns
from indexer.whoosh_engine.storing.lexicon import Lexicon
from indexer.whoosh_engine.storing.posting_lists import PostingLists, blocks_of, single

_AHEAD = 2_000  # entries of each segment that are merged at a time
_AT_ONCE = 60_000
"""Postings of merged segments that are held in memory, at least one term's."""


class GaveWay(Exception):
    """A merge was left for work that is more urgent; nothing of it was committed."""


class PostingPool:
    """The postings of the segment being written, field by field. Either documents are added or segments are copied."""

    def __init__(self, schema: Any, columns: SegmentColumns) -> None:
        self.columns = columns
        self._schema = schema
        self._new: dict[str, PostingLists] = {}
        self._copied: list[_Copied] = []
        self.give_way: Callable[[], bool] = bool

    def take(self, postings: dict[str, PostingLists]) -> None:
        """Whole fields of all documents."""
        self._new = postings

    def copy(self, reader: Any) -> None:
        """Take over a segment: its columns now, its postings when those of all are written."""
        places = self.columns.copy(self._schema, reader)
        self._copied.append(_Copied(Lexicon(reader), places))
        self._copied[-1].lexicon.let_go()

    @property
    def merging(self) -> bool:
        """Whether what is written will stay for longer than the next merge: then it is worth compressing."""
        return bool(self._copied)

    def iter_postings(self) -> PostingPool:
        """Whoosh hands this on to ``WholeFieldWriter.add_postings``."""
        return self

    def cleanup(self) -> None:
        self._new, self._copied = {}, []

    def fields(self) -> list[str]:
        return sorted({*self._new, *(name for copied in self._copied for name in copied.lexicon.fields())})

    def postings(self, name: str) -> Iterator[PostingLists]:
        """The postings of a field, piece by piece, in the order of its terms."""
        if name in self._new:
            yield self._new[name]
        valued = is_valued(self._schema[name])
        gathered = _Gathered(self._copied, valued=valued)
        for entries in merged([each.lexicon.entries(name) for each in self._copied]):
            gathered.add(entries)
            if gathered.size >= _AT_ONCE:
                if self.give_way():
                    raise GaveWay
                yield from gathered.lists()
                gathered = _Gathered(self._copied, valued=valued)
                for each in self._copied:
                    each.lexicon.let_go()
        yield from gathered.lists()


def merged(sources: Sequence[Iterator[tuple[bytes, bytes]]]) -> Iterator[list[tuple[bytes, int, bytes]]]:
    """The entries of ordered sources in the order of their terms and sources, piece by piece; a term is in one piece whole.

    Sorting what is nearly sorted takes half of the time of a merge by comparing heads.
    """
    ahead: list[list[tuple[bytes, int, bytes]]] = [[] for _ in sources]
    open_ones = set(range(len(sources)))
    while open_ones or any(ahead):
        for at in [*open_ones]:
            if len(ahead[at]) < _AHEAD:
                more = [(term, at, info) for term, info in islice(sources[at], _AHEAD)]
                ahead[at] += more
                if len(more) < _AHEAD:
                    open_ones.remove(at)
        # All of a term is there up to the least of the last ones that more may come after.
        ready = min((ahead[at][-1][0] for at in open_ones), default=None)
        piece = []
        for entries in ahead:
            cut = len(entries) if ready is None else bisect_right(entries, (ready, len(sources)))
            piece += entries[:cut]
            del entries[:cut]
        piece.sort()
        yield piece


@dataclass(frozen=True, slots=True)
class _Copied:
    """A segment that is copied, and where its documents will be (-1: deleted)."""

    lexicon: Lexicon
    places: NDArray[np.int64]


class _Gathered:
    """Postings of segments that are merged, term by term, and of one term in the order of the segments."""

    def __init__(self, copied: Sequence[_Copied], *, valued: bool) -> None:
        self.terms: list[bytes] = []
        self.valued = valued
        self._copied = copied
        self._blocks = [each.lexicon.lists.view for each in copied]
        self._of_block: list[int] = []
        """Of each block its term, segment, and how many postings it has."""
        self._steps: list[int] = []
        self._weights: list[float] = []
        self._values: list[bytes] = []

    @property
    def size(self) -> int:
        return len(self._steps)

    def add(self, entries: Iterable[tuple[bytes, int, bytes]]) -> None:
        """The postings of terms in segments, in order; all of a term's at once."""
        terms, of_block = self.terms, self._of_block
        steps, weights, values = self._steps, self._weights, self._values
        last = None
        at = len(terms) - 1
        for term, number, info in entries:
            if term != last:
                terms.append(term)
                last = term
                at += 1
            if (one := single(info)) is not None:
                of_block += (at, number, 1)
                steps.append(one[0])
                weights.append(one[1])
                values.append(one[2])
                continue
            for stepped, weighed, valued in blocks_of(info, self._blocks[number]):
                count = len(stepped)
                of_block += (at, number, count)
                steps += stepped
                weights += weighed or (1,) * count
                if valued:
                    values += valued
                elif self.valued:
                    raise ValueError(f"postings of {term!r} have no values")

    def lists(self) -> Iterator[PostingLists]:
        """All of them as they will be; nothing where all documents are deleted."""
        if not self._of_block:
            return
        terms, numbers, counts = np.array(self._of_block, np.int64).reshape(-1, 3).T
        steps = np.array(self._steps, np.int64)
        sums = np.cumsum(steps)
        firsts = np.cumsum(counts) - counts
        bases = np.cumsum([0, *(len(each.places) for each in self._copied)])[numbers]
        ids = sums + np.repeat(bases - sums[firsts] + steps[firsts], counts)
        ids = np.concatenate([each.places for each in self._copied])[ids]
        of_terms = np.bincount(np.repeat(terms, counts)[ids >= 0], minlength=len(self.terms))
        kept = (ids >= 0).tolist()
        if not of_terms.any():
            return
        yield PostingLists(
            list(compress(self.terms, (of_terms > 0).tolist())),
            of_terms[of_terms > 0],
            ids[ids >= 0],
            np.array(self._weights, np.float64)[ids >= 0],
            list(compress(self._values, kept)) if self.valued else [],
        )
