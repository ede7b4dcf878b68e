"""What a look at the data folder can find: a Fault, with what it hits and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Capture

FROM_BACKUP = "Bring the file back from a backup; what else it holds can still be read."
LEAVE = "Nothing that the catalogue knows is hit; keep the file as it is, and look at the disk."
IMPORT_ORIGINAL = "Import the WARC file that holds its original."
RECOVER = "Restore a backup, or move catalogue.sqlite away and run `backfile recover`: the WARC files hold the rest."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written. ``capture_id`` and ``url`` are None for a fault of a file as a whole.

    ``came_so``: nothing that was written has changed; what is missing never came with the file of others that it is in.
    """

    capture_id: int | None
    filename: str
    offset: int
    problem: str
    advice: str
    url: str | None = None
    came_so: bool = False

    def __str__(self) -> str:
        what = f"Capture {self.capture_id} of {self.url}" if self.capture_id is not None else "The file"
        return f"{what} ({self.filename}, byte {self.offset}): {self.problem}. {self.advice}"


def of_capture(capture: Capture, problem: str, advice: str = FROM_BACKUP) -> Fault:
    """The Fault that hits a Capture, at its record's place."""
    where = capture.locator
    return Fault(capture.id, where.filename, where.offset, problem, advice, url=capture.url)
