"""Which segments of an index are to be merged into one: few segments are quick to search, and each merge has its price.

Segments are on levels by powers of ``_STEP``; as soon as ``_MOST`` are on one, they are merged. So a Document is copied a
few times only, and most merges are of few Documents.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.whoosh_engine.reading.edition import Part

_STEP = 8
_MOST = 4
_LARGEST = 131_072
"""Documents of a segment that is big enough to be left alone: it bounds the time that a merge can take."""

_TOO_MANY = 64
"""Segments that are merged with a commit, if nobody has merged them in between."""


def due(parts: Sequence[Part]) -> list[Part]:
    """The segments that it is time to merge: what is mostly deleted, and what is too many on one level."""
    merged = [part for part in parts if part.count * 2 < part.segment.size]
    for level in _levels([part for part in parts if part not in merged]):
        # What was merged so far would be one more segment of this level.
        if len(level) + bool(merged) >= _MOST:
            merged += level
        elif merged:
            break
    return merged


def overdue(parts: Sequence[Part]) -> list[Part]:
    """The segments that can't wait any longer to be merged: the fullest level, where there are too many in all."""
    levels = _levels(parts)
    return max(levels, key=len) if sum(map(len, levels)) >= _TOO_MANY else []


def purged(parts: Sequence[Part]) -> list[Part]:
    """The segments of which anything was deleted."""
    return [part for part in parts if part.alive is not None]


def _levels(parts: Sequence[Part]) -> list[list[Part]]:
    """The segments by level, the lowest first, without those that are left alone."""
    levels: dict[int, list[Part]] = {}
    for part in parts:
        if part.segment.size <= _LARGEST:
            levels.setdefault(_level(part.count), []).append(part)
    return [levels[level] for level in sorted(levels)]


def _level(count: int) -> int:
    level = 0
    while count >= _STEP:
        count //= _STEP
        level += 1
    return level
