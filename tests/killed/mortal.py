"""Parts of a crawl that can be told at which of their steps the process is to die, by kill -9 from its own hand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from archive.crawl.frontier.frontier import Frontier
from archive.model import Capture, Exchange, Target
from archive.ports import Fetcher
from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.recorder import Recorder
from archive.store.warc import WarcStore

_FRONTIER = ("add", "lease", "finish", "release", "release_all", "retry")
_DISK = ("create", "write", "sync", "sync_folder", "rename")
_ACTS = (*_FRONTIER, "fetch", "append", "keep", *_DISK)
STEPS = (
    *(f"{moment} {act}" for act in _ACTS for moment in ("before", "after")),
    *("within write", "begin", "before commit", "after commit", "clock"),
)
"""Every step of a crawl at which a process can be told to die."""
_INDEX = ("scratch", "write", "sync", "sync_folder", "rename", "remove")
INDEX_STEPS = (*(f"{moment} {act}" for act in _INDEX for moment in ("before", "after")), "within write")
"""Every step of writing the index at which a process can be told to die."""
REPAIRS = tuple(
    f"repair: {moment} {act}"
    for act in ("sync", "sync_folder", "cut", "resume")
    for moment in ("before", "after")
)
"""The steps of start-up repair, which come up after a torn write."""


class Steps:
    """Told of each step; dies at the ``nth`` of that name."""

    def __init__(self, name: str | None, nth: int) -> None:
        self._name = name
        self._left = nth
        self.repairing = False

    def reached(self, name: str) -> None:
        if self._name != (f"repair: {name}" if self.repairing else name):
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)

    @contextmanager
    def around(self, act: str) -> Iterator[None]:
        """A step before and a step after what is done."""
        self.reached(f"before {act}")
        yield
        self.reached(f"after {act}")


class MortalDisk(Disk):
    """May die around each call, and within a write, of which half is done then."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def create(self, path: Path) -> int:
        with self._steps.around("create"):
            return super().create(path)

    def scratch(self, path: Path) -> int:
        with self._steps.around("scratch"):
            return super().scratch(path)

    def remove(self, path: Path) -> None:
        with self._steps.around("remove"):
            super().remove(path)

    def resume(self, path: Path) -> int:
        with self._steps.around("resume"):
            return super().resume(path)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        with self._steps.around("write"):
            half = super().write(descriptor, data[: len(data) // 2])
            self._steps.reached("within write")
            return half + super().write(descriptor, data[half:])

    def sync(self, descriptor: int) -> None:
        with self._steps.around("sync"):
            super().sync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        with self._steps.around("sync_folder"):
            super().sync_folder(folder)

    def cut(self, descriptor: int, length: int) -> None:
        with self._steps.around("cut"):
            super().cut(descriptor, length)

    def rename(self, old: Path, new: Path) -> None:
        with self._steps.around("rename"):
            super().rename(old, new)


class MortalFetcher:
    """May die before a request is sent, and when its answer has come."""

    def __init__(self, fetcher: Fetcher, steps: Steps) -> None:
        self._fetcher = fetcher
        self._steps = steps

    def fetch(self, target: Target, /) -> Exchange:
        with self._steps.around("fetch"):
            return self._fetcher.fetch(target)


class MortalCatalogue(Catalogue):
    """May die when a transaction has begun, before it is committed, and after."""

    steps = Steps(None, 0)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with super().transaction() as connection:
            self.steps.reached("begin")
            yield connection
            self.steps.reached("before commit")
        self.steps.reached("after commit")


class MortalStore(WarcStore):
    """May die around the appending of an exchange."""

    steps = Steps(None, 0)

    def append(self, exchange: Exchange, /, **more: Any) -> Capture:
        with self.steps.around("append"):
            return super().append(exchange, **more)


class MortalRecorder(Recorder):
    """May die around the keeping of an exchange; ``told`` is called with each Capture once it is kept."""

    steps = Steps(None, 0)
    told: Callable[[Capture], None] = staticmethod(lambda _: None)

    def keep(self, exchange: Exchange, target: Target, **more: Any) -> Capture:
        with self.steps.around("keep"):
            capture = super().keep(exchange, target, **more)
            self.told(capture)
            return capture


class MortalFrontier(Frontier):
    """May die around each of its changes."""

    steps = Steps(None, 0)

    def add(self, crawl_id: int, found: Iterable[Target]) -> int:
        with self.steps.around("add"):
            return super().add(crawl_id, found)

    def lease(self, crawl_id: int, **more: Any) -> Target | None:
        with self.steps.around("lease"):
            return super().lease(crawl_id, **more)

    def finish(self, *given: Any, **more: Any) -> bool:
        with self.steps.around("finish"):
            return super().finish(*given, **more)

    def retry(self, *given: Any) -> bool:
        with self.steps.around("retry"):
            return super().retry(*given)

    def release(self, target_id: int) -> bool:
        with self.steps.around("release"):
            return super().release(target_id)

    def release_all(self, crawl_id: int) -> int:
        with self.steps.around("release_all"):
            return super().release_all(crawl_id)
