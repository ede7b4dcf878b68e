"""The WARC files in a WACZ (WACZ 1.1.1 §5), read from a zip file that nobody vouches for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import ImportRefused
from archive.exchange.datapackage import read_package
from archive.exchange.zipped import Zipped, open_zip

_GROWTH = 20  # what all members may unpack to, as a multiple of the file
_PACKAGE = ".wacz"


class Wacz:
    """A WACZ that is open for reading. ``warcs`` are its WARC files, in order of name; ``refused`` pairs of what and why;
    ``notices`` sentences on what it says of itself."""

    def __init__(self, zipped: Zipped) -> None:
        self._zipped = zipped
        self._package = read_package(zipped)
        self.nested = self._package.nested or any(map(_is_package, zipped.members))
        self.notices = self._package.notices
        self.warcs: list[zipfile.ZipInfo] = []
        self.refused: list[tuple[str, str]] = []
        for member in filter(is_warc, zipped.members):
            reason = zipped.refusal(member)
            if reason is None and not member.filename.startswith("archive/"):
                reason = "it is not in the folder archive/"
            if reason is None:
                self.warcs.append(member)
            else:
                self.refused.append((member.filename[:200], reason))
        for member in filter(_is_package, zipped.members):
            self.refused.append((member.filename[:200], "it is a WACZ within this one; take it in by itself"))

    @property
    def size(self) -> int:
        """Bytes that the WARC files say they have in all."""
        return sum(member.file_size for member in self.warcs)

    def copy(self, member: zipfile.ZipInfo, target: BinaryIO) -> None:
        """Copy a WARC file out; one that is not as the package states is told of in ``notices``, for each of its records
        is looked at by itself. Raises ImportRefused when it is damaged, or more than the file can honestly hold."""
        if self._package.denies(member.filename, self._zipped.copy(member, target)):
            self.notices.append(
                f"{member.filename[:200]} is not the file whose SHA-256 the package states. It was taken all the same: "
                "each record was checked by itself."
            )

    def lines(self, path: str, longest: int) -> Iterator[bytes]:
        """The lines of a member up to a length; none where it is missing, damaged, or not as the package states, which
        ``notices`` tell of."""
        member = self._zipped.find(path)
        if member is None:
            return
        try:
            if self._package.denies(path, self._zipped.sha256(member)):
                self.notices.append(
                    f"{path} is not the file whose SHA-256 the package states, and was not read."
                )
                return
            yield from self._zipped.lines(member, longest)
        except ImportRefused as refused:
            self.notices.append(f"{path} was not read to its end: {refused.reason}.")


@contextmanager
def open_wacz(path: Path) -> Iterator[Wacz]:
    """Open a WACZ. Raises ImportRefused when it is no zip file, or holds no WARC file."""
    with open_zip(path, _GROWTH) as zipped:
        wacz = Wacz(zipped)
        if wacz.nested and not wacz.warcs:
            raise ImportRefused(
                str(path), "it is made of other WACZ files; unpack it and take each in by itself"
            )
        if not wacz.warcs and not wacz.refused:
            raise ImportRefused(str(path), "it is a zip file without any WARC file in its folder archive/")
        yield wacz


def is_warc(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a WARC file, by its name."""
    return member.filename.lower().endswith((".warc.gz", ".warc"))


def _is_package(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_PACKAGE)
