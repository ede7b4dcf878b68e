"""What a site says of how often to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.discover.rhythm import NOTHING_SAID, Rhythm, freshness, of_feed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def rss(channel: str) -> bytes:
    item = "<item><title>A</title></item>"
    return f'<?xml version="1.0"?><rss version="2.0" {SY}><channel>{channel}{item}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("channel", "least"),
    [
        ("<ttl>90</ttl>", 90 * MINUTE),
        ("<ttl> 60 </ttl><sy:updatePeriod>daily</sy:updatePeriod>", DAY),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30 * MINUTE),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 7 * DAY),
        ("<ttl>99999</ttl>", 7 * DAY),
        ("<ttl>soon</ttl><sy:updatePeriod>now and then</sy:updatePeriod>", 0 * DAY),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", DAY),
        ("<item><ttl>90</ttl></item>", 0 * DAY),
    ],
)
def test_how_often_a_feed_asks_to_be_asked(channel: str, least: timedelta) -> None:
    assert of_feed(rss(channel)).least == least


def test_hours_and_days_to_skip() -> None:
    said = of_feed(rss("<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>x</hour></skipHours>"
                       "<skipDays><day>Saturday</day><day>Sunday</day><day>Someday</day></skipDays>"))  # fmt: skip
    assert said == Rhythm(skip_hours=frozenset({0, 7}), skip_days=frozenset({5, 6}))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
       st.frozensets(st.integers(0, 23)), st.frozensets(st.integers(0, 6)))  # fmt: skip
def test_a_moment_is_moved_to_the_next_that_is_allowed(
    moment: datetime, hours: frozenset[int], days: frozenset[int]
) -> None:
    at = Rhythm(skip_hours=hours, skip_days=days).allowed(moment)
    assert moment <= at < moment + 7 * DAY
    if len(hours) < 24 and len(days) < 7:
        assert at.hour not in hours
        assert at.weekday() not in days


@pytest.mark.parametrize(
    "body", [b"", b"<", b"<rss", b"{}", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", b"\x1f\x8b\x00"]
)
def test_what_is_no_feed_says_nothing(body: bytes) -> None:
    assert of_feed(body) == NOTHING_SAID


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "public, max-age=3600"}, HOUR),
        ({"cache-control": 'max-age="60"'}, MINUTE),
        ({"Cache-Control": "max-age=3600", "Age": "600"}, 50 * MINUTE),
        ({"Cache-Control": "max-age=31536000"}, DAY),
        ({"Cache-Control": "no-cache, max-age=3600"}, 0 * DAY),
        ({"Cache-Control": "s-maxage=3600"}, 0 * DAY),
        ({"Expires": "Sun, 01 Mar 2026 14:00:00 GMT", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, 2 * HOUR),
        ({"Expires": "Sun, 01 Mar 2026 14:00:00 GMT", "Cache-Control": "max-age=60"}, MINUTE),
        ({"Expires": "0", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, 0 * DAY),
        ({"Expires": "Sun, 01 Mar 2020 14:00:00 GMT", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, 0 * DAY),
        ({}, 0 * DAY),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], fresh: timedelta) -> None:
    assert freshness(headers.items()) == fresh


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: rss(text))))
def test_no_body_breaks_it(body: bytes) -> None:
    assert timedelta(0) <= of_feed(body).least <= 7 * DAY


@given(st.dictionaries(st.sampled_from(["Cache-Control", "Expires", "Date", "Age"]), st.text(max_size=40)))
def test_no_header_breaks_it(headers: dict[str, str]) -> None:
    assert timedelta(0) <= freshness(headers.items()) <= DAY
