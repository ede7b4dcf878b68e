"""One gzip member of a WARC file, and the record in it, read forward once in bounded memory (WARC 1.1 Annex D)."""

from __future__ import annotations

import hashlib
import io
import zlib
from typing import BinaryIO

from archive.errors import RecordDamaged
from archive.store.record import RecordBroken, RecordHeader, read_header

_PIECE = 64 * 1024
_GZIP = 31

ENDS_EARLY = "it ends before the length that its header gives"
"""Why a member holds no whole record, when the rest may be in the next one."""


class SharedMember(Exception):
    """The gzip member holds more than one record, so that records can't be read by their offsets."""


class Member(io.RawIOBase):
    """The decompressed bytes of the gzip member that begins at ``offset``; ``length`` bounds what is read of the file.

    Raises RecordDamaged while reading when the bytes there are not one whole member. ``end`` is the offset after it,
    and ``sha256`` the digest of its bytes in the file (lower hex), once it is read to its end. Closing leaves the file open.
    """

    def __init__(self, file: BinaryIO, filename: str, offset: int, length: int | None = None) -> None:
        self._file = file
        self._filename = filename
        self._offset = offset
        self._position = offset
        self._limit = length
        self._inflate = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._piece = b""
        self._digest = hashlib.sha256()
        self._more = False  # whether the last piece filled its buffer: zlib may hold back what did not fit
        self.end: int | None = None
        self.sha256: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer is wider
        size = len(buffer)
        while self.end is None:
            given = self._waiting or (b"" if self._more else self._next())
            try:
                piece = self._inflate.decompress(given, size)
            except zlib.error:
                raise self.damaged("its bytes do not unpack") from None
            self._waiting = self._inflate.unconsumed_tail
            self._more = len(piece) == size
            if self._inflate.eof:
                self._finish(len(self._inflate.unused_data))
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)
        return 0

    def damaged(self, reason: str) -> RecordDamaged:
        """The error for this member."""
        return RecordDamaged(self._filename, self._offset, reason)

    def _finish(self, after: int) -> None:
        """``after``: the bytes of the last piece that lie behind the member."""
        self._digest.update(self._piece[: len(self._piece) - after])
        self.sha256 = self._digest.hexdigest()
        self.end = self._position - after

    def _next(self) -> bytes:
        room = _PIECE if self._limit is None else min(_PIECE, self._offset + self._limit - self._position)
        self._file.seek(self._position)  # others may read the same file in between
        piece = self._file.read(room) if room else b""
        if not piece:
            raise self.damaged("it breaks off")
        self._position += len(piece)
        self._digest.update(self._piece)
        self._piece = piece
        return piece


class Content(io.RawIOBase):
    """A record's content block: ``length`` bytes of a stream. Raises RecordDamaged when the stream ends before."""

    def __init__(self, stream: io.BufferedIOBase, length: int, filename: str, offset: int) -> None:
        self._stream = stream
        self._left = length
        self._filename = filename
        self._offset = offset

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer is wider
        if not self._left:
            return 0
        piece = self._stream.read1(min(len(buffer), self._left))
        if not piece:
            raise RecordDamaged(self._filename, self._offset, ENDS_EARLY)
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)


class RecordReader:
    """The record at an offset: its header at once, its content to be read, then ``finish``.

    Raises RecordDamaged, from each of them, when the bytes there are no whole record.
    """

    def __init__(self, file: BinaryIO, filename: str, offset: int, length: int | None = None) -> None:
        self._member = Member(file, filename, offset, length)
        self._stream: io.BufferedIOBase = io.BufferedReader(self._member, _PIECE)
        try:
            self.header: RecordHeader = read_header(self._stream)
            size = self.header.content_length
        except RecordBroken as broken:
            raise self._member.damaged(str(broken)) from None
        self.content: io.BufferedIOBase = io.BufferedReader(
            Content(self._stream, size, filename, offset), _PIECE
        )

    @property
    def sha256(self) -> str | None:
        """The digest of the record's bytes in the file, in lower hex; None before ``finish``."""
        return self._member.sha256

    def finish(self) -> int:
        """Read what is left and check that the member ends with the record; returns the offset after it.

        Raises SharedMember when another record follows in the same member.
        """
        drain(self.content)
        rest = self._stream.read(16)
        if rest.lstrip(b"\r\n").startswith(b"WARC/"):
            raise SharedMember
        if rest.strip(b"\r\n") or self._stream.read(1) or self._member.end is None:
            raise self._member.damaged("it goes on after the length that its header gives")
        return self._member.end


def drain(stream: io.BufferedIOBase) -> None:
    """Read a stream to its end."""
    while stream.read1(_PIECE):
        pass
