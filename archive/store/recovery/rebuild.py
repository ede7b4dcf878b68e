"""The catalogue made again from the WARC files alone: what Annotations tell of it, the rest from the records themselves.

Built beside as a draft (``recovery/``), so that it can be cut off at any moment: the next run goes on from the last file
that was read. ``adopt`` puts it in its place. For the one process that holds the archive's role.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive.errors import CatalogueUnreadable, NothingToRecover, SchemaNewer
from archive.model import RecordType
from archive.ports import Clock
from archive.store.annotated import ANNOTATED
from archive.store.annotation import MOST_BYTES, NoAnnotation, Told, is_annotation, parse
from archive.store.catalogue import Catalogue
from archive.store.describe import Described, describe
from archive.store.disk import Disk
from archive.store.intake import batches, completed, damage_words, located, referred, take_in
from archive.store.layout import WARC
from archive.store.member import SharedMember, drain
from archive.store.originals import original_of
from archive.store.record import RecordHeader
from archive.store.recovery.refill import Refill
from archive.store.recovery.repair import SEGMENT, sound_end
from archive.store.recovery.staging import Staging
from archive.store.scan import Damage, Found, scan
from archive.store.seal import OPEN_SUFFIX, checksum_of, seal_file
from archive.store.segments import Segment
from archive.store.sums import digest_of
from archive.store.tables import captures
from archive.store.warc import OWN_SEGMENT

DRAFT = "recovery"
_STAGING = "told.sqlite"
_FROM_RECORDS = ("captures", "hidden", "links", "shown", "segments")

Progress = Callable[[int, int], None]
"""Called with what is read and the total, in bytes."""


@dataclass(slots=True)
class Rebuilt:
    """What came back, and what could not. ``told`` Captures have the numbers that they had, ``untold`` ones are known by
    their records alone; ``missing`` are those that were told of, and whose records are not there."""

    told: int = 0
    untold: int = 0
    missing: int = 0
    unfit: int = 0  # rows that were told of and could not be put back
    alarms: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    size: int

    @property
    def own(self) -> bool:
        return OWN_SEGMENT.fullmatch(self.name) is not None


class _Stopped(Exception):
    """It was asked to stop."""


def rebuild(
    data: Path,
    clock: Clock,
    *,
    on_progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
    disk: Disk | None = None,
) -> Rebuilt | None:
    """Make the draft of a catalogue from the data folder's WARC files; None when it was stopped: then what is done stays,
    for the next run. Raises NothingToRecover, DiskFull, NotWritable."""
    files = _files(data / WARC)
    if not files:
        raise NothingToRecover(str(data))
    work = _Rebuild(data, files, clock, on_progress, stopped, disk or Disk())
    try:
        with work.unveiled():
            return work.run()
    except _Stopped:
        return None
    finally:
        work.close()


def _files(folder: Path) -> list[_File]:
    """The WARC files, by name: our own sort by the time at which they were begun, before what was imported."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.name.removesuffix(OPEN_SUFFIX)
        if not path.is_symlink() and path.is_file() and SEGMENT.fullmatch(name):
            found.append(_File(name, path, path.stat().st_size))
    return found


class _Rebuild:
    def __init__(
        self,
        data: Path,
        files: list[_File],
        clock: Clock,
        on_progress: Progress | None,
        stopped: Callable[[], bool],
        disk: Disk,
    ) -> None:
        self._folder = data / WARC
        self._files = files
        self._clock = clock
        self._on_progress = on_progress
        self._stopped = stopped
        self._disk = disk
        self._begun: dict[str, datetime] = {}
        self._read = 0
        self._total = sum(each.size for each in files) + sum(each.size for each in files if each.own)
        self._draft, self._staging = self._opened(data / DRAFT)
        self._refill = Refill(self._draft.database)
        self._result = Rebuilt()

    def close(self) -> None:
        self._staging.close()
        self._draft.close()

    def unveiled(self) -> AbstractContextManager[None]:
        """What was taken down comes back too, as hidden as it was."""
        return self._draft.database.unveiled()

    def run(self) -> Rebuilt:
        for file in self._files:
            self._step(f"told {file.name}", partial(self._gather, file))
        self._step("rows", self._put_rows)
        for file in self._files:
            self._step(f"captures {file.name}", partial(self._put_captures, file))
        self._step("hidden", self._put_hidden)
        self._step("revisits", self._complete_revisits)
        self._step("links", self._put_links)
        self._step("settled", self._settle)
        self._step("crawls", self._draft.crawls.begin_anew)  # after it, as that is told nowhere yet
        for file in self._files:
            if self._staging.is_done(f"left {file.name}"):
                take_in(file.path, file.name, self._draft)
        for file in self._files:
            self._put_segment(file)
        self._result.told = self._staging.count("captures")
        self._result.untold = self._draft.captures.count() - self._result.told
        self._result.missing = max(0, self._staging.captures() - self._result.told)
        self._result.unfit = self._refill.unfit
        if self._result.missing:
            self._draft.pages.recount()
        return self._result

    def _opened(self, folder: Path) -> tuple[Catalogue, Staging]:
        """The draft of the run before, if that was over the same files; else a fresh one."""
        same = "files " + " ".join(f"{each.name}:{each.size}" for each in self._files)
        if (folder / _STAGING).exists():
            with suppress(CatalogueUnreadable, SchemaNewer):  # then it is begun anew
                staging = Staging(folder / _STAGING)
                if staging.is_done(same):
                    return Catalogue.open(folder, self._clock), staging
                staging.close()
        shutil.rmtree(folder, ignore_errors=True)
        draft, staging = Catalogue.open(folder, self._clock), Staging(folder / _STAGING)
        staging.finish(same)
        return draft, staging

    def _step(self, name: str, work: Callable[[], None]) -> None:
        if self._stopped():
            raise _Stopped
        if not self._staging.is_done(name):
            work()
            self._staging.finish(name)

    def _gather(self, file: _File) -> None:
        """What a segment of our own tells; in one of others nothing is believed."""
        if not file.own:
            return
        told: list[Told] = []
        with suppress(SharedMember):
            for one in scan(file.path, _annotation):
                if isinstance(one, Damage):
                    continue  # told when its captures are read
                if isinstance(one.value, str):
                    self._result.alarms.append(
                        f"{file.name}, at byte {one.offset}: an annotation is left out, as {one.value}."
                    )
                else:
                    told += one.value
                self._advance(one.length)
        self._staging.take(told, f"taken {file.name}")

    def _put_rows(self) -> None:
        for each in ANNOTATED:
            if each.noun not in _FROM_RECORDS:
                self._refill.put(each.table, self._staging.units(each.noun))

    def _put_captures(self, file: _File) -> None:
        def read(header: RecordHeader, content: io.BufferedIOBase) -> Described:
            return replace(describe(header, content, ""), body=None)

        damages: list[Damage] = []
        try:
            for batch in batches(scan(file.path, read)):
                if self._stopped():
                    raise _Stopped
                with self._draft.transaction():
                    for one in batch:
                        if isinstance(one, Damage):
                            damages.append(one)
                        else:
                            self._put_capture(one, file)
                self._advance(sum(one.length for one in batch if isinstance(one, Found)))
        except SharedMember:
            self._result.alarms.append(
                f"{file.name}: its records can't be read one by one. Move it away and take it in with `backfile import`."
            )
            return
        self._result.alarms += [f"{file.name}: {words}." for words in damage_words(damages)]
        torn = damages and damages[-1].until is None
        self._put_segment(
            file, sound_end(damages, file.size) if torn and file.path.name != file.name else file.size
        )

    def _put_capture(self, one: Found[Described], file: _File) -> None:
        capture = located(one, file.name)
        if capture is None or self._draft.captures.by_record_id(capture.record_id) is not None:
            return
        told = self._staging.capture(capture.record_id)
        if told is None or told["filename"] != file.name:
            self._staging.finish(f"left {file.name}")
            return
        if capture.record_type is RecordType.CONVERSION:
            capture = referred(capture, one.value.made_from, self._draft)
        if not self._refill.put_capture(capture, told):
            self._staging.finish(f"left {file.name}")

    def _put_hidden(self) -> None:
        """What was taken down and erased has no record any more; its number, time and digests are named by manifests."""
        held = self._draft.captures.by_record_id
        self._refill.put(
            captures,
            ([row] for (row,) in self._staging.units("hidden") if held(str(row["record_id"])) is None),
        )

    def _complete_revisits(self) -> None:
        """What a revisit leaves to its original to say: it may lie in a file that was read after it."""
        for batch in self._draft.captures.revisits():
            with self._draft.transaction():
                for one in batch:
                    if one.takedown_id is not None:
                        continue
                    whole = replace(completed(one, original_of(one, self._draft.captures)), wall=one.wall)
                    if whole != one:
                        self._draft.captures.complete(whole)

    def _put_links(self) -> None:
        self._refill.put_links(self._staging)

    def _settle(self) -> None:
        """All that was told is told already; and every Page is news to the index."""
        self._staging.finish("captures", self._draft.captures.count())
        with self._draft.transaction():
            self._draft.changes.add_all()
            self._draft.annotations.settle_all()

    def _put_segment(self, file: _File, committed: int | None = None) -> None:
        if committed is None:
            if self._draft.segments.get(file.name) is not None:
                return
            committed = file.size
        told = self._staging.unit("segments", file.name)
        begun = told[0]["created_at"] if told else None
        at = (
            datetime.fromtimestamp(int(begun) / 1_000_000, UTC)
            if isinstance(begun, int)
            else datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
        )
        sealed = file.path.name == file.name
        checksum = checksum_of(file.path) if sealed else None
        sha256 = checksum or digest_of(file.path, committed).hexdigest()
        self._draft.segments.put_back(Segment(file.name, committed, checksum is not None, sha256, at))
        if sealed and checksum is None:
            seal_file(self._folder, file.name, file.size, self._draft.segments, self._disk)

    def _advance(self, size: int) -> None:
        self._read += size
        if self._on_progress is not None:
            self._on_progress(min(self._read, self._total), self._total)


def _annotation(header: RecordHeader, content: io.BufferedIOBase) -> list[Told] | str:
    """What a record tells, or why that can't be read; nothing for a record of another kind."""
    if not is_annotation(header):
        drain(content)
        return []
    try:
        return parse(content.read(MOST_BYTES + 1))
    except NoAnnotation as reason:
        return str(reason)
