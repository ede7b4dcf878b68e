"""The WARC files in a WACZ (WACZ 1.1.1 §5), read from a zip file that nobody vouches for.

No path of the zip is ever used as one here: members are streams, and get names of ours.
"""

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
_PIECE = 1024 * 1024
_GROWTH = 20  # what all members may unpack to, as a multiple of the file
_SMALL = 64 * 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_LINK = 0o120000
_FORMAT = 0o170000
_CODINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Wacz:
    """A WACZ that is open for reading. ``warcs`` are its WARC files, in order of name; ``refused`` pairs of what and why."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self._room = max(_SMALL, path.stat().st_size * _GROWTH)
        self.warcs: list[zipfile.ZipInfo] = []
        self.refused: list[tuple[str, str]] = []
        for member in sorted(archive.infolist(), key=lambda one: one.filename):
            if not member.filename.lower().endswith((".warc.gz", ".warc")):
                continue
            reason = _refusal(member)
            if reason is None:
                self.warcs.append(member)
            else:
                self.refused.append((member.filename[:200], reason))

    @property
    def size(self) -> int:
        """Bytes that the WARC files say they have in all."""
        return sum(member.file_size for member in self.warcs)

    def copy(self, member: zipfile.ZipInfo, target: BinaryIO) -> None:
        """Copy a WARC file out. Raises ImportRefused when it is damaged, or more than the file can honestly hold."""
        try:
            with self._archive.open(member) as source:
                while piece := source.read(_PIECE):
                    self._room -= len(piece)
                    if self._room < 0:
                        raise ImportRefused(
                            str(self._path), f"it unpacks to more than {_GROWTH} times its size"
                        )
                    target.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise ImportRefused(
                str(self._path), f"its member {member.filename[:200]} is damaged ({error})"
            ) from None


@contextmanager
def open_wacz(path: Path) -> Iterator[Wacz]:
    """Open a WACZ. Raises ImportRefused when it is no zip file, or holds no WARC file."""
    _check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise ImportRefused(str(path), f"it is no sound zip file ({error})") from None
    with archive:
        wacz = Wacz(path, archive)
        if not wacz.warcs and not wacz.refused:
            raise ImportRefused(str(path), "it is a zip file without any WARC file in its folder archive/")
        yield wacz


def _refusal(member: zipfile.ZipInfo) -> str | None:
    name = member.filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts or ":" in parts[0] or not name.isprintable():
        return "its path leads out of the file"
    if parts[0] != "archive":
        return "it is not in the folder archive/"
    if member.external_attr >> 16 & _FORMAT == _LINK:
        return "it is a link"
    if member.flag_bits & 1:
        return "it is encrypted"
    if member.compress_type not in _CODINGS:
        return "it is compressed in a way that WACZ does not use"
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
