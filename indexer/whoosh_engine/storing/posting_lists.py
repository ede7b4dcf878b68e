"""The postings of terms as flat arrays, and as the bytes of Whoosh's codec "whoosh3" (``postings.py`` tells its form).

All that can be is computed for all lists at once: an entry of the dictionary and the header of a block are records whose
numbers, which Whoosh reads with pickle, have fixed places. What is left for each list is one pickle of its block.
"""

from __future__ import annotations

import pickle
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

_BLOCK = 512  # postings; readers of ours decode whole lists, so a block has nothing to skip
_COMPRESSED_FROM = 200  # bytes; below it zlib gains nothing
_SHORT = 16  # postings whose numbers take less room as such than as an array
_PROTOCOL = 5

_INFO = [
    ("single", "u1"), ("weight", ">f4"), ("count", ">u4"), ("shortest", "u1"), ("longest", "u1"), ("most", ">f4"),
    ("first", ">u4"), ("last", ">u4"),
]  # fmt: skip
"""What Whoosh's ``W3TermInfo`` begins with."""
_EXTENT = np.dtype([*_INFO, ("offset", ">i8"), ("length", ">i4")])
"""The entry of a term with posting lists."""
_SINGLE = np.dtype(
    [
        *_INFO, ("open", "S4"), ("id", "<i4"), ("weights", "S3"), ("weighs", ">f8"), ("values", "S3"),
        ("bytes", "u1"),
    ]
)  # fmt: skip
"""The entry of a term with one posting, up to its value: a pickle of ([int], [float], [bytes])."""
_SINGLE_OPCODES = {"open": b"\x80\x05]J", "weights": b"a]G", "values": b"a]C"}
_ONE = struct.Struct("!Bf10xI4x4s")
"""Of such an entry whether it is one, the weight, the first document, and where the pickle begins."""
_SINGLE_END = b"a\x87."
_LONGEST_SINGLE = 255  # bytes of a value whose length is one byte

_HEADER = np.dtype(
    [
        ("begin", "S4"), ("count", "<i4"), ("int", "S1"), ("last", "<i4"), ("float", "S1"), ("most", ">f8"),
        ("byte1", "S1"), ("compressed", "u1"), ("byte2", "S1"), ("shortest", "u1"), ("byte3", "S1"),
        ("longest", "u1"), ("end", "S2"),
    ]
)  # fmt: skip
"""A block's header: a pickle of (int, int, float, byte, byte, byte)."""
_HEADER_OPCODES = {
    "begin": b"\x80\x05(J", "int": b"J", "float": b"G", "byte1": b"K", "byte2": b"K", "byte3": b"K", "end": b"t.",
}  # fmt: skip
_BLOCK_BEGIN = struct.Struct("!i4s")
"""A block's length, and the beginning of its header."""
_COMPRESSED_AT = 4 + int(_HEADER.fields["compressed"][1])  # type: ignore[index]
_DATA_AT = 4 + _HEADER.itemsize
_INFO_SIZE = np.dtype(_INFO).itemsize

Block = tuple[Sequence[int], Sequence[float] | None, Sequence[bytes] | None]
"""Steps from document to document (the first from 0), weights (None: all 1) and encoded values (None: there are none)."""


@dataclass(frozen=True, slots=True)
class PostingLists:
    """The postings of some terms of a field, in the order of their bytes: ``counts[n]`` postings of ``terms[n]`` in
    ``ids``, ``weights`` and ``values``, one term after another. ``values`` of a field without any is empty."""

    terms: list[bytes]
    counts: NDArray[np.int64]
    ids: NDArray[np.int64]
    weights: NDArray[np.float64]
    values: list[bytes]


def written(
    lists: PostingLists, lengths: NDArray[np.uint8] | None, start: int, *, compress: bool = True
) -> tuple[list[bytes], bytes]:
    """The terms' entries, and the posting lists that they speak of, which begin at byte ``start`` of their file.
    ``lengths``: of the field in each document, in Whoosh's one-byte form."""
    of = lengths[lists.ids] if lengths is not None else np.zeros(len(lists.ids), np.uint8)
    firsts = np.cumsum(lists.counts) - lists.counts
    one, many = lists.counts == 1, lists.counts > 1
    pieces, sizes = _blocks(lists, firsts[many], lists.counts[many], of, compress=compress)
    extents = np.zeros(len(sizes), _EXTENT)
    extents["offset"] = start + np.cumsum(sizes) - sizes
    extents["length"] = sizes
    for records, which in ((extents, many), (singles := _singles(lists, firsts[one]), one)):
        begin, end = firsts[which], (firsts + lists.counts)[which]
        records["single"] = one[which]
        records["count"] = end - begin
        records["first"], records["last"] = lists.ids[begin], lists.ids[end - 1]
        for name, (values, what) in _statistics(lists.weights, of).items():
            records[name] = what.reduceat(values, firsts)[which]
    of_one = map(_single, _cut(singles), _values(lists, firsts[one]), firsts[one].tolist(), repeat(lists))
    of_many = iter(_cut(extents))
    return [next(of_one) if only else next(of_many) for only in one.tolist()], b"".join(pieces)


def _statistics(
    weights: NDArray[np.float64], lengths: NDArray[np.uint8]
) -> dict[str, tuple[NDArray[Any], np.ufunc]]:
    return {
        "weight": (weights, np.add),
        "most": (weights, np.maximum),
        "shortest": (lengths, np.minimum),
        "longest": (lengths, np.maximum),
    }


def _singles(lists: PostingLists, places: NDArray[np.int64]) -> NDArray[Any]:
    singles = np.zeros(len(places), _SINGLE)
    singles["id"], singles["weighs"] = lists.ids[places], lists.weights[places]
    for name, opcode in _SINGLE_OPCODES.items():
        singles[name] = opcode
    singles["bytes"] = [len(value) & 0xFF for value in _values(lists, places)]
    return singles


def _values(lists: PostingLists, places: NDArray[np.int64]) -> list[bytes]:
    """Whoosh drops empty values, and a list of one can't do without."""
    return [lists.values[place] for place in places.tolist()] if lists.values else [b""] * len(places)


def _single(record: bytes, value: bytes, place: int, lists: PostingLists) -> bytes:
    if len(value) <= _LONGEST_SINGLE:
        return record + value + _SINGLE_END
    posting = [int(lists.ids[place])], [float(lists.weights[place])], [value]
    return record[:_INFO_SIZE] + pickle.dumps(posting, _PROTOCOL)


def _cut(records: NDArray[Any]) -> list[bytes]:
    whole, size = records.tobytes(), records.itemsize
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _blocks(
    lists: PostingLists,
    firsts: NDArray[np.int64],
    counts: NDArray[np.int64],
    lengths: NDArray[np.uint8],
    *,
    compress: bool,
) -> tuple[list[bytes], NDArray[np.int64]]:
    """The pieces of the posting lists that begin at ``firsts``, and how many bytes each list has."""
    if not len(firsts):
        return [], np.zeros(0, np.int64)
    blocks = -(-counts // _BLOCK)
    ends = np.cumsum(blocks)
    within = np.arange(ends[-1]) - np.repeat(ends - blocks, blocks)
    begin = np.repeat(firsts, blocks) + within * _BLOCK
    end = np.minimum(begin + _BLOCK, np.repeat(firsts + counts, blocks))
    headers = np.zeros(len(begin), _HEADER)
    for name, opcode in _HEADER_OPCODES.items():
        headers[name] = opcode
    headers["count"], headers["last"] = end - begin, lists.ids[end - 1]
    bounds = np.column_stack((begin, end)).ravel()
    bounds = bounds[:-1] if bounds[-1] == len(lists.ids) else bounds
    for name, (values, what) in _statistics(lists.weights, lengths).items():
        if name != "weight":
            headers[name] = what.reduceat(values, bounds)[::2]
    plain = (headers["most"] == 1) & (np.minimum.reduceat(lists.weights, bounds)[::2] == 1)
    packed, compressed = _packed(lists, begin, end, plain, _COMPRESSED_FROM if compress else sys.maxsize)
    headers["compressed"] = compressed
    sizes = np.fromiter(map(len, packed), np.int64, len(packed)) + _HEADER.itemsize
    signed = sizes.copy()
    signed[ends - 1] *= -1  # which tells the last
    magic = [b""] * len(packed)
    for at in (ends - blocks).tolist():
        magic[at] = WHOOSH3_HEADER_MAGIC
    pieces = chain.from_iterable(zip(magic, _cut(signed.astype(">i4")), _cut(headers), packed, strict=True))
    return list(pieces), np.add.reduceat(sizes + 4, ends - blocks) + len(WHOOSH3_HEADER_MAGIC)


def _packed(
    lists: PostingLists,
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    plain: NDArray[np.bool_],
    compressed_from: int,
) -> tuple[list[bytes], list[bool]]:
    """The data of blocks, and which of them are compressed, as those of so many bytes are. ``plain``: where all weights
    are 1."""
    steps = lists.ids.copy()
    steps[1:] -= lists.ids[:-1]
    steps[begin] = lists.ids[begin]
    whole = lists.weights.astype(np.int64)
    weights: list[float] = (whole if (whole == lists.weights).all() else lists.weights).tolist()
    numbers, values = steps.tolist(), lists.values
    steps, floats = steps.astype(np.uint32), lists.weights.astype(np.float32)
    packed, compressed = [], []
    for first, last, ones in zip(begin.tolist(), end.tolist(), plain.tolist(), strict=True):
        kept = tuple(values[first:last]) if values else None
        if last - first > _SHORT:
            weighs = None if ones else array("f", floats[first:last].tobytes())
            block: Any = (array("I", steps[first:last].tobytes()), weighs, kept)
        else:
            block = (numbers[first:last], None if ones else weights[first:last], kept)
        data = pickle.dumps(block, _PROTOCOL)
        compressed.append(len(data) > compressed_from)
        packed.append(zlib.compress(data, 1) if compressed[-1] else data)
    return packed, compressed


def single(info: bytes) -> tuple[int, float, bytes] | None:
    """The document, weight and value of an entry with one posting, where ``written`` made it without a pickle."""
    is_one, weight, document, begin = _ONE.unpack_from(info)
    if is_one and begin == _SINGLE_OPCODES["open"]:
        return document, weight, info[_SINGLE.itemsize : -len(_SINGLE_END)]
    return None


def blocks_of(info: bytes, blocks: memoryview) -> Iterator[Block]:
    """The blocks behind a term's entry, with as little work as may be; see ``postings.decode``."""
    if info[0]:
        yield pickle.loads(info[_INFO_SIZE:])  # noqa: S301  (an index of ours, see folder.py)
        return
    at = int.from_bytes(info[_INFO_SIZE : _INFO_SIZE + 8], "big") + len(WHOOSH3_HEADER_MAGIC)
    length = 1
    while length > 0:
        length, begin = _BLOCK_BEGIN.unpack_from(blocks, at)
        if begin != _HEADER_OPCODES["begin"]:
            raise ValueError(f"no block of a posting list lies at byte {at}")
        end = at + 4 + abs(length)
        data = blocks[at + _DATA_AT : end]
        yield pickle.loads(zlib.decompress(data) if blocks[at + _COMPRESSED_AT] else data)  # noqa: S301  (as above)
        at = end
