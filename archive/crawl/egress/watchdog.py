"""The watchdog: ends an exchange whose time is up, whatever the other side sends meanwhile."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from types import TracebackType


class Watchdog:
    """Shuts the watched connection down when ``seconds`` have passed since the ``with`` began.

    A socket's own timeout counts from byte to byte: a server that drips never meets it. The one watched is a
    duplicate of the connection's socket, since TLS takes the first one over.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.fired = False
        self._ends = 0.0
        self._watched: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> Watchdog:
        self._ends = time.monotonic() + self.seconds
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._watched = None

    @property
    def left(self) -> float:
        """Seconds left, never below a millisecond: what a socket's timeout can be set to."""
        return max(0.001, self._ends - time.monotonic())

    def watch(self, connection: socket.socket) -> None:
        """Take a connection under watch; when time is up already, it is shut at once."""
        with self._lock:
            self._watched = connection
            if self.fired:
                _shut(connection)

    def _fire(self) -> None:
        with self._lock:
            self.fired = True
            if self._watched is not None:
                _shut(self._watched)


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
