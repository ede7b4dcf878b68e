"""A segment's dictionary of terms, read straight from Whoosh's ordered hash file.

An entry is the lengths of key and value, the key (field number, term) and the value (``postings.py``); entries lie one
after another in order. Whoosh's own way to each costs ten times what reading it here does, and a merge reads them all.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from whoosh.system import pack_ushort

from indexer.whoosh_engine.storing.storage import MappedFile

_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct(
    "!Iq"
)  # of a hash table, half of whose slots are empty: the hash, and where its entry lies


class Lexicon:
    """The terms of one segment. Thread-safe."""

    def __init__(self, reader: Any) -> None:
        terms = reader._terms
        self._table = terms._tindex
        self._numbers: dict[str, int] = terms._fieldmap
        self._view: memoryview = self._table.dbfile.view
        self.lists: MappedFile = terms._postfile

    def let_go(self) -> None:
        """Give back the memory of what was read (``MappedFile.let_go``)."""
        self._table.dbfile.let_go()
        self.lists.let_go()

    def fields(self) -> set[str]:
        """The fields that have any term."""
        return set(self._numbers)

    def info(self, field: str, term: bytes) -> bytes | None:
        """A term's entry, or None."""
        if field not in self._numbers:
            return None
        key = pack_ushort(self._numbers[field]) + term
        hashed = self._table.hashfn(key)
        start, slots = self._table.tables[hashed & 0xFF]
        if not slots:
            return None
        view, slot = self._view, (hashed >> 8) % slots
        while True:
            found, at = _SLOT.unpack_from(view, start + slot * _SLOT.size)
            if not at:
                return None
            if found == hashed:
                key_length, value_length = _LENGTHS.unpack_from(view, at)
                value_at = at + _LENGTHS.size + key_length
                if view[at + _LENGTHS.size : value_at] == key:
                    return bytes(view[value_at : value_at + value_length])
            slot = (slot + 1) % slots

    def entries(self, field: str, start: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """The terms of a field that begin with ``start``, in order, each with its entry."""
        if field not in self._numbers:
            return
        prefix = pack_ushort(self._numbers[field]) + start
        view, at, end = self._view, self._table.closest_key_pos(prefix), self._table.endofdata
        while at is not None and at < end:
            key_length, value_length = _LENGTHS.unpack_from(view, at)
            key_at = at + _LENGTHS.size
            value_at = key_at + key_length
            at = value_at + value_length
            key = bytes(view[key_at:value_at])
            if not key.startswith(prefix):
                return
            yield key[2:], bytes(view[value_at:at])
