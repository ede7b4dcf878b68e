"""What is kept of an export: the file as it is, and the articles in it, as records of their own kind.

The file is a resource record (WARC 1.1 §6.4) under a URN of its SHA-256; each article that is made out of it, or out
of a feed, is a conversion record (§6.9) that refers to the record that it was made from.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.digest import Digests, digests_of, sha256_label
from archive.model import Capture, RecordType
from archive.store.exchange_record import NOWHERE, mime_of
from archive.store.record import RecordHeader
from archive.timestamp import iso, to_timestamp
from archive.uri import surt

HTML_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Written:
    """A record that is to be written, and the Capture that it makes."""

    header: RecordHeader
    content: Iterable[bytes]
    capture: Capture


def export_urn(sha256: str) -> str:
    """The name of a file by its SHA-256 in hex."""
    return f"urn:sha256:{sha256}"


def export_id(sha256: str) -> str:
    """The record id of an export: the same file is known again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, export_urn(sha256)).urn


def conversion_id(origin_id: str, name: str) -> str:
    """The record id of what is made out of a record, under a name: made again, it is known again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{origin_id}#{name}").urn


def export_record(
    digests: Digests, length: int, content: Iterable[bytes], content_type: str, at: datetime
) -> Written:
    """The record of a file that a platform exported."""
    urn = export_urn(digests.sha256)
    return _written(
        RecordType.RESOURCE, urn, export_id(digests.sha256), digests, length, content, content_type, at
    )


def conversion_record(url: str, record_id: str, body: bytes, origin: Capture, at: datetime) -> Written:
    """The record of an article's HTML, made at a time out of the record of ``origin``."""
    return _written(
        RecordType.CONVERSION,
        url,
        record_id,
        digests_of(body),
        len(body),
        (body,),
        HTML_TYPE,
        at,
        origin,
    )


def _written(
    kind: RecordType,
    url: str,
    record_id: str,
    digests: Digests,
    length: int,
    content: Iterable[bytes],
    content_type: str,
    at: datetime,
    origin: Capture | None = None,
) -> Written:
    header = RecordHeader(
        (
            ("WARC-Type", kind.value),
            ("WARC-Record-ID", f"<{record_id}>"),
            ("WARC-Date", iso(at)),
            ("WARC-Target-URI", url),
            *((("WARC-Refers-To", f"<{origin.record_id}>"),) if origin else ()),
            ("WARC-Payload-Digest", sha256_label(digests.sha256)),
            ("WARC-Block-Digest", sha256_label(digests.sha256)),
            ("Content-Type", content_type),
            ("Content-Length", str(length)),
        )
    )
    capture = Capture(
        url=url,
        surt=surt(url),
        timestamp=to_timestamp(at),
        captured_at=at.astimezone(UTC),
        status=200,
        mime=mime_of(content_type),
        digest=digests.sha1,
        sha256=digests.sha256,
        record_id=record_id,
        record_type=kind,
        locator=NOWHERE,
        refers_to_url=origin.url if origin else None,
        refers_to_at=origin.captured_at if origin else None,
    )
    return Written(header, content, capture)
