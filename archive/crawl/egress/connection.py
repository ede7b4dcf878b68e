"""urllib3's connections, made to record: what was sent and received is kept byte for byte."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from urllib3.connection import HTTPConnection, HTTPSConnection

from archive.crawl.egress.framing import Framing, Head, Incoming, Tap, copy_body, framing, read_head
from archive.crawl.egress.watchdog import Watchdog


class RecordingResponse(http.client.HTTPResponse):
    """A response that keeps its head as sent and copies its body as framed on the wire.

    http.client's own reader stops at 100 headers, believes the first of two lengths and drops the chunk
    framing; RFC 9112 and the archive want otherwise.
    """

    head: Head
    framed: Framing

    def begin(self) -> None:
        """Read the head. Raises framing.Broken."""
        self.head = read_head(cast(Incoming, self.fp))
        self.framed = framing(self.head)
        self.status = self.code = self.head.status
        self.reason = self.head.reason
        self.version = 10 if self.head.version == "1.0" else 11
        self.headers = self.msg = http.client.HTTPMessage()
        self.chunked = self.framed.chunked
        self.length = self.framed.length
        self.will_close = not (self.framed.bounded and self.head.persistent)

    def copy_body(self, kept: BinaryIO, limit: int) -> tuple[bool, Tap]:
        """Copy the body to ``kept``; whether it came whole, and the tap it went through."""
        tap = Tap(cast(Incoming, self.fp), kept, limit)
        return copy_body(tap, self.framed), tap

    def spoke_on(self, connection: socket.socket) -> bool:
        """Whether more has arrived than this one answer. On a connection that is kept open it would be taken for the
        answer to the next request (RFC 9112 §11.2, response splitting)."""
        connection.settimeout(0)
        try:
            return bool(self.fp.peek(1))
        except ssl.SSLWantReadError:
            return False
        except OSError:
            return True


class _Recording(HTTPConnection):
    """What the two schemes share: connecting to an approved address, and keeping what is sent."""

    response_class: type[http.client.HTTPResponse] = RecordingResponse

    approved: Sequence[str] = ()
    watchdog: Watchdog
    address: str | None = None
    connect_seconds: float = 10.0
    sent: bytearray
    _handle: socket.socket | None = None

    def open(self, approved: Sequence[str], watchdog: Watchdog, connect_seconds: float) -> None:
        """Connect to the first of the approved addresses that answers. Raises OSError, ssl.SSLError."""
        self.approved, self.watchdog, self.connect_seconds = approved, watchdog, connect_seconds
        self.sent = bytearray()
        self.connect()
        self.sent = bytearray()  # without what a proxy's CONNECT took

    def ask(
        self, watchdog: Watchdog, path: str, headers: Sequence[tuple[str, str]], body: bytes | None = None
    ) -> None:
        """Send a GET request, or with a ``body`` a POST, with these headers, in this order, and none besides."""
        self.watchdog = watchdog
        if self._handle is not None:
            watchdog.watch(self._handle)
        if self.sock is not None:
            self.sock.settimeout(watchdog.left)
        self.sent = bytearray()
        self.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            self.putheader(name, value)
        self.endheaders(body)

    def answer(self) -> RecordingResponse:
        """The response, its head read. Raises framing.Broken, OSError."""
        return cast(RecordingResponse, http.client.HTTPConnection.getresponse(self))

    def send(self, data: Any) -> None:
        self.sent += data
        super().send(data)

    def _new_conn(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self.approved:
            seconds = min(self.connect_seconds, self.watchdog.left)
            try:
                connection = socket.create_connection((address, self.port), seconds)
            except OSError as error:
                failure = error
                continue
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._handle = connection.dup()
            self.watchdog.watch(self._handle)
            self.address = address
            return connection
        raise failure

    def shut(self) -> None:
        """Close for good, the watchdog's handle too."""
        with contextlib.suppress(OSError):
            self.close()
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class RecordingHTTPConnection(_Recording):
    """http, direct or through a forwarding proxy."""


class RecordingHTTPSConnection(_Recording, HTTPSConnection):
    """https, direct or through a proxy's tunnel."""

    def __init__(self, host: str, port: int, *, context: ssl.SSLContext) -> None:
        super().__init__(host, port, ssl_context=context)
