"""How an HTTP/1.1 response is framed on the wire (RFC 9112 §4–7): its head, and where its body ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Protocol

MAX_HEAD = 128 * 1024  # bytes of status line and headers
MAX_INTERIM = 8  # 1xx answers before the final one
_STATUS_LINE = re.compile(rb"HTTP/(1\.\d+)[ \t]+([1-9]\d\d)(?:[ \t]+([^\r\n]*))?\r?\n?")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_PIECE = 64 * 1024
_LINE = 16 * 1024


class Broken(ValueError):
    """The bytes are no HTTP response; the message says why, in words that end a sentence."""


class Silent(Broken):
    """Not one byte came."""


class Incoming(Protocol):
    """What arrives: a buffered stream over a socket."""

    def readline(self, limit: int = -1, /) -> bytes: ...
    def read1(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Head:
    """A response's status line and headers: as sent (``raw``, with the blank line) and as read.

    Header values are Latin-1, folded lines joined by a space; a line without a colon is in ``raw`` only.
    """

    raw: bytes
    version: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for key, value in self.headers if key.lower() == name]

    def tokens(self, name: str) -> list[str]:
        """The comma-separated members of a header, lower-cased."""
        return [part.strip().lower() for value in self.values(name) for part in value.split(",")]

    @property
    def persistent(self) -> bool:
        """Whether the server means to keep the connection open (RFC 9112 §9.3)."""
        options = self.tokens("connection")
        if "close" in options:
            return False
        return self.version != "1.0" or "keep-alive" in options


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the body ends: ``chunked``, after ``length`` bytes, or (both unset) when the server closes."""

    chunked: bool = False
    length: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether the message itself says where it ends."""
        return self.chunked or self.length is not None


def read_head(incoming: Incoming) -> Head:
    """The head of the final response; interim ones (1xx) are passed over. Raises Broken."""
    for _ in range(MAX_INTERIM):
        head = _parse(_read_block(incoming))
        if head.status >= 200 or head.status == 101:
            return head
    raise Broken("it sent one interim answer after the other")


def _read_block(incoming: Incoming) -> bytes:
    block = incoming.readline(_LINE)
    if not block:
        raise Silent("it closed the connection without an answer")
    if not _STATUS_LINE.fullmatch(block):
        raise Broken(f"it does not speak HTTP/1.1; its answer begins with {_quoted(block)}")
    while True:
        line = incoming.readline(MAX_HEAD - len(block) + 1)
        block += line
        if len(block) > MAX_HEAD:
            raise Broken(f"its headers are longer than {MAX_HEAD // 1024} KiB")
        if not line:
            raise Broken("its answer broke off within the headers")
        if line in (b"\r\n", b"\n"):
            return block


def _quoted(sent: bytes) -> str:
    """The beginning of what was sent, fit to be shown: what is no printable ASCII is a dot."""
    shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in sent.strip()[:40])
    return f"“{shown}”"


def _parse(block: bytes) -> Head:
    first, _, rest = block.partition(b"\n")
    found = _STATUS_LINE.fullmatch(first + b"\n")
    if not found:
        raise Broken("its status line can't be read")
    return Head(
        raw=block,
        version=found[1].decode("ascii"),
        status=int(found[2]),
        reason=(found[3] or b"").decode("latin-1").strip(),
        headers=tuple(_headers(rest)),
    )


def _headers(block: bytes) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for raw in block.split(b"\n"):
        line = raw.rstrip(b"\r").decode("latin-1")
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}".strip())
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip(" \t")))
    return headers


def framing(head: Head) -> Framing:
    """How the body of a response to GET is framed (RFC 9112 §6.3). Raises Broken for lengths that conflict."""
    if head.status in (204, 304):
        return Framing(length=0)
    codings = head.tokens("transfer-encoding")
    if codings:
        return Framing(chunked=codings[-1] == "chunked")
    lengths = set(head.tokens("content-length"))
    if len(lengths) > 1:
        several = ", ".join(sorted(lengths)[:5])
        raise Broken(f"it gives more than one Content-Length: {_quoted(several.encode('latin-1'))}")
    for text in lengths:
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise Broken(f"its Content-Length can't be read ({_quoted(text.encode('latin-1'))})")
        return Framing(length=int(text))
    return Framing()


class Tap:
    """Copies what is read from ``incoming`` to ``kept``, byte for byte, up to ``limit`` bytes.

    ``full`` turns true when there was more than the limit; ``ended`` when the other side closed. Both look
    like the end of the stream to the one who reads.
    """

    def __init__(self, incoming: Incoming, kept: BinaryIO, limit: int) -> None:
        self._incoming = incoming
        self._kept = kept
        self._left = limit
        self.full = False
        self.ended = False

    def copy(self, size: int) -> int:
        """Copy up to ``size`` bytes; returns how many (0: no more)."""
        if self._room() == 0:
            return 0
        return len(self._keep(self._incoming.read1(min(size, self._left, _PIECE))))

    def line(self, limit: int = _LINE) -> bytes:
        """Copy one line of at most ``limit`` bytes and return it."""
        if self._room() == 0:
            return b""
        return self._keep(self._incoming.readline(min(limit, self._left)))

    def _room(self) -> int:
        if self._left == 0 and not self.full:
            self.full = bool(self._incoming.read1(1))
            self.ended = not self.full
        return self._left

    def _keep(self, data: bytes) -> bytes:
        self.ended = not data
        self._kept.write(data)
        self._left -= len(data)
        return data


def copy_body(tap: Tap, framed: Framing) -> bool:
    """Copy a body to its end as framed. False when it ended before: cut, capped or framed wrongly."""
    if framed.chunked:
        return _copy_chunks(tap)
    if framed.length is not None:
        return _copy_exactly(tap, framed.length)
    while tap.copy(_PIECE):
        pass
    return tap.ended


def _copy_exactly(tap: Tap, size: int) -> bool:
    while size:
        copied = tap.copy(size)
        if not copied:
            return False
        size -= copied
    return True


def _copy_chunks(tap: Tap) -> bool:
    while True:
        found = _CHUNK_SIZE.fullmatch(tap.line())
        if not found:
            return False
        size = int(found[1], 16)
        if size == 0:
            return _copy_trailers(tap)
        if not _copy_exactly(tap, size) or tap.line(2) not in (b"\r\n", b"\n"):
            return False


def _copy_trailers(tap: Tap) -> bool:
    line = tap.line()
    while line not in (b"\r\n", b"\n"):
        # Some servers close right after the last chunk: nothing of the body is missing then.
        if not line:
            return tap.ended
        line = tap.line()
    return True
