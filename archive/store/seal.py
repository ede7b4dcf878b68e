"""Sealing: a segment gets its checksum beside it and its final name, and is not written to any more."""

from __future__ import annotations

import os
import re
from pathlib import Path

from archive.errors import WritingStopped
from archive.store.disk import Disk
from archive.store.segments import Segment, Segments
from archive.store.sums import sha256_of

OPEN_SUFFIX = ".open"
CHECKSUM_SUFFIX = ".sha256"
_CHECKSUM = re.compile(r"([0-9a-f]{64})  (\S+)\n")
READ_ONLY = 0o444


def seal_file(folder: Path, name: str, length: int, segments: Segments, disk: Disk) -> str:
    """Seal the segment ``name``, of ``length`` bytes; returns its SHA-256 in hex.

    The order is: bytes synced, checksum file, final name, folder synced, catalogue. After a crash between any two of
    them it can be done again from the start. The checksum is that of what was committed: where the file has changed since,
    it does not fit, and ``verify`` tells.
    """
    final, begun = folder / name, folder / f"{name}{OPEN_SUFFIX}"
    current = begun if begun.exists() else final
    try:
        digest = _digest(current, segments.get(name), length)
        _synced(current, disk)
        _write_checksum(folder / f"{name}{CHECKSUM_SUFFIX}", checksum_line(digest, name), disk)
        current.chmod(READ_ONLY)
        if current == begun:
            disk.rename(begun, final)
        disk.sync_folder(folder)
    except OSError as error:
        raise WritingStopped(str(final), error.strerror or str(error)) from error
    segments.seal(name, digest, length)
    return digest


def reseal(folder: Path, name: str, segments: Segments, disk: Disk) -> str:
    """Seal a sealed segment again whose bytes were changed on purpose, but not their number; returns its SHA-256. As with
    ``seal_file``, it can be done again after a crash."""
    path = folder / name
    digest = sha256_of(path)
    _synced(path, disk)
    _write_checksum(folder / f"{name}{CHECKSUM_SUFFIX}", checksum_line(digest, name), disk)
    path.chmod(READ_ONLY)
    disk.sync_folder(folder)
    segments.seal(name, digest, path.stat().st_size)
    return digest


def checksum_line(sha256: str, name: str) -> str:
    """What stands in the file beside a sealed segment; ``sha256sum -c`` reads it."""
    return f"{sha256}  {name}\n"


def checksum_of(path: Path) -> str | None:
    """The SHA-256 in the checksum file beside a sealed segment; None when there is none that can be read."""
    try:
        with path.with_name(f"{path.name}{CHECKSUM_SUFFIX}").open(encoding="ascii") as file:
            found = _CHECKSUM.fullmatch(file.read(1000))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found and found[2] == path.name else None


def _write_checksum(path: Path, text: str, disk: Disk) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.write_text(text, encoding="ascii")
    draft.chmod(READ_ONLY)
    _synced(draft, disk)
    disk.rename(draft, path)


def _digest(path: Path, known: Segment | None, length: int) -> str:
    if known is not None and known.sha256 is not None and known.committed == length:
        return known.sha256
    return sha256_of(path)


def _synced(path: Path, disk: Disk) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
