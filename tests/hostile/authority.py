"""Certificates with something wrong in them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import trustme


class Authority:
    """A certificate authority that the crawl trusts (``bundle``), and what it, or a stranger, hands out."""

    def __init__(self, folder: Path) -> None:
        self._own = trustme.CA()
        self._strange = trustme.CA()
        self.bundle = folder / "authority.pem"
        self._own.cert_pem.write_to_path(str(self.bundle))

    def server(self, fault: str, name: str) -> ssl.SSLContext:
        """A server's side of TLS. ``fault``: none, expired, not yet, another name, unknown authority, old protocol; in the
        clear, stalled and cut speak none at all."""
        if fault in ("in the clear", "stalled", "cut"):
            return cast(ssl.SSLContext, _NoTls(fault))
        now = datetime.now(UTC)
        issuer = self._strange if fault == "unknown authority" else self._own
        certificate = issuer.issue_cert(
            "other.example" if fault == "another name" else name,
            not_after=now - timedelta(days=1) if fault == "expired" else None,
            not_before=now - timedelta(days=9)
            if fault == "expired"
            else now + timedelta(days=9)
            if fault == "not yet"
            else None,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        if fault == "old protocol":
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context


class _NoTls:
    """Stands where a server's TLS would begin."""

    def __init__(self, fault: str) -> None:
        self._fault = fault

    def wrap_socket(self, connection: socket.socket, *, server_side: bool) -> socket.socket:
        """Answer the handshake in its own way; the connection is of no use after it."""
        assert server_side
        connection.recv(4096)
        if self._fault == "in the clear":
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        while self._fault == "stalled":
            with contextlib.suppress(OSError):
                if connection.recv(4096):
                    continue
            break
        raise OSError(self._fault)
