"""Framing of responses as a law: whatever bytes come, they are kept as they came or refused as no HTTP."""

from __future__ import annotations

import io
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.egress.framing import Broken, Framing, Head, Tap, copy_body, framing, read_head

LIMIT = 1000
names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,10}", fullmatch=True)
values = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f\x85"), max_size=20
)
ends = st.sampled_from(["\r\n", "\n"])


def through(wire: bytes, limit: int = LIMIT) -> tuple[Head, bool, Tap, bytes, bytes]:
    """The head, whether the body is whole, the tap, what was kept of the body, what was left unread."""
    incoming, kept = io.BytesIO(wire), io.BytesIO()
    head = read_head(incoming)
    tap = Tap(incoming, kept, limit)
    whole = copy_body(tap, framing(head))
    return head, whole, tap, kept.getvalue(), incoming.read()


@given(st.lists(st.tuples(names, values), max_size=30), ends, st.integers(200, 599))
def test_a_head_is_read_back_as_it_was_written(headers: list[tuple[str, str]], end: str, status: int) -> None:
    lines = [f"HTTP/1.1 {status} Fine", *(f"{name}: {value}" for name, value in headers), "", ""]
    raw = end.join(lines).encode("latin-1")
    head = read_head(io.BytesIO(raw + b"body"))
    assert head.raw == raw
    assert head.status == status
    assert head.headers == tuple(headers)


@given(st.binary(max_size=LIMIT), st.binary(max_size=20))
def test_a_body_with_a_length_ends_there(body: bytes, rest: bytes) -> None:
    wire = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body + rest
    _, whole, tap, kept, left = through(wire)
    assert (whole, tap.full, kept, left) == (True, False, body, rest)


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=10), st.binary(max_size=20), ends)
def test_chunks_are_kept_with_their_framing_and_end_at_the_last(
    chunks: list[bytes], rest: bytes, end: str
) -> None:
    line = end.encode()
    body = b"".join(b"%X" % len(chunk) + line + chunk + line for chunk in chunks) + b"0" + line + line
    _, whole, _, kept, left = through(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + rest, 2000
    )
    assert (whole, kept, left) == (True, body, rest)


@given(st.binary(max_size=2 * LIMIT))
def test_a_body_until_the_end_is_whole_up_to_the_limit(body: bytes) -> None:
    _, whole, tap, kept, _ = through(b"HTTP/1.0 200 OK\r\n\r\n" + body)
    assert kept == body[:LIMIT]
    assert whole == (len(body) <= LIMIT)
    assert tap.full == (len(body) > LIMIT)


@given(st.binary(max_size=400))
def test_chunks_of_any_bytes_are_kept_as_far_as_they_are_read(body: bytes) -> None:
    incoming, kept = io.BytesIO(body), io.BytesIO()
    copy_body(Tap(incoming, kept, LIMIT), Framing(chunked=True))
    assert kept.getvalue() + incoming.read() == body


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: "]),
)
def test_any_bytes_are_a_response_or_broken(noise: bytes, before: bytes) -> None:
    with suppress(Broken):
        head, _, _, kept, left = through(before + noise)
        assert (before + noise).endswith(head.raw + kept + left)
