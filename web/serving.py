"""The web process: waitress on a socket of ours."""

from __future__ import annotations

import logging
import signal
import socket
from types import FrameType

from flask import Flask
from waitress.server import create_server

from archive.errors import BackfileError
from web.heap import one_heap
from web.refusals import GuardedChannel

log = logging.getLogger(__name__)


class PortTaken(BackfileError):
    """The address to serve on can't be had."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host = host
        self.port = port
        self.reason = reason
        super().__init__(
            f"Cannot serve on {host}:{port}: {reason}. Another program may be using it: choose another with --port."
        )


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket. Raises PortTaken."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise PortTaken(host, port, f"{host} is no address of this machine ({error.strerror})") from None
    sock = socket.socket(family, kind, proto)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(256)
    except OSError as error:
        sock.close()
        raise PortTaken(host, port, error.strerror or str(error)) from None
    return sock


def address_of(sock: socket.socket) -> str:
    """``http://127.0.0.1:8080`` for a listening socket."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Flask, sock: socket.socket) -> None:
    """Answer requests on ``sock`` until SIGINT or SIGTERM.

    waitress' limits are set on purpose (a slow client holds a connection, never a thread); the public internet
    wants a reverse proxy in front, which the README says.
    """
    one_heap()
    server = create_server(
        app,
        sockets=[sock],
        threads=8,
        connection_limit=500,
        channel_timeout=30,
        max_request_header_size=32 * 1024,
        max_request_body_size=1024 * 1024,
        clear_untrusted_proxy_headers=True,
        ident=None,
    )
    server.channel_class = GuardedChannel

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    try:
        server.run()
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        server.close()
