"""Which documents have words one after another: their positions as arrays, one phrase in many documents at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.matches import common
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import among

Ids = NDArray[np.int32]
Keys = NDArray[np.int64]
"""Positions in several documents, ascending: place in a list of ids · 2³² + position."""


def having(whole: Whole, name: str, terms: list[bytes], ids: Ids, slop: int) -> NDArray[np.bool_]:
    """Which of some documents have the terms in their order, each at most ``slop`` words after the one before it."""
    return _where(_ends(whole, name, terms, ids, slop), len(ids))


def having_edited(whole: Whole, name: str, terms: list[bytes], ids: Ids, slop: int) -> NDArray[np.bool_]:
    """The same among the words of edited sentences: at least one of the terms must be among those that the edit touched
    (``name``, one of ``CHANGE_FIELDS``)."""
    all_, touched = (
        [_position_keys(whole, field, term, ids) for term in terms] for field in (among(name), name)
    )
    ends, edited = all_[0], np.intersect1d(all_[0], touched[0])  # of the words so far; and with one touched
    for following, changed in zip(all_[1:], touched[1:], strict=True):
        ends, edited = _after(ends, following, slop), _after(edited, following, slop)
        edited = np.union1d(edited, np.intersect1d(ends, changed))
    return _where(edited, len(ids))


def _ends(whole: Whole, name: str, terms: list[bytes], ids: Ids, slop: int) -> Keys:
    """Where the last word of a phrase stands, as keys (``_position_keys``). Of each word only the places in documents
    are read in which those before it are in order: a long phrase is soon in few."""
    ends = _position_keys(whole, name, terms[0], ids)
    for term in terms[1:]:
        if not len(ends):
            break
        left = _distinct(ends >> 32)
        keys = _position_keys(whole, name, term, ids[left])
        following = (left[keys >> 32] << 32) | (keys & 0xFFFFFFFF)
        ends = _after(ends, following, slop)
    return ends


def _distinct(ascending: Keys) -> Keys:
    first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _where(keys: Keys, count: int) -> NDArray[np.bool_]:
    hit = np.zeros(count, np.bool_)
    hit[keys >> 32] = True
    return hit


def _position_keys(whole: Whole, name: str, term: bytes, ids: Ids) -> Keys:
    """All positions of a term in those of the given documents that have it, as one ascending array: place in ``ids`` · 2³²
    + position."""
    at, places = common(ids, whole.postings(name, term).ids)
    if not len(at):
        return np.zeros(0, np.int64)
    positions = whole.positions(name, term)
    starts = positions.starts[places]
    lengths = positions.starts[places + 1] - starts
    before = np.cumsum(lengths) - lengths
    flat = positions.flat[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
    keys: Keys = (np.repeat(at.astype(np.int64), lengths) << 32) + flat
    return keys


def _after(before: Keys, keys: Keys, slop: int) -> Keys:
    """The keys that follow one of those ``before`` them, at most ``slop`` words on."""
    if not len(before):
        return before
    if slop == 1 and len(before) < len(keys):
        wanted = before + 1
        places = np.searchsorted(keys, wanted)
        inside = places < len(keys)
        places[~inside] = 0
        found: Keys = wanted[inside & (keys[places] == wanted)]
        return found
    nearest = np.searchsorted(before, keys - slop)
    inside = nearest < len(before)
    nearest[~inside] = 0
    return keys[inside & (before[nearest] < keys)]
