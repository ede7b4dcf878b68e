"""Servers whose TLS can't be trusted, is too old, stalls, or is no TLS."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

from tests.hostile.case import Answer, Case, Raw, at

_UNTRUSTED = "failed: its certificate can't be trusted"
_HOME = at("/", Answer("<p>a secret page"))
_NO_TLS = "failed: no safe connection could be agreed on"

CASES = (
    Case("a sound certificate", _HOME, {"/": "done: $"}, kept=("/",), tls="none"),
    Case("a certificate that has expired", _HOME, {"/": rf"{_UNTRUSTED} \(certificate has expired\)"}, tls="expired"),
    Case("a certificate of the future", _HOME, {"/": _UNTRUSTED}, tls="not yet"),
    Case("a certificate for another name", _HOME, {"/": _UNTRUSTED}, tls="another name"),
    Case("a certificate of an unknown authority", _HOME, {"/": _UNTRUSTED}, tls="unknown authority"),
    Case("a protocol of 2006", _HOME, {"/": _NO_TLS}, tls="old protocol"),
    Case("http where https was asked for", _HOME, {"/": _NO_TLS}, tls="in the clear"),
    Case("a handshake that stalls", _HOME, {"/": "failed: (no connection within|there was no whole answer within)"}, tls="stalled", seconds=1),
    Case("a connection cut in the handshake", _HOME, {"/": "failed: "}, tls="cut"),
    Case("a second answer over TLS", lambda _: {"/": lambda _: Raw([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<p>ok" + b"HTTP/1.1 200 OK\r\n\r\nsmuggled"], keep_open=True)}, {"/": "done: $"}, tls="none"),
)  # fmt: skip
