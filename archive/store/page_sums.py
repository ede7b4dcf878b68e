"""A checksum in every page of the catalogue: written by SQLite's own extension ``cksumvfs``, read by us.

The last eight bytes of each page hold its checksum (sqlite.org/cksumvfs.html). The extension computes it at each write to
the database file and compares it at each read, so that a changed byte is an error and never another answer. A database has
room for it only when that was set aside at its beginning (byte 20 of its header): ``first_page`` does so. A process that
lacks the extension leaves a note beside the file, ``<file>-unsummed``, since what it writes has no true checksums.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

import numpy as np

PAGE_SIZE = 4096
SUM_SIZE = 8
_MAGIC = b"SQLite format 3\x00"
_RESERVED_AT = 20
_APPLICATION_AT = 68
_APPLICATION = b"BkFl"  # says that there is room for checksums, should the byte that sets it aside change
_PIECE = 1024  # pages that are read at once
_PAUSES = (0.002, 0.01)  # seconds
_LOADING = threading.Lock()


@cache
def load(driver: ModuleType) -> bool:
    """Have a driver's SQLite keep checksums in this process from now on; whether it does."""
    path = _extension()
    if path is None:
        return False
    with _LOADING:
        connection: Any = driver.connect(":memory:")
        try:
            connection.enable_load_extension(True)
            connection.load_extension(str(path))
        except (AttributeError, driver.Error):
            return False
        finally:
            connection.close()
    return True


def _extension() -> Path | None:
    """The extension's file, which the package apsw brings along (no code of it is run)."""
    with suppress(ImportError, ValueError):
        found = find_spec("apsw")
        for folder in (found and found.submodule_search_locations) or ():
            path = Path(folder) / "sqlite_extra_binaries" / "cksumvfs.so"
            if path.is_file():
                return path
    return None


def note_beside(path: Path) -> Path:
    """The note that says that a database's checksums are not kept."""
    return path.with_name(f"{path.name}-unsummed")


def first_page() -> bytes:
    """An empty database with room for checksums: page 1, as SQLite's file format has it (sqlite.org/fileformat2.html)."""
    page = bytearray(PAGE_SIZE)
    page[:16] = _MAGIC
    page[16:18] = PAGE_SIZE.to_bytes(2, "big")
    page[18:24] = bytes((1, 1, SUM_SIZE, 64, 32, 32))  # rollback journal for now; the fractions are fixed
    page[28:32] = (1).to_bytes(4, "big")  # pages
    page[44:48] = (4).to_bytes(4, "big")  # schema format
    page[56:60] = (1).to_bytes(4, "big")  # UTF-8
    page[_APPLICATION_AT : _APPLICATION_AT + 4] = _APPLICATION
    page[100] = 13  # an empty leaf of a table's tree: the schema
    page[105:107] = (PAGE_SIZE - SUM_SIZE).to_bytes(2, "big")
    page[-SUM_SIZE:] = _sums(np.frombuffer(bytes(page), np.uint8).reshape(1, -1))[0].tobytes()
    return bytes(page)


def is_kept(path: Path) -> bool:
    """Whether the pages of a database are to have checksums: it began with room for them, and no process without the
    extension has written to it. Raises OSError."""
    if note_beside(path).exists():
        return False
    with path.open("rb") as file:
        header = file.read(100)
    began_with_room = header[_APPLICATION_AT : _APPLICATION_AT + 4] == _APPLICATION
    return began_with_room or header[_RESERVED_AT : _RESERVED_AT + 1] == bytes((SUM_SIZE,))


def bad_pages(path: Path) -> Iterator[int]:
    """The numbers (from 1) of the pages whose bytes do not fit their checksum; 0 for a header that
    keeps no room for checksums. Also while others write to it. Only for a process that has no connection to the
    file: closing it would give back SQLite's locks. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        header = file.read(24)
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size
        if header[:16] != _MAGIC or header[_RESERVED_AT] != SUM_SIZE or size < 512 or size & (size - 1):
            yield 0
            return
        for first in range(0, os.fstat(file.fileno()).st_size // size, _PIECE):
            differ = _differing(file, size, first, _PIECE)
            for at in differ:
                if _stays_bad(file, size, first + at):
                    yield first + at + 1


def _differing(file: BinaryIO, size: int, first: int, count: int) -> list[int]:
    file.seek(first * size)
    piece = file.read(count * size)
    pages = np.frombuffer(piece[: len(piece) // size * size], np.uint8).reshape(-1, size)
    if not len(pages):
        return []
    differ = (_sums(pages).view(np.uint8) != pages[:, -SUM_SIZE:]).any(axis=1)
    return [int(at) for at in np.flatnonzero(differ)]


def _stays_bad(file: BinaryIO, size: int, page: int) -> bool:
    """Whether it is bad at a second and third look, too: it may be written to just now."""
    for pause in _PAUSES:
        time.sleep(pause)
        if not _differing(file, size, page, 1):
            return False
    return True


def _sums(pages: Any) -> Any:
    """The checksums of pages, computed for all of them side by side: two sums, each of which takes the other in."""
    words = np.ascontiguousarray(pages[:, :-SUM_SIZE]).view("<u4")
    first = np.zeros(len(pages), np.uint32)
    second = np.zeros(len(pages), np.uint32)
    for at in range(0, words.shape[1], 2):
        first += words[:, at] + second
        second += words[:, at + 1] + first
    return np.ascontiguousarray(np.stack([first, second], axis=1).astype("<u4"))
