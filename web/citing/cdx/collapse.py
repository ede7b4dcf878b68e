"""Rows that say the same as the one before, left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from web.citing.cdx.row import ABSENT, Row, field_named
from web.statuses import BadParameter

MOST = 5

Alike = Callable[[Row], object]
"""What a row has in common with those that it stands for."""


def by_field(text: str) -> Alike:
    """``collapse=field`` or ``field:length``, by its first characters (the Wayback Machine’s). Raises BadParameter."""
    name, _, length = text.partition(":")
    if length and not (length.isascii() and length.isdigit()):
        raise BadParameter("collapse", text, "write field or field:length, such as timestamp:8")
    field, end = field_named(name, "collapse"), int(length[:6]) if length else None
    return lambda row: row.fields.get(field, ABSENT)[:end]


def by_time(text: str) -> Alike:
    """``collapseTime=length``: by the first digits of the timestamp, and the status, as pywb has it. Raises BadParameter."""
    if not (text.isascii() and text.isdigit()):
        raise BadParameter("collapseTime", text, "it is a number of digits, such as 8 for one a day")
    end = int(text[:6])
    return lambda row: (row.fields["timestamp"][:end], row.fields.get("status", ""))


def collapsed(rows: Iterable[Row], alike: Alike) -> Iterator[Row]:
    """Of neighbours that are alike, the first."""
    last: object = None
    for row in rows:
        key = alike(row)
        if key != last:
            yield row
        last = key
