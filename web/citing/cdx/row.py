"""A row of a CDX answer: the fields of a capture under pywb's names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive import cdxj
from archive.model import Capture
from web.statuses import BadParameter

FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename")
ORIGINAL_FIELDS = ("orig.length", "orig.offset", "orig.filename")  # with resolveRevisits
NEVER_KNOWN = ("redirect", "robotflags")  # columns of CDX files with 11 columns
ABSENT = "-"

_ALIASES = {
    "original": "url", "mimetype": "mime", "statuscode": "status",
    "u": "url", "m": "mime", "l": "length", "o": "offset", "d": "digest", "t": "timestamp", "k": "urlkey", "f": "filename",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Fields by name, ``urlkey`` and ``timestamp`` first; what is not known is not there. ``place`` is the row's among
    those of the same key and second."""

    fields: dict[str, str]
    place: int = 0

    def __str__(self) -> str:
        """All of it as JSON: what a filter without a field looks at."""
        return json.dumps(self.fields)


def rows_of(captures: Iterable[Capture]) -> Iterator[Row]:
    """Rows of captures in the order of their keys and times; those of one second are sorted as their lines are."""
    for _, same in groupby(captures, key=lambda capture: (capture.surt, capture.timestamp)):
        lines = [_fields(capture) for capture in same]
        if len(lines) > 1:
            lines.sort(key=json.dumps)
        yield from (Row(fields, place) for place, fields in enumerate(lines))


def field_named(name: str, parameter: str) -> str:
    """pywb's name of a field. Raises BadParameter for one that there is not."""
    found = _ALIASES.get(name.lower(), name.lower())
    known = (*FIELDS, *ORIGINAL_FIELDS, *NEVER_KNOWN)
    if found not in known:
        raise BadParameter(parameter, name, f"it is one of {', '.join(FIELDS)}")
    return found


def _fields(capture: Capture) -> dict[str, str]:
    """As pywb's index has them: a revisit does not say its status."""
    fields = {"urlkey": capture.surt, "timestamp": capture.timestamp, **cdxj.fields_of(capture)}
    if fields["mime"] == cdxj.REVISIT_MIME:
        fields.pop("status", None)
    return fields
