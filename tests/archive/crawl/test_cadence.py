"""When a Source is due again."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.cadence import change_rate, feed_interval, next_due
from archive.model import Source, SourceKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(1, "https://blog.example/", "example,blog)/", "Blog", SourceKind.BLOGGER, NOW, every=6 * HOUR)


def test_after_a_good_crawl_the_source_is_due_at_its_own_interval() -> None:
    assert next_due(SOURCE, NOW) == NOW + 6 * HOUR


@pytest.mark.parametrize(("failures", "hours"), [(1, 12), (2, 24), (3, 48), (5, 168), (40, 168)])
def test_failures_double_it_up_to_a_week(failures: int, hours: int) -> None:
    assert next_due(SOURCE, NOW, failures=failures) == NOW + hours * HOUR


def test_what_the_site_asks_for_counts_up_to_a_day_and_a_retry_after_always() -> None:
    assert next_due(SOURCE, NOW, asked=[HOUR, 8 * HOUR]) == NOW + 8 * HOUR
    assert next_due(SOURCE, NOW, asked=[timedelta(days=30)]) == NOW + 24 * HOUR
    assert next_due(SOURCE, NOW, not_before=NOW + 20 * HOUR) == NOW + 20 * HOUR
    assert next_due(SOURCE, NOW, not_before=NOW + HOUR) == NOW + 6 * HOUR


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (0, timedelta(hours=24)),
        (1, timedelta(hours=24)),
        (14, timedelta(hours=12)),
        (5000, timedelta(minutes=5)),
    ],
)
def test_a_feeds_own_rhythm(posts: int, expected: timedelta) -> None:
    week = [NOW - timedelta(seconds=n) for n in range(posts)]
    assert feed_interval([*week, NOW - timedelta(days=8), NOW + HOUR], NOW) == expected


def test_the_change_rate_of_cho_and_garcia_molina() -> None:
    assert change_rate(10, 0, timedelta(days=1)) == 0
    assert change_rate(10, 5, timedelta(days=1)) == pytest.approx(-math.log(5.5 / 10.5))
    assert change_rate(10, 10, timedelta(days=1)) == pytest.approx(-math.log(0.5 / 10.5))


@given(visits=st.integers(1, 1000), data=st.data(), days=st.floats(0.01, 100))
def test_more_changes_mean_a_higher_rate(visits: int, data: st.DataObject, days: float) -> None:
    changes = data.draw(st.integers(0, visits - 1))
    interval = timedelta(days=days)
    assert 0 <= change_rate(visits, changes, interval) < change_rate(visits, changes + 1, interval)


@pytest.mark.parametrize(("visits", "changes", "days"), [(0, 0, 1), (3, 4, 1), (3, -1, 1), (3, 1, 0)])
def test_what_no_one_can_have_seen_is_refused(visits: int, changes: int, days: int) -> None:
    with pytest.raises(ValueError, match="visits"):
        change_rate(visits, changes, timedelta(days=days))
