"""The catalogue as it was before an upgrade, kept beside it: the way back, should the new one not do."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from archive.errors import DiskFull, NotWritable, UpgradeRefused
from archive.store.copying import sync_path
from archive.store.database import Database
from archive.store.version import found

KEPT = 2
"""Copies: of this upgrade and of the one before."""
_ROOM = 2  # times the catalogue: the copy, and what the migration writes beside it


def keep_copy(database: Database, before: str, after: str) -> None:
    """Copy a database that is about to get another schema, whole and on disk, readable by its owner alone; older copies go.

    Nothing when another process has upgraded it meanwhile. Raises UpgradeRefused when there is no room for it.
    """
    path = database.path
    target = path.with_name(f"{path.name}.before-{after}")
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    size = _size(path)
    try:
        free = shutil.disk_usage(path.parent).free
        if free < _ROOM * size:
            raise UpgradeRefused(
                str(path), f"that needs {_ROOM * size >> 20} MB, and only {free >> 20} MB are free"
            )
        draft.unlink(missing_ok=True)
        database.copy_to(draft)
        if _schema_of(draft) != before:
            draft.unlink()
            return
        draft.replace(target)
        sync_path(path.parent)
        for old in sorted(path.parent.glob(f"{path.name}.before-????"))[:-KEPT]:
            old.unlink()
    except DiskFull as error:
        raise UpgradeRefused(str(path), "there is no room for that") from error
    except OSError as error:
        raise NotWritable(str(path), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _schema_of(path: Path) -> str | None:
    copy = Database(path)
    try:
        with copy.read() as connection:
            return found(connection)
    finally:
        copy.close()


def _size(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
