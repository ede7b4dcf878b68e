"""Bodies decoded within bounds: what is there is given, and never more than was allowed."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.decoding import STANDARD, Limits, dechunk, decode

TEXT = b"<p>Words about harbours.</p>" * 200


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 1000) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


def decoded(body: bytes, limits: Limits = STANDARD, **headers: str) -> tuple[bytes, str | None]:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    found = decode(io.BytesIO(body), named, limits)
    with found.payload as payload:
        return payload.read(), found.problem


ENCODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "DEFLATE": raw_deflate,
    "br": brotli.compress,
    "identity": bytes,
}


@pytest.mark.parametrize("coding", ENCODERS)
@given(body=st.binary(max_size=3000))
def test_every_coding_is_undone(coding: str, body: bytes) -> None:
    sent = ENCODERS[coding](body)
    assert decoded(sent, Content_Encoding=coding) == (body, None)
    assert decoded(chunked(sent, 7), Content_Encoding=coding, transfer_encoding="Chunked") == (body, None)


def test_codings_are_undone_in_reverse_order() -> None:
    sent = gzip.compress(brotli.compress(TEXT))
    assert decoded(sent, content_encoding="br, gzip") == (TEXT, None)
    assert decoded(chunked(gzip.compress(TEXT)), transfer_encoding="gzip, chunked") == (TEXT, None)


def test_a_gzip_body_of_several_members_and_padding() -> None:
    sent = gzip.compress(TEXT) + gzip.compress(b"more") + bytes(100)
    assert decoded(sent, content_encoding="gzip") == (TEXT + b"more", None)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_that_is_not_in_its_coding_is_given_as_it_is(coding: str) -> None:
    body = b"\xfa<p>plain</p>" * 30
    found, problem = decoded(body, content_encoding=coding)
    assert found == body
    assert problem is not None
    assert "as it was sent" in problem


def test_an_unknown_coding_is_given_as_it_is() -> None:
    found, problem = decoded(b"\x28\xb5\x2f\xfd", content_encoding="zstd")
    assert found == b"\x28\xb5\x2f\xfd"
    assert "zstd" in (problem or "")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_that_breaks_off_gives_what_there_is(coding: str) -> None:
    noise = bytes(hash((at, 7)) & 0xFF for at in range(20_000))
    sent = ENCODERS[coding](noise)
    found, problem = decoded(sent[: len(sent) * 2 // 3], content_encoding=coding)
    assert noise.startswith(found)
    assert len(found) > 5000
    assert problem is not None
    assert "breaks off" in problem


def test_damage_in_the_middle_is_told() -> None:
    sent = bytearray(gzip.compress(bytes(hash((at, 7)) & 0xFF for at in range(200_000))))
    sent[len(sent) // 2] ^= 0xFF
    _, problem = decoded(bytes(sent), content_encoding="gzip")
    assert problem is not None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"5\nhello\n0\n\n", b"hello"),
        (b"5\r\nhello\r\n", b"hello"),
        (b"5\r\nhel", b"hel"),
        (b"5\r\nhello\r\nzz\r\nworld", b"hello"),
        (b"<html>not chunked</html>", b"<html>not chunked</html>"),
        (b"", b""),
        (b"0\r\n\r\n", b""),
        (b"ffffffffffffff\r\nall that there is", b"all that there is"),
        (b"a" * 20_000, b"a" * 20_000),
    ],
)
def test_chunks_of_all_kinds(body: bytes, expected: bytes) -> None:
    assert b"".join(dechunk(io.BytesIO(body))) == expected


@given(st.binary(max_size=300))
def test_no_bytes_break_a_decoder(body: bytes) -> None:
    for coding in ("gzip", "deflate", "br", "gzip, br"):
        decoded(body, content_encoding=coding, transfer_encoding="chunked")


BOMBS = {
    "gzip": gzip.compress(bytes(80_000_000), 6),
    "br": brotli.compress(bytes(80_000_000), quality=2),
}


@pytest.mark.parametrize("coding", BOMBS)
def test_a_bomb_is_cut_by_its_ratio_in_little_memory(coding: str) -> None:
    tracemalloc.start()
    found = decode(io.BytesIO(BOMBS[coding]), (("Content-Encoding", coding),))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    with found.payload:
        length = found.payload.seek(0, io.SEEK_END)
    assert length <= max(STANDARD.ratio * len(BOMBS[coding]) + 128 * 1024, 2 * 1024 * 1024)
    assert length <= STANDARD.size
    assert peak < 8 * 1024 * 1024
    assert found.problem is not None
    assert "cut" in found.problem


def test_the_size_is_bounded_to_the_byte() -> None:
    body, problem = decoded(gzip.compress(TEXT), Limits(size=1000), content_encoding="gzip")
    assert body == TEXT[:1000]
    assert "1000 bytes" in (problem or "")
    assert decoded(TEXT[:1000], Limits(size=1000)) == (TEXT[:1000], None)


def test_three_codings_are_one_too_many() -> None:
    sent = gzip.compress(gzip.compress(gzip.compress(TEXT)))
    body, problem = decoded(sent, content_encoding="gzip, gzip, gzip")
    assert body == sent
    assert "3 times" in (problem or "")


def test_the_content_coding_may_stay() -> None:
    sent = gzip.compress(TEXT)
    found = decode(
        io.BytesIO(chunked(sent)),
        (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
        content=False,
    )
    with found.payload as payload:
        assert payload.read() == sent
