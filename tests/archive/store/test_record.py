"""Record headers, as the standard has them and as they come."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.record import MAX_HEADER, RecordBroken, RecordHeader, read_header

HEADER = RecordHeader(
    (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-000000000001>"),
        ("WARC-Date", "2026-03-01T12:00:00.25Z"),
        ("WARC-Target-URI", "https://blog.example/"),
        ("Content-Length", "5"),
    )
)


def test_a_header_is_read_back() -> None:
    stream = io.BytesIO(HEADER.to_bytes() + b"hello")
    found = read_header(stream)
    assert found == HEADER
    assert stream.read() == b"hello"
    assert found.record_id == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert found.date is not None
    assert found.date.microsecond == 250_000
    assert (found.type, found.target_uri, found.content_length) == ("response", "https://blog.example/", 5)


def test_older_and_sloppier_writers() -> None:
    found = read_header(
        io.BytesIO(
            b"WARC/0.18\nwarc-type: Response\nWARC-Target-URI: <http://e.example/\xe9>\nX: a\n\tb\nContent-Length: 0\n\n"
        )
    )
    assert (found.version, found.type, found.target_uri, found.get("x")) == (
        "WARC/0.18",
        "response",
        "http://e.example/é",
        "a b",
    )


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"WARC/9.9\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: response",
        b"WARC/1.1\r\nWARC-Type: response\r\n",
        b"WARC/1.1\r\nno field\r\n\r\n",
        b"WARC/1.1\r\nX: " + b"x" * MAX_HEADER + b"\r\n\r\n",
        b"WARC/1.1\r\n" + b"X: y\r\n" * MAX_HEADER,
    ],
)
def test_what_is_no_header(block: bytes) -> None:
    with pytest.raises(RecordBroken):
        read_header(io.BytesIO(block))


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "9" * 19, "5, 6"])
def test_a_length_that_is_none(length: str) -> None:
    with pytest.raises(RecordBroken, match="Content-Length"):
        _ = RecordHeader((("Content-Length", length),)).content_length


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_value_breaks_out_of_its_line(name: str, value: str) -> None:
    try:
        block = RecordHeader(((name, value),)).to_bytes()
    except (ValueError, UnicodeEncodeError):
        return
    found = read_header(io.BytesIO(block))
    assert [key for key, _ in found.fields] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X", "a\r\nWARC-Type: response"),
        ("X", "a\nb"),
        ("X", "a\rb"),
        ("X\r\nY", "b"),
        ("X Y", "b"),
        ("", "b"),
        ("X", "\x00"),
    ],
)
def test_injection_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="can't be a field"):
        RecordHeader(((name, value),)).to_bytes()


@given(st.binary(max_size=200).map(b"WARC/1.1\r\n".__add__))
def test_no_bytes_break_the_reader(block: bytes) -> None:
    try:
        found = read_header(io.BytesIO(block))
    except RecordBroken:
        return
    assert found.version == "WARC/1.1"
