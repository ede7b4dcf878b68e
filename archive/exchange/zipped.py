"""A zip file that nobody vouches for. No path in it is ever used as one here: members are streams."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import ImportRefused

MAX_DIRECTORY = 64 * 1024 * 1024
SMALL = 64 * 1024 * 1024
"""Bytes that any file may unpack to, however small it is."""
_PIECE = 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_LINK = 0o120000
_FORMAT = 0o170000
_CODINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Zipped:
    """A zip file that is open for reading; all that is copied out of it is at most ``growth`` times its size."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, growth: int) -> None:
        self._path = path
        self._archive = archive
        self._growth = growth
        self._room = max(SMALL, path.stat().st_size * growth)
        self.members = sorted(archive.infolist(), key=lambda one: one.filename)

    def copy(self, member: zipfile.ZipInfo, target: BinaryIO) -> None:
        """Copy a member out. Raises ImportRefused when it is damaged, or more than the file can honestly hold."""
        try:
            with self._archive.open(member) as source:
                while piece := source.read(_PIECE):
                    self._room -= len(piece)
                    if self._room < 0:
                        raise ImportRefused(
                            str(self._path), f"it unpacks to more than {self._growth} times its size"
                        )
                    target.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise ImportRefused(
                str(self._path), f"its member {member.filename[:200]} is damaged ({error})"
            ) from None


@contextmanager
def open_zip(path: Path, growth: int) -> Iterator[Zipped]:
    """Open a zip file. Raises ImportRefused when it is none that is sound."""
    _check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise ImportRefused(str(path), f"it is no sound zip file ({error})") from None
    with archive:
        yield Zipped(path, archive, growth)


def refusal(member: zipfile.ZipInfo) -> str | None:
    """Why a member is not read, or None."""
    name = member.filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts or ":" in parts[0] or not name.isprintable():
        return "its path leads out of the file"
    if member.external_attr >> 16 & _FORMAT == _LINK:
        return "it is a link"
    if member.flag_bits & 1:
        return "it is encrypted"
    if member.compress_type not in _CODINGS:
        return "it is compressed in a way that is not read here"
    return None


def _check_directory(path: Path) -> None:
    """Refuse a zip whose list of members is too large to hold, before anything reads it whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - 65535))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise ImportRefused(str(path), "it is no sound zip file (its end is missing)")
    listed = struct.unpack_from("<L", tail, at + 12)[0]
    if listed == 0xFFFFFFFF:  # zip64: the true number stands before
        before = tail.rfind(b"PK\x06\x06", 0, at)
        listed = struct.unpack_from("<Q", tail, before + 40)[0] if 0 <= before <= len(tail) - 48 else 0
    if listed > MAX_DIRECTORY:
        raise ImportRefused(str(path), "its list of members is too long")
