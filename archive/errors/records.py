"""A record, or a time stamp, that does not hold."""

from __future__ import annotations

from archive.errors.base import BackfileError


class RecordError(BackfileError):
    """A record can't be read back."""


class RecordDamaged(RecordError):
    """The bytes at a Locator are not the record that was written there."""

    def __init__(self, filename: str, offset: int, reason: str) -> None:
        self.filename = filename
        self.offset = offset
        self.reason = reason
        super().__init__(
            f"The record at byte {offset} of {filename} is damaged: {reason}. "
            "`backfile verify` lists what is hit; a backup can bring it back."
        )


class OriginalMissing(RecordError):
    """A revisit whose original is not in the archive."""

    def __init__(self, url: str, digest: str) -> None:
        self.url = url
        self.digest = digest
        super().__init__(
            f"This capture of {url} says “same as before”, but the original ({digest}) is not in this archive. "
            "Import the WARC file that holds it."
        )


class StampRefused(BackfileError):
    """What a time-stamping authority answered proves nothing of a file; ``reason`` is a clause."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The time stamp can't be used: {reason}. Check `timestamp_authority` and `timestamp_ca`; it is tried again."
        )
