"""What stands in the place of an erased record: a record of exactly its length, so that every other offset stays true. Pure.

A ``metadata`` record (WARC 1.1 §6.6) that says that something was erased, when, by which Takedown, and the SHA-256 of what
lay there, but not what it was. Stored deflate blocks (RFC 1951 §3.2.4) and a comment in the gzip header (RFC 1952 §2.3)
fill it up to the byte.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.digest import sha256_label
from archive.store.record import END, RecordHeader
from archive.timestamp import iso

TARGET = "urn:backfile:erased"
"""What the record is called, as other tools want a metadata record to have a URI."""
TYPE = "application/warc-fields"

_GZIP = b"\x1f\x8b\x08"
_COMMENTED = 0x10
_AROUND = 10 + 8  # of a member: its header, and checksum and length at its end
_STORED = 65_535  # the largest stored block
_NOTHING = b"\x03\x00"  # deflated
_ID = "urn:e:"  # of the smallest record
_SLACK = 16  # bytes that a digest or a length may pack better or worse


@dataclass(frozen=True, slots=True)
class Erased:
    """What is said of a record that was erased: ``name`` is any stable name of it, of which its tombstone's id is made."""

    name: str
    takedown: int
    at: datetime
    sha256: str | None = None


def tombstone(erased: Erased, length: int) -> bytes:
    """A gzip member of ``length`` bytes with one record in it, which tells less the smaller it has to be. Below some 120
    bytes, less than any whole record needs, a member with nothing in it, and below that zeros: what is there goes."""
    for fields, digest in ((_fields(erased), True), (_fields(erased), False), (b"", False)):
        member = _fitted(erased, fields, length, digest=digest)
        if member is not None:
            return member
    least = refill(_least(erased), b"", length)
    if least is not None:
        return least
    rest = length - _AROUND - len(_NOTHING)
    return _member(_NOTHING, b"", rest) if rest >= 0 else bytes(length)


def refill(header: RecordHeader, content: bytes, length: int) -> bytes | None:
    """A record with its content in a gzip member of exactly ``length`` bytes; None when it does not fit into so few."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    plain = header.to_bytes() + content + END
    packed = deflate.compress(plain) + deflate.flush()
    rest = length - _AROUND - len(packed)
    return _member(packed, plain, rest) if rest >= 0 else None


def _least(erased: Erased) -> RecordHeader:
    """The four fields that every record must have (WARC 1.1 §5), with an id of 8 characters."""
    name = hashlib.sha256(f"{erased.name}#erased".encode()).hexdigest()[:8]
    return RecordHeader(
        (
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", f"<{_ID}{name}>"),
            ("WARC-Date", iso(erased.at)),
            ("Content-Length", "0"),
        )
    )


def is_tombstone(header: RecordHeader) -> bool:
    """Whether a record stands in an erased one's place: nothing of it is left to erase."""
    return header.target_uri == TARGET or (
        (header.record_id or "").startswith(_ID)
        and header.get("Content-Length") == "0"
        and len(header.fields) == 4
    )


def _fields(erased: Erased) -> bytes:
    told = {"takedown": str(erased.takedown), "erased": iso(erased.at)}
    if erased.sha256:
        told["sha256"] = erased.sha256
    return "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode("ascii")


def _fitted(erased: Erased, fields: bytes, length: int, *, digest: bool) -> bytes | None:
    """As long as asked for: the content takes most of what is left, a comment the last few bytes."""
    size = 0
    bare = _packed(erased, fields, digest=digest)
    left = length - _AROUND - len(bare[0])
    if left < 0:
        return None
    if left > 2 * _SLACK + 20:
        size = left - _SLACK - 5 * (left // _STORED + 1)
    packed, plain = _packed(erased, fields + _padding(size), digest=digest, stored=size)
    rest = length - _AROUND - len(packed)
    return _member(packed, plain, rest) if rest >= 0 else None


def _padding(size: int) -> bytes:
    if not size:
        return b""
    start, end = b"padding: ", b"\r\n"
    return start + b"." * (size - len(start) - len(end)) + end


def _packed(erased: Erased, content: bytes, *, digest: bool, stored: int = 0) -> tuple[bytes, bytes]:
    """Deflated data and what it unpacks to; the last ``stored`` bytes of the content are not packed."""
    header = RecordHeader(
        (
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{erased.name}#erased').urn}>"),
            ("WARC-Date", iso(erased.at)),
            ("WARC-Target-URI", TARGET),
            *((("WARC-Block-Digest", sha256_label(hashlib.sha256(content).hexdigest())),) if digest else ()),
            ("Content-Type", TYPE),
            ("Content-Length", str(len(content))),
        )
    )
    plain = header.to_bytes() + content + END
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    if not stored:
        return deflate.compress(plain) + deflate.flush(), plain
    at = len(plain) - stored - len(END)
    packed = deflate.compress(plain[:at]) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return packed + b"".join(_blocks(plain[at:])), plain


def _blocks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _STORED):
        piece = data[start : start + _STORED]
        last = start + _STORED >= len(data)
        yield struct.pack("<BHH", last, len(piece), len(piece) ^ 0xFFFF) + piece


def _member(packed: bytes, plain: bytes, rest: int) -> bytes:
    comment = b"." * (rest - 1) + b"\0" if rest else b""
    header = _GZIP + struct.pack("<BLBB", _COMMENTED if rest else 0, 0, 0, 255)
    return header + comment + packed + struct.pack("<LL", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
