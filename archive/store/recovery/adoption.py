"""A catalogue that was made beside the old one takes its place; the old one is set aside, never overwritten."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from archive.ports import Clock
from archive.store.catalogue import FILENAME
from archive.store.disk import Disk
from archive.store.segment import explain
from archive.timestamp import to_timestamp

_BESIDE = (
    "-wal",
    "-shm",
    "-journal",
)  # what SQLite keeps beside an open database: it belongs to that one alone


def adopt(data: Path, folder: Path, clock: Clock, disk: Disk | None = None) -> Path | None:
    """Move ``catalogue.sqlite`` of a folder in the data folder into its place, and drop that folder; returns where the old
    one is now. Whoever still has the old one open goes on with that. Raises DiskFull, NotWritable."""
    draft, disk = folder / FILENAME, disk or Disk()
    try:
        _sync(draft, disk)
        aside = _set_aside(data, clock, disk)
        disk.rename(draft, data / FILENAME)
        disk.sync_folder(data)
    except OSError as error:
        raise explain(data, error) from error
    shutil.rmtree(folder, ignore_errors=True)
    return aside


def _set_aside(data: Path, clock: Clock, disk: Disk) -> Path | None:
    old, aside = data / FILENAME, None
    if old.exists():
        aside = _free_name(data, clock)
        disk.rename(old, aside)
    # Also when a run that was cut off has moved the old one already: its log must not be taken for the new one's.
    for suffix in _BESIDE:
        beside = data / f"{FILENAME}{suffix}"
        if beside.exists():
            disk.rename(beside, data / f"{(aside or _free_name(data, clock)).name}{suffix}")
    disk.sync_folder(data)
    return aside


def _free_name(data: Path, clock: Clock) -> Path:
    stamp = f"{FILENAME}.{to_timestamp(clock())}"
    names = [f"{stamp}.old", *(f"{stamp}-{number}.old" for number in range(2, 1000))]
    return next(data / name for name in names if not (data / name).exists())


def _sync(path: Path, disk: Disk) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
