"""Times as the web archive world writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.timestamp import (
    http_date,
    iso,
    last_moment,
    parse_http_date,
    parse_iso,
    parse_timestamp,
    to_timestamp,
)

moments = st.datetimes(
    datetime(1000, 1, 2),  # noqa: DTZ001 -- hypothesis takes naive bounds
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=9))]),
)


@given(moments)
def test_a_timestamp_is_read_back_to_the_second(moment: datetime) -> None:
    assert parse_timestamp(to_timestamp(moment)) == moment.astimezone(UTC).replace(microsecond=0)


@given(moments, st.integers(4, 14))
def test_a_part_of_a_timestamp_spans_what_it_names(moment: datetime, length: int) -> None:
    part = to_timestamp(moment)[: length // 2 * 2]
    first, last = parse_timestamp(part), last_moment(part)
    assert first <= moment.astimezone(UTC) <= last
    assert to_timestamp(first)[: len(part)] == to_timestamp(last)[: len(part)] == part
    assert not to_timestamp(last + timedelta(microseconds=1)).startswith(part)


@given(moments)
def test_iso_is_read_back_whole(moment: datetime) -> None:
    assert iso(moment).endswith("Z")
    assert parse_iso(iso(moment)) == moment


@given(moments)
def test_an_http_date_is_read_back_to_the_second(moment: datetime) -> None:
    assert parse_http_date(http_date(moment)) == moment.astimezone(UTC).replace(microsecond=0)


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (parse_iso, parse_http_date):
        found = read(text)
        assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("2024", "20240101000000"),
        ("202407", "20240701000000"),
        ("20240709", "20240709000000"),
        ("2024070912", "20240709120000"),
        ("20240709123", "20240709123000"),
        ("20240709123456", "20240709123456"),
        ("1", "10000101000000"),
    ],
)
def test_a_partial_timestamp_begins_its_span(text: str, full: str) -> None:
    assert to_timestamp(parse_timestamp(text)) == full


@pytest.mark.parametrize(
    "text",
    ["", "2024-07", "20241301", "20240230", "20240101250000", "202401010000000", "２０２４", " 2024", "0000"],
)
def test_what_is_no_timestamp_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_timestamp(text)


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_the_three_forms_of_rfc_9110(text: str) -> None:
    assert parse_http_date(text) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["06 Nov 1994", "Sun, 06 Nov 1994 08:49:37 +0200", "Sun, 31 Feb 1994 08:49:37 GMT"]
)
def test_other_dates_are_no_http_dates(text: str) -> None:
    assert parse_http_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-01", "2024-07-01T00:00:00Z"),
        ("2024-07", "2024-07-01T00:00:00Z"),
        ("2024", "2024-01-01T00:00:00Z"),
        ("2024-07-01T10:00:00.1234567+02:00", "2024-07-01T08:00:00.123456Z"),
        ("2024-07-01T10:00:00-0730", "2024-07-01T17:30:00Z"),
        ("2024-07-01 10:00", "2024-07-01T10:00:00Z"),
        ("2024-07-01T23:59:60Z", "2024-07-01T23:59:59Z"),
        ("20240701T100000Z", "2024-07-01T10:00:00Z"),
        ("Mon, 01 Jul 2024 10:00:00 EST", "2024-07-01T15:00:00Z"),
        ("1 Jul 2024", "2024-07-01T00:00:00Z"),
    ],
)
def test_dates_as_feeds_write_them(text: str, expected: str) -> None:
    found = parse_iso(text)
    assert found is not None
    assert iso(found) == expected


@pytest.mark.parametrize("text", ["", "soon", "2024-13-01", "9999-12-31T23:59:59-10:00", "x" * 10_000])
def test_what_is_no_date(text: str) -> None:
    assert parse_iso(text) is None
