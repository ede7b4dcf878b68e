"""The index of a package: CDXJ lines in gzip blocks, and the list of blocks by which a viewer finds its way (ZipNum)."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice

from archive import cdxj
from archive.model import Capture, Locator, RecordType
from archive.store.describe import BARE
from archive.store.record import RecordHeader

_LINES = 1024  # a block, as peers write them
NO_MIME = "unk"
_META = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}


def line(capture: Capture, header: RecordHeader, where: Locator, record_sha256: str) -> bytes:
    """The line of a capture whose record lies there in the package. The digest is what the record claims, as peers'
    indexers have it; else the catalogue's."""
    fields = {
        "url": capture.url,
        "mime": cdxj.REVISIT_MIME if capture.record_type is RecordType.REVISIT else capture.mime,
        "status": str(capture.status) if capture.status and capture.record_type not in BARE else "",
        "digest": header.get("WARC-Payload-Digest") or (f"sha1:{capture.digest}" if capture.digest else ""),
        "length": str(where.length),
        "offset": str(where.offset),
        "filename": where.filename,
        "recordDigest": f"sha256:{record_sha256}",
    }
    known = {name: value for name, value in fields.items() if value not in ("", NO_MIME)}
    return f"{capture.surt} {capture.timestamp} {json.dumps(known)}".encode()


def blocks(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Sorted lines as gzip blocks, each with its line in the list of blocks (which begins with a line of its own, given
    with an empty block)."""
    yield b"", f"!meta 0 {json.dumps(_META)}\n".encode()
    rest, offset = iter(lines), 0
    while some := list(islice(rest, _LINES)):
        block = gzip.compress(b"".join(one + b"\n" for one in some), mtime=0)
        facts = {
            "offset": offset,
            "length": len(block),
            "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        }
        key = b" ".join(some[0].split(b" ", 2)[:2])
        yield block, key + f" {json.dumps(facts)}\n".encode()
        offset += len(block)
