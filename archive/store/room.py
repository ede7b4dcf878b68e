"""Room on the disk: below a mark nothing new is taken in, so that reading, and ending cleanly, still have some."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import DiskFull, RoomShort

FULL = 1 << 20
"""Bytes below which a disk counts as full: nothing of ours that is smaller than that is worth beginning."""


def free_bytes(path: Path) -> int:
    """What a user may still write on the disk that holds a path, or will hold it. Raises OSError."""
    return shutil.disk_usage(_nearest(path)).free


@dataclass(frozen=True, slots=True)
class Room:
    """The disk of a data folder, and how many bytes on it stay free; 0: as far as it goes."""

    data: Path
    least: int = 0
    free: Callable[[Path], int] = field(default=free_bytes)

    def short(self, wanted: int = 0) -> RoomShort | DiskFull | None:
        """Why ``wanted`` more bytes may not be written; None when they may."""
        try:
            free = self.free(self.data)
        except OSError:
            return None  # whoever writes will be told
        if self.least:
            return RoomShort(str(self.data), free, self.least, wanted) if free - wanted < self.least else None
        return DiskFull(str(self.data)) if free - wanted < FULL else None

    def beside(self, path: Path) -> Room:
        """The same for what is written to ``path``: the mark is for the disk of the data folder, elsewhere there is none."""
        try:
            same = _nearest(path).stat().st_dev == _nearest(self.data).stat().st_dev
        except OSError:
            return self  # whoever writes will be told
        return self if same else replace(self, data=path, least=0)

    def require(self, wanted: int = 0) -> None:
        """Raise RoomShort or DiskFull when ``wanted`` more bytes may not be written."""
        short = self.short(wanted)
        if short is not None:
            raise short


@dataclass(frozen=True, slots=True)
class Ebb:
    """A disk that had no room for something while ``free`` bytes were free on it, as ``error`` tells."""

    error: DiskFull
    free: int | None

    @classmethod
    def of(cls, error: DiskFull, free: Callable[[Path], int] = free_bytes) -> Ebb:
        """As it is at this moment."""
        return cls(error, _free(error, free))

    def is_over(self, free: Callable[[Path], int] = free_bytes) -> bool:
        """Whether somebody has made room since, so that trying again is worth it."""
        now = _free(self.error, free)
        return self.free is None or now is None or now >= self.free + FULL


def _nearest(path: Path) -> Path:
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def _free(error: DiskFull, free: Callable[[Path], int]) -> int | None:
    try:
        return free(Path(error.path))
    except OSError:
        return None
