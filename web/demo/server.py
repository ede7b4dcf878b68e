"""The demo's HTTP server: a virtual-host origin and a forward proxy on one loopback port (RFC 9112 §3.2)."""

from __future__ import annotations

import gzip
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

from web.demo.answer import TEXT, Answer, Ask

Respond = Callable[[Ask], Answer]
Note = Callable[[str, str, int, dict[str, str]], None]
"""(method, URL, status, request headers with lower-case names) of a request that is about to be answered."""

_Connection = (
    socket.socket | tuple[bytes, socket.socket]
)  # the library's own word for it; here always a socket
_CHUNK = 4096
_NO_TUNNEL = Answer(501, b"The demo's sites speak plain http, so this proxy makes no tunnels.\n", TEXT)
_READ_ONLY = Answer(405, b"The demo's sites can only be read.\n", TEXT, headers=(("Allow", "GET, HEAD"),))


class Server(ThreadingHTTPServer):
    """Answers on 127.0.0.1; ``close`` hangs up on clients that keep their connection open, and waits for
    every thread."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, port: int, respond: Respond, note: Note) -> None:
        self.respond = respond
        self.note = note
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: _Connection, client_address: object) -> None:
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Connection) -> None:
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: _Connection, client_address: object) -> None:
        """A client that hung up is no news; a fault of the world's own is."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """Stop serving. ``serve_forever`` must be running in another thread."""
        self.shutdown()
        with self._lock:
            for connection in self._open:
                _hang_up(connection)
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection. The site is named by an absolute request target, else by the Host header."""

    protocol_version = "HTTP/1.1"
    server_version = "demo-world"
    sys_version = ""
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._reply(self._answer())

    do_HEAD = do_GET  # noqa: N815  the library's naming

    def do_CONNECT(self) -> None:
        self._refuse(_NO_TUNNEL)

    def do_POST(self) -> None:
        self._refuse(_READ_ONLY)

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Nothing on stderr: the world keeps a log of its own."""

    def _answer(self) -> Answer:
        ask = ask_for(self._url)
        answer = self.server.respond(ask)
        if answer.changed and answer.status == 200 and self._is_current(answer, answer.changed):
            return Answer(304, b"", answer.mime, (("ETag", answer.etag),), answer.changed)
        return answer

    def _is_current(self, answer: Answer, changed: datetime) -> bool:
        """RFC 9110 §13.2.2: If-None-Match decides; If-Modified-Since counts only without it."""
        if (known := self.headers.get("If-None-Match")) is not None:
            mine = answer.etag.removeprefix("W/")
            return any(tag.strip().removeprefix("W/") in (mine, "*") for tag in known.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.tzinfo is not None and changed.replace(microsecond=0) <= since

    def _refuse(self, answer: Answer) -> None:
        self.close_connection = True  # the request's body, if any, is left unread
        self._reply(answer)

    def _reply(self, answer: Answer) -> None:
        self._note(answer.status)
        body, packed = self._packed(answer)
        self.send_response(answer.status)
        for name, value in self._headers(answer, packed):
            self.send_header(name, value)
        if answer.status == 304:
            self.end_headers()
        elif answer.chunked and self.request_version == "HTTP/1.1":
            self._send_chunked(body)
        else:
            self._send_whole(body)

    def _headers(self, answer: Answer, packed: bool) -> list[tuple[str, str]]:
        headers = list(answer.headers)
        if answer.status != 304:
            headers.append(("Content-Type", answer.mime))
        if answer.changed:
            headers.append(("Last-Modified", format_datetime(answer.changed.astimezone(UTC), usegmt=True)))
            headers.append(("Cache-Control", "private, max-age=0"))
        if answer.changed and answer.status == 200:
            headers.append(("ETag", answer.etag))
        if answer.gzip:
            headers.append(("Vary", "Accept-Encoding"))
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        if self.close_connection:
            headers.append(("Connection", "close"))
        return headers

    def _packed(self, answer: Answer) -> tuple[bytes, bool]:
        if answer.gzip and answer.body and "gzip" in self.headers.get("Accept-Encoding", "").lower():
            return gzip.compress(answer.body, mtime=0), True
        return answer.body, False

    def _send_whole(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_chunked(self, body: bytes) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command == "HEAD":
            return
        for start in range(0, len(body), _CHUNK):
            piece = body[start : start + _CHUNK]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    @property
    def _url(self) -> str:
        return self.path if "://" in self.path else f"http://{self.headers.get('Host', '')}{self.path}"

    def _note(self, status: int) -> None:
        self.server.note(
            self.command, self._url, status, {name.lower(): value for name, value in self.headers.items()}
        )


def ask_for(url: str) -> Ask:
    """What a URL asks, and of which host."""
    parts = urlsplit(url)
    return Ask(
        (parts.hostname or "").lower(),
        parts.path or "/",
        dict(parse_qsl(parts.query, keep_blank_values=True)),
    )


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has gone already
