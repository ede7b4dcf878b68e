"""A WARC file of any shape made into one with a gzip member per record: the form in which records are read by offset.

Header blocks and content blocks stay as they are, byte for byte. What can't be read is left out, and told.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tempfile
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.digest import sha256_label
from archive.errors import RecordDamaged
from archive.message import read_head
from archive.store.member import RecordReader
from archive.store.record import (
    END,
    RecordBroken,
    RecordHeader,
    begins_record,
    parse_header,
    read_header_block,
)
from archive.store.scan import Damage

_PIECE = 64 * 1024
_MOST_DAMAGES = (
    100  # after them the rest of a stream is given up: it is no WARC file, or was made to waste time
)
_CLIPPED_LIMIT = 1024 * 1024 * 1024
_UNPACKING = (EOFError, zlib.error, gzip.BadGzipFile)
_NOT_OF_A_PART = frozenset({
    "warc-record-id", "warc-block-digest", "warc-payload-digest", "warc-truncated", "content-length",
})  # fmt: skip


@dataclass(slots=True)
class Rewritten:
    """What came of it: how many whole records there are, where it broke, and whether the response that broke off was
    kept as far as it goes. Offsets are in the file as it was, or in its unpacked bytes where ``unpacked``."""

    records: int = 0
    damages: list[Damage] = field(default_factory=list)
    clipped_kept: bool = False
    unpacked: bool = False


class _Broken(Exception):
    """Reading can't go on; the message says why."""


class _Members:
    """Writes gzip members, and takes back one that could not be finished."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, header: bytes, content: Iterable[bytes]) -> None:
        start = self._file.tell()
        deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
        try:
            self._file.write(deflate.compress(header))
            for piece in content:
                self._file.write(deflate.compress(piece))
            self._file.write(deflate.compress(END) + deflate.flush())
        except BaseException:
            self._file.seek(start)
            self._file.truncate()
            raise


def rewrite_stream(source: Path, target: Path, *, packed: bool) -> Rewritten:
    """Rewrite a plain WARC file, or (``packed``) one whose gzip members hold more than one record."""
    rewritten = Rewritten(unpacked=packed)
    opened: gzip.GzipFile | io.BufferedReader = gzip.open(source) if packed else source.open("rb")  # noqa: SIM115 -- closed below
    with opened as stream, target.open("xb") as file:
        counted, members = _Counted(stream), _Members(file)
        start = 0
        try:
            while _skip_blank(counted) and len(rewritten.damages) < _MOST_DAMAGES:
                start = counted.position
                try:
                    _copy(counted, members, rewritten)
                except (_Broken, RecordBroken) as broken:
                    rewritten.damages.append(Damage(start, counted.to_next_record(), _reason(broken)))
        except _UNPACKING as broken:
            rewritten.damages.append(Damage(start, None, _reason(broken)))
    return rewritten


def rewrite_sound(
    source: Path, target: Path, spans: list[tuple[int, int]], damages: list[Damage]
) -> Rewritten:
    """Keep the members at ``spans`` (offset and length) of a damaged file as they are; and of a response that the end
    of the file cuts off, what there is."""
    rewritten = Rewritten(len(spans), damages)
    with source.open("rb") as file, target.open("xb") as kept:
        for offset, length in spans:
            file.seek(offset)
            _copy_bytes(file, kept, length)
        last = damages[-1] if damages else None
        if last is not None and last.until is None:
            rewritten.clipped_kept = _keep_clipped_member(file, source.name, last.offset, _Members(kept))
    return rewritten


class _Counted:
    """A buffered stream with its position."""

    def __init__(self, stream: gzip.GzipFile | io.BufferedReader) -> None:
        self._stream = stream
        self._line = b""  # looked at, but not read yet
        self.position = 0

    def readline(self, size: int = -1, /) -> bytes:
        line = self._line or self._stream.readline(size)
        self._line = b""
        self.position += len(line)
        return line

    def read(self, size: int) -> bytes:
        """What there is, even when the stream breaks off right after it."""
        piece = self._line[:size] or self._stream.read1(size)
        self._line = self._line[len(piece) :]
        self.position += len(piece)
        return piece

    def peek(self) -> bytes:
        return self._line[:1] or self._stream.peek(1)[:1]

    def to_next_record(self) -> int | None:
        """Forward to a line that begins a record, and its position; None when there is none."""
        whole = True
        while line := self.readline(_PIECE):
            if whole and begins_record(line):
                self._line = line
                self.position -= len(line)
                return self.position
            whole = line.endswith(b"\n")
        return None


def _skip_blank(stream: _Counted) -> bool:
    """Past the blank lines between records; whether there is more."""
    while (found := stream.peek()) and found in b"\r\n":
        stream.read(1)
    return bool(found)


def _copy(stream: _Counted, members: _Members, rewritten: Rewritten) -> None:
    block = read_header_block(stream)
    header = parse_header(block)
    with tempfile.TemporaryFile() as seen:
        try:
            members.add(block, _content(stream, header.content_length, seen))
        except (_Broken, *_UNPACKING):
            rewritten.clipped_kept = _keep_clipped(header, seen, members)
            raise
    rewritten.records += 1


def _content(stream: _Counted, length: int, seen: BinaryIO) -> Iterator[bytes]:
    """A content block, kept on the way: should it break off, what came is still wanted."""
    left = length
    while left:
        piece = stream.read(min(_PIECE, left))
        if not piece:
            raise _Broken("it ends before the length that its header gives")
        left -= len(piece)
        if length - left <= _CLIPPED_LIMIT:
            seen.write(piece)
        yield piece


def _keep_clipped_member(file: BinaryIO, filename: str, offset: int, members: _Members) -> bool:
    with tempfile.TemporaryFile() as seen:
        try:
            reader = RecordReader(file, filename, offset)
        except RecordDamaged:
            return False
        try:
            while (piece := reader.content.read1(_PIECE)) and seen.tell() < _CLIPPED_LIMIT:
                seen.write(piece)
        except RecordDamaged as damage:
            return damage.reason == "it breaks off" and _keep_clipped(reader.header, seen, members)
    return False


def _keep_clipped(header: RecordHeader, seen: BinaryIO, members: _Members) -> bool:
    """Keep a response that broke off as a record of its own, marked as truncated; whether there was enough of it."""
    length = seen.tell()
    seen.seek(0)
    head = read_head(seen) if header.type == "response" else None
    if head is None or not head.status or head.length >= length:
        return False
    seen.seek(0)
    digest = hashlib.sha256()
    for piece in iter(lambda: seen.read(_PIECE), b""):
        digest.update(piece)
    seen.seek(0)
    kept = RecordHeader(
        (
            *((name, value) for name, value in header.fields if name.lower() not in _NOT_OF_A_PART),
            # The whole record may come one day, under its own id.
            ("WARC-Record-ID", f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{header.record_id}#{length}').urn}>"),
            ("WARC-Truncated", "unspecified"),
            ("WARC-Block-Digest", sha256_label(digest.hexdigest())),
            ("Content-Length", str(length)),
        )
    )
    try:
        block = kept.to_bytes()
    except ValueError:
        return False
    members.add(block, iter(lambda: seen.read(_PIECE), b""))
    return True


def _copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length and (piece := source.read(min(_PIECE, length))):
        target.write(piece)
        length -= len(piece)


def _reason(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "it breaks off"
    if isinstance(error, (zlib.error, gzip.BadGzipFile)):
        return "its bytes do not unpack"
    return str(error)
