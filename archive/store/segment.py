"""A segment that is being written: whole records are appended and synced, or nothing is."""

from __future__ import annotations

import errno
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BackfileError, DiskFull, NotWritable, WritingStopped
from archive.store.disk import Disk
from archive.store.record import END, RecordHeader
from archive.store.sums import Digest, digest_of

_LEVEL = 6
_GZIP = 31


@dataclass(frozen=True, slots=True)
class Span:
    """Where a record lies in its file: its gzip member's offset, its length, and the SHA-256 of its bytes in lower hex."""

    offset: int
    length: int
    sha256: str


class OpenSegment:
    """A file at its end. ``length`` counts the bytes of whole, synced records."""

    def __init__(self, path: Path, disk: Disk, descriptor: int, length: int, before: Digest) -> None:
        self.path = path
        self.length = length
        self._synced = before  # of the first ``length`` bytes
        self._all = before  # of those and of what is not synced yet
        self._disk = disk
        self._descriptor = descriptor
        self._written = length
        self._member = hashlib.sha256()
        self._stopped: WritingStopped | None = None

    @classmethod
    def create(cls, path: Path, disk: Disk) -> OpenSegment:
        """A new file, whose name is on disk. Raises NotWritable, DiskFull, WritingStopped; then there is none."""
        try:
            descriptor = disk.create(path)
        except OSError as error:
            raise explain(path, error) from error
        try:
            disk.sync_folder(path.parent)
        except OSError as error:
            os.close(descriptor)
            with suppress(OSError):
                path.unlink()
            raise WritingStopped(str(path), error.strerror or str(error)) from error
        return cls(path, disk, descriptor, 0, hashlib.sha256())

    @classmethod
    def resume(cls, path: Path, disk: Disk, length: int) -> OpenSegment:
        """A file that is ``length`` bytes long, to be gone on with; it is read once. Raises NotWritable."""
        try:
            return cls(path, disk, disk.resume(path), length, digest_of(path, length))
        except OSError as error:
            raise explain(path, error) from error

    @property
    def sha256(self) -> str:
        """The digest of the first ``length`` bytes, in lower hex."""
        return self._synced.hexdigest()

    @contextmanager
    def appending(self) -> Iterator[OpenSegment]:
        """Around the ``member`` calls of one exchange: synced at the end, cut back if anything is raised.

        Raises DiskFull or NotWritable after which writing may be tried again; WritingStopped when the disk did not
        confirm, and from then on always (a failed fsync may have dropped pages that look written).
        """
        if self._stopped is not None:
            raise self._stopped
        self._all = self._synced.copy()
        try:
            yield self
        except BaseException:
            self._cut_back()
            raise
        self._sync()
        self.length, self._synced = self._written, self._all

    def member(self, header: RecordHeader, content: Iterable[bytes]) -> Span:
        """Append one record as a gzip member. Only within ``appending``."""
        offset = self._written
        self._member = hashlib.sha256()
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        self._write(deflate.compress(header.to_bytes()))
        for piece in content:
            self._write(deflate.compress(piece))
        self._write(deflate.compress(END))
        self._write(deflate.flush())
        return Span(offset, self._written - offset, self._member.hexdigest())

    def close(self) -> None:
        """Let go of the file; what is synced stays."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, data: bytes) -> None:
        self._member.update(data)
        self._all.update(data)
        view = memoryview(data)
        try:
            while view:
                written = self._disk.write(self._descriptor, view)
                self._written += written
                view = view[written:]
        except OSError as error:
            raise explain(self.path, error) from error

    def _sync(self) -> None:
        try:
            self._disk.sync(self._descriptor)
        except OSError as error:
            raise self._stop(error) from error

    def _cut_back(self) -> None:
        try:
            self._disk.cut(self._descriptor, self.length)
        except OSError as error:
            raise self._stop(error) from error
        self._written = self.length

    def _stop(self, error: OSError) -> WritingStopped:
        self._stopped = WritingStopped(str(self.path), error.strerror or str(error))
        return self._stopped


def explain(path: Path, error: OSError) -> BackfileError:
    """What a failed write means to a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(str(path))
    return NotWritable(str(path), error.strerror or str(error))
