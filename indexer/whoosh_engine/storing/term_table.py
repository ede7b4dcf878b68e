"""A segment's dictionary of terms as Whoosh's ordered hash file, computed for all keys at once.

Entries lie in order, then 256 hash tables of (hash, place of the entry), slots twice the entries; then where each table
lies, then the places of all entries in order. Whoosh writes the same, one field of one entry after another.
"""

from __future__ import annotations

from itertools import chain
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filetables import HashWriter

_TABLES = 256
_CRC32 = 1  # of the hash functions that Whoosh's reader knows the quickest
_LENGTHS = np.dtype([("key", ">i4"), ("value", ">i4")])
_SLOT = np.dtype([("hash", ">u4"), ("place", ">i8")])
_DIRECTORY = np.dtype([("place", ">i8"), ("slots", ">i4")])


class TermTable(HashWriter):
    """What Whoosh's ``OrderedHashWriter`` is, for many keys at a time."""

    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile, hashtype=_CRC32)
        self._place = dbfile.tell()
        self._hashes: list[NDArray[np.int64]] = []
        self._places: list[NDArray[np.int64]] = []

    def add_all(self, keys: list[bytes], values: list[bytes]) -> None:
        """Add entries in the order of their keys, all of which come after those before."""
        lengths = np.zeros(len(keys), _LENGTHS)
        lengths["key"] = np.fromiter(map(len, keys), np.int64, len(keys))
        lengths["value"] = np.fromiter(map(len, values), np.int64, len(keys))
        told = lengths.tobytes()
        size = _LENGTHS.itemsize
        heads = (told[at : at + size] for at in range(0, len(told), size))
        self.dbfile.write(b"".join(chain.from_iterable(zip(heads, keys, values, strict=True))))
        ends = np.cumsum(lengths["key"].astype(np.int64) + lengths["value"] + size)
        self._hashes.append(np.fromiter(map(crc32, keys), np.int64, len(keys)))
        self._places.append(self._place + np.concatenate(([0], ends[:-1])))
        self._place += int(ends[-1])

    def _write_hashes(self) -> None:
        hashes, places = _joined(self._hashes), _joined(self._places)
        counts = np.bincount(hashes & (_TABLES - 1), minlength=_TABLES)
        firsts = 2 * (np.cumsum(counts) - counts)
        table = np.zeros(2 * len(hashes), _SLOT)
        slots = slots_of(hashes, counts) + firsts[hashes & (_TABLES - 1)]
        table["hash"][slots], table["place"][slots] = hashes, places
        self.directory = list(
            zip((self._place + firsts * _SLOT.itemsize).tolist(), (2 * counts).tolist(), strict=True)
        )
        self.dbfile.write(table.tobytes())

    def _write_directory(self) -> None:
        self.dbfile.write(np.array(self.directory, _DIRECTORY).tobytes())

    def _write_extras(self) -> None:
        places = _joined(self._places)
        small = self._place < 2**31
        self.extras |= {"indextype": "i" if small else "q", "indexlen": len(places)}
        super()._write_extras()
        self.dbfile.write(places.astype(">i4" if small else ">i8").tobytes())


def slots_of(hashes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each hash's slot in its own table, by linear probing: its home, or the next free one after it, and after the last
    slot the first. ``counts``: how many hashes each table has, in half as many slots."""
    if not len(hashes):
        return hashes
    table = hashes & (_TABLES - 1)
    home = (hashes >> 8) % (2 * counts[table])
    order = np.argsort(table << 33 | home, kind="stable")
    table, home = table[order], home[order]
    # Taken in the order of their homes each goes to its home, or behind the one before it.
    rank = np.arange(len(hashes)) - (np.cumsum(counts) - counts)[table]
    apart = table * (4 * len(hashes))  # so that no table's slots reach into the next one's
    slots = np.maximum.accumulate(home - rank + apart) - apart + rank
    for at in np.flatnonzero(slots >= 2 * counts[table]).tolist():
        taken = set(slots[table == table[at]].tolist())
        slots[at] = next(slot for slot in range(len(taken) + 1) if slot not in taken)
    found: NDArray[np.int64] = np.zeros_like(slots)
    found[order] = slots
    return found


def _joined(arrays: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    joined: NDArray[np.int64] = np.concatenate([np.zeros(0, np.int64), *arrays])
    return joined
