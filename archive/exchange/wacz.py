"""The WARC files in a WACZ (WACZ 1.1.1 §5), read from a zip file that nobody vouches for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import ImportRefused
from archive.exchange.zipped import Zipped, open_zip, refusal

_GROWTH = 20  # what all members may unpack to, as a multiple of the file


class Wacz:
    """A WACZ that is open for reading. ``warcs`` are its WARC files, in order of name; ``refused`` pairs of what and why."""

    def __init__(self, zipped: Zipped) -> None:
        self._zipped = zipped
        self.warcs: list[zipfile.ZipInfo] = []
        self.refused: list[tuple[str, str]] = []
        for member in filter(is_warc, zipped.members):
            reason = refusal(member)
            if reason is None and not member.filename.startswith("archive/"):
                reason = "it is not in the folder archive/"
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
        self._zipped.copy(member, target)


@contextmanager
def open_wacz(path: Path) -> Iterator[Wacz]:
    """Open a WACZ. Raises ImportRefused when it is no zip file, or holds no WARC file."""
    with open_zip(path, _GROWTH) as zipped:
        wacz = Wacz(zipped)
        if not wacz.warcs and not wacz.refused:
            raise ImportRefused(str(path), "it is a zip file without any WARC file in its folder archive/")
        yield wacz


def is_warc(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a WARC file, by its name."""
    return member.filename.lower().endswith((".warc.gz", ".warc"))
