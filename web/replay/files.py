"""A capture's bytes as an answer: streamed for show, with ranges, or to be saved."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote, unquote

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from archive.decoding import Source
from archive.model import Memento
from web.current import backfile
from web.replay import address
from web.replay.payload import OCTETS, essence, is_font
from web.replay.shown import Shown

_PIECE = 64 * 1024
_UNSAFE = re.compile(r"[^\w.-]+")  # in a file's name, on any system
_ASCII = re.compile(r"[^A-Za-z0-9_.-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def stream(shown: Shown, memento: Memento, stack: ExitStack, content_type: str, status: int) -> AnyResponse:
    """The decoded payload under a type; ranges and conditions hold for status 200 (RFC 9110 §13-14)."""
    size = memento.payload.seek(0, 2)
    memento.payload.seek(0)
    kept = stack.pop_all()  # the payload stays open until the answer is sent
    response = Response(_pieces(memento.payload), status=status, content_type=content_type)
    response.call_on_close(kept.close)
    response.content_length = size
    if is_font(essence(memento), shown.capture.url):
        response.headers["Access-Control-Allow-Origin"] = "*"  # a sandboxed document has no origin of its own
    if status != 200:
        return response
    response.set_etag(f"{shown.capture.sha256[:32]}-{shown.form or 'v'}")
    return response.make_conditional(request, accept_ranges=True, complete_length=size)


def saved(shown: Shown, stack: ExitStack) -> AnyResponse:
    """The payload without any coding, or the body as it was sent: to be saved, never to be shown."""
    if shown.form == address.EXACT:
        response = _as_sent(shown, stack)
    else:
        memento = stack.enter_context(backfile().mementos.open(shown.capture))
        response = stream(shown, memento, stack, OCTETS, 200)
    name = f"{shown.capture.timestamp}-{name_of(shown.capture.url)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{_ASCII.sub("_", name)}"' + (
        "" if name.isascii() else f"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def _as_sent(shown: Shown, stack: ExitStack) -> AnyResponse:
    """What the payload's digest is over. It is named as RFC 9530 has it, so that who gets it can compare."""
    sent = stack.enter_context(backfile().mementos.sent(shown.capture))
    kept = stack.pop_all()
    response = Response(_pieces(sent.body), content_type=OCTETS)
    response.call_on_close(kept.close)
    response.content_length = sent.size
    if _SHA256.fullmatch(sent.original.sha256):
        digest = base64.b64encode(bytes.fromhex(sent.original.sha256)).decode("ascii")
        response.headers["Content-Digest"] = f"sha-256=:{digest}:"
    return response


def name_of(url: str) -> str:
    """What a file from an address may be called, in any alphabet; never a path, nor longer than 80
    characters; that of a site's first page is its host."""
    path = url.partition("://")[2].partition("?")[0]
    last = unquote(path.rstrip("/").rpartition("/")[2]) or "page"
    return _UNSAFE.sub("_", last).strip("._")[-80:] or "page"


def _pieces(payload: Source) -> Iterator[bytes]:
    while piece := payload.read(_PIECE):
        yield piece
