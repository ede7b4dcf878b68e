"""A file that can't come in, or a package that can't go out."""

from __future__ import annotations

from archive.errors.base import SHOWN, BackfileError


class ImportRefused(BackfileError):
    """A file that can't be taken, and why."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot import {path}: {reason}.")


class ExportRefused(BackfileError):
    """There is nothing that could be exported."""

    def __init__(self, what: str, reason: str) -> None:
        self.what = what
        self.reason = reason
        super().__init__(f"Cannot export {what}: {reason}. `backfile search` shows what a question finds.")


class ExportUnwritable(BackfileError):
    """A package can't be written where it was asked for."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot write a package to {path[:SHOWN]}: {reason}. Choose another place for it.")


class ExportTooLarge(BackfileError):
    """More than fits into a package that is made while somebody waits."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"“{what[:SHOWN]}” has too many captures, or too large ones, to be packed while you wait. Whoever keeps this "
            "archive can pack it with `backfile export`."
        )


class ExportStopped(BackfileError):
    """An export was asked to stop before it was whole."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was exported; the same command begins anew.")
