"""Servers that break the rules: each answer is kept as far as it goes or refused in plain words, in bounded time."""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import trustme

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import BadResponse, ConnectionFailed, FetchError, TooSlow
from archive.model import Exchange, LinkKind, Target
from tests.archive.crawl.conftest import LOOPBACK
from tests.origins import Answer, Origin, Raw

OK = b"HTTP/1.1 200 OK\r\n"


def fetch(fetcher: HttpFetcher, url: str) -> Exchange:
    return fetcher.fetch(Target(url, LinkKind.POST))


@contextmanager
def answered(fetcher: HttpFetcher, raw: Raw) -> Iterator[Exchange]:
    with Origin({"/": lambda _: raw}) as origin, closing(fetch(fetcher, origin.url())) as exchange:
        yield exchange


def test_a_body_that_drips_is_cut_when_the_time_is_up(fetcher: HttpFetcher) -> None:
    began = time.monotonic()
    with answered(
        fetcher, Raw(itertools.chain([OK + b"\r\n"], itertools.repeat(b"x")), pause=0.05)
    ) as exchange:
        assert exchange.truncated == "time"
        assert exchange.response.read().endswith(b"xxx")
    assert time.monotonic() - began < 3


def test_a_chunked_body_that_drips_is_cut_when_the_time_is_up(fetcher: HttpFetcher) -> None:
    pieces = itertools.chain([OK + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\nx\r\n"))
    with answered(fetcher, Raw(pieces, pause=0.05)) as exchange:
        assert exchange.truncated == "time"


def test_headers_that_drip_are_too_slow(fetcher: HttpFetcher) -> None:
    pieces = itertools.chain([OK], (b"X: " if n % 2 else b"1\r\n" for n in itertools.count(1)))
    began = time.monotonic()
    with (
        Origin({"/": lambda _: Raw(pieces, pause=0.05)}) as origin,
        pytest.raises(TooSlow, match="no whole answer within 1 seconds"),
    ):
        fetch(fetcher, origin.url())
    assert time.monotonic() - began < 3


def test_silence_is_too_slow(fetcher: HttpFetcher) -> None:
    with Origin({"/": lambda _: Raw([], keep_open=True)}) as origin, pytest.raises(TooSlow):
        fetch(fetcher, origin.url())


def test_a_body_without_end_is_cut_at_the_largest_size(fetcher: HttpFetcher) -> None:
    pieces = itertools.chain([OK + b"\r\n"], itertools.repeat(b"x" * 65536))
    tracemalloc.start()
    with answered(fetcher, Raw(pieces)) as exchange:
        assert exchange.truncated == "length"
        assert len(exchange.response.read()) == exchange.body_offset + 1024 * 1024
    assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("size", "truncated"), [(1024 * 1024, None), (1024 * 1024 + 1, "length"), (10**9, "length")]
)
@pytest.mark.parametrize("framing", ["length", "close"])
def test_the_largest_size_itself_is_whole(
    fetcher: HttpFetcher, size: int, truncated: str | None, framing: str
) -> None:
    head = OK + (b"Content-Length: %d\r\n" % size if framing == "length" else b"") + b"\r\n"
    pieces = itertools.chain(
        [head], itertools.repeat(b"x" * 4096, min(size, 2 * 1024 * 1024) // 4096), [b"x" * (size % 4096)]
    )
    with answered(fetcher, Raw(pieces)) as exchange:
        assert exchange.truncated == truncated


def test_a_bomb_is_kept_as_small_as_it_came(fetcher: HttpFetcher) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    with answered(fetcher, Raw([OK + b"Content-Encoding: gzip\r\n\r\n" + bomb])) as exchange:
        assert exchange.truncated is None
        assert len(exchange.response.read()) == exchange.body_offset + len(bomb)
    assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        (OK + b"Content-Length: 100\r\n\r\nonly this", "disconnect"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "disconnect"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "disconnect"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n<html>no chunks at all</html>\n", "unspecified"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", "unspecified"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello, world\r\n0\r\n\r\n", "unspecified"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nhello", "unspecified"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 30_000, "unspecified"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\nhello", "disconnect"),
    ],
    ids=lambda part: repr(part[-30:]) if isinstance(part, bytes) else part,
)
def test_what_breaks_off_is_kept_as_far_as_it_came(fetcher: HttpFetcher, wire: bytes, reason: str) -> None:
    with answered(fetcher, Raw([wire])) as exchange:
        assert exchange.truncated == reason
        kept = exchange.response.read()
        assert wire.startswith(kept)
        assert len(kept) > exchange.body_offset


def test_a_connection_that_is_torn_down_in_the_body_is_a_disconnect(fetcher: HttpFetcher) -> None:
    pieces = [OK + b"Content-Length: 1000\r\n\r\n", b"some", b" more"]
    with answered(fetcher, Raw(pieces, pause=0.05, reset=True)) as exchange:
        assert exchange.truncated == "disconnect"


@pytest.mark.parametrize(
    ("wire", "error", "words"),
    [
        (b"", ConnectionFailed, "closed the connection without an answer"),
        (b"<html>HTTP/0.9 has no head</html>", BadResponse, "does not speak HTTP/1.1"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"220 mail.example ESMTP\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", BadResponse, "does not speak HTTP/1.1"),
        (b"HTTP/2 200 OK\r\n\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"HTTP/1.1 99 Low\r\n\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"HTTP/1.1 2000 Many\r\n\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"HTTP/1.1 OK\r\n\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"\r\n\r\n", BadResponse, "does not speak HTTP/1.1"),
        (b"x" * 200_000, BadResponse, "does not speak HTTP/1.1"),
        (OK + b"Content-Type: text/html\r\n", BadResponse, "broke off within the headers"),
        (OK + b"X: " + b"y" * 200_000 + b"\r\n\r\n", BadResponse, "headers are longer than 128 KiB"),
        (OK + b"X: y\r\n" * 50_000 + b"\r\n", BadResponse, "headers are longer than 128 KiB"),
        (
            OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            BadResponse,
            "more than one Content-Length",
        ),
        (OK + b"Content-Length: 5, 6\r\n\r\nhello!", BadResponse, "more than one Content-Length"),
        (OK + b"Content-Length: -1\r\n\r\nhello", BadResponse, "Content-Length can't be read"),
        (OK + b"Content-Length: 1e3\r\n\r\nhello", BadResponse, "Content-Length can't be read"),
        (
            OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nhello",
            BadResponse,
            "Content-Length can't be read",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 50, BadResponse, "one interim answer after the other"),
    ],
    ids=lambda part: repr(part[:40]) if isinstance(part, bytes) else None,
)
def test_what_is_no_http_is_told_in_words(
    fetcher: HttpFetcher, wire: bytes, error: type[FetchError], words: str
) -> None:
    with Origin({"/": lambda _: Raw([wire])}) as origin, pytest.raises(error, match=words):
        fetch(fetcher, origin.url())


@pytest.mark.parametrize(
    "after", [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", b"HTTP/1.1 2", b"\r\n", b"x"]
)
def test_a_connection_that_says_more_than_it_was_asked_is_not_used_again(
    fetcher: HttpFetcher, after: bytes
) -> None:
    """The rest would be taken for the next answer, or for its beginning (RFC 9112 §11.2)."""
    whole = OK + b"Content-Length: 4\r\n\r\nfine"
    with Origin({"/": lambda _: Raw([whole + after], keep_open=True)}) as origin:
        for _ in range(3):
            with closing(fetch(fetcher, origin.url())) as exchange:
                assert exchange.response.read() == whole
        assert [request.connection for request in origin.log] == [1, 2, 3]


def test_a_connection_that_is_torn_down_at_once_is_told_in_words(fetcher: HttpFetcher) -> None:
    with Origin({"/": lambda _: Raw([b"HT"], reset=True)}) as origin, pytest.raises(FetchError):
        fetch(fetcher, origin.url())


def test_a_port_that_nothing_listens_on_is_told_in_words(fetcher: HttpFetcher) -> None:
    with Origin() as origin:
        url = origin.url()
    with pytest.raises(ConnectionFailed, match=rf"nothing answers at 127\.0\.0\.1, port {origin.port}"):
        fetch(fetcher, url)


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[trustme.CA, Path]:
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    return authority, bundle


def test_https_goes_to_the_name_that_the_certificate_has(trusted: tuple[trustme.CA, Path]) -> None:
    authority, bundle = trusted
    settings = FetchSettings(ca_bundle=bundle, allow_networks=LOOPBACK)
    with Origin({"/": lambda _: Answer("secret")}, tls=server_context(authority, "blog.example")) as origin:
        origin.name = "blog.example"
        with closing(HttpFetcher(settings, resolver=lambda *_: ["127.0.0.1"])) as fetcher:
            for _ in range(2):
                with closing(fetch(fetcher, origin.url())) as exchange:
                    assert exchange.response.read().endswith(b"secret")
                    assert exchange.request == origin.log[0].raw
        assert [request.connection for request in origin.log] == [1, 1]


@pytest.mark.parametrize("content", [None, "no certificate at all"])
def test_a_bundle_that_can_not_be_read_is_told_in_words(tmp_path: Path, content: str | None) -> None:
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_text(content)
    settings = FetchSettings(ca_bundle=bundle, allow_networks=LOOPBACK)
    with (
        closing(HttpFetcher(settings)) as fetcher,
        pytest.raises(ConnectionFailed, match=r"the certificate authorities in .*ca\.pem can't be read"),
    ):
        fetch(fetcher, "https://127.0.0.1:9/")


@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_a_certificate_that_can_not_be_trusted_is_told_in_words(
    trusted: tuple[trustme.CA, Path], fault: str
) -> None:
    authority, bundle = trusted
    issuer = trustme.CA() if fault == "unknown authority" else authority
    name = "other.example" if fault == "another name" else "blog.example"
    settings = FetchSettings(ca_bundle=bundle, allow_networks=LOOPBACK)
    with Origin({"/": lambda _: Answer("x")}, tls=server_context(issuer, name)) as origin:
        origin.name = "blog.example"
        with (
            closing(HttpFetcher(settings, resolver=lambda *_: ["127.0.0.1"])) as fetcher,
            pytest.raises(ConnectionFailed, match="its certificate can't be trusted"),
        ):
            fetch(fetcher, origin.url())
        assert origin.log == []


def test_https_to_a_server_without_tls_is_told_in_words(fetcher: HttpFetcher) -> None:
    def answer_in_the_clear() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=answer_in_the_clear)
        server.start()
        with pytest.raises(ConnectionFailed, match="no safe connection could be agreed on"):
            fetch(fetcher, f"https://127.0.0.1:{listener.getsockname()[1]}/")
        server.join()


def test_a_handshake_without_end_is_too_slow(fetcher: HttpFetcher) -> None:
    """A server that takes the connection and never says a word of TLS."""
    with Origin({"/": lambda _: Raw([], keep_open=True)}) as origin:
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetch(fetcher, origin.url().replace("http:", "https:"))
        assert time.monotonic() - began < 3
