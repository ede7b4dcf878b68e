"""The header of a WARC record, written and read (WARC 1.1 §4-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archive.timestamp import parse_iso

VERSION = "WARC/1.1"
END = b"\r\n\r\n"
MAX_HEADER = 64 * 1024
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_VERSION_LINE = re.compile(rb"WARC/[01]\.\d{1,3}[ \t\r]*\n")
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_NOT_IN_AN_ID = re.compile(r"[\x00-\x20\x7f]")
_NOT_IN_A_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class RecordBroken(ValueError):
    """What is there is no record; the message says why, in words that end a sentence."""


class Lines(Protocol):
    """Where a header is read from: any buffered binary stream."""

    def readline(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """Named fields in their order. Names compare without case; brackets around ids and URIs are taken off on reading."""

    fields: tuple[tuple[str, str], ...]
    version: str = VERSION

    def get(self, name: str) -> str | None:
        """The first value of a field, or None when it is not there or empty."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None) or None

    @property
    def type(self) -> str:
        return (self.get("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str | None:
        """The record's identity; None too for one over 200 characters or with spaces in it, which is none."""
        found = _bare(self.get("WARC-Record-ID"))
        return found if found and len(found) <= 200 and not _NOT_IN_AN_ID.search(found) else None

    @property
    def target_uri(self) -> str | None:
        return _bare(self.get("WARC-Target-URI"))

    @property
    def date(self) -> datetime | None:
        return parse_iso(self.get("WARC-Date") or "")

    @property
    def content_length(self) -> int:
        """The content block's length in bytes. Raises RecordBroken when it is not said."""
        text = self.get("Content-Length") or ""
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise RecordBroken("it has no Content-Length that can be read")
        return int(text)

    @property
    def refers_to(self) -> str | None:
        """The id of the record that this one was made from (a conversion) or stands for (a revisit)."""
        return _bare(self.get("WARC-Refers-To"))

    @property
    def refers_to_url(self) -> str | None:
        return _bare(self.get("WARC-Refers-To-Target-URI"))

    @property
    def refers_to_at(self) -> datetime | None:
        return parse_iso(self.get("WARC-Refers-To-Date") or "")

    @property
    def not_modified(self) -> bool:
        """Whether this is a revisit by a server's 304, under any of the profile's URIs (WARC 0.18, 1.0, 1.1)."""
        return (self.get("WARC-Profile") or "").rstrip("/").lower().endswith("server-not-modified")

    def to_bytes(self) -> bytes:
        """The header block with its blank line. Raises ValueError for a name or value that would break out of its line."""
        lines = [self.version]
        for name, value in self.fields:
            if not _NAME.fullmatch(name) or _NOT_IN_A_VALUE.search(value):
                raise ValueError(f"{name!r} can't be a field of a WARC record with that value")
            lines.append(f"{name}: {value}")
        return "\r\n".join(lines).encode("utf-8") + END


def begins_record(line: bytes) -> bool:
    """Whether a line is the first of a record."""
    return _VERSION_LINE.fullmatch(line) is not None


def read_header(stream: Lines) -> RecordHeader:
    """The header at the start of a stream, which is left at the first byte of the content block.

    Raises RecordBroken when there is none, or it is over 64 KiB. Lines may end in LF alone; values are UTF-8, else
    Latin-1; folded lines are joined.
    """
    return parse_header(read_header_block(stream))


def read_header_block(stream: Lines) -> bytes:
    """The same as it is written there, with its blank line."""
    first = stream.readline(MAX_HEADER)
    if not begins_record(first):
        raise RecordBroken("it does not begin as a WARC record does")
    lines = [first]
    length = len(first)
    while lines[-1].strip(
        b"\r\n"
    ):  # where a file went through a text mode, lines end in two carriage returns
        lines.append(stream.readline(MAX_HEADER - length + 1))
        length += len(lines[-1])
        if length > MAX_HEADER:
            raise RecordBroken("its header is over 64 KiB")
        if not lines[-1].endswith(b"\n"):
            raise RecordBroken("it breaks off within its header")
    return b"".join(lines)


def parse_header(block: bytes) -> RecordHeader:
    """A header block, blank line included, read. Raises RecordBroken for a line that is no field."""
    first, *lines = re.findall(rb"[^\n]*\n", block)  # splitlines would also split at a bare CR
    fields: list[tuple[str, str]] = []
    for line in lines[:-1]:
        _add(fields, line)
    return RecordHeader(tuple(fields), first.decode("ascii").strip())


def _add(fields: list[tuple[str, str]], line: bytes) -> None:
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        text = line.decode("latin-1").rstrip("\r\n")
    if text[:1] in (" ", "\t") and fields:
        name, value = fields[-1]
        fields[-1] = (name, f"{value} {text.strip()}".strip())
        return
    name, colon, value = text.partition(":")
    if not colon:
        raise RecordBroken("its header holds a line that is no field")
    fields.append((name.strip(), value.strip()))


def _bare(text: str | None) -> str | None:
    if text and text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    return text or None
