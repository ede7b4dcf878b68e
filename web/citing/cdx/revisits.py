"""``resolveRevisits``: where the original of a revisit lies, beside the revisit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from archive.cdxj import REVISIT_MIME, fields_of
from archive.model import Capture
from web.citing.cdx.row import ABSENT, ORIGINAL_FIELDS, Row

_PLACE = ("length", "offset", "filename")


Originals = Callable[[str], Capture | None]
"""Finds the record of a payload by its digest."""


def resolved(rows: Iterable[Row], elsewhere: Originals | None = None) -> Iterator[Row]:
    """Rows with three fields more: where the record lies that a revisit stands for, else ``-``; and with its type.

    pywb's rule: the original is what came before in the same answer, and the revisit's status stays unsaid. With
    ``elsewhere`` it is looked for in the whole archive, and gives its status too.
    """
    originals: dict[str, dict[str, str]] = {}
    for row in rows:
        digest = row.fields.get("digest", "")
        if row.fields.get("mime") != REVISIT_MIME:
            if digest:
                originals.setdefault(digest, row.fields)
            yield Row(row.fields | dict.fromkeys(ORIGINAL_FIELDS, ABSENT), row.place)
            continue
        if elsewhere is not None and digest and digest not in originals:
            found = elsewhere(digest)
            if found is not None:
                originals[digest] = fields_of(found)
        yield Row(_told(row.fields, originals.get(digest), status=elsewhere is not None), row.place)


def _told(revisit: dict[str, str], original: dict[str, str] | None, *, status: bool) -> dict[str, str]:
    if original is None:
        return revisit | dict.fromkeys(ORIGINAL_FIELDS, ABSENT)
    fields = revisit | {"mime": original.get("mime", "")}
    if status and "status" in original:
        fields["status"] = original["status"]
    return fields | dict(zip(ORIGINAL_FIELDS, (original.get(name, ABSENT) for name in _PLACE), strict=True))
