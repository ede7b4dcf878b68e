"""The record that begins each WARC file of a package, and says what the file is (WARC 1.1 §6.2)."""

from __future__ import annotations

import gzip
import hashlib
import uuid
from datetime import datetime

from archive.digest import sha256_label
from archive.store.record import END, RecordHeader
from archive.timestamp import iso

_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_BREAKS = str.maketrans("\r\n", "  ")


def warcinfo(filename: str, *, software: str, title: str, created: datetime) -> bytes:
    """The record as a gzip member: always the same for the same words."""
    lines = (
        f"software: {software}",
        "format: WARC File Format 1.1",
        f"conformsTo: {_CONFORMS_TO}",
        f"isPartOf: {title.translate(_BREAKS)}",
        "description: Records copied byte for byte out of an archive that Backfile keeps",
    )
    content = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
    identity = f"{filename}#{iso(created)}#{hashlib.sha256(content).hexdigest()}"
    header = RecordHeader(
        (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{uuid.uuid5(uuid.NAMESPACE_URL, identity).urn}>"),
            ("WARC-Date", iso(created)),
            ("WARC-Filename", filename),
            ("WARC-Block-Digest", sha256_label(hashlib.sha256(content).hexdigest())),
            ("Content-Type", "application/warc-fields"),
            ("Content-Length", str(len(content))),
        )
    )
    return gzip.compress(header.to_bytes() + content + END, mtime=0)
