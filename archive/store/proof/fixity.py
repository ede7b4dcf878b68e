"""Whether the archive still holds what was put into it: every file, every record, every digest."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.model import Capture
from archive.store.catalogue import Catalogue
from archive.store.layout import WARC
from archive.store.proof.capture_fixity import read_back
from archive.store.proof.fault import Fault
from archive.store.proof.segment_fixity import faults_of
from archive.store.warc import WarcStore

__all__ = ["Examined", "Fault", "check", "examine"]


@dataclass(slots=True)
class Examined:
    """What was read back, and what is not as it was written."""

    faults: list[Fault] = field(default_factory=list)
    segments: int = 0
    bytes: int = 0  # committed to these
    captures: int = 0


def examine(
    catalogue: Catalogue,
    data: Path,
    *,
    sample: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Examined:
    """Read back every Capture by its offset, and compare its digests; with ``sample`` only so many, chosen at random.

    Without ``sample`` every file is read whole too, for one view alone misses what the other sees: a clipped last
    member, a hole between records, bytes that changed in a record that no Capture names. ``on_progress`` is given
    the number of files and Captures done and the total. Changes nothing.
    """
    store = WarcStore(data / WARC, catalogue.segments, clock=catalogue.clock)
    segments, examined = catalogue.segments.all(), Examined()
    total = catalogue.captures.count()
    total = len(segments) + (total if sample is None else min(sample, total))

    def tell() -> None:
        if on_progress is not None:
            done = examined.segments + examined.captures
            on_progress(done, max(done, total))  # a crawl may be adding to them

    whole = sample is None
    for known in segments:
        faults = list(faults_of(known, store, whole=whole))
        now = catalogue.segments.get(known.name)
        if faults and now is not None and now != known:  # erased by a takedown meanwhile, or sealed
            faults = list(faults_of(now, store, whole=whole))
        examined.faults += faults
        examined.segments += 1
        examined.bytes += known.committed
        tell()
    for capture in catalogue.captures.iterate() if sample is None else _some(catalogue, sample):
        _, faults = read_back(capture, store, catalogue)
        as_now = catalogue.captures.get(capture.id) if faults else capture
        if as_now is not None and as_now != capture:
            _, faults = read_back(as_now, store, catalogue)
        examined.faults += faults
        examined.captures += 1
        tell()
    return examined


def check(
    catalogue: Catalogue,
    data: Path,
    *,
    sample: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Fault]:
    """The faults that ``examine`` finds."""
    return examine(catalogue, data, sample=sample, on_progress=on_progress).faults


def _some(catalogue: Catalogue, number: int) -> list[Capture]:
    """A random choice, in one pass over all."""
    chosen: list[Capture] = []
    for seen, capture in enumerate(catalogue.captures.iterate()):
        if seen < number:
            chosen.append(capture)
        elif (place := secrets.randbelow(seen + 1)) < number:
            chosen[place] = capture
    return chosen
