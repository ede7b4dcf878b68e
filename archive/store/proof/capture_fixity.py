"""One Capture read back: whether its record is the one that was written, and says what the catalogue says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.errors import RecordError
from archive.model import Capture, RecordType
from archive.store.catalogue import Catalogue
from archive.store.describe import describe
from archive.store.member import SharedMember
from archive.store.mementos import check_record
from archive.store.originals import original_of
from archive.store.proof.fault import IMPORT_ORIGINAL, Fault, of_capture
from archive.store.warc import OWN_SEGMENT, WarcStore


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A record read to its end: its bytes' SHA-256 in the file, the offset after it, and what it says of itself."""

    sha256: str | None
    end: int
    found: Capture | None


def read_back(capture: Capture, store: WarcStore, catalogue: Catalogue) -> tuple[str | None, list[Fault]]:
    """The SHA-256 of a Capture's record in its file (None: it can't be read to its end), and what is wrong with it."""
    try:
        with store.open_record(capture.locator) as record:
            check_record(record.header, capture)
            found = describe(record.header, record.content, capture.record_id).capture
            read = ReadBack(end=record.finish(), sha256=record.sha256, found=found)
    except (RecordError, SharedMember) as error:
        reason = getattr(error, "reason", "its gzip member holds other records too")
        return None, [of_capture(capture, reason)]
    faults = [of_capture(capture, problem) for problem in _problems(capture, read)]
    if capture.record_type is RecordType.REVISIT and original_of(capture, catalogue.captures) is None:
        problem = "it says “same as before”, and its original is not in the archive"
        ours = OWN_SEGMENT.fullmatch(capture.locator.filename) is not None
        faults.append(replace(of_capture(capture, problem, IMPORT_ORIGINAL), came_so=not ours))
    return read.sha256, faults


def _problems(capture: Capture, read: ReadBack) -> Iterator[str]:
    if read.end != capture.locator.offset + capture.locator.length:
        yield "its length is not what the catalogue says"
    elif capture.record_sha256 is not None and read.sha256 != capture.record_sha256:
        yield "its bytes are not those that were written (SHA-256 of the record)"
    found = read.found
    if found is not None and (found.captured_at, found.timestamp) != (capture.captured_at, capture.timestamp):
        yield "its date is not what the catalogue says"
    if capture.record_type is RecordType.REVISIT:
        return  # what it leaves to its original to say is the catalogue's alone
    if found is None or found.sha256 != capture.sha256:
        yield "its payload is not the one that was archived (SHA-256)"
    elif (found.status, found.digest) != (capture.status, capture.digest):
        yield "its status or its SHA-1 is not what the catalogue says"
