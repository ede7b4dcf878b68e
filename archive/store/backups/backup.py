"""A backup of the archive while it is being written: one moment of it, whole, verified, beside the ones before it.

The catalogue is copied at one moment; it says how many bytes of each WARC file counted then, and these never change any
more. A file that an earlier backup in the same folder holds, under the same digest, is linked and not copied. It is a draft
until all is on disk and has been read back; then it gets its name.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import BackupFailed, DiskFull, NotWritable
from archive.ports import Clock
from archive.store.backups.inventory import (
    DRAFT_SUFFIX,
    LIST,
    BadInventory,
    Inventory,
    Item,
    read_inventory,
    whole_backups,
)
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.copying import Stopped, copied, digest_on_disk, sync_path
from archive.store.database import Database, available
from archive.store.layout import WARC
from archive.store.seal import CHECKSUM_SUFFIX, OPEN_SUFFIX
from archive.store.segments import Segment, Segments
from archive.store.version import found as schema_found
from archive.timestamp import to_timestamp

FOLDERS = ("manifests",)
"""Beside the WARC files and the catalogue: what the index or a later start can't make again."""
_LOCK = ".lock"

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in bytes."""


@dataclass(slots=True)
class Backup:
    """What was made. ``linked`` bytes were there already, from an earlier one; ``alarms`` tell what is damaged in the
    archive itself, which was kept as it is."""

    path: Path
    inventory: Inventory
    captures: int
    linked: int = 0
    alarms: list[str] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)  # older ones


def back_up(
    data: Path,
    catalogue: Catalogue,
    target: Path,
    clock: Clock,
    *,
    keep: int | None = None,
    on_progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Backup | None:
    """Make a backup in a folder of its own in ``target``; None when it was stopped, and then nothing of it is left. Takes no
    role. ``keep``: once it is whole, only so many stay, this one among them. Raises BackupFailed, after which nothing is
    left of it either."""
    if target.resolve().is_relative_to(data.resolve()):
        raise BackupFailed(str(target), "it lies in the data folder itself; choose a folder on another disk")
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target):
            made = _Making(data, catalogue, target, clock, on_progress, stopped).run()
            if made is not None and keep is not None:
                made.removed = _drop_older(target, made.path, keep)
            return made
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "there is no room left" if full else (error.strerror or str(error))
        raise BackupFailed(str(target), why) from error
    except (DiskFull, NotWritable) as error:
        full = isinstance(error, DiskFull)
        raise BackupFailed(str(target), "there is no room left" if full else str(error)) from error


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Two at once would each clean the other's draft away."""
    descriptor = os.open(target / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(str(target), "another backup is being made there") from None
        yield
    finally:
        os.close(descriptor)


def _drop_older(target: Path, made: Path, keep: int) -> list[Path]:
    """Remove all but the newest; each is none any more before the first file of it goes."""
    older = [path for path in whole_backups(target) if path != made][max(keep, 1) - 1 :]
    for path in older:
        draft = path.rename(path.with_name(f"{path.name}{DRAFT_SUFFIX}"))
        shutil.rmtree(draft, ignore_errors=True)  # what is left of it the next backup removes
    return older


class _Making:
    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        target: Path,
        clock: Clock,
        on_progress: Progress | None,
        stopped: Callable[[], bool],
    ) -> None:
        self._data = data
        self._catalogue = catalogue
        self._target = target
        self._clock = clock
        self._on_progress = on_progress
        self._stopped = stopped
        self._done = 0
        self._total = 0
        self._linked: dict[str, int] = {}  # read already
        self._alarms: list[str] = []
        self._before: dict[Item, Path] = {}

    def run(self) -> Backup | None:
        for left in self._target.glob(f"*{DRAFT_SUFFIX}"):
            shutil.rmtree(left, ignore_errors=True)
        self._before = _held(self._target)
        final = self._free_name()
        draft = final.with_name(f"{final.name}{DRAFT_SUFFIX}")
        try:
            draft.mkdir(mode=0o700)
            made = self._fill(draft)
            _write(draft / LIST, made.inventory.to_bytes())
            for folder in (*(path for path in draft.iterdir() if path.is_dir()), draft):
                sync_path(folder)
            draft.rename(final)
            sync_path(self._target)
        except Stopped:
            return None
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        made.path = final
        return made

    def _free_name(self) -> Path:
        stamp = to_timestamp(self._clock())
        names = [stamp, *(f"{stamp}-{number}" for number in range(2, 1000))]
        return next(self._target / name for name in names if not (self._target / name).exists())

    def _fill(self, draft: Path) -> Backup:
        self._catalogue.database.copy_to(draft / FILENAME)
        at = self._clock()
        copy = Database(draft / FILENAME, sqlite=replace(available(), journal="delete"))
        try:
            segments = Segments(copy, self._clock).all()
            with copy.read() as connection:
                schema = schema_found(connection) or ""
            captures = Catalogue(copy, self._clock).captures.count()
        finally:
            copy.close()
        others = [path for name in FOLDERS for path in _files(self._data / name)]
        size = (draft / FILENAME).stat().st_size
        self._total = 2 * (size + sum(each.committed for each in segments) + sum(map(_size, others)))
        items = [Item(FILENAME, size, digest_on_disk(draft / FILENAME))]
        self._advance(size)
        (draft / WARC).mkdir(mode=0o700)
        for segment in segments:
            items += self._segment(segment, draft)
        for path in others:
            name = f"{path.parent.name}/{path.name}"
            (draft / path.parent.name).mkdir(mode=0o700, exist_ok=True)
            items.append(Item(name, *copied(path, draft / name, None, self._piece)))
        self._read_back(draft, items)
        return Backup(
            draft, Inventory(at, schema, tuple(items)), captures, sum(self._linked.values()), self._alarms
        )

    def _segment(self, segment: Segment, draft: Path) -> Iterator[Item]:
        source = self._path(segment)
        if source is None:
            self._alarms.append(f"{segment.name} is missing in the archive, so it is not in this backup.")
            return
        name = f"warc/{segment.name}" if segment.sealed else f"warc/{segment.name}{OPEN_SUFFIX}"
        known = Item(name, segment.committed, segment.sha256 or "")
        if not (segment.sealed and self._link(known, draft)):
            size, sha256 = copied(source, draft / name, segment.committed, self._piece)
            if (size, sha256) != (segment.committed, segment.sha256 or sha256):
                self._alarms.append(
                    f"{segment.name} is not what was archived any more, and was kept as it is; `backfile verify` tells more."
                )
            known = Item(name, size, sha256)
        yield known
        beside = source.with_name(f"{segment.name}{CHECKSUM_SUFFIX}")
        if segment.sealed and beside.is_file():
            yield Item(
                f"{name}{CHECKSUM_SUFFIX}", *copied(beside, draft / f"{name}{CHECKSUM_SUFFIX}", None, None)
            )

    def _path(self, segment: Segment) -> Path | None:
        final = self._data / WARC / segment.name
        begun = final.with_name(f"{segment.name}{OPEN_SUFFIX}")
        return next(
            (path for path in (final, begun, final) if path.is_file()), None
        )  # it may be sealed between

    def _link(self, item: Item, draft: Path) -> bool:
        """Take a file from an earlier backup, if it is still what it was."""
        earlier = self._before.get(item)
        if earlier is None or _size(earlier) != item.size or digest_on_disk(earlier) != item.sha256:
            return False
        try:
            os.link(earlier, draft / item.path)
        except OSError:  # a file system without links
            return False
        self._linked[item.path] = item.size
        self._advance(2 * item.size)
        return True

    def _read_back(self, draft: Path, items: list[Item]) -> None:
        for item in items:
            if item.path in self._linked:
                continue
            if digest_on_disk(draft / item.path, self._piece) != item.sha256:
                raise BackupFailed(str(self._target), f"{item.path} can't be read back as it was written")

    def _piece(self, size: int) -> None:
        if self._stopped():
            raise Stopped
        self._advance(size)

    def _advance(self, size: int) -> None:
        self._done += size
        if self._on_progress is not None:
            self._on_progress(min(self._done, self._total), self._total)


def _held(target: Path) -> dict[Item, Path]:
    """The files of the newest backup that can be linked, by what is said of them."""
    for folder in whole_backups(target):
        try:
            inventory = read_inventory(folder)
        except (BadInventory, OSError):
            continue
        return {item: folder / item.path for item in inventory.items}
    return {}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
