"""All records of a WARC file with one gzip member per record, from the front, past what is damaged.

For imports and repairs only. What the catalogue knows is read by its offset: after damage a scan has to search for
the next member by its look.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from archive.errors import RecordDamaged
from archive.store.member import RecordReader
from archive.store.record import RecordHeader

Taken = TypeVar("Taken")

_MAGIC = b"\x1f\x8b\x08"
_PIECE = 1024 * 1024
_ATTEMPTS = 10_000  # false starts after one damage, before the rest is given up


@dataclass(frozen=True, slots=True)
class Found(Generic[Taken]):
    """A whole record: its header, where its member lies, the SHA-256 of its bytes there (lower hex), and what was made of
    its content."""

    header: RecordHeader
    offset: int
    length: int
    sha256: str
    value: Taken


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that hold no whole record: from ``offset`` up to ``until``, where the next record begins (None: to the end)."""

    offset: int
    until: int | None
    reason: str


def scan(
    path: Path,
    take: Callable[[RecordHeader, io.BufferedIOBase], Taken],
    *,
    start: int = 0,
    end: int | None = None,
) -> Iterator[Found[Taken] | Damage]:
    """Records of a file from ``start`` (a record's offset) to ``end``. ``take`` is given each header and content; what it
    makes of them comes out once the whole record has proved sound. Raises SharedMember when a member holds several."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        stop = size if end is None else min(end, size)
        offset = start
        while offset < stop:
            try:
                reader = RecordReader(file, path.name, offset, stop - offset)
                value = take(reader.header, reader.content)
                after = reader.finish()
            except RecordDamaged as damage:
                found = _next_record(file, path.name, offset + 1, stop)
                yield Damage(offset, found, damage.reason)
                if found is None:
                    return
                offset = found
                continue
            yield Found(reader.header, offset, after - offset, reader.sha256 or "", value)
            offset = after


def _next_record(file: BinaryIO, filename: str, start: int, stop: int) -> int | None:
    for _, offset in zip(range(_ATTEMPTS), _magics(file, start, stop), strict=False):
        try:
            RecordReader(file, filename, offset, stop - offset)
        except RecordDamaged:
            continue
        return offset
    return None


def _magics(file: BinaryIO, start: int, stop: int) -> Iterator[int]:
    """Where gzip members may begin."""
    position = start
    while position < stop:
        file.seek(position)
        piece = file.read(min(_PIECE, stop - position))
        at = piece.find(_MAGIC)
        while at >= 0:
            yield position + at
            at = piece.find(_MAGIC, at + 1)
        if len(piece) < len(_MAGIC):
            return
        position += len(piece) - len(_MAGIC) + 1
