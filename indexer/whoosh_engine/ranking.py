"""The order of a list: by the sort's key, ties to the newest, then by id, so that paging is stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model import Sort
from indexer.whoosh_engine.matches import Matches
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.segment import Segment

Order = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the list: which document of which part of the edition, and its score."""

    part: int
    document: int
    score: float


def rank(sort: Sort, found: list[tuple[Segment, Matches]], count: int) -> list[Ranked]:
    """The first ``count`` of all matches, in order."""
    parts = np.concatenate(
        [np.full(len(matches.ids), at, np.int32) for at, (_, matches) in enumerate(found)]
        or [np.zeros(0, np.int32)]
    )
    if not len(parts) or count < 1:
        return []
    ids = np.concatenate([matches.ids for _, matches in found])
    scores = np.concatenate([matches.scores for _, matches in found])
    published = np.concatenate([segment.published[matches.ids] for segment, matches in found])
    keys = [_primary(sort, found, scores, published), -published]
    order = _leading(keys, count)
    order = _break_ties(order, keys, found, parts, ids)
    return [Ranked(int(parts[at]), int(ids[at]), float(scores[at])) for at in order[:count]]


def _primary(
    sort: Sort, found: list[tuple[Segment, Matches]], scores: Any, published: NDArray[np.int64]
) -> NDArray[Any]:
    """What is sorted by, ascending; unknown dates come last in every order."""
    if sort is Sort.RELEVANCE:
        return -scores  # type: ignore[no-any-return]
    if sort is Sort.OLDEST:
        return np.where(published == MISSING, 2**62, published)
    if sort is Sort.CHANGED:
        return -np.concatenate([segment.changed[matches.ids] for segment, matches in found])
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


def _break_ties(
    order: Order, keys: list[NDArray[Any]], found: list[tuple[Segment, Matches]], parts: Any, ids: Any
) -> Order:
    """Sort what is left by the keys, then by the documents' ids."""
    names = np.zeros(len(order), dtype=object)
    for at, (segment, _) in enumerate(found):
        here = parts[order] == at
        if here.any():
            names[here] = segment.keys[ids[order[here]]]
    by_name = np.argsort(names.astype(np.bytes_), kind="stable")
    order = order[by_name]
    for key in reversed(keys):
        order = order[np.argsort(key[order], kind="stable")]
    return order
