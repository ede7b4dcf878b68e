"""The one egress: an HTTP/1.1 request to an address that the guard approved, kept byte for byte."""

from __future__ import annotations

import errno
import http.client
import re
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from archive.crawl.egress.addresses import Network
from archive.crawl.egress.connection import RecordingResponse
from archive.crawl.egress.connections import Connection, Connections, Resolver, resolve, words
from archive.crawl.egress.framing import Broken, Silent, Tap
from archive.crawl.egress.place import Place
from archive.crawl.egress.watchdog import Watchdog
from archive.errors import BadResponse, ConnectionFailed, DiskFull, FetchError, TooSlow
from archive.model import Exchange, Target
from archive.ports import Clock

_IN_MEMORY = 1024 * 1024  # bytes of a response before it goes to disk
_FIELD = re.compile(r"[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]{0,2000}[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch. ``proxy`` is an http:// URL; ``ca_bundle`` a PEM file that replaces the system's."""

    proxy: str | None = None
    ca_bundle: Path | None = None
    allow_networks: tuple[Network, ...] = ()
    user_agent: str = "Backfile"
    max_bytes: int = 50 * 1024 * 1024
    max_seconds: float = 60.0
    connect_seconds: float = 10.0


def utc_now() -> datetime:
    """The time, aware, UTC."""
    return datetime.now(UTC)


def without(request: bytes, names: Collection[str]) -> bytes:
    """A request's bytes without some header fields: keys to a site are sent, and never kept or exported."""
    if not names:
        return request
    hidden = {name.lower().encode("latin-1") for name in names}
    lines = request.split(b"\r\n")
    return b"\r\n".join(line for line in lines if line.partition(b":")[0].strip().lower() not in hidden)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is sent: header fields in order, and with a ``body`` it is a POST. Of the answer at most ``most`` bytes are kept;
    of the request all but the ``hidden`` fields."""

    headers: tuple[tuple[str, str], ...]
    most: int
    body: bytes | None = None
    hidden: tuple[str, ...] = ()


class HttpFetcher:
    """Fetches over urllib3's connections, one kept open per host. Thread-safe; implements ``ports.Fetcher``.

    Cookies, redirects and proxies of the environment are not followed.
    """

    def __init__(
        self, settings: FetchSettings, *, clock: Clock = utc_now, resolver: Resolver = resolve
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._connections = Connections(
            proxy=settings.proxy,
            ca_bundle=settings.ca_bundle,
            allowed=settings.allow_networks,
            seconds=settings.connect_seconds,
            resolver=resolver,
        )

    def close(self) -> None:
        """Close the connections that are kept open; the fetcher can go on with new ones."""
        self._connections.close()

    def fetch(self, target: Target, /) -> Exchange:
        """Fetch once; see ``ports.Fetcher``. Raises FetchError, or DiskFull when a body can't be spooled."""
        place = Place.of(target.url)
        hidden = tuple(name for name, _ in target.headers)
        return self._bounded(
            place, _Question(self._headers(place, target), self._most(target), hidden=hidden)
        )

    def post(self, url: str, body: bytes, *, content_type: str, accept: str, most: int) -> Exchange:
        """Send a body once, within the same bounds and past the same guard; at most ``most`` bytes of the answer are kept.
        Raises FetchError."""
        place = Place.of(url)
        headers = (
            ("Host", place.authority),
            ("User-Agent", self._settings.user_agent),
            ("Accept", accept),
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
        )
        return self._bounded(place, _Question(headers, min(most, self._settings.max_bytes), body))

    def _bounded(self, place: Place, question: _Question) -> Exchange:
        with Watchdog(self._settings.max_seconds) as watchdog:
            try:
                return self._exchange(place, question, watchdog)
            except FetchError as error:
                if watchdog.fired and not isinstance(error, TooSlow):
                    raise TooSlow(place.url, self._too_slow()) from None
                raise

    def locate(self, url: str) -> str | None:
        """The address of a URL's host, without asking it; None when it is not known (through a proxy) or has none."""
        try:
            return self._connections.locate(Place.of(url))
        except FetchError:
            return None

    def _exchange(self, place: Place, question: _Question, watchdog: Watchdog) -> Exchange:
        kept = self._connections.take(place)
        if kept is not None:
            try:
                return self._ask(kept, place, question, watchdog)
            except ConnectionFailed:
                # The server closed the kept connection meanwhile (RFC 9112 §9.3.1): once more, afresh.
                if watchdog.fired:
                    raise
        return self._ask(self._connections.connect(place, watchdog), place, question, watchdog)

    def _ask(self, connection: Connection, place: Place, question: _Question, watchdog: Watchdog) -> Exchange:
        started, clock = self._clock(), time.monotonic()
        spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the Exchange owns it
        reusable = False
        try:
            response = self._send(connection, place, question, watchdog)
            with response:
                truncated, reusable = self._receive(response, spool, question.most, watchdog)
                reusable = reusable and connection.sock is not None and not response.spoke_on(connection.sock)
            return Exchange(
                url=place.url,
                started_at=started,
                took=timedelta(seconds=time.monotonic() - clock),
                request=without(bytes(connection.sent), question.hidden),
                response=spool,
                body_offset=len(response.head.raw),
                status=response.head.status,
                headers=response.head.headers,
                address=None if self._connections.proxy else connection.address,
                truncated=truncated,
            )
        except BaseException:
            spool.close()
            raise
        finally:
            if reusable:
                self._connections.keep(place, connection)
            else:
                connection.shut()

    def _send(
        self, connection: Connection, place: Place, question: _Question, watchdog: Watchdog
    ) -> RecordingResponse:
        path = place.absolute if self._connections.proxy and place.scheme == "http" else place.path
        try:
            connection.ask(watchdog, path, question.headers, question.body)
            return connection.answer()
        except Silent as error:
            raise ConnectionFailed(place.url, str(error)) from None
        except Broken as error:
            raise BadResponse(place.url, str(error)) from None
        except TimeoutError:
            raise TooSlow(place.url, self._too_slow()) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ConnectionFailed(place.url, f"the connection broke ({words(error)})") from None

    def _receive(
        self, response: RecordingResponse, spool: BinaryIO, most: int, watchdog: Watchdog
    ) -> tuple[str | None, bool]:
        """Copy head and body; why the body is cut (WARC 1.1 §5.13), and whether the connection can go on."""
        tap: Tap | None = None
        try:
            spool.write(response.head.raw)
            whole, tap = response.copy_body(spool, most)
        except TimeoutError:
            return "time", False
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(tempfile.gettempdir()) from None
            return ("time" if watchdog.fired else "disconnect"), False
        finally:
            spool.seek(0)
        # A body that ends with the connection looks whole when the watchdog shut it.
        if watchdog.fired and not (whole and response.framed.bounded):
            return "time", False
        if whole:
            return None, not response.will_close
        return ("length" if tap.full else "disconnect" if tap.ended else "unspecified"), False

    def _headers(self, place: Place, target: Target) -> tuple[tuple[str, str], ...]:
        headers = [
            ("Host", place.authority),
            ("User-Agent", self._settings.user_agent),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("Accept-Encoding", "gzip, deflate, br"),
        ]
        for name, value in (("If-None-Match", target.etag), ("If-Modified-Since", target.last_modified)):
            if value and _FIELD.fullmatch(value):
                headers.append((name, value))
        headers += [(name, value) for name, value in target.headers if _FIELD.fullmatch(value)]
        return tuple(headers)

    def _most(self, target: Target) -> int:
        own = self._settings.max_bytes
        return own if target.max_bytes is None else min(own, target.max_bytes)

    def _too_slow(self) -> str:
        return f"there was no whole answer within {self._settings.max_seconds:g} seconds"
