"""Writes the manifests of days that are over, and reads them back.

``manifests/<day>.txt`` is written and synced first, then its row: a file without a row is what a crash, or a catalogue that
was made anew, leaves, and its row is made from it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.manifest import Entry, Head, ManifestBroken, day_to_write, lines, parse_entry, parse_head
from archive.store.manifests import Manifest
from archive.store.segment import explain
from archive.store.sums import sha256_of

FOLDER = "manifests"
SUFFIX = ".txt"
STAMP_SUFFIX = ".tsr"
_READ_ONLY = 0o444
_HEAD_LINES = 4


class Notary:
    """The manifests of a data folder. One process at a time may ``write_due``; any may read."""

    def __init__(self, data: Path, catalogue: Catalogue, *, disk: Disk | None = None) -> None:
        self.folder = data / FOLDER
        self._catalogue = catalogue
        self._disk = disk or Disk()

    def path(self, day: date) -> Path:
        """Where a day's manifest lies."""
        return self.folder / f"{day.isoformat()}{SUFFIX}"

    def stamp_path(self, day: date) -> Path:
        """Where the time stamp of a day's manifest lies."""
        return self.folder / f"{day.isoformat()}{STAMP_SUFFIX}"

    def keep_stamp(self, day: date, answer: bytes, at: datetime) -> None:
        """Keep an authority's answer, which was found true, beside the manifest. Raises DiskFull, NotWritable."""
        try:
            self._place(self.stamp_path(day), [answer])
        except OSError as error:
            raise explain(self.folder, error) from error
        self._catalogue.manifests.stamp(day, at, hashlib.sha256(answer).hexdigest())

    def write_due(self) -> list[Manifest]:
        """Write what is due: the manifest of each day that is over and on which anything came. Can be cut off at any point
        and done again. Raises DiskFull, NotWritable."""
        written: list[Manifest] = []
        try:
            self._take_in()
            while (made := self._write_next()) is not None:
                written.append(made)
        except OSError as error:
            raise explain(self.folder, error) from error
        return written

    def _write_next(self) -> Manifest | None:
        manifests, today = self._catalogue.manifests, self._catalogue.clock().date()
        tomorrow = _midnight(today + timedelta(days=1))  # a later time is of a false clock, and tells nothing
        last = manifests.latest()
        after = last.last_capture_id if last is not None else 0
        first = manifests.first_captured(after, self._begins(last), tomorrow)
        waiting = manifests.span(after, None)[0] > 0
        day = day_to_write(
            last.day if last is not None else None,
            first[1].date() if first is not None else None,
            today,
            waiting=waiting,
        )
        if day is None:
            return None
        following = manifests.first_captured(after, _midnight(day + timedelta(days=1)), tomorrow)
        count, highest = manifests.span(after, following[0] if following is not None else None)
        if not count:
            return None
        previous = last.sha256 if last is not None else None
        text = lines(Head(day, previous, count), manifests.entries(after, highest))
        self._place(self.path(day), (line.encode("ascii") for line in text))
        return manifests.add(day, sha256_of(self.path(day)), previous, count, highest)

    def _begins(self, last: Manifest | None) -> datetime | None:
        """From when on a Capture's time tells on which day it came: what was captured before came by an import."""
        if last is not None:
            return _midnight(last.day + timedelta(days=1))
        began = min((known.created_at for known in self._catalogue.segments.all()), default=None)
        return None if began is None else _midnight(began.date())

    def _place(self, path: Path, pieces: Iterable[bytes]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with draft.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fchmod(file.fileno(), _READ_ONLY)
            self._disk.sync(file.fileno())
        self._disk.rename(draft, path)
        self._disk.sync_folder(self.folder)

    def _take_in(self) -> None:
        """Make the rows of files that have none, as far as each goes on from the one before it."""
        manifests = self._catalogue.manifests
        known = {self.path(manifest.day) for manifest in manifests.all()}
        for path in sorted(set(self.folder.glob(f"*{SUFFIX}")) - known):
            try:
                head, entries = read(path)
            except ManifestBroken:
                continue  # `verify` tells
            last = manifests.latest()
            if path != self.path(head.day) or (last.sha256 if last is not None else None) != head.previous:
                continue
            held = manifests.held(entry.record_id for entry in entries)
            highest = max((one.id for one in held.values()), default=0)
            after = last.last_capture_id if last is not None else 0
            manifests.add(head.day, sha256_of(path), head.previous, head.captures, max(highest, after))


def read(path: Path) -> tuple[Head, list[Entry]]:
    """A manifest, read back. Raises ManifestBroken, OSError."""
    try:
        text = path.read_bytes().decode("ascii")
    except UnicodeDecodeError:
        raise ManifestBroken("it holds bytes that no manifest has") from None
    head = parse_head(text)
    entries = [parse_entry(line) for line in text.splitlines()[_HEAD_LINES:]]
    if len(entries) != head.captures:
        raise ManifestBroken("it does not hold as many captures as its head says")
    return head, entries


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
