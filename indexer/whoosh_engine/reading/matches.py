"""Which documents of a segment match, and how well: sorted arrays and what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """``ids`` ascending and distinct; ``scores`` beside them."""

    ids: Ids
    scores: Scores

    def where(self, keep: NDArray[np.bool_]) -> Matches:
        return Matches(self.ids[keep], self.scores[keep])


NOTHING = Matches(np.zeros(0, np.int32), np.zeros(0, np.float32))


def constant(ids: Ids, score: float = 0.0) -> Matches:
    """The same score for every document: 0 for a filter, which restricts and does not rank."""
    return Matches(ids, np.full(len(ids), score, np.float32))


def both(one: Matches, other: Matches) -> Matches:
    """Documents in both, scores added."""
    small, large = (one, other) if len(one.ids) <= len(other.ids) else (other, one)
    places, found = _places(small.ids, large.ids)
    places = places[found]
    return Matches(small.ids[found], small.scores[found] + large.scores[places])


def common(one: Ids, other: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where in each of two arrays the documents are that both have."""
    if len(one) > len(other):
        others, ours = common(other, one)
        return ours, others
    places, found = _places(one, other)
    return np.flatnonzero(found), places[found]


def favoured(one: Matches, other: Matches) -> Matches:
    """Documents of the first; those that are in the other too have its scores added."""
    places, found = _places(one.ids, other.ids)
    if not found.any():
        return one
    return Matches(one.ids, one.scores + np.where(found, other.scores[places], np.float32(0)))


def without(one: Matches, unwanted: Ids) -> Matches:
    """Documents that are not among ``unwanted``."""
    if not len(unwanted) or not len(one.ids):
        return one
    _, found = _places(one.ids, unwanted)
    return one.where(~found)


def _places(wanted: Ids, among: Ids) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    places = np.searchsorted(among, wanted)
    inside = places < len(among)
    places[~inside] = 0
    return places, inside & (among[places] == wanted) if len(among) else inside


def any_of(size: int, found: list[Matches], *, best: bool = False) -> Matches:
    """Documents in any of them; scores added, or with ``best`` the highest. ``size``: of how many documents."""
    if len(found) < 2:
        return found[0] if found else NOTHING
    total = np.zeros(size, np.float32)
    seen = np.zeros(size, np.bool_)
    for matches in found:
        if best:
            total[matches.ids] = np.maximum(total[matches.ids], matches.scores)
        else:
            total[matches.ids] += matches.scores
        seen[matches.ids] = True
    ids = np.flatnonzero(seen).astype(np.int32)
    return Matches(ids, total[ids])


def having_any(size: int, found: list[Ids]) -> Ids:
    """Documents in any of some lists."""
    hit = np.zeros(size, np.bool_)
    if found:
        hit[np.concatenate(found)] = True
    return np.flatnonzero(hit).astype(np.int32)
