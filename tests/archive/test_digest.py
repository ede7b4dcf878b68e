"""Digests in every spelling that WARC files have."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.digest import Digester, agrees, digests_of, parse_digest, sha256_label

EMPTY = digests_of(b"")


@given(st.lists(st.binary(max_size=100)))
def test_pieces_digest_as_the_whole(pieces: list[bytes]) -> None:
    digester = Digester()
    for piece in pieces:
        digester.update(piece)
    assert digester.digests() == digests_of(b"".join(pieces))
    assert digester.length == sum(map(len, pieces))


def test_the_forms_that_we_write() -> None:
    assert EMPTY.sha1 == "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    assert sha256_label(EMPTY.sha256) == f"sha256:{hashlib.sha256().hexdigest()}"


@pytest.mark.parametrize(
    "text",
    [
        "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "SHA-1:3i42h3s6nnfq2msvx7xzkyayscx5qbyj",
        "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha_1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:" + base64.b32encode(hashlib.sha256().digest()).decode(),
        "sha256:" + base64.b32encode(hashlib.sha256().digest()).decode().rstrip("="),
    ],
)
def test_every_spelling_agrees(text: str) -> None:
    assert agrees(text, EMPTY) is True
    assert agrees(text, digests_of(b"other")) is False


@pytest.mark.parametrize(
    "text",
    ["", "sha1:", "sha1:xyz", "crc32:00000000", "sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "a b", "sha256:é"],
)
def test_what_is_no_digest_can_t_be_told(text: str) -> None:
    assert parse_digest(text) is None
    assert agrees(text, EMPTY) is None


def test_a_digest_of_an_unknown_algorithm_can_t_be_told() -> None:
    assert agrees("md5:d41d8cd98f00b204e9800998ecf8427e", EMPTY) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_digest(text)
