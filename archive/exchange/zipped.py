"""A zip file that nobody vouches for. No path in it is ever used as one here: members are streams."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import ImportRefused

MAX_DIRECTORY = 8 * 1024 * 1024
"""Bytes of a list of members: some fifty thousand of them."""
SMALL = 64 * 1024 * 1024
"""Bytes that any file may unpack to, however small it is."""
_PIECE = 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_END64 = b"PK\x06\x06"
_END64_SIZE = 56
_LOCATOR64 = b"PK\x06\x07"
_LOCATOR64_SIZE = 20
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
_UNKNOWN = 0xFFFFFFFF
_LATER = 8  # the flag that sizes come after the data
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

        self._names = Counter(one.filename for one in self.members)
        self._check_places()

    def refusal(self, member: zipfile.ZipInfo) -> str | None:
        """Why a member is not read, or None."""
        if self._names[member.filename] > 1:
            return "other members have the same name"
        return refusal(member) or self._disagreement(member)

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The member of a name, if there is one that may be read."""
        found = next((one for one in self.members if one.filename == name), None)
        return found if found is not None and self.refusal(found) is None else None

    def copy(self, member: zipfile.ZipInfo, target: BinaryIO) -> str:
        """Copy a member out; returns its SHA-256 in hex. Raises ImportRefused when it is damaged, or more than the file
        can honestly hold."""
        digest = hashlib.sha256()
        for piece in self.pieces(member):
            digest.update(piece)
            target.write(piece)
        return digest.hexdigest()

    def sha256(self, member: zipfile.ZipInfo) -> str:
        """A member's SHA-256 in hex. Raises as ``copy`` does."""
        digest = hashlib.sha256()
        for piece in self.pieces(member):
            digest.update(piece)
        return digest.hexdigest()

    def lines(self, member: zipfile.ZipInfo, longest: int) -> Iterator[bytes]:
        """A member's lines, without their ends; those that are over ``longest`` bytes are passed over. Raises as ``copy``
        does."""
        rest, skipping = b"", False
        for piece in self.pieces(member):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                if not skipping and len(line) <= longest:
                    yield line
                skipping = False
            if len(rest) > longest:
                rest, skipping = b"", True
        if rest and not skipping:
            yield rest

    def pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """A member unpacked, in pieces. Raises as ``copy`` does."""
        try:
            with self._archive.open(member) as source:
                while piece := source.read(_PIECE):
                    self._room -= len(piece)
                    if self._room < 0:
                        raise ImportRefused(
                            str(self._path), f"it unpacks to more than {self._growth} times its size"
                        )
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise ImportRefused(
                str(self._path), f"its member {member.filename[:200]} is damaged ({error})"
            ) from None

    def _check_places(self) -> None:
        """Each byte belongs to one member at most: what overlaps is made to unpack to more than it is."""
        at = 0
        for one in sorted(self.members, key=lambda each: each.header_offset):
            if one.header_offset < at:
                raise ImportRefused(str(self._path), f"its members overlap ({one.filename[:200]})")
            at = one.header_offset + _LOCAL_SIZE + one.compress_size
        first = min((one.header_offset for one in self.members), default=0)
        if first:
            raise ImportRefused(str(self._path), "it does not begin with its first member")

    def _disagreement(self, member: zipfile.ZipInfo) -> str | None:
        """What stands before a member has to be what the list of members says: two readers would see two files."""
        with self._path.open("rb") as file:
            file.seek(member.header_offset)
            head = file.read(_LOCAL_SIZE)
        if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL):
            return "it is not where the list of members says"
        flags, method = struct.unpack_from("<HH", head, 6)
        crc, packed, unpacked = struct.unpack_from("<LLL", head, 14)
        same = method == member.compress_type and flags & ~_LATER == member.flag_bits & ~_LATER
        if not flags & _LATER:
            same = same and crc == member.CRC
            same = same and packed in (member.compress_size, _UNKNOWN)
            same = same and unpacked in (member.file_size, _UNKNOWN)
        return None if same else "it is not what the list of members says"


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
    name = member.orig_filename  # ``filename`` ends where a NUL is
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
    before = at - _LOCATOR64_SIZE
    if before >= 0 and tail.startswith(_LOCATOR64, before):  # zip64: the true number stands there
        record = before - _END64_SIZE
        known = record >= 0 and tail.startswith(_END64, record)
        listed = max(listed % _UNKNOWN, struct.unpack_from("<Q", tail, record + 40)[0] if known else 0)
    if listed > MAX_DIRECTORY:
        raise ImportRefused(str(path), "its list of members is too long")
