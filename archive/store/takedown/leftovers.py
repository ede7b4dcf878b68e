"""What holds copies of records beside the archive itself: tails that were set aside, packages, older catalogues."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO, cast

from archive.store.catalogue import FILENAME
from archive.store.layout import EXPORTS, SET_ASIDE
from archive.store.member import SharedMember, drain
from archive.store.scan import Damage, scan
from archive.store.takedown.doomed import Doom

_IN_USE = frozenset({FILENAME, *(f"{FILENAME}-{kind}" for kind in ("wal", "shm", "journal"))})


class Leftovers:
    """Removes whole files that hold anything of what was taken down: they are copies, and can be made again."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def clear(self, dooms: Collection[Doom]) -> list[str]:
        """Remove what holds any of it; the files' names, below the data folder."""
        tails, packages = self._files(SET_ASIDE, "*"), self._files(EXPORTS, "*.wacz")
        removed = [path for path in tails if _tail_holds(path, dooms)]
        removed += [
            path
            for path in packages
            if package_names(path, lambda url: any(one.closes(url) for one in dooms))
        ]
        # A catalogue of before an upgrade: the one in use has all that is in it, but for what was taken down.
        removed += [path for path in self._files(".", "catalogue*") if path.name not in _IN_USE]
        for path in removed:
            path.unlink()
        return [str(path.relative_to(self._data)) for path in removed]

    def _files(self, folder: str, pattern: str) -> list[Path]:
        return [path for path in sorted((self._data / folder).glob(pattern)) if path.is_file()]


def _tail_holds(path: Path, dooms: Collection[Doom]) -> bool:
    """A tail that can't be read to its end may hold anything."""
    try:
        for one in scan(path, lambda _, content: drain(content)):
            if isinstance(one, Damage):
                return True
            if any(doom.closes(one.header.target_uri or "") for doom in dooms):
                return True
    except SharedMember:
        return True
    return False


def package_names(path: Path, closed: Callable[[str], bool]) -> bool:
    """Whether the index or the page list of a package (WACZ) names a URL that is closed; True for one that can't be read."""
    try:
        with zipfile.ZipFile(path) as package:
            lists = [name for name in package.namelist() if name.startswith(("indexes/", "pages/"))]
            return any(closed(url) for name in lists for url in _urls(package, name))
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error):
        return True


def _urls(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    with package.open(name) as member, _unpacked(member, name) as lines:
        for line in lines:
            start = line.find(b"{")
            facts = json.loads(line[start:]) if start >= 0 else None
            if isinstance(facts, dict) and isinstance(facts.get("url"), str):
                yield facts["url"]


def _unpacked(member: IO[bytes], name: str) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(member)) if name.endswith(".gz") else member
