"""The content codings that bodies come in (RFC 9110 §8.4.1): gzip, deflate and br, each undone piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli

Damaged = (zlib.error, brotli.error)
"""What a decoder raises when its input is not what it claims to be."""

_PIECE = 64 * 1024


class Decoder(Protocol):
    """Takes encoded pieces and gives decoded ones of bounded size; ``done`` after the end of the coding."""

    @property
    def done(self) -> bool: ...

    def feed(self, piece: bytes) -> Iterator[bytes]: ...


class _Zlib:
    """gzip (any number of members) and deflate, with or without its zlib wrapper."""

    def __init__(self, wbits: int, *, members: bool) -> None:
        self._wbits = wbits
        self._members = members
        self._inflate = zlib.decompressobj(wbits)

    @property
    def done(self) -> bool:
        return self._inflate.eof

    def feed(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._inflate.eof:
                if not (self._members and piece.startswith(b"\x1f\x8b")):
                    return  # padding after the end
                self._inflate = zlib.decompressobj(self._wbits)
            yield self._inflate.decompress(piece, _PIECE)
            piece = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        while not self._inflate.eof and (more := self._inflate.decompress(b"", _PIECE)):
            yield more


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()

    @property
    def done(self) -> bool:
        return bool(self._decompressor.is_finished())

    def feed(self, piece: bytes) -> Iterator[bytes]:
        if self.done:
            return
        yield self._decompressor.process(piece, output_buffer_limit=_PIECE)
        while not self.done and not self._decompressor.can_accept_more_data():
            yield self._decompressor.process(b"", output_buffer_limit=_PIECE)


def _gzip(first: bytes) -> Decoder | None:
    return _Zlib(31, members=True) if b"\x1f\x8b".startswith(first[:2]) else None


def _deflate(first: bytes) -> Decoder | None:
    wrapped = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    try:
        zlib.decompressobj(15 if wrapped else -15).decompress(first, 1024)
    except zlib.error:
        return None
    return _Zlib(15 if wrapped else -15, members=False)


def _brotli(first: bytes) -> Decoder | None:
    try:
        brotli.Decompressor().process(first, output_buffer_limit=1024)
    except brotli.error:
        return None
    return _Brotli()


DECODERS: dict[str, Callable[[bytes], Decoder | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
"""From a coding's name to what begins a decoder, given the first bytes: None when they are not in that coding."""
