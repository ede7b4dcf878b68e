"""Role locks: one process at a time writes the archive, the index, or the schedule of a data folder."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from archive.errors import FolderInUse
from archive.store.segment import explain

ROLES = ("archive", "index", "schedule")


class RoleLock:
    """A context manager that holds a role, by ``flock`` on ``locks/<role>.lock``.

    The kernel gives it back when the process dies, however it dies. The file holds the holder's process number
    and command, and stays: to remove it would let two processes hold two files of one name.
    """

    def __init__(self, data: Path, role: str, command: str) -> None:
        if role not in ROLES:
            raise ValueError(f"no such role: {role}")
        self.data = data
        self.role = role
        self.command = command
        self._path = data / "locks" / f"{role}.lock"
        self._file: int | None = None

    def __enter__(self) -> RoleLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def acquire(self) -> None:
        """Take the role, or raise FolderInUse (another holds it), DiskFull or NotWritable at once."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise explain(self._path, error) from error
        try:
            _lock(file)
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()} {self.command}\n".encode(), 0)
        except BlockingIOError:
            holder = _read_holder(file)
            os.close(file)
            raise FolderInUse(str(self.data), self.role, holder) from None
        except OSError as error:
            os.close(file)
            raise explain(self._path, error) from error
        self._file = file

    def release(self) -> None:
        """Give the role back; nothing happens when it is not held."""
        if self._file is not None:
            file, self._file = self._file, None
            os.ftruncate(file, 0)
            os.close(file)


def holder(data: Path, role: str) -> str | None:
    """Who holds a role now, in words; None when nobody does."""
    try:
        file = os.open(data / "locks" / f"{role}.lock", os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_holder(file)
    else:
        return None
    finally:
        os.close(file)


def _lock(file: int) -> None:
    """Take the lock, or raise BlockingIOError after a moment: ``holder`` has it for an instant when it looks."""
    for _ in range(5):
        with suppress(BlockingIOError):
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.02)
    return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read_holder(file: int) -> str:
    pid, _, command = os.pread(file, 4096, 0).decode("utf-8", "replace").strip().partition(" ")
    return f"`{command}` (process {pid})" if command else "another process"
