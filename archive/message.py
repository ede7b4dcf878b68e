"""The head of an archived HTTP response: read as kindly as browsers do, for what is archived can't be asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

MAX_HEAD = 256 * 1024
_STATUS_LINE = re.compile(rb"[Hh][Tt][Tt][Pp]/?(?:\d+(?:\.\d+)?)?[ \t]+(\d{3})(?:[ \t]+(.*))?", re.DOTALL)


class Lines(Protocol):
    """Where a head is read from: any buffered binary stream."""

    def readline(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Head:
    """Status, reason and headers (Latin-1, folded lines joined by a space). ``length`` is that of the head in bytes,
    blank line included: the body starts there. ``status`` is 0 when the status line can't be read."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    length: int

    def header(self, name: str) -> str | None:
        """The first value of a header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def tokens(self, name: str) -> list[str]:
        """The comma-separated members of a header over all its lines, lower-cased."""
        return list(header_tokens(self.headers, name))


def header_tokens(headers: tuple[tuple[str, str], ...], name: str) -> Iterator[str]:
    """The comma-separated members of a header over all its lines, lower-cased, without parameters' spaces."""
    for key, value in headers:
        if key.lower() == name:
            yield from (token for part in value.split(",") if (token := part.strip().lower()))


def read_head(stream: Lines) -> Head | None:
    """The head of a response at the start of a stream, which is left at the first byte of the body.

    None when the stream does not begin with ``HTTP``, or the head is over 256 KiB. A head that breaks off is read as
    far as it goes.
    """
    first = stream.readline(MAX_HEAD)
    if first[:4].upper() != b"HTTP":
        return None
    lines: list[bytes] = []
    length = len(first)
    while line := stream.readline(MAX_HEAD - length + 1):
        length += len(line)
        if length > MAX_HEAD:
            return None
        if line in (b"\r\n", b"\n"):
            break
        lines.append(line)
    status, reason = _read_status(first)
    return Head(status, reason, tuple(_headers(lines)), length)


def _read_status(line: bytes) -> tuple[int, str]:
    found = _STATUS_LINE.fullmatch(line.rstrip(b"\r\n"))
    if found is None:
        return 0, ""
    return int(found[1]), (found[2] or b"").decode("latin-1").strip()


def _headers(lines: list[bytes]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for raw in lines:
        line = raw.decode("latin-1").rstrip("\r\n")
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}".strip())
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip(" \t")))
    return headers
