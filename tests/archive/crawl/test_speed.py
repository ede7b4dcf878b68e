"""How fast a crawl goes and how long it will take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.manners.politeness import Politeness
from archive.crawl.run.speed import LOOKED_BACK, Speed, time_left

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_nothing_is_known_before_the_second_answer() -> None:
    speed = Speed()
    assert speed.rate is None
    speed.answered(NOON)
    assert speed.rate is None
    assert time_left(5, speed.rate, timedelta(0)) is None


def test_it_says_so_once_a_second() -> None:
    speed = Speed()
    told = [speed.answered(NOON + timedelta(milliseconds=100 * number)) for number in range(21)]
    assert [number for number, each in enumerate(told) if each] == [0, 10, 20]


def test_a_clock_that_goes_back_does_not_silence_it() -> None:
    speed = Speed()
    assert speed.answered(NOON)
    assert speed.answered(NOON - timedelta(hours=1))


@given(gap=st.floats(0.01, 60), answers=st.integers(2, 500))
def test_a_steady_crawl_goes_as_fast_as_it_does(gap: float, answers: int) -> None:
    speed = Speed()
    for number in range(answers):
        speed.answered(NOON + timedelta(seconds=gap * number))
    assert speed.rate is not None
    assert abs(speed.rate * gap - 1) < 0.01


def test_what_is_long_ago_does_not_count() -> None:
    speed = Speed()
    for number in range(50):
        speed.answered(NOON + number * SECOND / 10)
    later = NOON + LOOKED_BACK + timedelta(minutes=1)
    for number in range(5):
        speed.answered(later + number * 10 * SECOND)
    assert speed.rate == 0.1


def test_the_largest_host_decides_when_its_peace_takes_longer() -> None:
    assert time_left(100, 2.0, timedelta(0)) == timedelta(seconds=50)
    assert time_left(100, 2.0, timedelta(minutes=5)) == timedelta(minutes=5)


def test_requests_to_one_address_take_their_turns() -> None:
    politeness = Politeness(3.0)
    for host, address in (("a.example", "192.0.2.1"), ("b.example", "192.0.2.1"), ("c.example", "192.0.2.2")):
        politeness.fetched(host, address, now=NOON, took=SECOND / 5, status=200)
    assert politeness.takes({"a.example": 10, "b.example": 5, "c.example": 12}) == 15 * SECOND * 3.2
    assert politeness.takes({"a.example": 1, "c.example": 12}) == 12 * SECOND * 3.2
    assert politeness.takes({"never.seen": 4}) == 4 * SECOND * 3
    assert politeness.takes({}) == timedelta(0)
