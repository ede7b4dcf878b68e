"""A disk that fails when it is told to."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from archive.store.disk import Disk


class FailingDisk(Disk):
    """Fails the calls named in ``failing`` (name → errno) from their ``after``-th on; ``once`` only that one. ``all``: of
    whatever name.

    ``short`` writes at most so many bytes a call, as a disk that fills up does.
    """

    def __init__(self) -> None:
        self.failing: dict[str, int] = {}
        self.after = 0
        self.once = False
        self.short: int | None = None
        self.calls: list[str] = []

    def create(self, path: Path) -> int:
        self._may("create")
        return super().create(path)

    def scratch(self, path: Path) -> int:
        self._may("scratch")
        return super().scratch(path)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        self._may("write")
        return super().write(descriptor, data[: self.short] if self.short else data)

    def sync(self, descriptor: int) -> None:
        self._may("sync")
        super().sync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        self._may("sync_folder")
        super().sync_folder(folder)

    def cut(self, descriptor: int, length: int) -> None:
        self._may("cut")
        super().cut(descriptor, length)

    def rename(self, old: Path, new: Path) -> None:
        self._may("rename")
        super().rename(old, new)

    def remove(self, path: Path) -> None:
        self._may("remove")
        super().remove(path)

    def _may(self, name: str) -> None:
        self.calls.append(name)
        name = name if name in self.failing else "all"
        code = self.failing.get(name)
        if code is None:
            return
        if self.after:
            self.after -= 1
            return
        if self.once:
            del self.failing[name]
        raise OSError(code, os.strerror(code))


FULL = errno.ENOSPC
BROKEN = errno.EIO
Fault = Callable[[FailingDisk], None]
