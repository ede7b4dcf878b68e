"""Whether the archive still holds what was put into it: every file, every record, every digest."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.digest import Digester, agrees
from archive.errors import RecordError
from archive.model import Capture, RecordType
from archive.store.catalogue import Catalogue
from archive.store.describe import describe
from archive.store.member import SharedMember
from archive.store.mementos import check_record
from archive.store.originals import original_of
from archive.store.record import RecordHeader
from archive.store.recovery import FOLDER
from archive.store.scan import Damage, scan
from archive.store.seal import sha256_of
from archive.store.segments import Segment
from archive.store.warc import OWN_SEGMENT, WarcStore

_PIECE = 64 * 1024
_FROM_BACKUP = "Bring the file back from a backup; what else it holds can still be read."
_LEAVE = "Nothing that the catalogue knows is hit; keep the file as it is, and look at the disk."
_IMPORT = "Import the WARC file that holds its original."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written. ``capture_id`` and ``url`` are None for a fault of a file as a whole."""

    capture_id: int | None
    filename: str
    offset: int
    problem: str
    advice: str
    url: str | None = None

    def __str__(self) -> str:
        what = f"Capture {self.capture_id} of {self.url}" if self.capture_id is not None else "The file"
        return f"{what} ({self.filename}, byte {self.offset}): {self.problem}. {self.advice}"


def check(
    catalogue: Catalogue,
    data: Path,
    *,
    sample: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Fault]:
    """Read back every Capture by its offset, and compare its digests; with ``sample`` only so many, chosen at random.

    Without ``sample`` every file is read whole too, for one view alone misses what the other sees: a clipped last
    member, a hole between records, bytes that changed in a record that no Capture names. ``on_progress`` is given
    the number of Captures done and the total. Changes nothing.
    """
    store = WarcStore(data / FOLDER, catalogue.segments, clock=catalogue.clock)
    faults = [
        fault for known in catalogue.segments.all() for fault in _file(known, store, whole=sample is None)
    ]
    captures = catalogue.captures.iterate() if sample is None else iter(_some(catalogue, sample))
    total = catalogue.captures.count()
    total = total if sample is None else min(sample, total)
    for done, capture in enumerate(captures, 1):
        faults += _capture(capture, store, catalogue)
        if on_progress is not None:
            on_progress(done, total)
    return faults


def _some(catalogue: Catalogue, number: int) -> list[Capture]:
    """A random choice, in one pass over all."""
    chosen: list[Capture] = []
    for seen, capture in enumerate(catalogue.captures.iterate()):
        if seen < number:
            chosen.append(capture)
        elif (place := secrets.randbelow(seen + 1)) < number:
            chosen[place] = capture
    return chosen


def _file(known: Segment, store: WarcStore, *, whole: bool) -> Iterator[Fault]:
    def fault(offset: int, problem: str, advice: str = _FROM_BACKUP) -> Fault:
        return Fault(None, known.name, offset, problem, advice)

    path = store.path(known.name)
    if path is None:
        yield fault(0, "it is missing")
        return
    size = path.stat().st_size
    if size < known.committed:
        yield fault(size, f"it is {known.committed - size} bytes shorter than what was archived in it")
    elif size > known.committed and known.sealed:
        yield fault(
            known.committed, f"it is {size - known.committed} bytes longer than when it was sealed", _LEAVE
        )
    if whole:
        if known.sealed and known.sha256 and sha256_of(path) != known.sha256:
            yield fault(0, "its SHA-256 is not the one of when it was sealed")
        for offset, problem in _records(path, known):
            yield fault(offset, problem)


def _records(path: Path, known: Segment) -> Iterator[tuple[int, str]]:
    """What is wrong with any record, whether a Capture names it or not."""
    ours = OWN_SEGMENT.fullmatch(known.name) is not None

    def take(header: RecordHeader, content: io.BufferedIOBase) -> bool:
        digester = Digester()
        while piece := content.read(_PIECE):
            digester.update(piece)
        # Others' claims may have been false when they came; ours were true when they were written.
        return not ours or agrees(header.get("WARC-Block-Digest") or "", digester.digests()) is not False

    try:
        for one in scan(path, take, end=known.committed):
            if isinstance(one, Damage):
                yield one.offset, one.reason
            elif not one.value:
                yield one.offset, "its block digest is not that of its bytes"
    except SharedMember:
        yield 0, "its records are not in gzip members of their own"


def _capture(capture: Capture, store: WarcStore, catalogue: Catalogue) -> Iterator[Fault]:
    where = capture.locator
    try:
        with store.open_record(where) as record:
            check_record(record.header, capture)
            found = describe(record.header, record.content, capture.record_id).capture
            end, sha256 = record.finish(), record.sha256
    except (RecordError, SharedMember) as error:
        reason = getattr(error, "reason", "its gzip member holds other records too")
        yield _fault(capture, reason, _FROM_BACKUP)
        return
    if end != where.offset + where.length:
        yield _fault(capture, "its length is not what the catalogue says", _FROM_BACKUP)
    elif capture.record_sha256 is not None and sha256 != capture.record_sha256:
        yield _fault(
            capture, "its bytes are not those that were written (SHA-256 of the record)", _FROM_BACKUP
        )
    if capture.record_type is RecordType.REVISIT:
        if original_of(capture, catalogue.captures) is None:
            yield _fault(capture, "it says “same as before”, and its original is not in the archive", _IMPORT)
    elif found is None or found.sha256 != capture.sha256:
        yield _fault(capture, "its payload is not the one that was archived (SHA-256)", _FROM_BACKUP)


def _fault(capture: Capture, problem: str, advice: str) -> Fault:
    return Fault(
        capture.id, capture.locator.filename, capture.locator.offset, problem, advice, url=capture.url
    )
