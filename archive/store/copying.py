"""Files copied and read with their digests, and synced: for backups."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PIECE = 1024 * 1024

Piece = Callable[[int], None]
"""Called for every piece, with its length; may raise Stopped."""


class Stopped(Exception):
    """The work was asked to stop."""


def copied(source: Path, target: Path, length: int | None, on_piece: Piece | None) -> tuple[int, str]:
    """Copy the first ``length`` bytes (None: all) into a new file, which is on disk then; how many there were, and their
    SHA-256 in lower hex. The source must be an ordinary file. Raises OSError."""
    digest, left, size = hashlib.sha256(), length, 0
    read = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(read, "rb") as old, target.open("xb") as new:
        target.chmod(0o600)
        while piece := old.read(_PIECE if left is None else min(_PIECE, left)):
            new.write(piece)
            digest.update(piece)
            size += len(piece)
            left = None if left is None else left - len(piece)
            if on_piece is not None:
                on_piece(len(piece))
        new.flush()
        os.fsync(new.fileno())
    return size, digest.hexdigest()


def digest_on_disk(path: Path, on_piece: Piece | None = None) -> str:
    """A file's SHA-256 in lower hex, read from the disk where the system allows that, and not from memory."""
    digest = hashlib.sha256()
    read = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(read, "rb") as file:
        with suppress(OSError, AttributeError):
            os.posix_fadvise(read, 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_PIECE):
            digest.update(piece)
            if on_piece is not None:
                on_piece(len(piece))
    return digest.hexdigest()


def sync_path(path: Path) -> None:
    """Return when a file, or a folder's names, are on disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
