"""The catalogue can't be opened, copied, restored or made again."""

from __future__ import annotations

from archive.errors.base import BackfileError


class SchemaNewer(BackfileError):
    """The catalogue was written by a newer Backfile than this one."""

    def __init__(self, path: str, found: str, known: str) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"The catalogue {path} was written by a newer Backfile (schema {found}; this one knows {known}). "
            "Upgrade Backfile, or restore an older backup."
        )


class UpgradeRefused(BackfileError):
    """The catalogue is of an older Backfile, and no copy of it could be kept before the upgrade."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The catalogue {path} has to be upgraded, and a copy of it is kept first: {reason}. Make room and start "
            "again; nothing was changed, and the Backfile before this one still reads it."
        )


class CatalogueBusy(BackfileError):
    """Another process kept the catalogue locked for longer than we wait."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"The catalogue {path} is locked by another process. Try again in a moment; "
            "if it lasts, find the program that keeps it open and stop it."
        )


class CatalogueUnreadable(BackfileError):
    """The catalogue's file is damaged, or is not a catalogue."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The catalogue {path} can't be read: {reason}. The WARC files hold everything without it: restore a "
            "backup, or move that file away and run `backfile recover`."
        )


class BackupFailed(BackfileError):
    """No whole backup could be made; the ones before it are untouched."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"No backup was made in {path}: {reason}. What is in there from before is untouched."
        )


class RestoreRefused(BackfileError):
    """A backup that can't be restored, or not there; nothing was overwritten."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot restore {path}: {reason}.")


class NothingToRecover(BackfileError):
    """There is no WARC file that a catalogue could be made from."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There are no WARC files in {path}, so no catalogue can be made from them. "
            "Choose another folder with --data, or restore a backup: `backfile restore DIR`."
        )
