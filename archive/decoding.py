"""Transfer and content codings undone in bounded steps (RFC 9112 §7, RFC 9110 §8.4).

A body from the web is hostile: 300 KB of gzip may unpack to 300 MB. Nothing here holds more than a piece in memory,
and what comes out is bounded by its size, its ratio to what went in, and the number of codings.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from archive.codings import DECODERS, Damaged
from archive.message import header_tokens

_PIECE = 64 * 1024
_IN_MEMORY = 1024 * 1024
_RATIO_FROM = 1024 * 1024  # bytes out: below it a high ratio is an empty page, not a bomb
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n?")
_LINE = 16 * 1024
_TELLING = 16  # bytes that tell whether a body is in the coding it claims


@dataclass(frozen=True, slots=True)
class Limits:
    """What decoding may cost: codings in all, bytes out, and bytes out for each byte in."""

    codings: int = 2
    size: int = 50 * 1024 * 1024
    ratio: int = 200


STANDARD = Limits()


class Source(Protocol):
    """Where a body is read from."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as its server meant it. ``payload`` is seekable, at 0, and the caller's to close; ``problem`` says in plain
    words what is wrong with it when it is cut or could not be decoded whole, else None."""

    payload: BinaryIO
    problem: str | None = None


def decode(
    body: Source,
    headers: tuple[tuple[str, str], ...],
    limits: Limits = STANDARD,
    *,
    content: bool = True,
) -> Decoded:
    """A response's body, read from where ``body`` stands, without its codings; with ``content=False`` only transfer
    coding is undone.

    Broken chunks, a body that is not in the coding it claims, one that breaks off: what there is, is given.
    """
    problems = _Problems()
    pieces = _undo(body, headers, limits, problems, ("content-encoding", "transfer-encoding")[not content :])
    payload = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- handed to the caller
    try:
        for piece in pieces:
            payload.write(piece)
        payload.seek(0)
    except BaseException:
        payload.close()
        raise
    return Decoded(payload, problems.first)  # type: ignore[arg-type]  # typeshed does not call it a BinaryIO


def is_chunked(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether the transfer coding is ``chunked``."""
    return "chunked" in header_tokens(headers, "transfer-encoding")


def dechunk(body: Source) -> Iterator[bytes]:
    """The body without its chunks (RFC 9112 §7.1), or as it is when it does not begin with one.

    Archives hold bodies whose chunks were removed while the header stayed, and bodies that break off in a chunk.
    """
    reader = _Buffer(body)
    size = reader.peek_line()
    if not _CHUNK_SIZE.fullmatch(size) or not size.endswith(b"\n"):
        yield from reader.rest()
        return
    while (found := _CHUNK_SIZE.fullmatch(reader.line())) and (left := int(found[1], 16)):
        while left and (piece := reader.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
        reader.line()


class _Problems:
    def __init__(self) -> None:
        self.first: str | None = None

    def add(self, problem: str) -> None:
        self.first = self.first or problem


def _undo(
    body: Source,
    headers: tuple[tuple[str, str], ...],
    limits: Limits,
    problems: _Problems,
    names: tuple[str, ...],
) -> Iterator[bytes]:
    counted = _Counted(body)
    pieces = dechunk(counted) if is_chunked(headers) else _pieces(counted)
    codings = [
        coding
        for name in names
        for coding in header_tokens(headers, name)
        if coding not in ("identity", "chunked", "")
    ]
    unknown = next((coding for coding in codings if coding not in DECODERS), None)
    if unknown is not None:
        problems.add(f"its coding “{unknown[:40]}” is not known here, so it is given as it was sent")
        codings = []
    if len(codings) > limits.codings:
        problems.add(f"it is coded {len(codings)} times, and only {limits.codings} are undone")
        codings = []
    for coding in reversed(codings):
        pieces = _decoded(pieces, coding, problems)
    return _bounded(pieces, counted, limits, problems)


def _pieces(body: Source) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


def _bounded(
    pieces: Iterator[bytes], counted: _Counted, limits: Limits, problems: _Problems
) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        room = limits.size - total
        if len(piece) > room:
            problems.add(f"it is larger than {limits.size} bytes when unpacked, and was cut there")
            yield piece[:room]
            return
        total += len(piece)
        yield piece
        if total > _RATIO_FROM and total > counted.total * limits.ratio:
            problems.add(f"it unpacks to over {limits.ratio} times its size, and was cut after {total} bytes")
            return


def _decoded(pieces: Iterator[bytes], coding: str, problems: _Problems) -> Iterator[bytes]:
    """One coding undone. A body that is not in that coding at all passes through as it is."""
    first = b""
    while len(first) < _TELLING and (piece := next(pieces, None)) is not None:
        first += piece
    if not first:
        return
    decoder = DECODERS[coding](first)
    if decoder is None:
        problems.add(f"it claims to be in {coding} and is not, so it is given as it was sent")
        yield first
        yield from pieces
        return
    try:
        yield from decoder.feed(first)
        for piece in pieces:
            yield from decoder.feed(piece)
    except Damaged:
        problems.add(f"its {coding} coding is damaged; what came before the damage is given")
        return
    if not decoder.done:
        problems.add(f"its {coding} coding breaks off; what came before is given")


class _Counted:
    """Counts what is read through it."""

    def __init__(self, body: Source) -> None:
        self._body = body
        self.total = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._body.read(size)
        self.total += len(piece)
        return piece


class _Buffer:
    """Reads lines and pieces from a source that has only ``read``. Linear, however short the lines are."""

    def __init__(self, body: Source) -> None:
        self._body = body
        self._kept = b""
        self._at = 0

    def peek_line(self) -> bytes:
        end = self._kept.find(b"\n", self._at, self._at + _LINE)
        while end < 0 and len(self._kept) - self._at < _LINE and (more := self._body.read(_PIECE)):
            self._kept, self._at = self._kept[self._at :] + more, 0
            end = self._kept.find(b"\n", 0, _LINE)
        return self._kept[self._at : end + 1 if end >= 0 else self._at + _LINE]

    def line(self) -> bytes:
        line = self.peek_line()
        self._at += len(line)
        return line

    def read(self, size: int) -> bytes:
        if self._at == len(self._kept):
            return self._body.read(size)
        piece = self._kept[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def rest(self) -> Iterator[bytes]:
        yield self._kept[self._at :]
        yield from _pieces(self._body)
