"""A capture as an answer: its payload made inert, its headers those of a memento (RFC 7089 §4.2)."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from archive import charset, uri
from archive.model import Memento
from archive.timestamp import http_date
from web import headers
from web.citation.signposting import snapshot_links
from web.citation.work import capture_name
from web.citing import links
from web.current import backfile, site_host, site_root
from web.replay import address, document, drawing
from web.replay.files import saved, stream
from web.replay.links import Addresses
from web.replay.payload import Kind, essence, kind_of, shown_type
from web.replay.remembered import Remembered
from web.replay.shown import Shown
from web.statuses import NoSnapshot, TooLargeToShow
from web.version import VERSION

ASKED_AGAIN = "private, no-cache"
"""For every capture. A browser keeps it and asks each time whether it still may show it: what is taken down is gone from
that moment on, from caches too. Private: a shared cache would give a browser the bare document in place of its frame."""

NEAR = "private, max-age=600"
"""For the way to the nearest capture: a later one may come nearer."""

IN_FRAME = (address.FRAMED, address.FRAME)
SAVED = (address.RAW, address.EXACT)


def memento_headers(response: AnyResponse, shown: Shown) -> None:
    """``Memento-Datetime``, ``Link``, and the memento's own address."""
    root = site_root()
    capture = shown.capture
    response.headers["Content-Location"] = root + address.path_of(capture.timestamp, capture.url, shown.form)
    response.headers["Memento-Datetime"] = http_date(capture.captured_at)
    values = [
        *links.resource_links(root, capture.url),
        *links.memento_links(root, shown.around, capture),
        *snapshot_links(root, capture_name(capture), capture.page_id),
    ]
    response.headers["Link"] = ", ".join(values)


def answer(shown: Shown) -> AnyResponse:
    """The capture itself. Raises OriginalMissing, RecordDamaged, TooLargeToShow."""
    with ExitStack() as stack:
        response = saved(shown, stack) if shown.form in SAVED else _shown(shown, stack)
    in_frame = shown.form in IN_FRAME
    headers.guard_replay(response.headers, headers.snapshot_policy(site_host(), framed=in_frame))
    if not in_frame:
        response.headers["X-Frame-Options"] = "DENY"
    memento_headers(response, shown)
    response.headers["Cache-Control"] = ASKED_AGAIN
    return response


def _shown(shown: Shown, stack: ExitStack) -> AnyResponse:
    memento = stack.enter_context(backfile().mementos.open(shown.capture))
    mime = essence(memento)
    if _leads_on(memento):
        return _redirect(shown, memento)
    status = _status(memento)
    kind = Kind.STYLE if shown.form == address.STYLE else kind_of(mime)
    made: str | bytes
    if kind is Kind.HTML:
        made, mime = _document(shown, memento, xml=mime != "text/html"), "text/html"
    elif kind is Kind.STYLE:
        made, mime = _sheet(shown, memento), "text/css"
    elif kind is Kind.DRAWING:
        drawn = _drawing(shown, memento)
        made, mime = (drawn, mime) if drawn is not None else (text_of(memento), "text/plain")
    else:
        return stream(shown, memento, stack, shown_type(mime, memento.header("Content-Type")), status)
    response = Response(made, status=status, content_type=f"{mime}; charset=utf-8")
    response.set_etag(f"{shown.capture.sha256[:32]}-{VERSION}-{shown.form or 'v'}")
    return response.make_conditional(request) if status == 200 else response


def _status(memento: Memento) -> int:
    """The archived status, but for those that are about an exchange of back then: what is held of a range (206)
    or of “not modified” (304) is shown as what it is."""
    return memento.status if 200 <= memento.status <= 599 and memento.status not in (206, 304) else 200


def _leads_on(memento: Memento) -> bool:
    return memento.status in (301, 302, 303, 307, 308)


def _redirect(shown: Shown, memento: Memento) -> AnyResponse:
    """An archived redirect leads to the capture of its target nearest to it in time."""
    capture = shown.capture
    sent = memento.header("Location") or capture.location or ""
    target = uri.join(capture.url, sent)
    if target is None or target == capture.url:
        raise NoSnapshot(sent or capture.url)
    response = Response(status=memento.status, mimetype="text/plain")
    response.headers["Location"] = Addresses(capture.timestamp, capture.url).link(sent, shown.form) or ""
    return response


def text_of(memento: Memento) -> str:
    """A document's text, within bounds. Raises TooLargeToShow."""
    body = memento.payload.read(document.LIMIT + 1)
    if len(body) > document.LIMIT:
        raise TooLargeToShow(memento.capture.url, document.LIMIT)
    memento.payload.seek(0)
    return charset.decode(body, memento.header("Content-Type")).text


def _document(shown: Shown, memento: Memento, *, xml: bool) -> bytes:
    capture, framed = shown.capture, shown.form == address.FRAME
    return _REWRITTEN.of(text_of(memento), capture.url, capture.timestamp, framed, xml)


def _made(text: str, url: str, stamp: str, framed: bool, xml: bool) -> bytes:
    return document.inert(text, url, stamp, framed=framed, xml=xml).encode("utf-8")


_REWRITTEN = Remembered(_made)


def _drawing(shown: Shown, memento: Memento) -> str | None:
    capture, framed = shown.capture, shown.form == address.FRAME
    return drawing.inert(text_of(memento), capture.url, capture.timestamp, framed=framed)


def _sheet(shown: Shown, memento: Memento) -> str:
    body = memento.payload.read(document.LIMIT)
    text = charset.decode(body, memento.header("Content-Type")).text
    return Addresses(shown.capture.timestamp, shown.capture.url).css(text)
