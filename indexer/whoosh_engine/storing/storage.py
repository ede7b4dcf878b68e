"""Where Whoosh reads and writes: mapped files without copies for readers, durable commits for the writer.

Why not Whoosh's own FileStorage: its ``BufferFile`` copies every mapped segment into memory at each open and
keeps one file position for all threads, so that threads sharing a searcher read each other's bytes; and it
never syncs. Both are cured here through the storage seam, with nothing of Whoosh patched: a file without a
``fileno`` but with ``subset`` is what ``CompoundStorage`` slices instead of copying.
"""

from __future__ import annotations

import io
import mmap
import os
import pickle
import threading
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from archive.store.disk import Disk
from archive.store.sums import sha256_of
from indexer.whoosh_engine.storing import digests


class OpenedFile:
    """A file that stays open as long as a part of it is used."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = os.dup(descriptor)

    def __del__(self) -> None:
        os.close(self.descriptor)


class MappedFile(StructFile):
    """A read-only file, or a part of one, over shared memory. Each thread has its own position in it.

    Closing only marks it closed: the mapping goes when the last view of it has gone, so a reader that still
    searches an old segment is never cut off.
    """

    def __init__(
        self, view: memoryview, name: str | None = None, opened: OpenedFile | None = None, begin: int = 0
    ) -> None:
        self.view = view
        self._opened, self._begin = opened, begin
        self._name = name
        self._local = threading.local()
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @property
    def file(self) -> MappedFile:
        """What ``StructFile`` reads from; a reference of its own would keep the mapping until the collector comes."""
        return self

    def tell(self) -> int:
        return getattr(self._local, "position", 0)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: len(self.view)}[whence]
        self._local.position = base + offset
        return base + offset

    def read(self, size: int | None = -1) -> bytes:
        start = self.tell()
        end = len(self.view) if size is None or size < 0 else start + size
        data = bytes(self.view[start:end])
        self._local.position = start + len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        start = self.tell()
        end = start
        limit = len(self.view) if size < 0 else min(len(self.view), start + size)
        while end < limit:
            end += 1
            if self.view[end - 1] == 0x0A:
                break
        self._local.position = end
        return bytes(self.view[start:end])

    def read_pickle(self) -> Any:
        return pickle.load(self)  # noqa: S301  (our own index: another's is never opened, see folder.py)

    def get(self, position: int, length: int) -> bytes:
        """Some bytes, past the mapping: each page of it that is touched stays resident with fifteen around it, and of
        postings and Documents, which are most of a segment, every question wants others."""
        if self._opened is None:
            return bytes(self.view[position : position + length])
        return os.pread(
            self._opened.descriptor, min(length, len(self.view) - position), self._begin + position
        )

    def get_array(self, position: int, typecode: str, length: int) -> array[Any]:
        self.seek(position)
        values: array[Any] = self.read_array(typecode, length)
        return values

    def subset(self, offset: int, length: int, name: str | None = None) -> MappedFile:
        part = self.view[offset : offset + length]
        return MappedFile(part, name or self._name, self._opened, self._begin + offset)

    def let_go(self) -> None:
        """Give back the memory of what was read, in the whole mapping: what is read again comes again. Who reads all of a
        file once would else hold all of it until the end."""
        if isinstance(self.view.obj, mmap.mmap):
            self.view.obj.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        self.is_closed = True


class WrittenFile(io.FileIO):
    """A file whose bytes go to the disk through ``Disk``."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        super().__init__(disk.scratch(path), "r+b")

    def write(self, data: Any, /) -> int:
        return self._disk.write(self.fileno(), data)


class MappedStorage(FileStorage):
    """A folder of index files: read through ``MappedFile``, and synced to disk before a commit names them.

    One of it serves one commit: ``abandon`` takes back what it has written of one that failed.
    """

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        super().__init__(str(folder))
        self._disk = disk or Disk()
        self._written: dict[str, WrittenFile] = {}
        self._temporary: list[MappedStorage] = []
        self._locks: list[Any] = []
        self._list: Path | None = None

    def lock(self, name: str) -> Any:
        lock = super().lock(name)
        self._locks.append(lock)
        return lock

    def open_file(self, name: str, **options: Any) -> MappedFile:
        with Path(self._fpath(name)).open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0  # an empty file can't be mapped
            view = memoryview(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            return MappedFile(view, name, OpenedFile(file.fileno()))

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> StructFile:
        file = self._written[name] = WrittenFile(self._disk, Path(self._fpath(name)))
        buffered = io.BufferedRandom(file) if "+" in mode else io.BufferedWriter(file, _BUFFER)
        return StructFile(buffered, name=name, **options)

    def delete_file(self, name: str) -> None:
        self._disk.remove(Path(self._fpath(name)))

    def temp_storage(self, name: str | None = None) -> MappedStorage:
        made = MappedStorage(Path(self._fpath(name or "tmp")), self._disk)
        made.create()
        self._temporary.append(made)
        return made

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Renaming is how Whoosh commits: what the new name will speak of is on the disk before it."""
        self._sync_files()
        if safe and self.file_exists(newname):
            raise FileExistsError(newname)
        before = self._list_digests(oldname, newname)
        folder = Path(self.folder)
        self._disk.rename(folder / oldname, folder / newname)
        self._written.clear()  # from here on all is the index's
        self._list = None
        self._disk.sync_folder(folder)
        for path in (*before, *(path for pattern in _DRAFTS for path in folder.glob(pattern))):
            with suppress(OSError):  # the commit stands; the next one tries again
                self._disk.remove(path)

    def abandon(self) -> None:
        """Close and remove what was written since the last commit, and free the lock: Whoosh leaves it all as it is where
        one fails."""
        for storage in self._temporary:
            storage.abandon()
            with suppress(OSError):
                Path(storage.folder).rmdir()
        for name, file in self._written.items():
            with suppress(OSError):
                file.close()  # and not the buffer before it, which would write again what can't be written
            with suppress(OSError):
                Path(self._fpath(name)).unlink()
        self._written.clear()
        if self._list is not None:
            self._list.unlink(missing_ok=True)
        for lock in self._locks:
            if lock.fd is not None:
                lock.release()

    def _list_digests(self, draft: str, toc: str) -> list[Path]:
        """Write the list of the commit's files, beside the TOC that will name them; returns the lists before it."""
        folder, known = Path(self.folder), dict[str, str]()
        path = folder / digests.list_name(toc)
        before = [old for old in folder.glob(f"*{digests.SUFFIX}") if old != path]
        for old in before:
            known |= digests.parse(old.read_bytes()) or {}
        listed = {each.name for each in folder.iterdir()} - {draft, path.name, *(old.name for old in before)}
        listed = {name for name in listed if not name.endswith((".toc", DRAFT))}
        found = digests.taken(folder, listed, known)
        text = digests.text_of({**found, toc: sha256_of(folder / draft)})
        replace_file(self._disk, path, text.encode())
        self._list = path
        return before

    def _sync_files(self) -> None:
        for name in self._written:
            path = Path(self._fpath(name))
            if path.exists():  # parts that were assembled into one file are gone already
                sync(self._disk, path)


DRAFT = ".new"
"""The end of the name of a file that is not whole yet."""

_DRAFTS = ("*.toc.*", f"*{DRAFT}")
_BUFFER = 128 * 1024


def replace_file(disk: Disk, path: Path, content: bytes) -> None:
    """Write a small file, whole or not at all, and durably but for its name. Raises OSError."""
    draft = path.with_name(path.name + DRAFT)
    descriptor = disk.scratch(draft)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[disk.write(descriptor, rest) :]
        disk.sync(descriptor)
        disk.rename(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def sync(disk: Disk, path: Path) -> None:
    """Return when a file's bytes are on disk. Raises OSError; a failed sync is never tried again."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
