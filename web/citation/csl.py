"""Citations as CSL-JSON (citationstyles.org, ``csl-data.json`` 1.0): what citation processors take in. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from archive.timestamp import iso
from web.citation.citation import Citation, Kind
from web.citation.key import key
from web.citation.names import Name

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"

_TYPES = {Kind.POST: "post-weblog", Kind.PAGE: "webpage", Kind.FILE: "webpage"}


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """A JSON array, item by item."""
    yield "["
    for place, cited in enumerate(citations):
        yield ("," if place else "") + json.dumps(item(cited), ensure_ascii=False, indent=1)
    yield "]\n"


def item(cited: Citation) -> dict[str, object]:
    """One item. ``accessed`` is the day of the capture: the day on which the cited text stood there."""
    known = {
        "id": key(cited),
        "type": _TYPES[cited.kind],
        "title": cited.heading,
        "author": [_name(name) for name in cited.authors],
        "container-title": cited.site,
        "issued": _date(cited.published),
        "accessed": _date(cited.captured),
        "URL": cited.permalink,
        "archive": cited.archive,
        "language": cited.lang,
        "keyword": ", ".join(cited.labels),
        "note": "\n".join(
            (f"Original URL: {cited.original}", f"Captured: {iso(cited.captured)}", *cited.proof.lines())
        ),
        "custom": _custom(cited),
    }
    return {name: value for name, value in known.items() if value}


def _custom(cited: Citation) -> dict[str, object]:
    """What CSL has no field for, for programs."""
    proof = cited.proof
    return {
        "original-url": cited.original,
        "captured": iso(cited.captured),
        "payload-sha256": proof.sha256,
        "warc-record-id": proof.record_id,
        "checked": iso(proof.checked_at) if proof.checked_at else None,
        "fault": proof.fault,
        "manifest": proof.manifest.url if proof.manifest else None,
        "manifest-sha256": proof.manifest.sha256 if proof.manifest else None,
    }


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(moment: date | datetime | None) -> dict[str, object] | None:
    return {"date-parts": [[moment.year, moment.month, moment.day]]} if moment else None
