"""Servers that are wrong about where their answer ends: Content-Length, Transfer-Encoding and chunks."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

from tests.hostile.case import OK, Case, endless, wire

_CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
_BROKE_OFF = "done: the connection broke off; it is kept as far as it came"
_CHUNKS = "done: its chunks can't be followed; it is kept as far as they could be"
_TWO = "failed: it gives more than one Content-Length"
_UNREADABLE = "failed: its Content-Length can't be read"
_LARGE = "done: it is larger than allowed; it is kept up to that size"

CASES = (
    Case("a length that is too long", wire(OK + b"Content-Length: 1000\r\n\r\n<p>short"), {"/": _BROKE_OFF}, kept=("/",)),
    Case("a length that is too short", wire(OK + b"Content-Length: 9\r\n\r\n<p>short, and there is more"), {"/": "done: $"}, kept=("/",)),
    Case("two lengths", wire(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<p>abc"), {"/": _TWO}),
    Case("two lengths in one line", wire(OK + b"Content-Length: 5, 6\r\n\r\n<p>abc"), {"/": _TWO}),
    Case("the same length twice", wire(OK + b"Content-Length: 6, 6\r\nContent-Length: 6\r\n\r\n<p>abc"), {"/": "done: $"}, kept=("/",)),
    Case("a negative length", wire(OK + b"Content-Length: -1\r\n\r\n<p>abc"), {"/": _UNREADABLE}),
    Case("a length with a sign", wire(OK + b"Content-Length: +6\r\n\r\n<p>abc"), {"/": _UNREADABLE}),
    Case("a length of 5,000 digits", wire(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n<p>abc"), {"/": _UNREADABLE}),
    Case("a length in other digits", wire(OK + "Content-Length: ٦\r\n\r\n<p>abc".encode()), {"/": _UNREADABLE}),
    Case("a length of 10 EB", wire(OK + b"Content-Length: 99999999999999999\r\n\r\n<p>abc"), {"/": _BROKE_OFF}, kept=("/",)),
    Case("a page of 1 GB", endless(OK + b"Content-Length: 1073741824\r\n\r\n<p>", b"word " * 13107), {"/": _LARGE}, kept=("/",)),
    Case("a page without end", endless(OK + b"\r\n<p>", b"word " * 13107), {"/": _LARGE}, kept=("/",)),
    Case("chunks without end", endless(_CHUNKED + b"\r\n", b"1000\r\n" + b"w " * 2048 + b"\r\n"), {"/": _LARGE}, kept=("/",)),
    Case("one byte a chunk", wire(_CHUNKED + b"\r\n" + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n"), {"/": "done: $"}, kept=("/",)),
    Case("a chunk of all the world", wire(_CHUNKED + b"\r\nffffffffffffffff\r\n<p>abc"), {"/": _CHUNKS}, kept=("/",)),
    Case("a negative chunk", wire(_CHUNKED + b"\r\n-6\r\n<p>abc\r\n0\r\n\r\n"), {"/": _CHUNKS}, kept=("/",)),
    Case("a chunk with a sign and a prefix", wire(_CHUNKED + b"\r\n+0x6\r\n<p>abc\r\n0\r\n\r\n"), {"/": _CHUNKS}),
    Case("a chunk size without end", endless(_CHUNKED + b"\r\n", b"0" * 65536), {"/": _CHUNKS}, kept=("/",)),
    Case("a chunk extension without end", endless(_CHUNKED + b"\r\n6;", b"x" * 65536), {"/": _CHUNKS}, kept=("/",)),
    Case("trailers without end", endless(_CHUNKED + b"\r\n6\r\n<p>abc\r\n0\r\n", b"X-More: 1\r\n" * 4096), {"/": _LARGE}, kept=("/",)),
    Case("chunks that are none", wire(_CHUNKED + b"\r\n<p>there is no chunk in this"), {"/": _CHUNKS}, kept=("/",)),
    Case("chunks and a length", wire(_CHUNKED + b"Content-Length: 3\r\n\r\n6\r\n<p>abc\r\n0\r\n\r\n"), {"/": "done: $"}, kept=("/",)),
    Case("chunked twice", wire(OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n6\r\n<p>abc\r\n0\r\n\r\n"), {"/": "done: "}, kept=("/",)),
    Case("a transfer coding that nobody knows", wire(OK + b"Transfer-Encoding: cow\r\n\r\n<p>abc"), {"/": "done: "}, kept=("/",)),
    Case("xchunked", wire(OK + b"Transfer-Encoding: xchunked\r\nContent-Length: 6\r\n\r\n<p>abc"), {"/": "done: "}, kept=("/",)),
    Case("a body that drips", endless(OK + b"\r\n", b"x", pause=0.05), {"/": "done: it did not end in the time allowed"}, kept=("/",), seconds=1),
    Case("chunks that drip", endless(_CHUNKED + b"\r\n", b"1\r\nx\r\n", pause=0.05), {"/": "done: it did not end in the time allowed"}, seconds=1),
)  # fmt: skip
