"""The server itself: what it answers before the application is asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from waitress.server import create_server

from tests.web.library import Library
from web.refusals import GuardedChannel


@pytest.fixture
def port(shelf: Library) -> Iterator[int]:
    server = create_server(shelf.app, host="127.0.0.1", port=0, max_request_header_size=2048)
    server.channel_class = GuardedChannel
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join()


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /web/2026/http://quay.example/\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 5000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: zip\r\n\r\n", b"501"),
    ],
)
def test_a_request_that_the_server_refuses_is_answered_with_the_guarding_headers(
    port: int, request_bytes: bytes, status: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(request_bytes)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert head.split()[1] == status
    assert b"content-security-policy: default-src 'none'" in head
    assert b"x-content-type-options: nosniff" in head
    assert b"referrer-policy: no-referrer" in head
