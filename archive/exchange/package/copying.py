"""Records copied out of the archive's files, byte for byte, into the WARC files of a package."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from archive.errors import RecordDamaged
from archive.exchange.package.companions import Companions, Span
from archive.exchange.package.selection import Chosen
from archive.model import Capture
from archive.store.captures import Captures
from archive.store.member import RecordReader, SharedMember
from archive.store.mementos import check_record
from archive.store.record import MAX_HEADER, RecordBroken, RecordHeader, read_header
from archive.store.segments import Segment
from archive.store.warc import WarcStore

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copied:
    """A record to be written: its bytes in pieces. ``capture`` is None for one that the catalogue does not list."""

    pieces: Iterator[bytes]
    capture: Capture | None = None
    header: RecordHeader | None = None


class Copying:
    """Reads the records of what is chosen, file by file, in the order in which they lie there. ``damaged`` are those that
    are not what was written: they are left out."""

    def __init__(self, captures: Captures, store: WarcStore, chosen: Chosen) -> None:
        self._captures = captures
        self._store = store
        self._chosen = chosen
        self._companions = Companions(captures, chosen)
        self.damaged: list[Capture] = []

    def of_segment(self, segment: Segment) -> Iterator[Copied]:
        """The chosen records of a file, each to be read before the next is asked for."""
        path = self._store.path(segment.name)
        if path is None:
            self.damaged += [one for one in self._captures.in_file(segment.name) if one.id in self._chosen]
            return
        with path.open("rb") as file:
            before, at = None, 0
            for capture in self._captures.in_file(segment.name):
                yield from self._between(file, segment.name, at, capture.locator.offset, (before, capture))
                if capture.id in self._chosen and capture.takedown_id is None:
                    yield from self._record(file, capture)
                before, at = capture, capture.locator.offset + capture.locator.length
            yield from self._between(file, segment.name, at, segment.committed, (before, None))

    def _between(
        self, file: BinaryIO, name: str, start: int, end: int, beside: tuple[Capture | None, ...]
    ) -> Iterator[Copied]:
        for span in self._companions.between(file, name, start, end, beside):
            yield Copied(_read(file, span))

    def _record(self, file: BinaryIO, capture: Capture) -> Iterator[Copied]:
        span = Span(capture.locator.offset, capture.locator.length)
        try:
            header = _header(file, span)
            check_record(header, capture)
            sound = _sound(file, span, capture)
        except (RecordBroken, RecordDamaged, SharedMember):
            sound = False
        if sound:
            yield Copied(_read(file, span), capture, header)
        else:
            self.damaged.append(capture)


def _sound(file: BinaryIO, span: Span, capture: Capture) -> bool:
    """Whether the record is the one that was written. Raises RecordDamaged."""
    if capture.record_sha256 is not None:
        return _sha256(file, span) == capture.record_sha256
    end = RecordReader(file, capture.locator.filename, span.offset, span.length).finish()
    return end == span.offset + span.length


def _read(file: BinaryIO, span: Span) -> Iterator[bytes]:
    file.seek(span.offset)
    left = span.length
    while left and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


def _sha256(file: BinaryIO, span: Span) -> str:
    digest = hashlib.sha256()
    for piece in _read(file, span):
        digest.update(piece)
    return digest.hexdigest()


def _header(file: BinaryIO, span: Span) -> RecordHeader:
    file.seek(span.offset)
    inflate = zlib.decompressobj(31)
    try:
        plain = inflate.decompress(file.read(min(_PIECE, span.length)), MAX_HEADER + 1)
    except zlib.error:
        raise RecordBroken("its bytes do not unpack") from None
    return read_header(BytesIO(plain))
