"""A term's postings as arrays: Whoosh's blocks of 128 decoded whole instead of one posting at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher


@dataclass(frozen=True, slots=True)
class Postings:
    """``ids`` ascending; ``weights`` beside them; ``values`` (encoded positions) only when asked for."""

    ids: NDArray[np.int32]
    weights: NDArray[np.float32]
    values: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes in memory, nearly."""
        return 200 + self.ids.nbytes + self.weights.nbytes + sum(40 + len(value) for value in self.values)


NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


def decode(matcher: Any, *, positions: bool) -> Postings:
    """Read a fresh matcher to its end.

    The block layout is that of codec "whoosh3", which all three living Whooshes share; any other matcher is
    read through its public methods.
    """
    if not isinstance(matcher, W3LeafMatcher):
        return _one_by_one(matcher, positions=positions)
    ids, weights, values = [], [], []
    while True:
        matcher._read_data()
        deltas, block_weights, block_values = matcher._data
        ids.append(np.cumsum(np.array(deltas, np.int32), dtype=np.int32))
        weights.append(_weights(block_weights, len(deltas)))
        if positions and block_values:
            values.extend(block_values)
        if matcher._lastblock:
            return Postings(np.concatenate(ids), np.concatenate(weights), tuple(values))
        matcher._goto(matcher._nextoffset)


def _weights(stored: Any, count: int) -> NDArray[np.float32]:
    if stored is None or isinstance(stored, float):
        return np.full(count, 1.0 if stored is None else stored, np.float32)
    return np.array(stored, np.float32)


def _one_by_one(matcher: Any, *, positions: bool) -> Postings:
    ids, weights, values = [], [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        if positions:
            values.append(matcher.value())
        matcher.next()
    return Postings(np.array(ids, np.int32), np.array(weights, np.float32), tuple(values))
