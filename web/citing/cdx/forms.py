"""How rows are written: CDXJ, JSON, plain columns, links; and the Wayback Machine's columns and arrays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from archive.timestamp import http_date, parse_timestamp
from web.citing.cdx.answer import Resumable
from web.citing.cdx.row import ABSENT, FIELDS, Row

WAYBACK_FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")
_WAYBACK_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}


def cdxj(found: Iterable[Row], fields: Sequence[str] = ()) -> Iterator[str]:
    """``key timestamp {…}``, the line of an index (pywb)."""
    for row in found:
        rest = {name: value for name, value in _chosen(row, fields).items() if name not in FIELDS[:2]}
        yield f"{row.fields['urlkey']} {row.fields['timestamp']} {json.dumps(rest)}\n"


def json_lines(found: Iterable[Row], fields: Sequence[str] = ()) -> Iterator[str]:
    """One JSON object a line (pywb)."""
    return (json.dumps(_chosen(row, fields)) + "\n" for row in found)


def text(found: Iterable[Row], fields: Sequence[str] = ()) -> Iterator[str]:
    """Columns with a space between them, ``-`` for what is not known."""
    return (" ".join(row.fields.get(name, ABSENT) for name in fields or FIELDS) + "\n" for row in found)


def links(found: Iterable[Row]) -> Iterator[str]:
    """Link values of captures, under their own URLs (pywb's ``output=link``)."""
    before = ""
    for row in found:
        at = http_date(parse_timestamp(row.fields["timestamp"]))
        yield f'{before}<{row.fields["url"]}>; rel="memento"; datetime="{at}"'
        before = ",\n"
    yield "\n" if before else ""


def wayback_text(found: Iterable[Row], fields: Sequence[str] = ()) -> Iterator[str]:
    """The Wayback CDX server's columns; where there is more, a blank line and the key to go on with."""
    yield from text(found, fields or WAYBACK_FIELDS)
    if isinstance(found, Resumable) and found.key is not None:
        yield f"\n{found.key}\n"


def wayback_json(found: Iterable[Row], fields: Sequence[str] = ()) -> Iterator[str]:
    """The same as one array of arrays, the first of which names the columns; ``[]`` for nothing."""
    names = fields or WAYBACK_FIELDS
    before = "[" + json.dumps([_WAYBACK_NAMES.get(name, name) for name in names])
    for row in found:
        yield f"{before},\n{json.dumps([row.fields.get(name, ABSENT) for name in names])}"
        before = ""
    if isinstance(found, Resumable) and found.key is not None:
        yield f",\n[],\n{json.dumps([str(found.key)])}"
    yield "[]\n" if before else "]\n"


def _chosen(row: Row, fields: Sequence[str]) -> dict[str, str]:
    return {name: row.fields[name] for name in fields if name in row.fields} if fields else row.fields
