"""How long a host is left in peace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.manners.politeness import (
    MOST_REMEMBERED,
    Politeness,
    asked_back,
    backoff,
    delay,
    retry_after,
)
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
    assert politeness.free_at("a.example", NOW) == NOW + passed(40), "the second in a row: twice as long"
    politeness.fetched("a.example", None, now=NOW, took=passed(0), status=200)
    assert politeness.free_at("a.example", NOW) == NOW + passed(3)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, None), (206, None), (304, None), (301, 60), (403, 60), (429, 60), (503, 60)],
)
def test_any_answer_but_a_good_one_may_ask_us_back_later(status: int, expected: int | None) -> None:
    assert asked_back(status, "60", NOW) == (NOW + passed(expected) if expected else None)


@pytest.mark.parametrize(("failures", "expected"), [(0, 3), (1, 3), (2, 6), (3, 12), (8, 300), (99, 300)])
def test_a_delay_doubles_with_failures_in_a_row(failures: int, expected: float) -> None:
    assert backoff(3, failures) == expected
    assert backoff(400, failures) == 400, "what a site asks for is not shortened"


def fail(politeness: Politeness, host: str, times: int, status: int = 0) -> None:
    for _ in range(times):
        politeness.fetched(host, None, now=NOW, took=passed(0), status=status)


@pytest.mark.parametrize(("status", "enough"), [(0, 6), (503, 12), (429, 12)])
def test_a_host_that_fails_again_and_again_is_hopeless(status: int, enough: int) -> None:
    politeness = Politeness(3)
    fail(politeness, "a.example", enough - 1, status)
    assert not politeness.hopeless("a.example")
    assert politeness.free_at("a.example", NOW) > NOW + passed(20)
    fail(politeness, "a.example", 1, 404)
    fail(politeness, "a.example", enough - 1, status)
    assert not politeness.hopeless("a.example"), "an answer between them begins the count anew"
    fail(politeness, "a.example", 1, status)
    assert politeness.hopeless("a.example")
    assert not politeness.hopeless("a.example"), "told once; the next crawl begins anew"
    assert not politeness.hopeless("unheard.example")


def test_a_body_that_never_ends_counts_as_silence() -> None:
    politeness = Politeness(0)
    for _ in range(6):
        politeness.fetched("a.example", None, now=NOW, took=passed(60), status=200, truncated="time")
    assert politeness.hopeless("a.example")


def test_a_host_is_taken_by_one_at_a_time_with_all_that_live_at_its_address() -> None:
    politeness = Politeness(3)
    politeness.located("a.example", "192.0.2.1")
    politeness.located("b.example", "192.0.2.1")
    politeness.located("lost.example", None)
    assert politeness.knows("b.example")
    assert politeness.ask("a.example", NOW)
    assert not politeness.ask("a.example", NOW)
    assert not politeness.ask("b.example", NOW), "never asked before, and yet it shares the connection"
    assert politeness.ask("lost.example", NOW)
    politeness.let_go("a.example")
    assert politeness.ask("b.example", NOW)
    politeness.fetched("b.example", "192.0.2.1", now=NOW, took=passed(0.1), status=200)
    assert not politeness.ask("a.example", NOW + passed(2.9))
    assert politeness.ask("a.example", NOW + passed(3))


def test_a_source_may_ask_for_longer_delays_never_for_shorter_ones() -> None:
    politeness = Politeness(3)
    politeness.fetched("a.example", None, now=NOW, took=passed(0), status=200, least=45)
    politeness.fetched("b.example", None, now=NOW, took=passed(0), status=200, least=1)
    assert politeness.free_at("a.example", NOW) == NOW + passed(45)
    assert politeness.free_at("b.example", NOW) == NOW + passed(3)


def test_in_years_it_forgets_the_hosts_of_long_ago() -> None:
    politeness = Politeness(3)
    for number in range(5 * MOST_REMEMBERED):
        moment = NOW + number * timedelta(minutes=1)
        politeness.fetched(f"h{number}.example", f"192.0.2.{number}", now=moment, took=passed(0), status=200)
    assert not politeness.knows("h1.example")
    assert politeness.knows(f"h{5 * MOST_REMEMBERED - 1}.example")
    assert len(politeness._hosts) <= MOST_REMEMBERED + 61


HOSTS = {"a": "1", "b": "1", "c": "2", "d": None, "e": None}  # and where they live


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(HOSTS)), st.floats(0, 8), st.sampled_from([200, 404, 503, 0])),
        max_size=60,
    ),
    st.floats(0.5, 10),
)
def test_whoever_asks_no_two_requests_meet_and_the_gaps_are_kept(
    asks: list[tuple[str, float, int]], least: float
) -> None:
    """Any number of crawls and surveys that ask for any hosts at any moments, at a host and at an address."""
    politeness, now = Politeness(least), NOW
    for host, address in HOSTS.items():
        politeness.located(host, address)
    running: dict[str, tuple[datetime, int]] = {}  # until when, and what will come
    last: dict[str, datetime] = {}  # when a place was let go
    for host, seconds, status in asks:
        now += passed(seconds / 2)
        for other in [other for other, (until, _) in running.items() if until <= now]:
            until, came = running.pop(other)
            took = passed(0.1)
            politeness.fetched(other, HOSTS[other] if came else None, now=until, took=took, status=came)
            last[other] = until
            if came and (
                address := HOSTS[other]
            ):  # where no answer came, its address is not known to have been asked
                last[address] = max(until, last.get(address, until))
        if not politeness.ask(host, now):
            continue
        place = HOSTS[host] or host
        assert all((HOSTS[other] or other) != place for other in running), "two at once"
        for asked in (host, place):
            assert now - last.get(asked, NOW - timedelta(days=1)) >= passed(least) - timedelta(microseconds=9)
        running[host] = (now + passed(seconds), status)
