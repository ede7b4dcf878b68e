"""Dates in columns: seconds since 1970 as the index holds them, and the months and years that readers ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.schema import MISSING


def months_of(seconds: NDArray[np.int64]) -> NDArray[np.int32]:
    """Month numbers (12 · year + month - 1), or -1 where the date is MISSING."""
    known = seconds != MISSING
    months = np.where(known, seconds, 0).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.where(known, months + 1970 * 12, -1).astype(np.int32)


def month_number(year: int, month: int) -> int:
    return 12 * year + month - 1


def first_day(month: int) -> date:
    """The day on which a numbered month begins."""
    return date(month // 12, month % 12 + 1, 1)


def start_of(day: date) -> int:
    """The first second of a day, UTC."""
    return int(datetime.combine(day, time.min, UTC).timestamp())


def end_of(day: date) -> int:
    """The last second of a day, UTC."""
    return start_of(day) + int(timedelta(days=1).total_seconds()) - 1
