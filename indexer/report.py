"""What a run of ``sync`` did, and how far one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: Documents put and deleted, Pages that failed (the log says why), whether the index was built anew,
    and how many Documents an earlier rebuild that was cut off had left for that. ``checkpoint`` is the last change that
    the index now holds."""

    put: int = 0
    deleted: int = 0
    failed: int = 0
    rebuilt: bool = False
    resumed: int = 0
    checkpoint: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a run is: Pages done, and how many there are to do at most. ``resumed``: those of them that an earlier
    rebuild had done."""

    done: int
    total: int
    resumed: int = 0


OnProgress = Callable[[SyncProgress], None]
