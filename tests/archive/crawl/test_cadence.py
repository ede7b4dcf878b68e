"""When a Source is due again: at its own pace, by a schedule, or at an interval that was set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.cadence import LONGEST, SHORTEST, interval, next_due, pace, too_far
from archive.discover.rhythm import Rhythm
from archive.model import Source, SourceKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)  # a Sunday
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOURCE = Source(1, "https://blog.example/", "example,blog)/", "Blog", SourceKind.BLOGGER, NOW, every=6 * HOUR)
LEARNING = replace(SOURCE, adaptive=True)
NIGHTLY = replace(SOURCE, cron="30 2 * * *", zone="Europe/Berlin")


def test_after_a_good_crawl_the_source_is_due_at_its_own_interval() -> None:
    assert next_due(SOURCE, NOW) == NOW + 6 * HOUR


@pytest.mark.parametrize(("failures", "hours"), [(1, 12), (2, 24), (3, 48), (5, 168), (40, 168)])
def test_failures_double_it_up_to_a_week(failures: int, hours: int) -> None:
    assert next_due(SOURCE, NOW, failures=failures) == NOW + hours * HOUR


def test_a_retry_after_always_counts() -> None:
    assert next_due(SOURCE, NOW, not_before=NOW + 20 * HOUR) == NOW + 20 * HOUR
    assert next_due(SOURCE, NOW, not_before=NOW + HOUR) == NOW + 6 * HOUR


@pytest.mark.parametrize(
    ("posts_in_four_weeks", "expected"),
    [(0, 24 * HOUR), (4, 24 * HOUR), (28, 24 * HOUR), (56, 12 * HOUR), (280, 2.4 * HOUR), (10**6, 5 * HOUR / 60)],
)  # fmt: skip
def test_the_interval_is_a_week_over_the_posts_a_week_within_bounds(
    posts_in_four_weeks: int, expected: timedelta
) -> None:
    assert pace(posts_in_four_weeks) == expected


@given(st.integers(0, 10**7), st.timedeltas(timedelta(0), timedelta(days=7)))
def test_the_site_may_ask_for_fewer_visits_never_for_more(posts: int, least: timedelta) -> None:
    assert SHORTEST <= pace(posts) <= LONGEST
    assert pace(posts, Rhythm(least)) == max(pace(posts), least)


def test_what_was_learnt_counts_for_an_adaptive_source_only() -> None:
    assert interval(replace(LEARNING, learnt=9 * HOUR)) == 9 * HOUR
    assert interval(LEARNING) == 6 * HOUR, "nothing was learnt yet"
    assert interval(replace(SOURCE, learnt=9 * HOUR)) == 6 * HOUR, "an admin's interval stays as it was set"
    assert next_due(replace(LEARNING, learnt=9 * HOUR), NOW) == NOW + 9 * HOUR


def test_a_learnt_interval_keeps_clear_of_the_hours_that_the_feed_asks_to_skip() -> None:
    said = Rhythm(skip_hours=frozenset({18, 19}), skip_days=frozenset({0}))
    assert next_due(LEARNING, NOW, said=said) == NOW.replace(hour=20)
    assert next_due(replace(LEARNING, learnt=13 * HOUR), NOW, said=said) == NOW.replace(day=3, hour=0)
    assert next_due(SOURCE, NOW, said=said) == NOW + 6 * HOUR
    assert next_due(LEARNING, NOW, said=Rhythm(skip_hours=frozenset(range(24)))) == NOW + 6 * HOUR


def test_a_schedule_is_on_the_clocks_of_its_zone() -> None:
    assert next_due(NIGHTLY, NOW) == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert next_due(NIGHTLY, datetime(2026, 7, 1, tzinfo=UTC)) == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    lost = replace(NIGHTLY, zone="Atlantis/Old_Town")
    assert next_due(lost, NOW) == NOW + 6 * HOUR, "a machine with other time zones visits it all the same"


def test_after_a_week_of_sleep_it_is_due_once_and_then_as_before() -> None:
    missed = replace(NIGHTLY, next_due=NOW - 7 * DAY)
    assert missed.next_due is not None
    assert missed.next_due <= NOW, "due: one crawl"
    assert next_due(missed, NOW) == datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "and no other of those missed"


def test_failures_leave_out_times_of_a_schedule() -> None:
    due = [next_due(NIGHTLY, NOW, failures=failures) - next_due(NIGHTLY, NOW) for failures in (0, 1, 2, 3, 9)]
    assert due == [0 * DAY, DAY, 3 * DAY, 7 * DAY, 7 * DAY]
    assert next_due(NIGHTLY, NOW, not_before=NOW + 14 * HOUR) == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("source", [SOURCE, LEARNING, NIGHTLY, replace(SOURCE, every=60 * DAY)])
@pytest.mark.parametrize("failures", [0, 1, 5, 40])
def test_what_was_planned_under_a_wrong_clock_is_noticed(source: Source, failures: int) -> None:
    planned = replace(source, next_due=next_due(source, NOW, failures=failures, not_before=NOW + DAY))
    assert not too_far(planned, NOW)
    assert not too_far(replace(source, next_due=None), NOW)
    ahead = replace(source, next_due=next_due(source, NOW + 900 * DAY, failures=failures))
    assert too_far(ahead, NOW)
