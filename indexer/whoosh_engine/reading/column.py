"""A facet's values as whole numbers beside the documents, so that counting them is one pass over an array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Counts = NDArray[np.int64]

_FEW = 3  # of so many documents one at most: then it is quicker to look each up than to go over all


class FacetColumn:
    """Of each document the numbers of its values in ``values``, which ascend."""

    def __init__(self, values: tuple[str, ...], documents: Ids, ordinals: Ids, size: int) -> None:
        """``documents[i]`` has value ``values[ordinals[i]]``."""
        self.values = values
        self._size = size
        self._all = np.bincount(ordinals, minlength=len(values))
        self._single: NDArray[Any] | None = None
        each = np.bincount(documents, minlength=size)
        smallest = np.min_scalar_type(len(values))
        if each.max(initial=0) <= 1:  # a plain array, with a number past all for none
            self._single = np.full(size, len(values), smallest)
            self._single[documents] = ordinals
            return
        order = np.argsort(documents, kind="stable")
        self._documents, self._ordinals = documents[order], ordinals[order].astype(smallest)
        self._starts = np.zeros(size + 1, np.int32)
        np.cumsum(each, out=self._starts[1:])

    def pairs(self) -> tuple[Ids, NDArray[Any]]:
        """Documents ascending, and beside each the number of a value of it."""
        if self._single is None:
            return self._documents, self._ordinals
        documents = np.flatnonzero(self._single < len(self.values)).astype(np.int32)
        return documents, self._single[documents]

    def counts(self, ids: Ids) -> Counts:
        """How many of some documents (distinct) have each value."""
        if len(ids) == self._size:
            return self._all
        if self._single is None and len(ids) * 2 > self._size:  # those that are left out are fewer
            out = np.ones(self._size, np.bool_)
            out[ids] = False
            return self._all - self.counts(np.flatnonzero(out).astype(np.int32))
        return np.bincount(self._ordinals_of(ids), minlength=len(self.values))[: len(self.values)]

    def of(self, ids: Ids) -> tuple[Counts, NDArray[Any]]:
        """The values of some documents, one after another: in which of ``ids`` each is, and its number in ``values``."""
        if self._single is not None:
            found = self._single[ids]
            there = np.flatnonzero(found < len(self.values))
            return there, found[there]
        starts, lengths = self._starts[ids], self._starts[ids + 1] - self._starts[ids]
        before = np.cumsum(lengths) - lengths
        ordinals = self._ordinals[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
        return np.repeat(np.arange(len(ids)), lengths), ordinals

    def _ordinals_of(self, ids: Ids) -> NDArray[Any]:
        if self._single is not None:
            return self._single[ids]
        if len(ids) * _FEW > self._size:
            hit = np.zeros(self._size, np.bool_)
            hit[ids] = True
            return self._ordinals[hit[self._documents]]
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
        having, of = column.pairs()
        documents.append(having + np.int32(first))
        ordinals.append(numbers[of])
    return FacetColumn(values, np.concatenate(documents), np.concatenate(ordinals), size)
