"""Which bytes of a file are asked for (RFC 9110 §14), and these bytes as a file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import BinaryIO

_ONE = re.compile(r"[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes from ``first`` to ``last``, both counted in."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """None of the bytes that are asked for are there, or several ranges are asked for, which is not offered."""


def range_of(header: str | None, size: int) -> Range | None:
    """The range that a ``Range`` header asks for; None where the file is to be sent whole: without one, and for what is no
    range of bytes (§14.2). Raises Unsatisfiable."""
    unit, equals, wanted = (header or "").partition("=")
    if unit.strip().lower() != "bytes" or not equals:
        return None
    parts = [_ONE.fullmatch(part) for part in wanted.split(",", 100)]
    found = [part for part in parts if part is not None]
    if len(found) != len(parts) or any(not part[1] and not part[2] for part in found):
        return None
    if len(found) > 1:
        raise Unsatisfiable
    first, last = found[0].groups()
    return _suffix(int(last), size) if not first else _from(int(first), last, size)


def _suffix(length: int, size: int) -> Range:
    if not length or not size:
        raise Unsatisfiable
    return Range(max(0, size - length), size - 1)


def _from(first: int, last: str, size: int) -> Range | None:
    if last and int(last) < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Range(first, min(int(last), size - 1) if last else size - 1)


class Part(io.RawIOBase):
    """The bytes of a range as a file of their own, which servers can send without holding a thread. Closing it closes the
    whole file."""

    def __init__(self, file: BinaryIO, wanted: Range) -> None:
        self._file = file
        self._wanted = wanted
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._wanted.length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer is wider
        room = max(0, min(len(buffer), self._wanted.length - self._at))
        self._file.seek(self._wanted.first + self._at)
        piece = self._file.read(room)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()
