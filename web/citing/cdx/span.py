"""From when to when a question asks: timestamps of 1 to 14 digits, both ends counted in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from archive import timestamp
from web.statuses import BadDate

EXAMPLE = "1 to 14 digits, such as 20240131"


def first_moment(text: str) -> datetime | None:
    """``2024`` is the beginning of that year; None for no text. Raises BadDate."""
    return _read(text, timestamp.parse_timestamp)


def last_moment(text: str) -> datetime | None:
    """``2024`` is the last microsecond of that year; None for no text. Raises BadDate."""
    return _read(text, timestamp.last_moment)


def _read(text: str, moment: Callable[[str], datetime]) -> datetime | None:
    try:
        return moment(text) if text else None
    except ValueError:
        raise BadDate(text, EXAMPLE) from None
