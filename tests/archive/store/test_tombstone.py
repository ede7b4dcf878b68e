"""What stands in an erased record's place has its length, to the byte, and is a record for everyone."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.store.member import RecordReader
from archive.store.record import RecordHeader
from archive.store.takedown.tombstone import Erased, is_tombstone, refill, tombstone

AT = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
ERASED = Erased("urn:uuid:1", 7, AT, "ab" * 32)


@given(length=st.one_of(st.integers(130, 2_000), st.sampled_from([65_535, 65_900, 131_500, 1_000_003])))
def test_it_is_as_long_as_what_was_there(length: int) -> None:
    member = tombstone(ERASED, length)
    assert len(member) == length
    reader = RecordReader(io.BytesIO(member), "x", 0, length)
    assert reader.header.type == "metadata"
    content = reader.content.read()
    assert reader.finish() == length
    assert gzip.decompress(member).endswith(content + b"\r\n\r\n")


def test_it_says_what_it_stands_for() -> None:
    record = next(iter(ArchiveIterator(io.BytesIO(tombstone(ERASED, 900)), check_digests="raise")))
    content = record.content_stream().read().decode()
    assert "takedown: 7\r\nerased: 2026-03-01T12:00:00Z\r\nsha256: " + "ab" * 32 in content
    assert record.rec_headers["WARC-Target-URI"] == "urn:backfile:erased"


@pytest.mark.parametrize("length", [130, 150, 200, 240, 900])
def test_it_is_known_again_and_valid_however_small(length: int) -> None:
    member = tombstone(ERASED, length)
    assert is_tombstone(RecordReader(io.BytesIO(member), "x", 0, length).header)
    (record,) = ArchiveIterator(io.BytesIO(member), check_digests="raise")
    assert record.rec_type == "metadata"
    assert record.rec_headers["WARC-Record-ID"] != ""


def test_no_record_that_holds_an_answer_is_smaller_than_the_smallest_tombstone() -> None:
    header = RecordHeader(
        (
            ("WARC-Type", "response"),
            ("WARC-Record-ID", "<a:b>"),
            ("WARC-Date", "2026-03-01T12:00:00Z"),
            ("WARC-Target-URI", "http://a/"),
            ("Content-Length", "19"),
        )
    )
    least = next(n for n in range(1000) if refill(header, b"HTTP/1.0 200 OK\r\n\r\n", n) is not None)
    assert is_tombstone(RecordReader(io.BytesIO(tombstone(ERASED, least)), "x", 0).header)


@pytest.mark.parametrize("length", [0, 1, 19, 20, 21, 60, 100])
def test_what_is_too_small_for_any_record_is_emptied(length: int) -> None:
    member = tombstone(ERASED, length)
    assert len(member) == length
    assert gzip.decompress(member) == b"" if length >= 20 else not any(member)


def test_a_record_of_others_is_no_tombstone_by_its_name() -> None:
    fields = (("WARC-Type", "request"), ("WARC-Record-ID", "<urn:e:12345678>"), ("Content-Length", "5"))
    assert not is_tombstone(RecordHeader(fields))


@given(content=st.binary(max_size=3000), spare=st.integers(0, 500))
def test_a_record_is_made_to_fit(content: bytes, spare: int) -> None:
    header = RecordHeader((("WARC-Type", "metadata"), ("Content-Length", str(len(content)))))
    least = next(n for n in range(10_000) if refill(header, content, n) is not None)
    member = refill(header, content, least + spare)
    assert member is not None
    assert len(member) == least + spare
    assert RecordReader(io.BytesIO(member), "x", 0).content.read() == content
    assert refill(header, content, least - 1) is None
