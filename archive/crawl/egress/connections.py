"""Connections to origins: made to approved addresses only, and one kept open per host."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from archive.crawl.egress.addresses import Network
from archive.crawl.egress.connection import RecordingHTTPConnection, RecordingHTTPSConnection
from archive.crawl.egress.place import Place
from archive.crawl.egress.watchdog import Watchdog
from archive.errors import BadUrl, ConnectionFailed, FetchError, HostNotFound, TooSlow

Connection = RecordingHTTPConnection | RecordingHTTPSConnection
Resolver = Callable[[str, int], list[str]]
_Key = tuple[str, str, int]

_MAX_IDLE = 64
_IDLE_SECONDS = 30.0


def resolve(host: str, port: int) -> list[str]:
    """The system's answer for a name: its addresses in order of preference. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Connections:
    """Connects, through the guard, directly or over a proxy. Thread-safe.

    ``resolver`` answers names, once a connection: every answer has to pass the guard, and the connection goes
    to the very address that passed. A proxy resolves by itself; it is not asked for private addresses.
    """

    def __init__(
        self,
        *,
        proxy: str | None,
        ca_bundle: Path | None,
        allowed: Sequence[Network],
        seconds: float,
        resolver: Resolver,
    ) -> None:
        self.proxy = _proxy(proxy)
        self._ca_bundle = ca_bundle
        self._allowed = allowed
        self._seconds = seconds
        self._resolver = resolver
        self._idle: dict[_Key, tuple[float, Connection]] = {}
        self._lock = threading.Lock()
        # A fetcher that is merely dropped shall not leave sockets behind.
        self._closing = weakref.finalize(self, _close_all, self._idle)

    def close(self) -> None:
        """Close the connections that are kept open."""
        with self._lock:
            _close_all(self._idle)

    def connect(self, place: Place, watchdog: Watchdog) -> Connection:
        """A new connection. Raises FetchError."""
        approved = self._approved(place)
        connection = self._new(place)
        try:
            connection.open(approved, watchdog, self._seconds)
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.shut()
            raise self._failure(place, error) from None
        except BaseException:
            connection.shut()
            raise
        return connection

    def locate(self, place: Place) -> str | None:
        """The address that a connection would be made to first; None through a proxy, or when there is none."""
        if self.proxy:
            return None
        try:
            return str(place.address) if place.address is not None else self._resolve(place)[0]
        except FetchError:
            return None

    def take(self, place: Place) -> Connection | None:
        """The connection that was kept open, if it is usable still."""
        with self._lock:
            since, connection = self._idle.pop(_key(place), (0.0, None))
        if connection is None:
            return None
        if time.monotonic() - since < _IDLE_SECONDS and connection.is_connected:
            return connection
        connection.shut()
        return None

    def keep(self, place: Place, connection: Connection) -> None:
        """Keep a connection open for the next request to the same host."""
        with self._lock:
            evicted = [self._idle.pop(_key(place), None)]
            if len(self._idle) >= _MAX_IDLE:
                evicted.append(self._idle.pop(next(iter(self._idle))))
            self._idle[_key(place)] = (time.monotonic(), connection)
        for entry in evicted:
            if entry is not None:
                entry[1].shut()

    def _new(self, place: Place) -> Connection:
        host, port = self.proxy or (place.host, place.port)
        if place.scheme == "http":
            return RecordingHTTPConnection(host, port)
        try:
            context = _tls(self._ca_bundle)
        except OSError as error:
            reason = f"the certificate authorities in {self._ca_bundle} can't be read ({words(error)})"
            raise ConnectionFailed(place.url, reason) from None
        connection = RecordingHTTPSConnection(host, port, context=context)
        if self.proxy:
            connection.set_tunnel(place.host, place.port, scheme="http")
        return connection

    def _approved(self, place: Place) -> Sequence[str]:
        if self.proxy:
            place.check_unresolved(self._allowed)
            return [self.proxy[0]]
        addresses = [str(place.address)] if place.address is not None else self._resolve(place)
        place.check(addresses, self._allowed)
        return addresses

    def _resolve(self, place: Place) -> list[str]:
        try:
            addresses = self._resolver(place.host, place.port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise HostNotFound(place.url, place.host)
        return addresses

    def _failure(self, place: Place, error: Exception) -> FetchError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return ConnectionFailed(place.url, f"its certificate can't be trusted ({error.verify_message})")
        if isinstance(error, ssl.SSLError):
            return ConnectionFailed(place.url, f"no safe connection could be agreed on ({words(error)})")
        if isinstance(error, TimeoutError):
            return TooSlow(place.url, f"no connection within {self._seconds:g} seconds")
        if isinstance(error, ConnectionRefusedError):
            host, port = self.proxy or (place.host, place.port)
            who = "the proxy at " if self.proxy else ""
            return ConnectionFailed(place.url, f"nothing answers at {who}{host}, port {port}")
        return ConnectionFailed(place.url, f"no connection could be made ({words(error)})")


def words(error: Exception) -> str:
    """What went wrong with a socket, in the system's words (OpenSSL's constants as words)."""
    said = (
        getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error) or "no reason given"
    )
    return (said.replace("_", " ").lower() if said.isupper() else said)[:200]


@cache
def _tls(ca_bundle: Path | None) -> ssl.SSLContext:
    """Reading the authorities takes a while: once, and only when https is spoken at all."""
    return ssl.create_default_context(cafile=str(ca_bundle) if ca_bundle else None)


def _key(place: Place) -> _Key:
    return place.scheme, place.host, place.port


def _close_all(idle: dict[_Key, tuple[float, Connection]]) -> None:
    while idle:
        idle.popitem()[1][1].shut()


def _proxy(url: str | None) -> tuple[str, int] | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise BadUrl(url, "a proxy has to be given as http://host:port")
    return parts.hostname, parts.port or 80
