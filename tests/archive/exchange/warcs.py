"""WARC and WACZ files of others, made up for tests: whole, odd and hostile."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterable

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
BODY = b"<!doctype html><title>A post</title><p>" + b"Words about harbours. " * 60


def record(
    kind: str = "response",
    number: int = 1,
    content: bytes = HEAD + BODY,
    *,
    url: str | None = "http://harbour.example/post",
    date: str | None = "2020-05-06T07:08:09Z",
    fields: Iterable[tuple[str, str]] = (),
    length: int | None = None,
) -> bytes:
    """A record as other software writes it; ``number`` makes its id."""
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
    ]
    lines += [f"WARC-Date: {date}"] if date is not None else []
    lines += [f"WARC-Target-URI: {url}"] if url is not None else []
    lines += [f"{name}: {value}" for name, value in fields]
    lines += [
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(content) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def posts(count: int) -> list[bytes]:
    """That many responses with different URLs and bodies."""
    return [
        record(number=n, url=f"http://harbour.example/post-{n}", content=HEAD + BODY + b"%d" % n)
        for n in range(1, count + 1)
    ]


def packed(records: Iterable[bytes]) -> bytes:
    """One gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def sha1_hex(data: bytes) -> str:
    """A digest header in a spelling of its own."""
    return f"SHA-1:{hashlib.sha1(data, usedforsecurity=False).hexdigest()}"


def wacz(members: dict[str, bytes], *, deflated: bool = False) -> bytes:
    """A WACZ with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()
