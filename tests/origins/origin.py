"""A threaded HTTP server on loopback whose routes are functions, and whose answers may break every rule.

    with Origin({"/": lambda request: Answer("<p>Hello</p>"), "/odd": lambda request: Raw([b"HTTP/1.1 2"])}) as origin:
        fetch(origin.url("/"))
        assert origin.paths == ["/"]

A route gets a ``Request`` and returns an ``Answer`` (well-formed), or a ``Raw`` (bytes as they are, then closed).
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import parse_qs, unquote


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: ``target`` as sent, ``path`` decoded and without the query; header names in lower case."""

    method: str
    target: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    raw: bytes
    connection: int  # a number for each connection, from 1
    at: float  # time.monotonic()


@dataclass(frozen=True, slots=True)
class Answer:
    """A well-formed response, with Content-Length and a kept-open connection unless ``headers`` say otherwise."""

    body: str | bytes = b""
    status: int = 200
    mime: str = "text/html; charset=utf-8"
    headers: Sequence[tuple[str, str]] = ()

    def written(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        given = {name.lower() for name, _ in self.headers}
        lines = [f"HTTP/1.1 {self.status} Status"]
        if self.mime and "content-type" not in given:
            lines.append(f"Content-Type: {self.mime}")
        if not given & {"content-length", "transfer-encoding"} and self.status not in (204, 304):
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes sent piece by piece, ``pause`` seconds apart; then the connection is closed, or with ``reset`` torn down.

    ``keep_open`` waits for the client to close instead. ``slow`` is a list of pieces or an endless generator.
    """

    pieces: Iterable[bytes]
    pause: float = 0.0
    reset: bool = False
    keep_open: bool = False


Route = Callable[[Request], Answer | Raw]


@dataclass
class Origin:
    """The server, as a context manager. ``routes`` maps a path, or ``*`` for all others, to a function; it may be
    changed while the server runs. ``log`` has every request in the order of arrival."""

    routes: dict[str, Route] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    name: str | None = None  # the host that ``url`` gives; the address by default
    log: list[Request] = field(default_factory=list)

    def __enter__(self) -> Origin:
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._connections = 0
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(5)
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def url(self, path: str = "/") -> str:
        """The URL of a path here."""
        return f"{'https' if self.tls else 'http'}://{self.name or self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The request targets so far."""
        with self._lock:
            return [request.target for request in self.log]

    def count(self, target: str) -> int:
        """How often a target was asked for."""
        return self.paths.count(target)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections += 1
                number = self._connections
                self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        wrapped = connection
        try:
            if self.tls is not None:
                wrapped = self.tls.wrap_socket(connection, server_side=True)
                with self._lock:
                    self._open.add(wrapped)
            with wrapped.makefile("rb") as incoming:
                while (request := _read(incoming, number)) is not None:
                    with self._lock:
                        self.log.append(request)
                    if not self._answer(wrapped, request):
                        break
        except OSError:
            pass
        finally:
            with self._lock:
                self._open -= {connection, wrapped}
            wrapped.close()
            connection.close()

    def _answer(self, connection: socket.socket, request: Request) -> bool:
        route = self.routes.get(request.path) or self.routes.get("*")
        answer = route(request) if route else Answer("not here\n", 404, "text/plain")
        if isinstance(answer, Answer):
            connection.sendall(answer.written())
            return ("connection", "close") not in {(name.lower(), value) for name, value in answer.headers}
        for piece in answer.pieces:
            connection.sendall(piece)
            if self._stopping.wait(answer.pause) if answer.pause else self._stopping.is_set():
                return False
        if answer.keep_open:
            while not self._stopping.is_set() and connection.recv(4096):
                pass
        if answer.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


def _read(incoming: Iterable[bytes], number: int) -> Request | None:
    lines: list[bytes] = []
    for line in incoming:
        lines.append(line)
        if line in (b"\r\n", b"\n"):
            break
    else:
        return None
    method, target, _ = lines[0].decode("latin-1").split(" ", 2)
    path, _, query = target.partition("?")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.decode("latin-1").partition(":") for line in lines[1:-1])
    }
    return Request(
        method,
        target,
        unquote(path),
        parse_qs(query, keep_blank_values=True),
        headers,
        b"".join(lines),
        number,
        time.monotonic(),
    )
