"""How long a host is left in peace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.politeness import Politeness, delay, retry_after
from archive.timestamp import http_date

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
seconds = st.floats(0, 1000)
statuses = st.integers(100, 599)


def passed(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("took", "status", "asked", "last", "expected"),
    [
        (0.1, 200, 0, 0, 3.0),  # the least
        (2, 200, 0, 0, 10.0),  # five times what it took
        (60, 200, 0, 0, 30.0),  # the most
        (0.1, 200, 120, 0, 120.0),  # the site's own wish wins
        (2, 200, 5, 0, 10.0),
        (0.1, 500, 0, 20, 20.0),  # an error never shortens it
        (0.1, 304, 0, 20, 20.0),
        (0.1, 0, 0, 20, 20.0),
        (0.1, 200, 0, 20, 3.0),  # a good answer does
        (5, 404, 0, 4, 25.0),
    ],
)
def test_the_delay(took: float, status: int, asked: float, last: float, expected: float) -> None:
    assert delay(passed(took), status, least=3, asked=asked, last=last) == expected


@given(
    took=seconds, status=statuses, least=st.floats(0.01, 60), asked=st.floats(0, 300), last=st.floats(0, 300)
)
def test_the_delay_is_never_below_what_anyone_asked(
    took: float, status: int, least: float, asked: float, last: float
) -> None:
    found = delay(passed(took), status, least=least, asked=asked, last=last)
    assert found >= max(least, asked)
    assert found <= max(30, least, asked, last)
    if status != 200:
        assert found >= last


@given(took=seconds, status=statuses, asked=st.floats(0, 300), last=st.floats(0, 300))
def test_least_zero_switches_it_off(took: float, status: int, asked: float, last: float) -> None:
    assert delay(passed(took), status, least=0, asked=asked, last=last) == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", passed(120)),
        (" 0 ", passed(0)),
        ("999999999999", timedelta(hours=24)),
        (http_date(NOW + timedelta(minutes=5)), timedelta(minutes=5)),
        (http_date(NOW - timedelta(minutes=5)), timedelta(0)),
        (http_date(NOW + timedelta(days=5)), timedelta(hours=24)),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str, expected: timedelta) -> None:
    assert retry_after(value, NOW) == NOW + expected


@pytest.mark.parametrize("value", [None, "", "-5", "1.5", "soon", "٣", "1" * 5000 + "x"])
def test_a_retry_after_that_can_not_be_read_asks_for_nothing(value: str | None) -> None:
    assert retry_after(value, NOW) is None


@given(st.text(max_size=40))
def test_no_retry_after_keeps_us_away_for_longer_than_a_day(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or NOW <= found <= NOW + timedelta(hours=24)


def test_a_host_is_in_peace_until_its_delay_is_over() -> None:
    politeness = Politeness(3)
    politeness.fetched("a.example", None, now=NOW, took=passed(0.1), status=200)
    assert politeness.in_peace(NOW + passed(2.9)) == {"a.example"}
    assert politeness.free_at("a.example", NOW) == NOW + passed(3)
    assert politeness.next_free(NOW) == NOW + passed(3)
    assert politeness.in_peace(NOW + passed(3)) == set()
    assert politeness.next_free(NOW + passed(3)) is None
    assert politeness.free_at("b.example", NOW) == NOW


def test_hosts_at_one_address_share_its_peace_and_its_one_connection() -> None:
    politeness = Politeness(3)
    for host in ("a.example", "b.example"):
        politeness.fetched(host, "192.0.2.1", now=NOW, took=passed(0.1), status=200)
    politeness.fetched("c.example", "192.0.2.2", now=NOW, took=passed(0.1), status=200)
    later = NOW + passed(4)
    politeness.fetched("a.example", "192.0.2.1", now=later, took=passed(2), status=200)
    assert politeness.in_peace(later) == {"a.example", "b.example"}
    assert politeness.free_at("b.example", later) == later + passed(10)
    assert politeness.neighbours({"a.example"}) == {"a.example", "b.example"}
    assert politeness.neighbours({"unheard-of.example"}) == set()


def test_errors_keep_the_longest_delay_until_a_good_answer() -> None:
    politeness = Politeness(3)
    politeness.fetched("a.example", None, now=NOW, took=passed(4), status=200)
    politeness.fetched("a.example", None, now=NOW, took=passed(0), status=503)
    assert politeness.free_at("a.example", NOW) == NOW + passed(20)
    politeness.fetched("a.example", None, now=NOW, took=passed(0), status=0)
    assert politeness.free_at("a.example", NOW) == NOW + passed(20)
    politeness.fetched("a.example", None, now=NOW, took=passed(0), status=200)
    assert politeness.free_at("a.example", NOW) == NOW + passed(3)
