"""Time stamps (RFC 3161): what is asked of an authority, and whether its answer proves that a file was there at a time."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from archive.errors import StampRefused

REQUEST_TYPE = "application/timestamp-query"
RESPONSE_TYPE = "application/timestamp-reply"
MOST = 64 * 1024
"""Bytes of an answer, at most."""

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_GRANTED = (0, 1)  # RFC 3161 §2.4.2: granted, granted with modifications


def request_for(data: bytes) -> tuple[bytes, int | None]:
    """The request for a time stamp of ``data`` (by its SHA-256), and the nonce that its answer has to repeat."""
    request = TimestampRequestBuilder(data, HashAlgorithm.SHA256).build()
    return request.as_bytes(), request.nonce


def stamped_at(
    answer: bytes, data: bytes, trusted: Sequence[x509.Certificate], *, nonce: int | None = None
) -> datetime:
    """The time in an authority's answer, once its signature over ``data`` has proved true.

    ``trusted``: the roots that its certificate has to lead to. ``nonce``: what the request had (None: it is not known any
    more). Raises StampRefused.
    """
    builder = VerifierBuilder(nonce=nonce)
    for root in trusted:
        builder = builder.add_root_certificate(root)
    try:
        response = decode_timestamp_response(answer)
    except ValueError:
        raise StampRefused("it is no answer of a time-stamping authority") from None
    if response.status not in _GRANTED:
        said = "; ".join(response.status_string) or f"status {response.status}"
        raise StampRefused(f"the authority refused ({said[:200]})")
    try:
        builder.build().verify_message(response, data)
    except VerificationError as error:
        raise StampRefused(f"it proves nothing of this file ({str(error)[:300]})") from None
    except Exception as error:  # a certificate of a stranger may be broken in any way
        raise StampRefused(f"it can't be read ({type(error).__name__})") from error
    at: datetime = response.tst_info.gen_time
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def roots(pem: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file, each once, but for those that break the rules. Raises OSError; ValueError when there
    is none."""
    found: dict[x509.Certificate, None] = {}
    for one in _PEM.findall(pem.read_bytes()):
        with warnings.catch_warnings(), suppress(ValueError):
            warnings.simplefilter("error")  # systems still carry a few of which cryptography warns
            with suppress(Warning):
                found[x509.load_pem_x509_certificate(one)] = None
    if not found:
        raise ValueError("there is no certificate in it")
    return list(found)
