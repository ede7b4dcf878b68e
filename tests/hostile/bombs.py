"""Small answers that unpack to large ones, and codings that are not what they say."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from functools import cache

import brotli

from archive.model import LinkKind, SourceKind
from tests.hostile.case import Answer, Case, Origin, Routes

_ZEROS = 60_000_000
_OUT_OF_PROPORTION = (
    "it unpacks to over 200 times its size, and was cut after|it is larger than 3145728 bytes when unpacked"
)


@cache
def _gzip_bomb() -> bytes:
    return gzip.compress(b"<p>" + b"\0" * _ZEROS, 6)


@cache
def _deflate_bomb() -> bytes:
    return zlib.compress(b"<p>" + b"\0" * _ZEROS, 6)


@cache
def _brotli_bomb() -> bytes:
    packed: bytes = brotli.compress(b"<p>" + b"\0" * _ZEROS, quality=3)
    return packed


@cache
def _nested_bomb() -> bytes:
    return gzip.compress(_gzip_bomb())


def _noise() -> bytes:
    """Ten kilobytes that no coding makes smaller."""
    return b"<p>" + b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(320))


def _numbers() -> bytes:
    return b"<p>" + b" ".join(b"%d" % (number * number) for number in range(9_000))


def _many_members() -> bytes:
    return gzip.compress(b"") * 100_000 + gzip.compress(b"<p>at last")


def _coded(
    coding: str, body: Callable[[], bytes], mime: str = "text/html", path: str = "/"
) -> Callable[[Origin], Routes]:
    return lambda _: {path: lambda _: Answer(body(), mime=mime, headers=[("Content-Encoding", coding)])}


CASES = (
    Case("a gzip bomb", _coded("gzip", _gzip_bomb), {"/": _OUT_OF_PROPORTION}, kept=("/",)),
    Case("a deflate bomb", _coded("deflate", _deflate_bomb), {"/": _OUT_OF_PROPORTION}, kept=("/",)),
    Case("a brotli bomb", _coded("br", _brotli_bomb), {"/": _OUT_OF_PROPORTION}, kept=("/",)),
    Case("a bomb in a bomb", _coded("gzip, gzip", _nested_bomb), {"/": _OUT_OF_PROPORTION}, kept=("/",)),
    Case("five codings", _coded("gzip, gzip, gzip, gzip, gzip", _gzip_bomb), {"/": "it is coded 5 times, and only 2 are undone"}, kept=("/",)),
    Case("a thousand codings", _coded(", ".join(["gzip"] * 1000), _gzip_bomb), {"/": "it is coded 1000 times"}, kept=("/",)),
    Case("a bomb in transfer coding", lambda _: {"/": lambda _: Answer(_gzip_bomb(), headers=[("Transfer-Encoding", "gzip"), ("Connection", "close")])}, {"/": "done: "}, kept=("/",)),
    Case("a hundred thousand empty members", _coded("gzip", _many_members), {"/": "done: "}, kept=("/",)),
    Case("gzip that is none", _coded("gzip", lambda: b"<p>plain all the time"), {"/": "it claims to be in gzip and is not"}, kept=("/",)),
    Case("gzip that breaks off", _coded("gzip", lambda: gzip.compress(_noise())[:-500]), {"/": "its gzip coding breaks off"}, kept=("/",)),
    Case("gzip that is damaged", _coded("gzip", lambda: gzip.compress(_numbers())[:900] + b"\xff" * 9000), {"/": "its gzip coding is damaged"}),
    Case("brotli that is noise", _coded("br", lambda: bytes(range(255, 0, -1)) * 40), {"/": "done: its? "}, kept=("/",)),
    Case("a coding that nobody knows", _coded("zstd\x01, cow", lambda: b"<p>?"), {"/": "is not known here, so it is given as it was sent"}),
    Case("a bomb for a feed", _coded("gzip", _gzip_bomb, "application/rss+xml", "/feed"), {"/feed": "it is larger than 10485760 bytes when unpacked, and was cut there"}, kind=SourceKind.FEED, feed="/feed"),
    Case("a bomb for a sitemap file", lambda _: {"/sitemap.xml.gz": lambda _: Answer(_gzip_bomb(), mime="application/gzip")}, {"/sitemap.xml.gz": "done: "}, kind=SourceKind.SITEMAP, sitemap="/sitemap.xml.gz"),
    Case("a bomb for a style sheet", _coded("br", _brotli_bomb, "text/css", "/a.css"), {"/a.css": "it is larger than 10485760 bytes|it unpacks to over 200 times"}, targets=(("/a.css", LinkKind.REQUISITE),)),
    Case("a bomb for robots", _coded("gzip", _gzip_bomb, "text/plain", "/robots.txt"), {"/": "failed: it is not there|done"}, kept=("/robots.txt",)),
)  # fmt: skip
