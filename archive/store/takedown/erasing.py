"""Bytes of WARC files replaced in place, in an order that a crash can't spoil: what is to be written is in a journal first.

The journal, ``erasing.json`` in the data folder, names spans and what goes into them; it holds nothing of what is erased.
As long as it is there it is carried out again, whatever the spans hold by then. It also names the files that were not as
they had been sealed before anything was replaced: their checksums stay, so that `verify` goes on telling of it.
"""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from archive.store.disk import Disk
from archive.store.seal import READ_ONLY, reseal
from archive.store.segment import explain
from archive.store.segments import Segments
from archive.store.sums import sha256_of
from archive.store.takedown.tombstone import Erased, tombstone
from archive.timestamp import iso, parse_iso

log = logging.getLogger(__name__)

JOURNAL = "erasing.json"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A span of a file and what comes into it: a tombstone, or these bytes, which are as long as it."""

    filename: str
    offset: int
    length: int
    erased: Erased | None = None
    data: bytes | None = None

    def content(self) -> bytes:
        """The bytes, as many as the span has."""
        if self.data is not None:
            return self.data
        if self.erased is None:
            raise ValueError("a span is replaced by something")
        return tombstone(self.erased, self.length)


class Eraser:
    """Carries replacements out in sealed segments. For the one process that holds the archive's role."""

    def __init__(
        self,
        data: Path,
        folder: Path,
        segments: Segments,
        disk: Disk,
        *,
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._step = step
        self._journal = data / JOURNAL
        self._folder = folder
        self._segments = segments
        self._disk = disk

    def finish(self) -> None:
        """Carry out what a journal still asks for. Raises DiskFull, NotWritable; then it is there still."""
        try:
            if self._journal.exists():
                self._carry_out(*_read(self._journal))
        except OSError as error:
            raise explain(self._journal, error) from error

    def erase(self, replacements: Sequence[Replacement]) -> None:
        """Write the journal, then carry it out. Raises DiskFull, NotWritable."""
        if not replacements:
            return
        try:
            damaged = self._damaged(replacements)
            told = {"spans": [_told(one) for one in replacements], "damaged": sorted(damaged)}
            draft = self._journal.with_suffix(".new")
            draft.write_text(json.dumps(told), encoding="ascii")
            self._sync(draft)
            self._disk.rename(draft, self._journal)
            self._disk.sync_folder(self._journal.parent)
            self._step("journal")
            self._carry_out(replacements, damaged)
        except OSError as error:
            raise explain(self._journal, error) from error

    def _damaged(self, replacements: Sequence[Replacement]) -> frozenset[str]:
        """The files that are not as they were sealed. It has to be asked before their bytes change on purpose."""
        found = set[str]()
        for name in {one.filename for one in replacements}:
            segment, path = self._segments.get(name), self._folder / name
            if segment is None or segment.sha256 is None or not path.is_file():
                continue
            if path.stat().st_size != segment.committed or sha256_of(path) != segment.sha256:
                log.error(
                    "%s is not as it was sealed. What was taken down is erased in it all the same; its checksum stays as it "
                    "was, and `backfile verify` tells which captures are hit.",
                    name,
                )
                found.add(name)
        return frozenset(found)

    def _carry_out(self, replacements: Sequence[Replacement], damaged: Collection[str]) -> None:
        for name in dict.fromkeys(one.filename for one in replacements):
            path = self._folder / name
            if not path.is_file():
                continue  # what is missing holds nothing
            path.chmod(0o644)
            descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                for one in replacements:
                    if one.filename == name:
                        os.lseek(descriptor, one.offset, os.SEEK_SET)
                        self._write(descriptor, one.content())
                        self._step("record")
                self._disk.sync(descriptor)
            finally:
                os.close(descriptor)
            self._step("unsealed")
            if name in damaged:
                path.chmod(READ_ONLY)
            else:
                reseal(self._folder, name, self._segments, self._disk)
        self._journal.unlink(missing_ok=True)
        self._disk.sync_folder(self._journal.parent)

    def _write(self, descriptor: int, content: bytes) -> None:
        view = memoryview(content)
        while view:
            view = view[self._disk.write(descriptor, view) :]

    def _sync(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)


def _told(one: Replacement) -> dict[str, object]:
    told: dict[str, object] = {"filename": one.filename, "offset": one.offset, "length": one.length}
    if one.erased is not None:
        told["erased"] = asdict(one.erased) | {"at": iso(one.erased.at)}
    if one.data is not None:
        told["data"] = base64.b64encode(one.data).decode("ascii")
    return told


def _read(journal: Path) -> tuple[list[Replacement], list[str]]:
    found = []
    whole = json.loads(journal.read_text(encoding="ascii"))
    for told in whole["spans"]:
        erased = told.get("erased")
        data = told.get("data")
        found.append(
            Replacement(
                told["filename"],
                told["offset"],
                told["length"],
                Erased(erased["name"], erased["takedown"], _time(erased["at"]), erased["sha256"])
                if erased
                else None,
                base64.b64decode(data) if data is not None else None,
            )
        )
    return found, whole["damaged"]


def _time(text: str) -> datetime:
    found = parse_iso(text)
    if found is None:
        raise ValueError(f"{text!r} is no time of ours")
    return found
