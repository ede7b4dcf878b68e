"""Heads of archived responses, as odd as they come."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.message import MAX_HEAD, read_head


@pytest.mark.parametrize(
    ("head", "status", "reason", "headers"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 200, "OK", (("A", "b"),)),
        (b"HTTP/1.0 404\nA:b\nA: c\n\n", 404, "", (("A", "b"), ("A", "c"))),
        (
            b"HTTP/1.1 200 \xe9\r\nX-Odd : \xff\r\n folded\r\nno colon\r\n\r\n",
            200,
            "é",
            (("X-Odd", "ÿ folded"),),
        ),
        (b"HTTP/1.1 abc\r\n\r\n", 0, "", ()),
        (b"HTTP/2 200\r\n\r\n", 200, "", ()),
        (b"HTTP/1.1 200 OK", 200, "OK", ()),
    ],
)
def test_a_head(head: bytes, status: int, reason: str, headers: tuple[tuple[str, str], ...]) -> None:
    stream = io.BytesIO(head + b"the body")
    if not head.endswith(b"\n"):
        stream = io.BytesIO(head)
    found = read_head(stream)
    assert found is not None
    assert (found.status, found.reason, found.headers, found.length) == (status, reason, headers, len(head))
    assert stream.read() in (b"the body", b"")


@pytest.mark.parametrize(
    "start", [b"", b"<html>", b"ICY 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: " + b"x" * MAX_HEAD]
)
def test_what_is_no_head(start: bytes) -> None:
    assert read_head(io.BytesIO(start)) is None


@given(st.binary(max_size=200).map(b"HTTP/1.1 200 OK\r\n".__add__))
def test_no_bytes_break_it(data: bytes) -> None:
    found = read_head(io.BytesIO(data))
    assert found is not None
    assert found.length <= len(data)
