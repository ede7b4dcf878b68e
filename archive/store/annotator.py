"""What only the catalogue knows is told in the WARC files, in the order that loses nothing: on disk, then the marks go."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from archive.errors import BackfileError
from archive.store.annotation import annotation_record
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore

EVERY = timedelta(minutes=5)
ROWS = 2000
"""To a record: enough that what they have in common is kept once, little enough to be held in memory."""

log = logging.getLogger(__name__)


class Annotator:
    """Writes Annotations. For the one process that holds the archive's role."""

    def __init__(self, store: WarcStore, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._written: datetime | None = None

    def write(self) -> int:
        """Tell all that is untold; returns how many records that took. Raises as ``WarcStore.append`` does: what is not
        written then stays marked."""
        self._written = self._catalogue.clock()
        records = 0
        while (pending := self._catalogue.annotations.next(ROWS)) is not None:
            if records and {mark.noun for mark in pending.marks} == {"segments"}:
                break  # one that this very writing has begun: to tell that can begin another, and so on
            self._store.write([annotation_record(pending.told, self._catalogue.clock())])
            with self._catalogue.transaction():
                self._catalogue.segments.commit(*self._store.end)
                self._catalogue.annotations.settle(pending.marks)
            records += 1
        return records

    def write_in_passing(self) -> None:
        """The same once in five minutes, within other work, which goes on if it fails: what is kept is kept."""
        now = self._catalogue.clock()
        if self._written is None:
            self._written = now
        if not timedelta(0) <= now - self._written < EVERY:
            self.write_if_possible()

    def write_if_possible(self) -> None:
        """The same, and a failure is no more than a line in the log: the marks stay, and are written next time."""
        try:
            self.write()
        except BackfileError as error:
            log.warning("What the catalogue knows could not be written into the WARC files: %s", error)
