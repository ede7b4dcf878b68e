"""A term's postings as arrays, read straight from the blocks of Whoosh's codec "whoosh3".

What a term's entry says (``W3TermInfo``): flags, statistics, then either its one posting, or where its blocks lie. A
posting list is ``W3Bl``, then blocks: a signed length (negative: the last one), a pickled header (count, last id, highest
weight, compressed or not, shortest and longest field), a pickle of (steps between ids, weights, values).
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo

from indexer.whoosh_engine.storing.storage import MappedFile

_INFO = W3TermInfo._struct.size
_EXTENT = struct.Struct("!qi")
_LENGTH = struct.Struct("!i")
_AROUND_ARRAYS = 600
"""Bytes that a list costs besides its numbers, with its key and its place where it is kept: of most words the more."""


@dataclass(frozen=True, slots=True)
class Postings:
    """``ids`` ascending; ``weights`` beside them; ``values`` (encoded positions) only when asked for.

    Weights are kept as bytes where all of them are whole numbers below 256, as of hardly any word they are not.
    """

    ids: NDArray[np.int32]
    weights: NDArray[np.float32] | NDArray[np.uint8]
    values: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes in memory, nearly."""
        return (
            _AROUND_ARRAYS
            + self.ids.nbytes
            + self.weights.nbytes
            + sum(40 + len(value) for value in self.values)
        )


@dataclass(frozen=True, slots=True)
class Positions:
    """Of the n-th document that has a term: ``flat[starts[n]:starts[n + 1]]``."""

    starts: NDArray[np.int32]
    flat: NDArray[np.int32]

    @property
    def size(self) -> int:
        """Bytes in memory, nearly."""
        return _AROUND_ARRAYS + self.starts.nbytes + self.flat.nbytes


def positions_of(values: Sequence[bytes]) -> Positions:
    """Encoded positions (``schema.PackedPositions``) of many documents, decoded together."""
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    if (sizes % 2).any():  # some in 32 bits
        found = [_decoded(value) for value in values]
        lengths, flat = np.fromiter(map(len, found), np.int64, len(found)), np.concatenate(found)
    else:  # all at once: the quicker, the more documents have the word
        lengths, flat = sizes // 2, np.frombuffer(b"".join(values), np.uint16).astype(np.int32)
    starts = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=starts[1:])
    return Positions(starts, flat)


def _decoded(value: bytes) -> NDArray[np.int32]:
    packed = np.frombuffer(value[1:], np.uint32) if len(value) % 2 else np.frombuffer(value, np.uint16)
    return packed.astype(np.int32)


NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0, np.uint8))


def decode(info: bytes, lists: MappedFile, *, positions: bool) -> Postings:
    """The postings behind a term's entry; ``lists`` is the segment's file of postings."""
    if info[0]:
        ids, weights, values = pickle.loads(info[_INFO:])  # noqa: S301  (an index of ours, see folder.py)
        return Postings(
            np.array(ids, np.int32), _small(np.array(weights, np.float32)), tuple(values) if positions else ()
        )
    parts = list(_blocks(memoryview(lists.get(*_EXTENT.unpack_from(info, _INFO)))))
    return Postings(
        np.concatenate([np.cumsum(np.array(steps, np.int32), dtype=np.int32) for _, steps, _, _ in parts]),
        _small(np.concatenate([_weights(weights, count) for count, _, weights, _ in parts])),
        tuple(chain.from_iterable(values or () for *_, values in parts)) if positions else (),
    )


def frequency(info: bytes) -> int:
    """How many documents have the term."""
    return int.from_bytes(info[5:9], "big")


def _blocks(postings: memoryview) -> Iterator[tuple[int, Any, Any, Any]]:
    """Count, steps, weights and values of each block of a posting list."""
    if postings[:4] != WHOOSH3_HEADER_MAGIC:
        raise ValueError("there is no posting list")
    at = 4
    last = False
    while not last:
        (length,) = _LENGTH.unpack_from(postings, at)
        last, length = length < 0, abs(length)
        stream = BytesIO(postings[at + 4 : at + 4 + length])
        count, _, _, compressed, _, _ = pickle.load(stream)  # noqa: S301  (as above)
        data = stream.read()
        steps, weights, values = pickle.loads(zlib.decompress(data) if compressed else data)  # noqa: S301
        yield count, steps, weights, values
        at += 4 + length


def _weights(stored: Any, count: int) -> NDArray[np.float32]:
    if stored is None or isinstance(stored, float):
        return np.full(count, 1.0 if stored is None else stored, np.float32)
    return np.array(stored, np.float32)


def _small(weights: NDArray[np.float32]) -> NDArray[np.float32] | NDArray[np.uint8]:
    if not (weights.min(initial=0) >= 0 and weights.max(initial=0) < 256):
        return weights
    small = weights.astype(np.uint8)
    return small if (small == weights).all() else weights
