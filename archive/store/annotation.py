"""An Annotation: what only the catalogue knows, as a record in our WARC files, so that the catalogue can be made again
from these alone.

A ``metadata`` record (WARC 1.1 §6.6) of one JSON document: ``{"form": 1, "told": [{"noun": …, "columns": […], "rows":
[[…], …], "gone": […]}, …]}``. ``rows`` are all rows of the units that are told (``annotated``), as the database keeps them;
``gone`` are keys of units that are no more. A later Annotation has the last word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.digest import sha256_label
from archive.store.annotated import BY_NOUN, Annotated, Value
from archive.store.exchange_record import new_record_id
from archive.store.record import RecordHeader
from archive.store.sound import sound
from archive.timestamp import iso

TARGET = "urn:backfile:annotation"
"""What the record is called, as other tools want a metadata record to have a URI."""
TYPE = "application/json"
MOST_BYTES = 64 * 1024 * 1024
"""A record over this is none of ours."""
_FORM = 1

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one noun: the rows of some units, each whole, and the keys of units that are no more."""

    noun: str
    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()

    def units(self) -> dict[str, list[Row]]:
        """The rows by the key of their unit; without rows for one that is gone."""
        key = BY_NOUN[self.noun].key
        found: dict[str, list[Row]] = {each: [] for each in self.gone}
        for row in self.rows:
            found.setdefault(str(row[key]), []).append(row)
        return found


class NoAnnotation(ValueError):
    """The content is not what we write; the message says what is wrong, in words that end a sentence."""


def annotation_record(told: Iterable[Told], at: datetime) -> tuple[RecordHeader, tuple[bytes]]:
    """The record that tells it."""
    content = to_bytes(told)
    header = RecordHeader(
        (
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", f"<{new_record_id()}>"),
            ("WARC-Date", iso(at)),
            ("WARC-Target-URI", TARGET),
            ("WARC-Block-Digest", sha256_label(hashlib.sha256(content).hexdigest())),
            ("Content-Type", TYPE),
            ("Content-Length", str(len(content))),
        )
    )
    return header, (content,)


def is_annotation(header: RecordHeader) -> bool:
    """Whether a record claims to be one. Believe it only in a segment of our own (``warc.OWN_SEGMENT``)."""
    return header.type == "metadata" and header.target_uri == TARGET


def to_bytes(told: Iterable[Told]) -> bytes:
    """The content of the record."""
    document = {"form": _FORM, "told": [_document(each) for each in told]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def parse(content: bytes) -> list[Told]:
    """What a record's content tells. Raises NoAnnotation for what is not ours. What is not sound in it is left out: a noun
    or a column that we do not know, a row with a value that its column could not hold."""
    if len(content) > MOST_BYTES:
        raise NoAnnotation(f"it is over {MOST_BYTES} bytes")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise NoAnnotation("it is no JSON that can be read") from None
    if not isinstance(document, dict) or document.get("form") != _FORM:
        raise NoAnnotation("it is of another form")
    told = document.get("told")
    return list(_parsed(told)) if isinstance(told, list) else []


def without(content: bytes, doomed: Callable[[str, Row], bool]) -> bytes | None:
    """The content of an Annotation without the rows of which ``doomed`` (noun, row) says so: for a takedown, which erases
    what was told as well. None when there is none of them in it. Raises NoAnnotation."""
    told = parse(content)
    kept = [
        Told(each.noun, tuple(row for row in each.rows if not doomed(each.noun, row)), each.gone)
        for each in told
    ]
    return None if kept == told else to_bytes(kept)


def _document(told: Told) -> dict[str, Any]:
    columns = BY_NOUN[told.noun].columns
    found: dict[str, Any] = {"noun": told.noun}
    if told.rows:
        found |= {"columns": columns, "rows": [[row[name] for name in columns] for row in told.rows]}
    if told.gone:
        found["gone"] = told.gone
    return found


def _parsed(told: list[Any]) -> Iterator[Told]:
    for each in told:
        if not isinstance(each, dict) or not isinstance(each.get("noun"), str):
            continue
        annotated = BY_NOUN.get(each["noun"])
        if annotated is None:
            continue
        gone = each.get("gone", [])
        yield Told(
            annotated.noun,
            tuple(_rows(annotated, each.get("columns", []), each.get("rows", []))),
            tuple(key for key in gone if isinstance(key, str)) if isinstance(gone, list) else (),
        )


def _rows(annotated: Annotated, columns: Any, rows: Any) -> Iterator[Row]:
    """The sound ones. A column that is not told has its table's default, if the row can be without it."""
    if not isinstance(columns, list) or not isinstance(rows, list) or annotated.key not in columns:
        return
    known = [(place, name) for place, name in enumerate(columns) if name in annotated.columns]
    for row in rows:
        if not isinstance(row, list) or len(row) != len(columns):
            continue
        found = {name: row[place] for place, name in known}
        if all(sound(annotated.table.c[name], value) for name, value in found.items()):
            yield found
