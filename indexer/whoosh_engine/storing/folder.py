"""The index's folder: which generation of it is live, which one is being built, and whether it is ours to open.

index/CURRENT            the name of the live generation
index/<name>/BACKFILE    our mark: form and byte order; without it nothing in the folder is unpickled
index/<name>/ORIGIN      of one that is being built: what the archive was when that began
index/<name>/…           Whoosh's files

Names are numbers that grow: one that is being built comes after the live one. Whatever else lies there was left by a
process that died, and is cleared up by the next one that writes.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import orjson
from whoosh.index import TOC

from archive.errors import BackfileError, DiskFull, NotWritable
from archive.store.disk import Disk
from indexer.errors import IndexOutdated, IndexUnreadable, NotOurIndex
from indexer.whoosh_engine.schema import FORM, new_schema
from indexer.whoosh_engine.storing import digests
from indexer.whoosh_engine.storing.storage import DRAFT, MappedStorage, replace_file

INDEX_NAME = "MAIN"
_CURRENT = "CURRENT"
_MARK = "BACKFILE"
_ORIGIN = "ORIGIN"


class IndexFolder:
    """The folder that holds the generations of one index."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()

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

    def problems(self, name: str | None = None) -> list[tuple[str, str]]:
        """The files of the newest commit that are not as they were written, by their paths in the folder, each with what
        is wrong; of the live generation or another. Raises IndexProblem, and FileNotFoundError when a writer's clean-up
        was quicker."""
        name = name or self.current()
        if name is None:
            return []
        number: int = TOC._latest_generation(self.open(name), INDEX_NAME)
        toc = TOC._filename(INDEX_NAME, number)
        return [(f"{name}/{file}", problem) for file, problem in digests.problems(self.path / name, toc)]

    def create(self, origin: str | None = None) -> str:
        """An empty generation beside the live one, not live yet, in the place of any other. Returns its name. With an
        ``origin`` it outlives this process: see ``unfinished``."""
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            self._clear({self._live(), *self._doubtful()})
            name = f"{self._last_serial() + 1:06d}"
            folder = self.path / name
            folder.mkdir()
            self._write(folder / _MARK, orjson.dumps({"form": FORM, "byteorder": sys.byteorder}))
            storage = MappedStorage(folder, self._disk)
            try:
                TOC.create(storage, new_schema(), INDEX_NAME)
            except OSError:
                storage.abandon()
                raise
            if origin is not None:
                self._write(folder / _ORIGIN, origin.encode())
            self._disk.sync_folder(self.path)
        return name

    def unfinished(self) -> str | None:
        """The name of the generation that was being built, if one was."""
        live = self._live()
        later = [path for path in self._generations() if live is None or int(path.name) > int(live)]
        begun = [path.name for path in later if (path / _ORIGIN).exists()]
        return max(begun, key=int, default=None)

    def origin(self, name: str) -> str:
        """What ``create`` was told of this one."""
        return (self.path / name / _ORIGIN).read_text("utf-8", "replace")

    def adopt(self, name: str) -> None:
        """Make a generation the live one in one step, and remove the others. Readers that still hold one of
        those go on reading it until they look for what is new."""
        with writing(self.path):
            self._write(self.path / _CURRENT, name.encode())
            self._clear({name})

    def clear(self, begun_before: datetime) -> None:
        """Remove what a process that died has left: all but the live generation and the one that is being built, if
        anything was written to that since."""
        with writing(self.path):
            unfinished = self.unfinished()
            if unfinished is not None and self._written_at(unfinished) < begun_before:
                unfinished = None
            self._clear({self._live(), unfinished, *self._doubtful()})

    def discard(self, name: str) -> None:
        """Remove a generation that is not live."""
        if name != self.current():
            self._remove(self.path / name)

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
        return MappedStorage(folder, self._disk)

    def _write(self, path: Path, content: bytes) -> None:
        replace_file(self._disk, path, content)
        self._disk.sync_folder(path.parent)

    def _live(self) -> str | None:
        with suppress(IndexUnreadable):
            return self.current()
        return None

    def _doubtful(self) -> set[str]:
        """Where nothing tells any more which generation is live: all that may be."""
        try:
            self.current()
        except IndexUnreadable:
            return {path.name for path in self._generations() if not (path / _ORIGIN).exists()}
        return set()

    def _written_at(self, name: str) -> datetime:
        """When the folder of a generation was last written to."""
        return datetime.fromtimestamp((self.path / name).stat().st_mtime, UTC)

    def _clear(self, keep: set[str | None]) -> None:
        """Remove all generations but these, and what tells that one of these was being built once it is live."""
        for folder in self._generations():
            if folder.name not in keep:
                self._remove(folder)
        live = self._live()
        with suppress(OSError):
            if live is not None and (self.path / live / _ORIGIN).exists():
                self._disk.remove(self.path / live / _ORIGIN)

    def _remove(self, folder: Path) -> None:
        """Remove a folder if it is ours: our mark goes last, so that it still is if that is cut off."""
        mark = folder / _MARK
        with suppress(OSError):
            if mark.exists():
                for path in sorted(
                    folder.rglob("*"), reverse=True
                ):  # what lies within a folder goes before it
                    if path.is_dir():
                        path.rmdir()
                    elif path != mark:
                        self._disk.remove(path)
                self._disk.remove(mark)
            else:  # it was being made, or unmade, when the process died: nothing but that mark's draft may be in it
                mark.with_name(mark.name + DRAFT).unlink(missing_ok=True)
            folder.rmdir()

    def _generations(self) -> list[Path]:
        if not self.path.is_dir():
            return []
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
