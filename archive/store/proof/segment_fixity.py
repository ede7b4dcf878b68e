"""One WARC file read whole: whether it is what was committed, and where not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from archive.digest import Digester, agrees
from archive.store.member import SharedMember
from archive.store.proof.fault import FROM_BACKUP, LEAVE, Fault
from archive.store.record import RecordHeader
from archive.store.scan import Damage, scan
from archive.store.seal import CHECKSUM_SUFFIX, checksum_line
from archive.store.segments import Segment
from archive.store.sums import sha256_of
from archive.store.warc import OWN_SEGMENT, WarcStore

_PIECE = 64 * 1024


def faults_of(known: Segment, store: WarcStore, *, whole: bool = True) -> Iterator[Fault]:
    """What is wrong with a segment's file: its length; with ``whole`` its digest, the checksum beside it, and, where these
    tell of a change or there are none, each record, whether a Capture names it or not."""

    def fault(offset: int, problem: str, advice: str = FROM_BACKUP) -> Fault:
        return Fault(None, known.name, offset, problem, advice)

    path = store.path(known.name)
    if path is None:
        yield fault(0, "it is missing")
        return
    size = path.stat().st_size
    if size < known.committed:
        yield fault(size, f"it is {known.committed - size} bytes shorter than what was archived in it")
    elif size > known.committed and known.sealed:
        longer = size - known.committed
        yield fault(known.committed, f"it is {longer} bytes longer than when it was sealed", LEAVE)
    if not whole:
        return
    changed = known.sha256 is not None and sha256_of(path, known.committed) != known.sha256
    if changed:
        when = "it was sealed" if known.sealed else "it was written"
        yield fault(0, f"its SHA-256 is not the one of when {when}")
    if changed or known.sha256 is None:
        for offset, problem in _records(path, known):
            yield fault(offset, problem)
    if known.sealed and known.sha256 is not None:
        yield from _checksum(known, path)


def _checksum(known: Segment, path: Path) -> Iterator[Fault]:
    beside = path.with_name(f"{known.name}{CHECKSUM_SUFFIX}")
    right = checksum_line(known.sha256 or "", known.name)
    advice = f"Write this line into it again: {right.strip()}"
    try:
        if beside.read_bytes() != right.encode():
            yield Fault(
                None,
                beside.name,
                0,
                "it is not the checksum that was written when the segment was sealed",
                advice,
            )
    except OSError:
        yield Fault(None, beside.name, 0, "it is missing, or can't be read", advice)


def _records(path: Path, known: Segment) -> Iterator[tuple[int, str]]:
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
