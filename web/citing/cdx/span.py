"""From when to when a question asks: timestamps of 1 to 14 digits, both ends counted in."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

from archive.timestamp import parse_timestamp
from web.statuses import BadDate

EXAMPLE = "1 to 14 digits, such as 20240131"
_LATEST = "29991231235959"  # what a shorter timestamp is filled up with, to mean its last moment


def first_moment(text: str) -> datetime | None:
    """``2024`` is the beginning of that year; None for no text. Raises BadDate."""
    try:
        return parse_timestamp(text) if text else None
    except ValueError:
        raise BadDate(text, EXAMPLE) from None


def last_moment(text: str) -> datetime | None:
    """``2024`` is the last microsecond of that year; None for no text. Raises BadDate."""
    if not text:
        return None
    begins = first_moment(text)
    full = text + _LATEST[len(text) :]
    year, month = int(full[:4]), min(int(full[4:6]), 12)
    if begins is None or not 1 <= month <= 12:
        raise BadDate(text, EXAMPLE)
    day = min(int(full[6:8]), calendar.monthrange(year, month)[1])
    hour, minute, second = (int(full[at : at + 2]) for at in (8, 10, 12))
    try:
        last = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise BadDate(text, EXAMPLE) from None
    return last + timedelta(seconds=1, microseconds=-1)
