"""Files that are not done: gone when they are done with, and cleaned away at the next start after a crash."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from archive.errors import NotWritable
from archive.store.layout import DRAFT_SUFFIX
from archive.store.warc import WarcStore


@contextlib.contextmanager
def draft(store: WarcStore, name: str) -> Iterator[Path]:
    """A path in the archive's folder at which nothing lies, neither before nor after. Raises NotWritable."""
    try:
        store.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(str(store.folder), error.strerror or str(error)) from error
    path = store.folder / f"{name}{DRAFT_SUFFIX}"
    path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
