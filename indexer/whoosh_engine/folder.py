"""The index's folder: which generation of it is live, and whether it is ours to open.

index/CURRENT            the name of the live generation
index/<name>/BACKFILE    our mark: form and byte order; without it nothing in the folder is unpickled
index/<name>/…           Whoosh's files
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson
from whoosh.index import TOC

from archive.errors import BackfileError, DiskFull, NotWritable
from indexer.errors import IndexOutdated, IndexUnreadable, NotOurIndex
from indexer.whoosh_engine import digests
from indexer.whoosh_engine.schema import FORM, new_schema
from indexer.whoosh_engine.storage import MappedStorage, sync

INDEX_NAME = "MAIN"
_CURRENT = "CURRENT"
_MARK = "BACKFILE"


class IndexFolder:
    """The folder that holds the generations of one index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> str | None:
        """The name of the live generation, or None where there is no index yet. Raises IndexUnreadable."""
        try:
            name = (self.path / _CURRENT).read_bytes().strip()
        except FileNotFoundError:
            return None
        if not name:
            return None
        if not name.isdigit():
            raise IndexUnreadable(str(self.path / _CURRENT), "does not name a generation")
        return name.decode()

    def problems(self) -> list[tuple[str, str]]:
        """The files of the newest commit that are not as they were written, by their paths in the folder, each with what
        is wrong. Raises IndexProblem, and FileNotFoundError when a writer's clean-up was quicker."""
        name = self.current()
        if name is None:
            return []
        number: int = TOC._latest_generation(self.open(name), INDEX_NAME)
        toc = TOC._filename(INDEX_NAME, number)
        return [(f"{name}/{file}", problem) for file, problem in digests.problems(self.path / name, toc)]

    def create(self) -> str:
        """An empty generation beside the live one, not live yet. Returns its name."""
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            with suppress(IndexUnreadable):  # then nothing tells which one to keep, and all of them stay
                self._clear(keep=self.current())  # what an interrupted rebuild left
            name = f"{self._last_serial() + 1:06d}"
            folder = self.path / name
            folder.mkdir()
            TOC.create(MappedStorage(folder), new_schema(), INDEX_NAME)
            _write(folder / _MARK, orjson.dumps({"form": FORM, "byteorder": sys.byteorder}))
            sync(self.path)
        return name

    def adopt(self, name: str) -> None:
        """Make a generation the live one in one step, and remove the others. Readers that still hold one of
        those go on reading it until they look for what is new."""
        with writing(self.path):
            _write(self.path / _CURRENT, name.encode())
            self._clear(keep=name)

    def discard(self, name: str) -> None:
        """Remove a generation that is not live."""
        if name != self.current():
            shutil.rmtree(self.path / name, ignore_errors=True)

    def open(self, name: str) -> MappedStorage:
        """The storage of a generation. Raises IndexProblem where it isn't ours or isn't of this form."""
        folder = self.path / name
        try:
            mark = orjson.loads((folder / _MARK).read_bytes())
        except FileNotFoundError:
            reason = "has lost its folder " + name
            raise (
                NotOurIndex(str(folder)) if folder.exists() else IndexUnreadable(str(self.path), reason)
            ) from None
        except ValueError as error:
            raise IndexUnreadable(str(folder), "has a damaged mark") from error
        if mark != {"form": FORM, "byteorder": sys.byteorder}:
            raise IndexOutdated(str(folder), str(mark.get("form")), str(FORM))
        return MappedStorage(folder)

    def _clear(self, keep: str | None) -> None:
        for folder in self._generations():
            if folder.name != keep and (folder / _MARK).exists():  # only what is ours
                shutil.rmtree(folder, ignore_errors=True)

    def _generations(self) -> list[Path]:
        return [path for path in self.path.iterdir() if path.is_dir() and path.name.isdigit()]

    def _last_serial(self) -> int:
        return max((int(path.name) for path in self._generations()), default=0)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system says when it can't write into words."""
    try:
        yield
    except BackfileError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(path)) from error
        raise NotWritable(str(path), error.strerror or str(error)) from error


def _write(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    sync(beside)
    beside.replace(path)
    sync(path.parent)
