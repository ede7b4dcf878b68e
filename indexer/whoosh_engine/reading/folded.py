"""Copies of a text as one hit, and as one in every count of hits. Only Documents with copies cost anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.column import FacetColumn
from indexer.whoosh_engine.reading.copies import Copies
from indexer.whoosh_engine.reading.matches import Matches

Ids = NDArray[np.int32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Those of some documents whose text another of them has: ``at`` is where each is among them, ``texts`` the number of
    its text, ascending; of one text the original first."""

    at: Numbers
    documents: Ids
    texts: Numbers


def repeated(copies: Copies, ids: Ids) -> Repeated:
    """What of some documents (distinct) is there more than once."""
    if not len(copies):
        return Repeated(np.zeros(0, np.int64), ids[:0], np.zeros(0, np.int64))
    members = copies.members[ids]
    at = np.flatnonzero(members >= 0)
    members = members[at]
    order = np.argsort(members)
    texts = copies.texts[members[order]]
    same = texts[1:] == texts[:-1]
    more = np.zeros(len(texts), np.bool_)
    more[1:] |= same
    more[:-1] |= same
    at = at[order[more]]
    return Repeated(at, ids[at], texts[more])


def folded(again: Repeated, matches: Matches) -> Matches:
    """Of each text the first of those that match, as good a match as the best of them."""
    if not len(again.at):
        return matches
    starts = np.flatnonzero(np.diff(again.texts, prepend=-1))
    scores = matches.scores.copy()
    scores[again.at[starts]] = np.maximum.reduceat(scores[again.at], starts)
    keep = np.ones(len(scores), np.bool_)
    keep[np.delete(again.at, starts)] = False
    return Matches(matches.ids, scores).where(keep)


def once(
    again: Repeated,
    ids: Ids,
    values: NDArray[np.int64] | NDArray[np.int32] | None = None,
    unit: int = 1,
) -> Ids:
    """These documents without those whose text is among them before; with the ``values`` of all documents of the edition,
    whose text is there before with the same value, in whole units."""
    if not len(again.at):
        return ids
    of_each = np.zeros(len(again.at), np.int64) if values is None else values[again.documents] // unit
    order = np.lexsort((of_each, again.texts))
    texts, of_each = again.texts[order], of_each[order]
    dropped = (texts[1:] == texts[:-1]) & (of_each[1:] == of_each[:-1])
    return np.delete(ids, again.at[order[1:][dropped]])


def counts(again: Repeated, ids: Ids, column: FacetColumn) -> Numbers:
    """How many texts of some documents have each value of a facet."""
    every = column.counts(ids)
    if not len(again.at):
        return every
    rows, ordinals = column.of(again.documents)
    size = max(1, len(column.values))
    pairs = np.sort(again.texts[rows] * size + ordinals, kind="stable")  # nearly in order: texts ascend
    return every - np.bincount(pairs[1:][pairs[1:] == pairs[:-1]] % size, minlength=size)[: len(every)]


def told_first(again: Repeated, ids: Ids, told: Numbers, for_itself: NDArray[np.bool_]) -> Ids:
    """These documents without those whose text was told in another one: of each text what was told first, going by the
    moments of each document, and what was told again ``for_itself``, for what was new in it."""
    if not len(again.at):
        return ids
    own = for_itself[again.at]
    # what was told again was told before; of one moment, the original (the order that they have) goes first
    order = np.lexsort((told[again.at], ~own, again.texts))
    late = np.zeros(len(order), np.bool_)
    late[order[1:]] = again.texts[order[1:]] == again.texts[order[:-1]]
    return np.delete(ids, again.at[late & ~own])
