"""CDXJ lines: ``SURT SP 14-digit-timestamp SP JSON``, sorted by bytes, with the keys that pywb writes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive.model import Capture, RecordType

REVISIT_MIME = "warc/revisit"


@dataclass(frozen=True, slots=True)
class CdxjLine:
    """A line read: its key, its timestamp (digits as written), and its JSON members as strings."""

    surt: str
    timestamp: str
    fields: dict[str, str]


def fields_of(capture: Capture) -> dict[str, str]:
    """A capture's JSON members, in their order. All values are strings; what is not known is left out."""
    fields = {
        "url": capture.url,
        "mime": REVISIT_MIME if capture.record_type is RecordType.REVISIT else capture.mime,
        "status": str(capture.status) if capture.status else "",
        "digest": capture.digest,
        "length": str(capture.locator.length),
        "offset": str(capture.locator.offset),
        "filename": capture.locator.filename,
    }
    return {name: value for name, value in fields.items() if value}


def line(capture: Capture) -> str:
    """A capture as a CDXJ line, without line end."""
    return f"{capture.surt} {capture.timestamp} {json.dumps(fields_of(capture))}"


def parse(text: str) -> CdxjLine:
    """A line read back. Raises ValueError, with the reason, when it is none."""
    surt, _, rest = text.rstrip("\r\n").partition(" ")
    timestamp, _, block = rest.partition(" ")
    if not surt or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 17):
        raise ValueError("a CDXJ line begins with a key, a space, and a timestamp of digits")
    try:
        found = json.loads(block)
    except (ValueError, RecursionError):
        raise ValueError("a CDXJ line ends in a JSON object") from None
    if not isinstance(found, dict):
        raise ValueError("a CDXJ line ends in a JSON object")  # noqa: TRY004 -- one error for a bad line
    return CdxjLine(surt, timestamp, {name: _text(value) for name, value in found.items()})


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
