"""An Exchange as WARC 1.1 records: which fields they carry, and the Capture that they make."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import chain

from archive.decoding import is_chunked
from archive.digest import Digester, Digests, agrees, sha256_label
from archive.model import Capture, Exchange, Locator, RecordType
from archive.store.record import IDENTICAL, NOT_MODIFIED, RecordHeader
from archive.timestamp import iso, to_timestamp
from archive.uri import join, surt

NOWHERE = Locator("", 0, 0)
"""Where a record lies that is not written yet."""

_PIECE = 64 * 1024
_MIME_END = re.compile(r"[;,\s]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_RESPONSE = "application/http;msgtype=response"
_REQUEST = "application/http;msgtype=request"
_TRUNCATED = ("length", "time", "disconnect")

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """An Exchange's response read through once. ``payload`` is of the body as sent, transfer coding included: that is
    what warcio and cdxj-indexer compute and compare, so that their checks hold. Lengths are bytes."""

    payload: Digests
    payload_length: int
    head_sha256: str
    block_sha256: str
    block_length: int


def measure(exchange: Exchange) -> Measured:
    """Lengths and digests of a response, in bounded memory."""
    block, payload = hashlib.sha256(), Digester()
    head = response_head(exchange)
    block.update(head)
    for piece in response_body(exchange):
        block.update(piece)
        payload.update(piece)
    return Measured(
        payload.digests(),
        payload.length,
        hashlib.sha256(head).hexdigest(),
        block.hexdigest(),
        len(head) + payload.length,
    )


def response_head(exchange: Exchange) -> bytes:
    """Status line, headers and blank line as sent."""
    exchange.response.seek(0)
    return exchange.response.read(exchange.body_offset)


def response_body(exchange: Exchange) -> Iterator[bytes]:
    """The body as sent, in pieces."""
    exchange.response.seek(exchange.body_offset)
    while piece := exchange.response.read(_PIECE):
        yield piece


def response_block(exchange: Exchange) -> Iterator[bytes]:
    """The whole response as sent, in pieces."""
    return chain((response_head(exchange),), response_body(exchange))


def new_record_id() -> str:
    """A WARC-Record-ID, without brackets."""
    return uuid.uuid4().urn


def response_header(exchange: Exchange, measured: Measured, record_id: str) -> RecordHeader:
    """A response record (WARC 1.1 §6.3).

    A chunked one carries no payload digest, only that of its block: warcio checks it over the body as sent, jwarc over
    the body without its chunks, and what one of them calls false proves nothing.
    """
    payload = sha256_label(measured.payload.sha256)
    return RecordHeader(
        (
            *_common("response", exchange, record_id),
            *(() if is_chunked(exchange.headers) else (("WARC-Payload-Digest", payload),)),
            *_truncated(exchange),
            *_block(_RESPONSE, measured.block_sha256, measured.block_length),
        )
    )


def revisit_header(
    exchange: Exchange, measured: Measured, record_id: str, original: Capture, payload_digest: str
) -> RecordHeader:
    """A revisit record (WARC 1.1 §6.7): of the same payload, or of a 304 that stands for it. ``payload_digest`` is the
    label by which others know the original's payload."""
    not_modified = exchange.status == 304
    return RecordHeader(
        (
            *_common("revisit", exchange, record_id),
            ("WARC-Profile", NOT_MODIFIED if not_modified else IDENTICAL),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", iso(original.captured_at)),
            ("WARC-Payload-Digest", payload_digest),
            *(() if not_modified else (("WARC-Truncated", "length"),)),
            *_block(_RESPONSE, measured.head_sha256, exchange.body_offset),
        )
    )


def payload_label(original: Capture, claimed: str | None) -> str:
    """The digest by which others find an original again: as its own record writes it, if that holds; the SHA-1 that they
    compute and look up by where it writes none; else our SHA-256. pywb takes no other."""
    if claimed and agrees(claimed, Digests(original.digest, original.sha256)):
        return claimed
    return sha256_label(original.sha256) if claimed or not original.digest else f"sha1:{original.digest}"


def request_header(exchange: Exchange, record_id: str, concurrent_to: str) -> RecordHeader:
    """The request record beside a response or revisit (WARC 1.1 §6.5)."""
    return RecordHeader(
        (
            *_common("request", exchange, record_id),
            ("WARC-Concurrent-To", f"<{concurrent_to}>"),
            *_block(_REQUEST, hashlib.sha256(exchange.request).hexdigest(), len(exchange.request)),
        )
    )


def capture_of(exchange: Exchange, measured: Measured, record_id: str, original: Capture | None) -> Capture:
    """The Capture of an Exchange, with no Locator yet. With ``original`` it is a revisit."""
    at = exchange.started_at.astimezone(UTC)
    mime = mime_of(exchange.header("content-type"))
    redirects = 300 <= exchange.status < 400 and exchange.status != 304
    return Capture(
        url=exchange.url,
        surt=surt(exchange.url),
        timestamp=to_timestamp(at),
        captured_at=at,
        status=exchange.status,
        mime=original.mime if original and exchange.status == 304 else mime,  # a 304 does not say it again
        digest=original.digest if original else measured.payload.sha1,
        sha256=original.sha256 if original else measured.payload.sha256,
        record_id=record_id,
        record_type=RecordType.REVISIT if original else RecordType.RESPONSE,
        locator=NOWHERE,
        refers_to_url=original.url if original else None,
        refers_to_at=original.captured_at if original else None,
        location=join(exchange.url, exchange.header("location") or "") if redirects else None,
        etag=tame(exchange.header("etag")),
        last_modified=tame(exchange.header("last-modified")),
        truncated=None if original else exchange.truncated,
    )


def mime_of(content_type: str | None) -> str:
    """A Content-Type as CDX has it: lower case, without parameters; ``unk`` when there is none."""
    return _MIME_END.split((content_type or "").strip(), maxsplit=1)[0].lower()[:100] or "unk"


def tame(value: str | None) -> str | None:
    """A header's value if it may be kept and sent again: no control characters, not longer than 1,000."""
    if not value or len(value) > 1000 or _CONTROL.search(value):
        return None
    return value


def _common(kind: str, exchange: Exchange, record_id: str) -> Fields:
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", iso(exchange.started_at)),
        ("WARC-Target-URI", exchange.url),
    ]
    if exchange.address is not None:
        fields.append(("WARC-IP-Address", str(ipaddress.ip_address(exchange.address.partition("%")[0]))))
    return fields


def _truncated(exchange: Exchange) -> Fields:
    if exchange.truncated is None:
        return []
    return [
        ("WARC-Truncated", exchange.truncated if exchange.truncated in _TRUNCATED else "unspecified"),
    ]


def _block(content_type: str, sha256: str, length: int) -> Fields:
    return [
        ("WARC-Block-Digest", sha256_label(sha256)),
        ("Content-Type", content_type),
        ("Content-Length", str(length)),
    ]
