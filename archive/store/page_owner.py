"""Whose a page of the catalogue's file is: the table or index whose tree it belongs to, and which rows lie on it.

For a damaged file, so nothing that is read is believed further than it goes (sqlite.org/fileformat2.html §1.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_TABLE_LEAF = 13
_INTERIOR = (2, 5)
_LEAVES = (10, _TABLE_LEAF)


@dataclass(frozen=True, slots=True)
class Owner:
    """A tree by its name, and the numbers of the rows on a page of it (a table's leaf only)."""

    name: str
    rows: tuple[int, ...] = ()


class Trees:
    """The pages of a file, and the trees in it: names by the number of their first page."""

    def __init__(self, path: Path, page_size: int, roots: Mapping[int, str]) -> None:
        self._path = path
        self._size = page_size
        self._roots = {1: "the schema", **roots}

    def owners(self, wanted: Iterable[int]) -> dict[int, Owner]:
        """The owners of some pages, as far as they can be told: free pages and long values have none."""
        left, found = set(wanted), dict[int, Owner]()
        with self._path.open("rb") as file:
            total = file.seek(0, 2) // self._size
            seen = set[int]()
            for root, name in self._roots.items():
                waiting = [root]
                while waiting and left - found.keys():
                    number = waiting.pop()
                    if number in seen or not 0 < number <= total:
                        continue
                    seen.add(number)
                    file.seek((number - 1) * self._size)
                    page = file.read(self._size)
                    start = 100 if number == 1 else 0
                    if number in left:
                        found[number] = Owner(name, tuple(_rows(page, start)))
                    waiting += _children(page, start)
        return found


def _cells(page: bytes, start: int, header: int) -> Iterator[int]:
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for at in range(start + header, min(start + header + 2 * count, len(page) - 1), 2):
        yield int.from_bytes(page[at : at + 2], "big")


def _children(page: bytes, start: int) -> list[int]:
    if page[start] not in _INTERIOR:
        return []
    places = [*_cells(page, start, 12), start + 8]
    return [int.from_bytes(page[at : at + 4], "big") for at in places]


def _rows(page: bytes, start: int) -> Iterator[int]:
    if page[start] != _TABLE_LEAF:
        return
    for at in _cells(page, start, 8):
        _, after = _varint(page, at)
        yield _varint(page, after)[0]


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number in SQLite's variable length, and the place after it."""
    value = 0
    for place, byte in enumerate(page[at : at + 9]):
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value, at + 9
