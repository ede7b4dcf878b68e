"""A backup put into an empty data folder: read through and judged first, then copied, and only then in its place.

A backup may come from anywhere: nothing in it is followed, run or overwritten.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import CatalogueUnreadable, RestoreRefused
from archive.store.backups.foreign import examine, make_own
from archive.store.backups.inventory import LIST, BadInventory, Inventory, read_inventory, whole_backups
from archive.store.catalogue import FILENAME
from archive.store.copying import Stopped, copied, digest_on_disk, sync_path
from archive.store.database import Database, available
from archive.store.page_sums import bad_pages, is_kept
from archive.store.segment import explain

DRAFT = ".restoring"
_READ_ONLY, _PRIVATE, _PLAIN = 0o444, 0o600, 0o644

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in bytes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: of which backup, made when."""

    backup: Path
    inventory: Inventory


def restore(
    source: Path,
    data: Path,
    *,
    on_progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Restored | None:
    """Restore the newest whole backup in ``source``, or the one that it is, into ``data``, which is empty or not there; None
    when it was stopped: then all is as it was. Raises RestoreRefused, SchemaNewer, DiskFull, NotWritable."""
    folder = _chosen(source)
    _must_be_empty(data)
    try:
        inventory = read_inventory(folder)
    except BadInventory as bad:
        raise RestoreRefused(str(folder), str(bad)) from None
    except OSError as error:
        raise RestoreRefused(str(folder), error.strerror or str(error)) from None
    work = _Restoring(folder, data, inventory, on_progress, stopped)
    try:
        work.judge()
        work.run()
    except Stopped:
        return None
    except OSError as error:
        raise explain(data, error) from error
    finally:
        work.clean()
    return Restored(folder, inventory)


def _chosen(source: Path) -> Path:
    if (source / LIST).is_file():
        return source
    newest = next(whole_backups(source), None)
    if newest is None:
        raise RestoreRefused(str(source), "there is no whole backup in it")
    return newest


def _must_be_empty(data: Path) -> None:
    if (data / DRAFT).is_dir():  # one that was cut off: whatever is there, it brought
        for path in data.iterdir():
            if path.name != DRAFT:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        shutil.rmtree(data / DRAFT)
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise RestoreRefused(
            "into " + str(data),
            "it is not empty, and nothing is overwritten; choose a new folder with --data",
        )


class _Restoring:
    def __init__(
        self,
        folder: Path,
        data: Path,
        inventory: Inventory,
        on_progress: Progress | None,
        stopped: Callable[[], bool],
    ) -> None:
        self._folder = folder
        self._data = data
        self._draft = data / DRAFT
        self._inventory = inventory
        self._on_progress = on_progress
        self._stopped = stopped
        self._done = 0
        self._was_there = data.exists()
        self._finished = False

    def judge(self) -> None:
        """Read everything, before anything is written."""
        for item in self._inventory.items:
            path = self._folder / item.path
            if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
                raise RestoreRefused(str(self._folder), f"{item.path} is missing, or is no ordinary file")
            if path.stat().st_size != item.size:
                raise RestoreRefused(str(self._folder), f"{item.path} is not as long as it was")
            if digest_on_disk(path, self._piece) != item.sha256:
                raise RestoreRefused(str(self._folder), f"{item.path} is damaged: its SHA-256 is another")
        nearest = next(path for path in (self._data, *self._data.resolve().parents) if path.is_dir())
        free = shutil.disk_usage(nearest).free
        if free < self._inventory.size:
            megabytes = f"it needs {self._inventory.size >> 20} MB, and only {free >> 20} MB are free there"
            raise RestoreRefused(f"{self._folder} into {self._data}", megabytes)

    def run(self) -> None:
        """Copy it beside, look at the catalogue, and move all into its place, the catalogue last."""
        self._draft.mkdir(parents=True, mode=0o700)
        for item in self._inventory.items:
            target = self._draft / item.path
            target.parent.mkdir(exist_ok=True)
            if copied(self._folder / item.path, target, None, self._piece) != (item.size, item.sha256):
                raise RestoreRefused(str(self._folder), f"{item.path} changed while it was read")
            target.chmod(_mode(item.path))
        self._own(self._draft / FILENAME)
        names = sorted((path.name for path in self._draft.iterdir()), key=lambda name: name == FILENAME)
        for name in names:
            sync_path(self._draft / name)
            (self._draft / name).rename(self._data / name)
        sync_path(self._data)
        self._draft.rmdir()
        self._finished = True

    def clean(self) -> None:
        """Leave nothing of what did not come to its end."""
        if self._finished:
            return
        if self._draft.is_dir():
            _must_be_empty(self._data)
            if not self._was_there:
                self._data.rmdir()

    def _own(self, path: Path) -> None:
        # Its bytes are those of the inventory. Where another program wrote to it before, its checksums are not true.
        foreign = is_kept(path) and any(bad_pages(path))
        database = Database(path, sqlite=replace(available(), journal="delete"), compare=False)
        try:
            reason = examine(database)
            if reason is not None:
                raise RestoreRefused(str(self._folder), reason)
            make_own(database)
            if foreign:
                database.write_anew()
        except CatalogueUnreadable as error:
            raise RestoreRefused(
                str(self._folder), f"its catalogue can't be read ({error.reason})"
            ) from error
        finally:
            database.close()

    def _piece(self, size: int) -> None:
        if self._stopped():
            raise Stopped
        self._done += size
        if self._on_progress is not None:
            self._on_progress(self._done, 2 * self._inventory.size)


def _mode(path: str) -> int:
    if path == FILENAME:
        return _PRIVATE
    return _PLAIN if path.endswith(".open") else _READ_ONLY
