"""Dates in columns: seconds since 1970 as the index holds them, and the months and years that readers ask for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.schema import MISSING


def months_of(seconds: NDArray[np.int64]) -> NDArray[np.int32]:
    """Month numbers (12 · year + month - 1), or -1 where the date is MISSING."""
    known = seconds != MISSING
    months = np.where(known, seconds, 0).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.where(known, months + 1970 * 12, -1).astype(np.int32)


DAY = 86_400

_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def span_of(written: str) -> tuple[int, int] | None:
    """The first and the last second of ``2024``, ``2024-05`` or ``2024-05-03``; None of anything else."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        first = date(year, month if found[2] else 1, day if found[3] else 1)
        last_month = month if found[2] else 12
        last = first if found[3] else date(year, last_month, monthrange(year, last_month)[1])
    except ValueError:
        return None
    return start_of(first), end_of(last)


@lru_cache(maxsize=4096)
def first_day(month: int) -> date:
    """The day on which a numbered month begins."""
    return date(month // 12, month % 12 + 1, 1)


def start_of(day: date) -> int:
    """The first second of a day, UTC."""
    return int(datetime.combine(day, time.min, UTC).timestamp())


def end_of(day: date) -> int:
    """The last second of a day, UTC."""
    return start_of(day) + int(timedelta(days=1).total_seconds()) - 1
