"""The data folder and its disk can't be used as they should."""

from __future__ import annotations

from archive.errors.base import BackfileError


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


class NotWritable(BackfileError):
    """The data folder, or something in it, can't be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"Cannot write to {path}: {reason}. Choose another folder with --data, or change its permissions."
        )


class FolderInUse(BackfileError):
    """Another process holds a role (archive, index, schedule) in this data folder."""

    def __init__(self, path: str, role: str, holder: str) -> None:
        self.path = path
        self.role = role
        self.holder = holder
        super().__init__(
            f"The data folder {path} is in use: {holder} is at work on its {role}. "
            "Wait until it has finished, or stop it, and try again."
        )


class DiskFull(BackfileError):
    """No room is left; crawling stops, reading goes on."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"The disk that holds {path} is full. Nothing was lost; free some room, and the next crawl goes on where "
            "this one stopped."
        )


class RoomShort(BackfileError):
    """Less is free on the disk than shall stay free: nothing new is taken in, reading goes on."""

    def __init__(self, path: str, free: int, least: int, wanted: int = 0) -> None:
        self.path = path
        self.free = free
        self.least = least
        self.wanted = wanted
        needed = f", this needs {_megabytes(wanted)}" if wanted else ""
        super().__init__(
            f"Only {_megabytes(free)} are free on the disk that holds {path}{needed}, and {_megabytes(least)} stay free "
            "(min_free). Make room: what is queued stays queued; the worker goes on by itself, and `backfile crawl` goes on "
            "where it stopped."
        )


class WritingStopped(BackfileError):
    """The disk did not confirm what was written, so nothing more is written until the next start."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The disk that holds {path} did not confirm what was written to it ({reason}), so nothing more is written. "
            "What was reported as archived is safe. Check the disk, then start Backfile again: it repairs and goes on."
        )
