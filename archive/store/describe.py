"""What a WARC record of any writer says of a Capture: for imports, and for rebuilding what the catalogue lost."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from archive.decoding import Source, dechunk, is_chunked
from archive.digest import Digester, Digests, agrees, parse_digest
from archive.message import Head, read_head
from archive.model import HTML, Capture, RecordType
from archive.store.exchange_record import NOWHERE, mime_of, tame
from archive.store.record import RecordHeader
from archive.timestamp import to_timestamp
from archive.uri import MAX_LENGTH, join, surt

BODY_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of an HTML body, as sent, that are kept to see the Page in it."""

_PIECE = 64 * 1024
_UNFIT = re.compile(r"[\x00-\x20\x7f]")
_ALGORITHMS = ("sha1", "sha256")  # with the others nothing is told
_EXPORT = re.compile(r"urn:sha256:[0-9a-f]{64}")

BARE: Final = (RecordType.RESOURCE, RecordType.CONVERSION)
"""Records whose content is the payload itself, with no HTTP head before it."""


@dataclass(frozen=True, slots=True)
class Described:
    """A record read through. ``capture`` has no Locator yet, and is None when the record is none (then ``refused`` says
    why, unless it is of a type that makes no captures). ``made_from``: the id of the record that a conversion names.
    ``doubts`` are claims of the record that did not hold. ``headers`` and ``body`` (as sent) are there for an HTML answer
    that shows a Page."""

    capture: Capture | None = None
    refused: str | None = None
    made_from: str | None = None
    doubts: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A content block read to its end. ``entity`` is the payload without chunks, where that is another thing.
    ``block_holds``: whether the block has the digest that the record claims; None when it can't be told."""

    head: Head | None
    payload: Digests
    block_holds: bool | None
    entity: Digests | None
    body: bytes | None


def describe(header: RecordHeader, content: io.BufferedIOBase, fallback_id: str) -> Described:
    """The Capture in a response, revisit or resource record, or in a conversion to HTML; every other type makes none.

    ``fallback_id`` is the record's identity when it gives none. Reads the content to its end in bounded memory.
    """
    try:
        kind = RecordType(header.type)
    except ValueError:
        return Described()
    if kind is RecordType.CONVERSION and mime_of(header.get("Content-Type")) not in HTML:
        return Described()  # a text or a thumbnail that another program made of a capture
    refused = _refusal(header)
    if refused is not None:
        return Described(refused=refused)
    read = _read(content, header.get("WARC-Block-Digest") or "", http=kind not in BARE)
    if kind is RecordType.RESPONSE and (read.head is None or not read.head.status):
        return Described(refused="it holds no HTTP response that can be read")
    capture = _capture(header, kind, read, fallback_id)
    shows_page = capture.mime in HTML and capture.status == 200
    return Described(
        capture,
        made_from=header.refers_to if kind is RecordType.CONVERSION else None,
        doubts=tuple(_doubts(header, kind, read)),
        headers=read.head.headers if read.head else (),
        body=read.body if shows_page and kind is not RecordType.REVISIT else None,
    )


def record_id_for(name: str, offset: int) -> str:
    """A stable identity for the record at a place, for one that gives none."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{name}#{offset}").urn


def _refusal(header: RecordHeader) -> str | None:
    url = header.target_uri
    if url is None:
        return "it has no WARC-Target-URI"
    export = header.type == RecordType.RESOURCE and _EXPORT.fullmatch(url)
    if not export and not url.lower().startswith(("http://", "https://")):
        return "its URI is no web address"
    if len(url) > MAX_LENGTH or _UNFIT.search(url):
        return f"its URI is over {MAX_LENGTH} characters, or holds spaces or control characters"
    if header.date is None:
        return "it has no WARC-Date that can be read"
    return None


class _Claimed(io.RawIOBase):
    """Holds what is read through it against a digest that is claimed of it."""

    def __init__(self, stream: io.BufferedIOBase, claim: str) -> None:
        self._stream = stream
        claimed = parse_digest(claim)
        told = claimed is not None and claimed.algorithm in _ALGORITHMS
        self._claim = claimed.value if claimed is not None and told else None
        self._hash = (
            hashlib.new(claimed.algorithm, usedforsecurity=False) if claimed is not None and told else None
        )

    @property
    def holds(self) -> bool | None:
        """Whether the claim is true; None when there is none that can be checked."""
        return self._hash.digest() == self._claim if self._hash is not None else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer is wider
        piece = self._stream.read1(len(buffer))
        buffer[: len(piece)] = piece
        if self._hash is not None:
            self._hash.update(piece)
        return len(piece)


class _Payload:
    """A body as it is read: digested, and its beginning kept."""

    def __init__(self, stream: Source) -> None:
        self._stream = stream
        self._kept: list[bytes] = []
        self.digester = Digester()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        if self.digester.length < BODY_LIMIT:
            self._kept.append(piece)
        self.digester.update(piece)
        return piece

    @property
    def body(self) -> bytes | None:
        return b"".join(self._kept) if self.digester.length <= BODY_LIMIT else None


def _read(content: io.BufferedIOBase, claim: str, *, http: bool) -> _Read:
    block = _Claimed(content, claim)
    stream = io.BufferedReader(block, _PIECE)
    head = read_head(stream) if http and stream.peek(4) else None
    payload = _Payload(stream)
    entity = None
    if head is not None and is_chunked(head.headers):
        digester = Digester()
        for piece in dechunk(payload):
            digester.update(piece)
        entity = digester.digests()
    while payload.read(_PIECE):
        pass
    return _Read(head, payload.digester.digests(), block.holds, entity, payload.body)


def _capture(header: RecordHeader, kind: RecordType, read: _Read, fallback_id: str) -> Capture:
    url, date, head = header.target_uri or "", header.date, read.head
    assert date is not None  # noqa: S101 -- refused before
    digest, sha256 = _claimed_digests(header) if kind is RecordType.REVISIT else _digests(header, read)
    status = _status(header, kind, head)
    location = head.header("location") if head is not None and 300 <= status < 400 else None
    return Capture(
        url=url,
        surt=surt(url),
        timestamp=to_timestamp(date),
        captured_at=date.astimezone(UTC),
        status=status,
        mime=mime_of(header.get("Content-Type") if kind in BARE else _header(head, "content-type")),
        digest=digest,
        sha256=sha256,
        record_id=header.record_id or fallback_id,
        record_type=kind,
        locator=NOWHERE,
        refers_to_url=header.refers_to_url if kind is RecordType.REVISIT else None,
        refers_to_at=header.refers_to_at if kind is RecordType.REVISIT else None,
        location=join(url, location) if location else None,
        etag=tame(_header(head, "etag") or header.get("WARC-Etag")),
        last_modified=tame(_header(head, "last-modified")),
        truncated=_truncated(header, kind),
    )


def _header(head: Head | None, name: str) -> str | None:
    return head.header(name) if head is not None else None


def _status(header: RecordHeader, kind: RecordType, head: Head | None) -> int:
    """The HTTP status; 0 for a revisit that does not say (its original has it)."""
    if kind in BARE:
        return 200
    if head is not None and head.status:
        return head.status
    return 304 if header.not_modified else 0


def _truncated(header: RecordHeader, kind: RecordType) -> str | None:
    if kind is RecordType.REVISIT:
        return None  # there it says that the payload is elsewhere
    return tame(header.get("WARC-Truncated")) or (
        "unspecified" if header.get("WARC-Segment-Number") else None
    )


def _claimed_digests(header: RecordHeader) -> tuple[str, str]:
    """SHA-1 in base32 and SHA-256 in hex of the payload that a revisit stands for, as far as it says."""
    claimed = parse_digest(header.get("WARC-Payload-Digest") or "")
    if claimed is None:
        return "", ""
    return (
        claimed.base32 if claimed.algorithm == "sha1" else "",
        claimed.value.hex() if claimed.algorithm == "sha256" else "",
    )


def _digests(header: RecordHeader, read: _Read) -> tuple[str, str]:
    """The SHA-1 that a record claims if it is true of its payload, with chunks or without; else as computed.

    Revisits elsewhere look up by the claim.
    """
    claim = header.get("WARC-Payload-Digest") or ""
    if read.entity is not None and agrees(claim, read.entity) and not agrees(claim, read.payload):
        return read.entity.sha1, read.payload.sha256
    return read.payload.sha1, read.payload.sha256


def _doubts(header: RecordHeader, kind: RecordType, read: _Read) -> list[str]:
    found = []
    if read.block_holds is False:
        found.append("its block digest is not that of its bytes")
    claim = header.get("WARC-Payload-Digest") or ""
    known = [digests for digests in (read.payload, read.entity) if digests is not None]
    if kind is not RecordType.REVISIT and all(agrees(claim, digests) is False for digests in known):
        found.append("its payload digest is not that of its payload")
    return found
