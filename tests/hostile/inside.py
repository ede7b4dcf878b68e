"""What listens on this machine's own addresses, where no crawl may come."""

from __future__ import annotations

import socket
import threading

LOOPBACK = ("127.0.0.1", "127.0.0.2", "::1")


class Inside:
    """Servers at this machine's own addresses, all at one port, which count who comes."""

    def __init__(self, port: int) -> None:
        self.visits: list[str] = []
        self._listeners = [
            socket.create_server(
                (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET
            )
            for address in LOOPBACK
        ]
        self._threads = [
            threading.Thread(target=self._count, args=(one,), daemon=True) for one in self._listeners
        ]
        for thread in self._threads:
            thread.start()

    def _count(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.visits.append(listener.getsockname()[0])
            connection.close()

    def close(self) -> None:
        for listener in self._listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in self._threads:
            thread.join(5)
