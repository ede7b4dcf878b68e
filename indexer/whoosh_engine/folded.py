"""Copies of a text as one hit, and as one in every count of hits. Only Documents with copies cost anything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.column import FacetColumn
from indexer.whoosh_engine.copies import Copies
from indexer.whoosh_engine.matches import Matches

Ids = NDArray[np.int32]
Numbers = NDArray[np.int64]


def folded(copies: Copies, matches: Matches) -> Matches:
    """Of each text the first of those that match, as good a match as the best of them."""
    at, members = _among(copies, matches.ids)
    if len(at) < 2:
        return matches
    texts = copies.texts[members]
    number = int(texts.max()) + 1
    first = np.full(number, len(copies), np.int64)
    np.minimum.at(first, texts, members)
    best = np.full(number, -np.inf, np.float32)
    np.maximum.at(best, texts, matches.scores[at])
    scores = matches.scores.copy()
    scores[at] = best[texts]
    keep = np.ones(len(scores), np.bool_)
    keep[at] = first[texts] == members
    return Matches(matches.ids, scores).where(keep)


def once(copies: Copies, ids: Ids, values: NDArray[np.generic] | None = None) -> Ids:
    """Documents without those whose text is among them before; with the ``values`` of each, whose text is there before with
    the same value."""
    at, members = _among(copies, ids)
    if len(at) < 2:
        return ids
    texts = copies.texts[members]
    of_each = np.zeros(len(at), np.int64) if values is None else values[at]
    order = np.lexsort((of_each, texts))
    texts, of_each = texts[order], of_each[order]
    again = (texts[1:] == texts[:-1]) & (of_each[1:] == of_each[:-1])
    return np.delete(ids, at[order[1:][again]])


def told_first(copies: Copies, ids: Ids, told: Numbers, again: NDArray[np.bool_]) -> Ids:
    """Documents without those whose text was told in another one: of each text what was told first, going by the moments of
    each, and what was told ``again``, for what was new in itself."""
    at, members = _among(copies, ids)
    if len(at) < 2:
        return ids
    texts, for_itself = copies.texts[members], again[at]
    order = np.lexsort((members, told[at], ~for_itself, texts))  # what was told again was told before
    late = np.zeros(len(order), np.bool_)
    late[order[1:]] = texts[order[1:]] == texts[order[:-1]]
    return np.delete(ids, at[late & ~for_itself])


def counts(copies: Copies, ids: Ids, column: FacetColumn) -> Numbers:
    """How many texts of some documents have each value of a facet."""
    every = column.counts(ids)
    at, members = _among(copies, ids)
    if len(at) < 2:
        return every
    rows, ordinals = column.of(ids[at])
    size = max(1, len(column.values))
    distinct = np.unique(copies.texts[members[rows]] * size + ordinals) % size
    more = np.bincount(ordinals, minlength=size) - np.bincount(distinct, minlength=size)
    return every - more[: len(every)]


def _among(copies: Copies, ids: Ids) -> tuple[Numbers, Ids]:
    """Where among some documents those with copies are, and which members these are."""
    if not len(copies):
        return np.zeros(0, np.int64), ids[:0]
    members = copies.members[ids]
    at = np.flatnonzero(members >= 0)
    return at, members[at]
