"""The order of a list: by the sort's key, ties to the newest, then by id, so that paging is stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model import Sort
from indexer.whoosh_engine.reading.matches import Matches
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import MISSING

Order = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the list: which document of the edition, and its score."""

    document: int
    score: float


def rank(sort: Sort, matches: Matches, whole: Whole, count: int) -> list[Ranked]:
    """The first ``count`` of all matches, in order."""
    if not len(matches.ids) or count < 1:
        return []
    published = whole.published[matches.ids]
    keys = [_primary(sort, matches, whole, published), -published]
    order = _break_ties(_leading(keys, count), keys, matches, whole)[:count]
    ids, scores = matches.ids[order].tolist(), matches.scores[order].tolist()
    return [Ranked(document, score) for document, score in zip(ids, scores, strict=True)]


def _primary(sort: Sort, matches: Matches, whole: Whole, published: NDArray[np.int64]) -> NDArray[Any]:
    """What is sorted by, ascending; unknown dates come last in every order."""
    if sort is Sort.RELEVANCE:
        return -matches.scores
    if sort is Sort.OLDEST:
        return np.where(published == MISSING, 2**62, published)
    if sort is Sort.CHANGED:
        return -whole.changed[matches.ids]
    return -published


def _leading(keys: list[NDArray[Any]], count: int) -> Order:
    """All that can be among the first ``count`` by the keys: those, and every full tie with the last of them."""
    everything = np.arange(len(keys[0]))
    if len(everything) <= count:
        return everything
    chosen: list[Order] = []
    among: Order = everything
    for key in keys:
        values = key[among]
        last = np.partition(values, count - 1)[count - 1]
        better = among[values < last]
        chosen.append(better)
        among = among[values == last]
        count -= len(better)
        if len(among) <= count:
            break
    return np.concatenate([*chosen, among])


def _break_ties(order: Order, keys: list[NDArray[Any]], matches: Matches, whole: Whole) -> Order:
    """Sort what is left by the keys, then by the documents' ids."""
    by_name = whole.keys[matches.ids[order]]
    return order[np.lexsort((by_name, *(key[order] for key in reversed(keys))))]
