"""Sealing: a segment gets its checksum beside it and its final name, and is not written to any more."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from archive.errors import WritingStopped
from archive.store.disk import Disk
from archive.store.segments import Segments

OPEN_SUFFIX = ".open"
CHECKSUM_SUFFIX = ".sha256"
_READ_ONLY = 0o444
_PIECE = 1024 * 1024


def seal_file(folder: Path, name: str, length: int, segments: Segments, disk: Disk) -> str:
    """Seal the segment ``name``, of ``length`` bytes; returns its SHA-256 in hex.

    The order is: bytes synced, checksum file, final name, folder synced, catalogue. After a crash between any two of
    them it can be done again from the start. The checksum file is in the form that ``sha256sum -c`` reads.
    """
    final, begun = folder / name, folder / f"{name}{OPEN_SUFFIX}"
    current = begun if begun.exists() else final
    try:
        digest = sha256_of(current)
        _synced(current, disk)
        _write_checksum(folder / f"{name}{CHECKSUM_SUFFIX}", f"{digest}  {name}\n", disk)
        current.chmod(_READ_ONLY)
        if current == begun:
            disk.rename(begun, final)
        disk.sync_folder(folder)
    except OSError as error:
        raise WritingStopped(str(final), error.strerror or str(error)) from error
    segments.seal(name, digest, length)
    return digest


def sha256_of(path: Path) -> str:
    """A file's SHA-256 in lower hex, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _write_checksum(path: Path, text: str, disk: Disk) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.write_text(text, encoding="ascii")
    draft.chmod(_READ_ONLY)
    _synced(draft, disk)
    disk.rename(draft, path)


def _synced(path: Path, disk: Disk) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
