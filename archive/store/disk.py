"""What the archive asks of a disk: the few calls whose failure decides what is safe. Tests put a failing one here."""

from __future__ import annotations

import os
from pathlib import Path


class Disk:
    """A file system that honours fsync."""

    def create(self, path: Path) -> int:
        """A new file, open for writing. OSError when there is one of that name."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)

    def scratch(self, path: Path) -> int:
        """A file, open for writing and reading, without what it held before."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)

    def resume(self, path: Path) -> int:
        """A file that is there, open for writing at its end."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        os.lseek(descriptor, 0, os.SEEK_END)
        return descriptor

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write at the file's position; returns how much was taken, which may be less than all."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Return when the file's bytes and length are on disk."""
        os.fdatasync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        """Return when the folder's names are on disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def cut(self, descriptor: int, length: int) -> None:
        """Drop everything after ``length``; the next write goes there."""
        os.ftruncate(descriptor, length)
        os.lseek(descriptor, length, os.SEEK_SET)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file its final name, in one step."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Take a file's name away."""
        path.unlink()
