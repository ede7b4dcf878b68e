"""The rolling audit: every record and every sealed file is read back within 90 days, a little at a time."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from archive.store.catalogue import Catalogue
from archive.store.checks import Check
from archive.store.layout import WARC
from archive.store.proof.capture_fixity import read_back
from archive.store.proof.segment_fixity import faults_of
from archive.store.warc import WarcStore

log = logging.getLogger(__name__)

WITHIN = timedelta(days=90)
REST = timedelta(days=60)
"""How long what was read is left alone. What has rested is read within the rest of the time."""

LATE = timedelta(days=85)
"""After that what is left is read as quickly as the disk may be kept busy: the worker was off for long."""

_MOST_SECONDS = 2.0  # of a tick, for records


@dataclass(frozen=True, slots=True)
class Audited:
    """What a tick read, and how much of it is off."""

    captures: int = 0
    segments: int = 0
    faults: int = 0


def how_many(total: int, late: int, tick: timedelta) -> int:
    """How many of ``total`` are to be read in one tick, so that all that has rested comes about in time; ``late`` of them
    have waited for too long already. At least one, where there is any."""
    share = math.ceil(total * (tick / (LATE - REST)))
    return min(total, max(share, late))


class Audit:
    """Reads back what was not read for longest. Resumable at any moment: what was read is noted in the catalogue."""

    def __init__(
        self, data: Path, catalogue: Catalogue, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._catalogue = catalogue
        self._store = WarcStore(data / WARC, catalogue.segments, clock=catalogue.clock)
        self._monotonic = monotonic

    def step(self, tick: timedelta, *, most_seconds: float = _MOST_SECONDS) -> Audited:
        """Read this tick's share: ``tick`` is how long it is until the next. Records are read for ``most_seconds`` at most,
        and one whole file. Raises the catalogue's errors."""
        now = self._catalogue.clock()
        captures = self._captures(now, tick, self._monotonic() + most_seconds)
        segments = self._segments(now, tick)
        return Audited(captures.captures, segments.segments, captures.faults + segments.faults)

    def _captures(self, now: datetime, tick: timedelta, until: float) -> Audited:
        captures, noted = self._catalogue.captures, self._catalogue.checks
        limit = how_many(captures.count(), noted.count_before(now - LATE), tick)
        checks: list[Check] = []
        for capture in filter(None, map(captures.get, noted.waiting(now - REST, limit))):
            sha256, found = read_back(capture, self._store, self._catalogue)
            faults = [fault for fault in found if not fault.came_so]
            for fault in faults:
                log.error("audit: %s", fault)
            kept = capture.record_sha256 or (
                sha256 if not faults else None
            )  # a row from before there were digests
            checks.append(Check(capture.id, now, "; ".join(one.problem for one in faults) or None, kept))
            if self._monotonic() > until:
                break
        noted.note(checks)
        return Audited(captures=len(checks), faults=sum(one.fault is not None for one in checks))

    def _segments(self, now: datetime, tick: timedelta) -> Audited:
        sealed = [known for known in self._catalogue.segments.all() if known.sealed]
        waiting = [known for known in sealed if known.checked_at is None or known.checked_at < now - REST]
        last = max((known.checked_at for known in sealed if known.checked_at is not None), default=None)
        pause = (LATE - REST) / max(1, len(sealed))
        if not waiting or (last is not None and now - last + tick < pause and len(waiting) < len(sealed)):
            return Audited()
        oldest = min(waiting, key=lambda known: (known.checked_at is not None, known.checked_at or now))
        faults = list(faults_of(oldest, self._store))
        for fault in faults:
            log.error("audit: %s", fault)
        self._catalogue.checks.note_file(oldest.name, now, "; ".join(one.problem for one in faults) or None)
        return Audited(segments=1, faults=len(faults))
