"""Room on the disk: below a mark nothing new is taken in, so that reading, and ending cleanly, still have some."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import RoomShort


def free_bytes(path: Path) -> int:
    """What a user may still write on the disk that holds a path, or will hold it. Raises OSError."""
    nearest = next(each for each in (path, *path.absolute().parents) if each.exists())
    return shutil.disk_usage(nearest).free


@dataclass(frozen=True, slots=True)
class Room:
    """The disk of a data folder, and how many bytes on it stay free; 0: as far as it goes."""

    data: Path
    least: int = 0
    free: Callable[[Path], int] = field(default=free_bytes)

    def short(self, wanted: int = 0) -> RoomShort | None:
        """Why ``wanted`` more bytes may not be written; None when they may."""
        if not self.least:
            return None
        try:
            free = self.free(self.data)
        except OSError:
            return None  # whoever writes will be told
        return RoomShort(str(self.data), free, self.least, wanted) if free - wanted < self.least else None

    def require(self, wanted: int = 0) -> None:
        """Raise RoomShort when ``wanted`` more bytes may not be written."""
        short = self.short(wanted)
        if short is not None:
            raise short
