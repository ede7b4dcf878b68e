"""Servers that tear connections down, keep them too long, or go on speaking when nobody asks."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

from collections.abc import Callable

from archive.model import LinkKind
from tests.hostile.case import OK, Answer, Case, Origin, Raw, Request, Routes, served, wire

_SECOND = OK + b"Content-Length: 12\r\n\r\n<p>smuggled!"
_ARTICLES = tuple((f"/{name}", LinkKind.POST) for name in ("one", "two"))
_OWN = {path: f"<title>{path}" for path, _ in _ARTICLES}
_PAGE = "<title>Honest</title><p>an honest page, asked for"


def _smuggles(after: bytes, pause: float = 0.0) -> Callable[[Origin], Routes]:
    """Each page comes on a connection that is kept open, with something behind it that nobody asked for."""

    def page(request: Request) -> Raw:
        body = f"<title>{request.path}</title><p>asked for {request.path}".encode()
        whole = OK + b"Content-Length: %d\r\n\r\n" % len(body) + body
        return Raw([whole, after] if pause else [whole + after], pause=pause, keep_open=True)

    return lambda _: {"/": page, "/one": page, "/two": page}


def _cuts_then_answers(_: Origin) -> Routes:
    times: dict[str, int] = {}

    def page(request: Request) -> Answer | Raw:
        times[request.path] = times.get(request.path, 0) + 1
        return (
            Raw([OK + b"Content-Length: 999\r\n\r\n<p>"], reset=True)
            if times[request.path] < 3
            else Answer(_PAGE)
        )

    return {"/": page}


CASES = (
    Case("closed at once", wire(), {"/": "failed: it closed the connection without an answer"}),
    Case("reset before the status line", wire(reset=True), {"/": "failed: "}),
    Case("reset within the status line", wire(b"HTTP/1.1 2", reset=True, pause=0.05), {"/": "failed: "}),
    Case("reset within the head", wire(OK + b"X: ", reset=True, pause=0.05), {"/": "failed: "}),
    Case("closed within the head", wire(OK + b"X: "), {"/": "failed: its answer broke off within the headers"}),
    Case("reset within the body", wire(OK + b"Content-Length: 99\r\n\r\n<p>", reset=True, pause=0.05), {"/": "done: the connection broke off"}, kept=("/",)),
    Case("reset within a chunk", wire(OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\n<p>", reset=True, pause=0.05), {"/": "done: the connection broke off"}),
    Case("torn down twice, then whole", _cuts_then_answers, {"/": "done: $"}, kept=("/",)),
    Case("a second answer that nobody asked for", _smuggles(_SECOND), {"/one": "done: $", "/two": "done: $"}, shows=_OWN, targets=_ARTICLES),
    # One that comes while the next request is on its way can't be told from its answer, by anybody.
    Case("a second answer, a moment later", _smuggles(_SECOND, 0.02), {"/one": "done: $", "/two": "done: $"}, targets=_ARTICLES),
    Case("half of a second answer", _smuggles(OK + b"Content-Length: 40\r\n\r\n<p>smu"), {"/one": "done: $", "/two": "done: $"}, shows=_OWN, targets=_ARTICLES),
    Case("garbage on a kept connection", _smuggles(b"\x00\xff" * 500), {"/one": "done: $", "/two": "done: $"}, shows=_OWN, targets=_ARTICLES),
    Case("blank lines on a kept connection", _smuggles(b"\r\n" * 3), {"/one": "done: $", "/two": "done: $"}, shows=_OWN, targets=_ARTICLES),
    Case("keep-alive that is none", served(home=Answer(_PAGE, headers=[("Connection", "keep-alive"), ("Keep-Alive", "timeout=99999999")])), {"/": "done: $"}),
)  # fmt: skip
