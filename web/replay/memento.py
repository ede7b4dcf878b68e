"""A capture as an answer: its payload made inert, its headers those of a memento (RFC 7089 §4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from archive import charset, uri
from archive.model import Capture, Memento
from archive.timestamp import http_date
from web import headers
from web.citing import links
from web.current import backfile, site_host, site_root
from web.replay import address, document
from web.replay.choice import Around
from web.replay.links import Addresses
from web.replay.payload import OCTETS, Kind, essence, is_font, kind_of, shown_type
from web.statuses import NoSnapshot, TooLargeToShow
from web.version import VERSION

FOREVER = "private, max-age=31536000, immutable"
"""For an exact capture. Private: a shared cache would give a browser the bare document in place of its frame,
and would go on showing what was taken down."""

NEAR = "private, max-age=600"
"""For “nearest”: a later capture may come nearer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture to be shown, those around it, in which form, and whether its very second was asked for."""

    capture: Capture
    around: Around
    form: str = ""
    exact: bool = True


def memento_headers(response: AnyResponse, shown: Shown) -> None:
    """``Memento-Datetime`` and ``Link``."""
    root = site_root()
    response.headers["Memento-Datetime"] = http_date(shown.capture.captured_at)
    values = [
        *links.resource_links(root, shown.capture.url),
        *links.memento_links(root, shown.around, shown.capture),
    ]
    response.headers["Link"] = ", ".join(values)


def answer(shown: Shown) -> AnyResponse:
    """The capture itself. Raises OriginalMissing, RecordDamaged, TooLargeToShow."""
    with ExitStack() as stack:
        memento = stack.enter_context(backfile().mementos.open(shown.capture))
        response = _body(shown, memento, stack)
    framed = shown.form == address.FRAMED
    headers.guard_replay(response.headers, headers.snapshot_policy(site_host(), framed=framed))
    if not framed:
        response.headers["X-Frame-Options"] = "DENY"
    memento_headers(response, shown)
    response.headers["Cache-Control"] = FOREVER if shown.exact else NEAR
    return response


def _body(shown: Shown, memento: Memento, stack: ExitStack) -> AnyResponse:
    mime = essence(memento)
    if shown.form == address.RAW:
        return _raw(shown, memento, stack)
    if _leads_on(memento):
        return _redirect(shown, memento)
    status = memento.status if 200 <= memento.status <= 599 and memento.status != 304 else 200
    kind = Kind.STYLE if shown.form == address.STYLE else kind_of(mime)
    if kind is Kind.HTML:
        response = Response(_document(shown, memento), status=status, content_type="text/html; charset=utf-8")
    elif kind is Kind.STYLE:
        response = Response(_sheet(shown, memento), status=status, content_type="text/css; charset=utf-8")
    else:
        return _stream(shown, memento, stack, mime, status)
    response.set_etag(f"{shown.capture.sha256[:32]}-{VERSION}-{shown.form or 'v'}")
    return response.make_conditional(request) if status == 200 else response


def _leads_on(memento: Memento) -> bool:
    return memento.status in (301, 302, 303, 307, 308)


def _redirect(shown: Shown, memento: Memento) -> AnyResponse:
    """An archived redirect leads to the capture of its target nearest to it in time."""
    capture = shown.capture
    target = uri.join(capture.url, memento.header("Location") or capture.location or "")
    if target is None or target == capture.url:
        raise NoSnapshot(memento.header("Location") or capture.url)
    response = Response(status=memento.status, mimetype="text/plain")
    response.headers["Location"] = address.path_of(capture.timestamp, target, shown.form)
    return response


def _document(shown: Shown, memento: Memento) -> str:
    body = memento.payload.read(document.LIMIT + 1)
    if len(body) > document.LIMIT:
        raise TooLargeToShow(shown.capture.url, document.LIMIT)
    text = charset.decode(body, memento.header("Content-Type")).text
    return document.inert(text, shown.capture.url, shown.capture.timestamp)


def _sheet(shown: Shown, memento: Memento) -> str:
    body = memento.payload.read(document.LIMIT)
    text = charset.decode(body, memento.header("Content-Type")).text
    return Addresses(shown.capture.timestamp, shown.capture.url).css(text)


def _raw(shown: Shown, memento: Memento, stack: ExitStack) -> AnyResponse:
    """The payload's bytes, with no coding, to be saved; never to be shown."""
    response = _stream(shown, memento, stack, OCTETS, 200)
    name = "".join(
        letter for letter in shown.capture.url.rpartition("/")[2][:80] if letter.isalnum() or letter in "._-"
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{shown.capture.timestamp}-{name or "page"}"'
    )
    return response


def _chunks(payload: BinaryIO) -> Iterator[bytes]:
    while chunk := payload.read(64 * 1024):
        yield chunk


def _stream(shown: Shown, memento: Memento, stack: ExitStack, mime: str, status: int) -> AnyResponse:
    size = memento.payload.seek(0, 2)
    memento.payload.seek(0)
    kept = stack.pop_all()  # the payload stays open until the answer is sent
    response = Response(
        _chunks(memento.payload),
        status=status,
        content_type=OCTETS if mime == OCTETS else shown_type(mime, memento.header("Content-Type")),
    )
    response.call_on_close(kept.close)
    response.content_length = size
    if is_font(mime, shown.capture.url):
        response.headers["Access-Control-Allow-Origin"] = "*"  # a sandboxed document has no origin of its own
    if status != 200:
        return response
    response.set_etag(f"{shown.capture.sha256[:32]}-{shown.form or 'v'}")
    return response.make_conditional(request, accept_ranges=True, complete_length=size)
