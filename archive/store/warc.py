"""The archive's records: WARC 1.1 files, one gzip member per record, appended to and never changed.

A segment is written as ``<name>.open`` and gets its name when it is sealed; Locators always use the name.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from archive.digest import sha256_label
from archive.errors import NotWritable, RecordDamaged, WritingStopped
from archive.model import Capture, Exchange, Locator
from archive.ports import Clock
from archive.store.disk import Disk
from archive.store.exchange_record import (
    Measured,
    capture_of,
    measure,
    new_record_id,
    payload_label,
    request_header,
    response_block,
    response_head,
    response_header,
    revisit_header,
)
from archive.store.member import Member, RecordReader
from archive.store.record import RecordHeader
from archive.store.seal import OPEN_SUFFIX, seal_file
from archive.store.segment import OpenSegment, explain
from archive.store.segments import Segments
from archive.timestamp import iso, to_timestamp

SEGMENT_BYTES = 1_000_000_000
OWN_SEGMENT = re.compile(r"backfile-\d{14}-(\d{5,})\.warc\.gz")

_FILENAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,199}")
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that is on disk: where, and the SHA-256 of its bytes there (the gzip member) in lower hex."""

    locator: Locator
    sha256: str

    def of(self, capture: Capture) -> Capture:
        """The Capture with its record."""
        return replace(capture, locator=self.locator, record_sha256=self.sha256)


class WarcStore:
    """Records in a folder; implements ``ports.RecordStore``. One process at a time may append; any may ``open``.

    Nothing is made on disk before the first ``append``. Start-up repair (``recovery``) comes before it.
    """

    def __init__(
        self,
        folder: Path,
        segments: Segments,
        *,
        clock: Clock,
        segment_bytes: int = SEGMENT_BYTES,
        software: str = "Backfile",
        disk: Disk | None = None,
    ) -> None:
        self.folder = folder
        self._segments = segments
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._software = software
        self.disk = disk or Disk()
        self._segment: OpenSegment | None = None
        self._stopped: WritingStopped | None = None
        self._lock = threading.RLock()

    def append(
        self, exchange: Exchange, /, *, original: Capture | None = None, measured: Measured | None = None
    ) -> Capture:
        """Write response (or revisit of ``original``) and request, and return when they are on disk.

        The Capture has id 0 and its Locator; it counts only once the catalogue has committed it together with
        ``end``. ``measured`` spares a second reading when the caller has measured already. Raises DiskFull and
        NotWritable, after which nothing is left of the attempt, and WritingStopped.
        """
        measured = measured or measure(exchange)
        record_id = new_record_id()
        if original is None:
            header, block = response_header(exchange, measured, record_id), response_block(exchange)
        else:
            header = revisit_header(exchange, measured, record_id, original, self._payload_label(original))
            block = iter((response_head(exchange),))
        request = request_header(exchange, new_record_id(), record_id)
        with self._lock, self._unless_stopped():
            segment = self._writable()
            with segment.appending():
                span = segment.member(header, block)
                segment.member(request, (exchange.request,))
            name = _final_name(segment.path)
        stored = Stored(Locator(name, span.offset, span.length), span.sha256)
        return stored.of(capture_of(exchange, measured, record_id, original))

    def write(self, records: Iterable[tuple[RecordHeader, Iterable[bytes]]], /) -> list[Stored]:
        """Write records that are no exchange, each a header and its content, and return when all are on disk: all or
        none. What counts and what is raised is as with ``append``."""
        with self._lock, self._unless_stopped():
            segment = self._writable()
            with segment.appending():
                spans = [segment.member(header, content) for header, content in records]
            name = _final_name(segment.path)
        return [Stored(Locator(name, span.offset, span.length), span.sha256) for span in spans]

    @property
    def end(self) -> tuple[str, int, str]:
        """The segment that was appended to last, its length and digest: what ``segments.commit`` is to be told."""
        if self._segment is None:
            raise LookupError("nothing was appended yet")
        return _final_name(self._segment.path), self._segment.length, self._segment.sha256

    @contextmanager
    def open(self, at: Locator, /) -> Iterator[BinaryIO]:
        """The record's bytes, decompressed: WARC header block, blank line, content block; read forward once.

        Raises RecordDamaged, here or while reading.
        """
        with self._file(at) as file:
            yield cast(BinaryIO, io.BufferedReader(Member(file, at.filename, at.offset, at.length)))

    @contextmanager
    def open_record(self, at: Locator, /) -> Iterator[RecordReader]:
        """The record with its header read. Raises RecordDamaged, here or while reading."""
        with self._file(at) as file:
            yield RecordReader(file, at.filename, at.offset, at.length)

    def path(self, filename: str) -> Path | None:
        """Where a segment lies, sealed or open; None when it is not there or that is no name of a segment."""
        if not _FILENAME.fullmatch(filename):
            return None
        final = self.folder / filename
        begun = self.folder / f"{filename}{OPEN_SUFFIX}"
        # Looked at twice: it may be sealed in between.
        return next((path for path in (final, begun, final) if path.is_file()), None)

    def seal(self) -> None:
        """Close the open segment for good, with its checksum beside it; the next append begins another."""
        with self._lock:
            segment = self._segment or self._resumed()
            self._segment = None
            if segment is not None:
                segment.close()
                seal_file(self.folder, _final_name(segment.path), segment.length, self._segments, self.disk)

    def close(self) -> None:
        """Let go of the open segment, which is gone on with at the next start."""
        with self._lock:
            if self._segment is not None:
                self._segment.close()
                self._segment = None

    def _payload_label(self, original: Capture) -> str:
        try:
            with self.open_record(original.locator) as record:
                return payload_label(original, record.header.get("WARC-Payload-Digest"))
        except RecordDamaged:  # told elsewhere: a revisit is worth keeping all the same
            return sha256_label(original.sha256)

    @contextmanager
    def _file(self, at: Locator) -> Iterator[BinaryIO]:
        path = self.path(at.filename)
        if path is None or at.offset < 0 or at.length <= 0:
            raise RecordDamaged(at.filename, at.offset, "the file is not in the archive's folder")
        try:
            file = path.open("rb")
        except OSError as error:
            raise RecordDamaged(at.filename, at.offset, error.strerror or "it can't be opened") from error
        with file:
            yield file

    @contextmanager
    def _unless_stopped(self) -> Iterator[None]:
        if self._stopped is not None:
            raise self._stopped
        try:
            yield
        except WritingStopped as stopped:
            self._stopped = stopped
            raise

    def _writable(self) -> OpenSegment:
        if self._segment is None:
            self._segment = self._resumed()
        if self._segment is not None and self._segment.length >= self._segment_bytes:
            self.seal()
        if self._segment is None:
            self._segment = self._begun()
        return self._segment

    def _resumed(self) -> OpenSegment | None:
        """The last segment of our own that is open, as long as the catalogue says and of that digest."""
        for known in reversed(self._segments.all()):
            path = self.folder / f"{known.name}{OPEN_SUFFIX}"
            if known.sealed or not OWN_SEGMENT.fullmatch(known.name):
                continue
            with suppress(FileNotFoundError):
                if path.stat().st_size == known.committed:
                    segment = OpenSegment.resume(path, self.disk, known.committed)
                    if known.sha256 in (None, segment.sha256):
                        return segment
                    segment.close()  # what was archived in it has changed: `verify` tells, and nothing more goes in
        return None

    def _begun(self) -> OpenSegment:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(str(self.folder), error.strerror or str(error)) from error
        name = f"backfile-{to_timestamp(self._clock())}-{self._next_serial():05}.warc.gz"
        segment = OpenSegment.create(self.folder / f"{name}{OPEN_SUFFIX}", self.disk)
        try:
            header, content = self._warcinfo(name)
            with segment.appending():
                segment.member(header, (content,))
            self._segments.commit(name, segment.length, segment.sha256)
        except BaseException:
            segment.close()
            with suppress(OSError):
                segment.path.unlink()
            raise
        return segment

    def _next_serial(self) -> int:
        try:
            names = [path.name.removesuffix(OPEN_SUFFIX) for path in self.folder.iterdir()]
        except OSError as error:
            raise explain(self.folder, error) from error
        names += [known.name for known in self._segments.all()]
        return 1 + max((int(own[1]) for name in names if (own := OWN_SEGMENT.fullmatch(name))), default=0)

    def _warcinfo(self, name: str) -> tuple[RecordHeader, bytes]:
        lines = (
            f"software: {self._software}",
            "format: WARC File Format 1.1",
            f"conformsTo: {_CONFORMS_TO}",
        )
        content = "".join(f"{line}\r\n" for line in lines).encode("utf-8")
        fields = (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{new_record_id()}>"),
            ("WARC-Date", iso(self._clock())),
            ("WARC-Filename", name),
            ("WARC-Block-Digest", sha256_label(hashlib.sha256(content).hexdigest())),
            ("Content-Type", "application/warc-fields"),
            ("Content-Length", str(len(content))),
        )
        return RecordHeader(fields), content


def _final_name(path: Path) -> str:
    return path.name.removesuffix(OPEN_SUFFIX)
