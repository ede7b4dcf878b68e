"""Servers whose status line and headers are odd, endless, or not HTTP at all."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

import itertools

from tests.hostile.case import OK, Answer, Case, Origin, Raw, Routes, at, endless, wire

_NO_HTTP = "failed: it does not speak HTTP/1.1"
_LONG = "failed: its headers are longer than 128 KiB"


def _drips(_: Origin) -> Routes:
    return {"/": lambda _: Raw(itertools.chain([OK], itertools.repeat(b"X-Drip: 1\r\n")), pause=0.05)}


def _early_hints_then_page(_: Origin) -> Routes:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    return {"/": lambda _: Raw([hints * 3 + OK + b"Content-Length: 10\r\n\r\n<p>After it"[:-1] + b"\n"])}


CASES = (
    Case("silence", wire(keep_open=True), {"/": "failed: there was no whole answer within 1 seconds"}, seconds=1),
    Case("a head that drips", _drips, {"/": "failed: there was no whole answer within 1 seconds"}, seconds=1),
    Case("a status line that drips", endless(b"HTTP/1.1", b" ", pause=0.05), {"/": "failed: there was no whole answer"}, seconds=1),
    Case("a status line without end", endless(b"HTTP/1.1 200 ", b"O" * 65536), {"/": _LONG}),
    Case("headers without end", endless(OK, b"X-More: " + b"y" * 4000 + b"\r\n"), {"/": _LONG}),
    Case("one header of 200 KB", wire(OK + b"X: " + b"y" * 200_000 + b"\r\n\r\n"), {"/": _LONG}),
    Case("500 headers", wire(OK + b"X-Noise: 1\r\n" * 500 + b"\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("50,000 empty headers", wire(OK + b":\r\n" * 50_000 + b"\r\n"), {"/": _LONG}),
    Case("cookies by the thousand", wire(OK + b"Set-Cookie: a=b; Path=/\r\n" * 4_000 + b"\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("raw 0xff in headers", wire(OK + b"X-\xff: \xff\xfe\xfd\r\nServer: \xe9t\xe9\r\n\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("null bytes in headers", wire(OK + b"X-Nul: a\x00b\r\nSer\x00ver: x\r\n\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("line feeds only", wire(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("carriage returns only", wire(b"HTTP/1.1 200 OK\rContent-Type: text/html\r\r<p>no"), {"/": "failed: "}),
    Case("no reason, no colon, folded lines", wire(b"HTTP/1.1 200\r\nnonsense\r\nX: a\r\n b\r\n\tc\r\n : d\r\n\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
    Case("a fold without a header", wire(b"HTTP/1.1 200 OK\r\n folded onto nothing\r\nContent-Type: text/html\r\n\r\n<p>ok"), {"/": "done: $"}),
    Case("HTTP/0.9", wire(b"<html>no head at all</html>"), {"/": _NO_HTTP}),
    Case("an HTTP/2 preface", wire(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x12\x04" * 20), {"/": _NO_HTTP}),
    Case("HTTP/2 frames", wire(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80"), {"/": _NO_HTTP}),
    Case("HTTP/3.7", wire(b"HTTP/3.7 200 OK\r\n\r\n<p>x"), {"/": _NO_HTTP}),
    Case("a greeting of SSH", wire(b"SSH-2.0-OpenSSH_9.9\r\n"), {"/": r"failed: it does not speak HTTP/1.1; its answer begins with “SSH-2.0-OpenSSH_9.9”"}),
    Case("terminal commands for an answer", wire(b"\x1b]0;owned\x07\x1b[2J\r\n"), {"/": _NO_HTTP}),
    Case("status 000", wire(b"HTTP/1.1 000 None\r\n\r\n"), {"/": _NO_HTTP}),
    Case("status 999", wire(b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n"), {"/": "failed: it answers 999"}, kept=("/",)),
    Case("status 200000", wire(b"HTTP/1.1 200000 Many\r\n\r\n"), {"/": _NO_HTTP}),
    Case("status 101 to what nobody asked", wire(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + b"\x00" * 99), {"/": "failed: it answers 101"}),
    Case("interim answers without end", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), {"/": "failed: it sent one interim answer after the other"}),
    Case("interim answers, then a page", _early_hints_then_page, {"/": "done: $"}, kept=("/",)),
    Case("204 with a body", wire(b"HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\nsurprise!"), {"/": "failed: it answers 204, without a page"}),
    Case("205, 206 and 226", at("/", Answer("part", 206, headers=[("Content-Range", "bytes 0-3/9")])), {"/": "failed: it answers 206"}),
    Case("304 to a first visit", wire(b"HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"), {"/": "done: "}, articles=0),
    Case("an ETag of commands", wire(OK + b"ETag: \"a\x0bX-Injected: 1\"\r\nLast-Modified: yesterday\x00\r\n\r\n<p>ok"), {"/": "done: $"}, kept=("/",)),
)  # fmt: skip
