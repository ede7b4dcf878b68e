"""The order of an answer, and how much of it: sorted as an index is, from its end, or by distance from a time."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from archive.timestamp import parse_timestamp
from web.citing.cdx.row import Row


def first(rows: Iterable[Row], limit: int) -> Iterator[Row]:
    """The first rows."""
    return islice(rows, limit)


def last(rows: Iterable[Row], limit: int) -> Iterator[Row]:
    """The last rows, in their order."""
    return iter(deque(rows, maxlen=limit))


def reverse(rows: Iterable[Row], limit: int) -> Iterator[Row]:
    """The last rows, from the end."""
    return reversed(deque(rows, maxlen=limit))


def closest(rows: Iterable[Row], to: datetime, limit: int) -> Iterator[Row]:
    """The rows nearest in time to a moment; of two as near, the one that stands first."""

    def distance(row: Row) -> float:
        return abs((parse_timestamp(row.fields["timestamp"]) - to).total_seconds())

    return iter(heapq.nsmallest(limit, rows, key=distance))
