"""A facet's values as whole numbers beside the documents, so that counting them is one pass over an array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Counts = NDArray[np.int64]

_FEW = 3  # of so many documents one at most: then it is quicker to look each up than to go over all


class FacetColumn:
    """Document ``documents[i]`` has value ``values[ordinals[i]]``; values ascend."""

    def __init__(self, values: tuple[str, ...], documents: Ids, ordinals: Ids, size: int) -> None:
        order = np.argsort(documents, kind="stable")
        self.values = values
        self.documents, self.ordinals = documents[order], ordinals[order]
        self._size = size
        each = np.bincount(documents, minlength=size)
        self._ends = np.cumsum(each)
        self._starts = self._ends - each
        self._single: Ids | None = None
        if (
            not len(each) or each.max() <= 1
        ):  # one value at most: a plain array, with a number past all for none
            self._single = np.full(size, len(values), np.int32)
            self._single[self.documents] = self.ordinals
        self._all = np.bincount(self.ordinals, minlength=len(values))

    def counts(self, ids: Ids) -> Counts:
        """How many of some documents (distinct) have each value."""
        if len(ids) == self._size:
            return self._all
        if self._single is None and len(ids) * 2 > self._size:  # those that are left out are fewer
            out = np.ones(self._size, np.bool_)
            out[ids] = False
            return self._all - self.counts(np.flatnonzero(out).astype(np.int32))
        return np.bincount(self._ordinals_of(ids), minlength=len(self.values))[: len(self.values)]

    def of(self, ids: Ids) -> tuple[Counts, Ids]:
        """The values of some documents, one after another: in which of ``ids`` each is, and its number in ``values``."""
        if self._single is not None:
            found = self._single[ids]
            there = np.flatnonzero(found < len(self.values))
            return there, found[there]
        starts, lengths = self._starts[ids], self._ends[ids] - self._starts[ids]
        before = np.cumsum(lengths) - lengths
        ordinals = self.ordinals[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
        return np.repeat(np.arange(len(ids)), lengths), ordinals

    def _ordinals_of(self, ids: Ids) -> Ids:
        if self._single is not None:
            return self._single[ids]
        if len(ids) * _FEW > self._size:
            hit = np.zeros(self._size, np.bool_)
            hit[ids] = True
            return self.ordinals[hit[self.documents]]
        return self.of(ids)[1]


def joined(columns: Sequence[FacetColumn], firsts: Iterable[int], size: int) -> FacetColumn:
    """One column of several segments', whose documents are numbered from ``firsts`` on."""
    if len(columns) == 1:
        return columns[0]
    values = tuple(sorted(set(chain.from_iterable(column.values for column in columns))))
    number = {value: at for at, value in enumerate(values)}
    documents, ordinals = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for column, first in zip(columns, firsts, strict=True):
        numbers = np.fromiter((number[value] for value in column.values), np.int32, len(column.values))
        documents.append(column.documents + np.int32(first))
        ordinals.append(numbers[column.ordinals])
    return FacetColumn(values, np.concatenate(documents), np.concatenate(ordinals), size)
