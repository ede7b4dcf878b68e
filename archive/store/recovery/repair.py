"""Start-up repair: the WARC files and the catalogue brought to agree, whatever a crash left between them.

For the one process that holds the archive's role, before its first ``append``. Every step can be cut off and done
again; nothing that was reported as archived is ever touched.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import RecordDamaged
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.disk import Disk
from archive.store.intake import Taken, take_in
from archive.store.layout import DRAFT_SUFFIX, SET_ASIDE, WARC
from archive.store.member import SharedMember
from archive.store.scan import Damage
from archive.store.seal import OPEN_SUFFIX, seal_file
from archive.store.segment import explain
from archive.store.segments import Segment
from archive.store.sums import sha256_of
from archive.store.warc import OWN_SEGMENT
from archive.store.write_ahead_log import DAMAGED_SUFFIX

SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,199}\.warc\.gz")


@dataclass(slots=True)
class Repairs:
    """What was done, and what needs a person; each a sentence."""

    done: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """All of it, alarms first."""
        return [*self.alarms, *self.done]


def repair(data: Path, catalogue: Catalogue, *, disk: Disk | None = None) -> Repairs:
    """Bring a data folder in order. Raises DiskFull or NotWritable when it can't, and the catalogue's errors.

    A segment that is longer than committed has its tail set aside and is cut; one that is shorter or missing is left
    as it is, with an alarm, and not written to; one that the catalogue does not know is taken in by a scan; a seal or
    an import that was cut off is finished or cleaned away.
    """
    repairs = Repairs()
    folder = data / WARC
    if folder.is_dir():
        _Repair(data, folder, catalogue, disk or Disk(), repairs).run()
    else:
        repairs.alarms += [_missing(known) for known in catalogue.segments.all()]
    return repairs


class _Repair:
    def __init__(self, data: Path, folder: Path, catalogue: Catalogue, disk: Disk, repairs: Repairs) -> None:
        self._data = data
        self._folder = folder
        self._catalogue = catalogue
        self._disk = disk
        self._repairs = repairs

    def run(self) -> None:
        try:
            self._drop_drafts()
            segments = self._catalogue.segments.all()
            for known in segments:
                self._check(known)
            self._take_unknown({known.name for known in segments})
            self._seal_all_but_the_last()
            if self._log.exists():
                self._put_log_aside()
        except OSError as error:
            raise explain(self._folder, error) from error

    @property
    def _log(self) -> Path:
        """The damaged log of the catalogue, where one was met."""
        return self._data / f"{FILENAME}{DAMAGED_SUFFIX}"

    def _put_log_aside(self) -> None:
        aside = self._data / SET_ASIDE
        aside.mkdir(exist_ok=True)
        place = aside / f"{self._log.name}.{self._log.stat().st_mtime_ns}"
        self._disk.rename(self._log, place)
        self._repairs.alarms.append(
            "The catalogue's log was damaged, and what was committed last is missing in it. The captures were taken from "
            f"the WARC files again; the log is kept as {place.relative_to(self._data)}."
        )

    def _drop_drafts(self) -> None:
        for path in sorted(self._folder.glob(f"*{DRAFT_SUFFIX}")):
            path.unlink()
            self._repairs.done.append(f"Removed {path.name}, which was left unfinished.")

    def _check(self, known: Segment) -> None:
        final, begun = self._folder / known.name, self._folder / f"{known.name}{OPEN_SUFFIX}"
        path = final if final.is_file() else begun
        if not path.is_file():
            self._repairs.alarms.append(_missing(known))
            return
        size = path.stat().st_size
        if size < known.committed:
            self._repairs.alarms.append(
                f"{known.name} is {known.committed - size} bytes shorter than what was archived in it. It is not written to "
                "any more; `backfile verify --full` lists what is hit, and a backup can bring it back."
            )
        elif self._log.exists() and size > known.committed:
            self._take(path, known.name)  # what is behind was committed, and lost with the catalogue's log
        elif known.sealed:
            self._check_sealed(known, path, begun, size)
        elif path == final:
            seal_file(self._folder, known.name, size, self._catalogue.segments, self._disk)
            self._repairs.done.append(f"Finished sealing {known.name}.")
        elif size > known.committed:
            self._cut(path, known.committed, size)

    def _check_sealed(self, known: Segment, path: Path, begun: Path, size: int) -> None:
        if size > known.committed:
            self._repairs.alarms.append(
                f"{known.name} is {size - known.committed} bytes longer than when it was sealed. Its records can be read; "
                "`backfile verify --full` tells whether they are what was written."
            )
        if path == begun:
            self._disk.rename(begun, self._folder / known.name)
            self._disk.sync_folder(self._folder)
            self._repairs.done.append(f"Gave {known.name} its final name.")

    def _cut(self, path: Path, length: int, size: int) -> None:
        """Set the tail aside, then cut it: in this order a crash between the two loses nothing."""
        aside = self._data / SET_ASIDE
        aside.mkdir(exist_ok=True)
        copy = aside / f"{path.name.removesuffix(OPEN_SUFFIX)}.{length}-{size}"
        with path.open("rb") as source, copy.open("wb") as target:
            source.seek(length)
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            self._disk.sync(target.fileno())
        self._disk.sync_folder(aside)
        descriptor = self._disk.resume(path)
        try:
            self._disk.cut(descriptor, length)
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)
        self._repairs.done.append(
            f"Set aside {size - length} bytes at the end of {path.name}, which were never reported as archived "
            f"({copy.relative_to(self._data)})."
        )

    def _take_unknown(self, known: set[str]) -> None:
        for path in sorted(self._folder.iterdir()):
            name = path.name.removesuffix(OPEN_SUFFIX)
            if name in known or path.is_symlink() or not path.is_file() or not SEGMENT.fullmatch(name):
                continue
            try:
                self._take(path, name)
            except SharedMember:
                self._repairs.alarms.append(
                    f"{path.name} lies in the archive's folder, but its records can't be read one by one. Move it away "
                    "and take it in with `backfile import`."
                )

    def _take(self, path: Path, name: str) -> None:
        taken = take_in(path, name, self._catalogue)
        size = path.stat().st_size
        if path.name == name:
            seal_file(self._folder, name, size, self._catalogue.segments, self._disk)
        elif not taken.captures and not taken.known:
            self._drop_unused(path, taken)
            return
        else:
            end = sound_end(taken.damages, size)
            if end < size:
                self._cut(path, end, size)
            self._catalogue.segments.commit(name, end, sha256_of(path, end))
        self._repairs.done.append(
            f"Took in {name}, which the catalogue did not know: {taken.captures} captures."
        )
        self._repairs.alarms += [
            str(RecordDamaged(name, damage.offset, damage.reason)) for damage in taken.damages
        ]

    def _drop_unused(self, path: Path, taken: Taken) -> None:
        """A segment that was begun and holds no capture: gone, unless there are bytes in it that can't be read."""
        if taken.damages:
            self._cut(path, 0, path.stat().st_size)
        path.unlink()
        self._disk.sync_folder(self._folder)

    def _seal_all_but_the_last(self) -> None:
        """Only one segment is written to: the others that are still open were left so by a crash."""
        begun = [
            known
            for known in self._catalogue.segments.all()
            if not known.sealed and OWN_SEGMENT.fullmatch(known.name)
        ]
        for known in begun[:-1]:
            path = self._folder / f"{known.name}{OPEN_SUFFIX}"
            if path.is_file() and path.stat().st_size == known.committed:
                seal_file(self._folder, known.name, known.committed, self._catalogue.segments, self._disk)
                self._repairs.done.append(f"Finished sealing {known.name}.")


def sound_end(damages: list[Damage], size: int) -> int:
    """Where the last sound record of a file ends: damage at the end is a tail, damage before it stays where it is."""
    last = damages[-1] if damages else None
    return last.offset if last is not None and last.until is None else size


def _missing(known: Segment) -> str:
    return (
        f"{known.name} is missing, with {known.committed} bytes that were archived. "
        "`backfile verify` lists what is hit; a backup can bring it back."
    )
