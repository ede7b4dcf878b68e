"""The web process: waitress on a socket of ours, and a supervisor that keeps the worker process alive."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from flask import Flask
from waitress.server import create_server

from archive.errors import BackfileError
from web.settings import Settings

log = logging.getLogger(__name__)

SUPERVISED = "BACKFILE_SUPERVISED"
"""Set in the worker's environment: its standard input is a pipe of the web process; at its end the worker stops."""

RESTART_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds before the n-th restart in a row
STEADY = 120.0  # seconds after which a worker counts as healthy again


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

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    try:
        server.run()
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        server.close()


class WorkerProcess:
    """The worker as a child process, started again when it dies. A context manager."""

    def __init__(self, settings: Settings, *, command: Sequence[str] | None = None) -> None:
        self._command = list(command or [sys.executable, "-P", "-m", "web", "worker"])
        self._environ = {**os.environ, **settings.environ(), SUPERVISED: "1"}
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._watch = threading.Thread(target=self._keep_alive, name="worker-watch", daemon=True)

    def __enter__(self) -> WorkerProcess:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None:
            self._end(process)
        self._watch.join(timeout=30)

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        with self._lock:
            return self._process.pid if self._process and self._process.poll() is None else None

    def _keep_alive(self) -> None:
        in_a_row = 0
        while not self._stopping.is_set():
            steady = threading.Event()
            timer = threading.Timer(STEADY, steady.set)
            timer.daemon = True
            timer.start()
            status = self._run_once()
            timer.cancel()
            if self._stopping.is_set():
                return
            in_a_row = 0 if steady.is_set() else in_a_row + 1
            wait = RESTART_AFTER[min(in_a_row, len(RESTART_AFTER)) - 1] if in_a_row else 0.0
            log.warning("the worker ended with status %s; starting it again in %g s", status, wait)
            self._stopping.wait(wait)

    def _run_once(self) -> int:
        with self._lock:
            if self._stopping.is_set():
                return 0
            self._process = process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, env=self._environ, stdin=subprocess.PIPE, start_new_session=True
            )
        try:
            return process.wait()
        finally:
            if process.stdin:
                process.stdin.close()

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
