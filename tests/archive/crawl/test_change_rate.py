"""How often a text changes: the estimator's bias as published, and the chance that a look finds another text."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.change_rate import DUE_AT, chance, estimate, rate
from archive.model import Facts, Page, PageKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = Page("a", "https://blog.example/a", "example,blog)/a", PageKind.POST, source_id=1)


def seen(published: float | None, *looks: float, changes: int = 0, kind: PageKind = PageKind.POST) -> Page:
    """A Page that was published and looked at so many days ago, the first look first."""
    return replace(
        PAGE,
        kind=kind,
        facts=Facts(published=None if published is None else NOW - published * DAY),
        first_captured=NOW - looks[0] * DAY,
        last_captured=NOW - looks[-1] * DAY,
        captures=len(looks),
        visits=len(looks),
        text_changes=changes,
    )


def expected_estimate(changes_an_interval: float, looks: int) -> float:
    """The mean of the estimate over all that ``looks`` looks at a Poisson process may find (exact)."""
    found = 1 - math.exp(-changes_an_interval)  # the chance that one look finds a change
    return sum(
        math.comb(looks, changed)
        * found**changed
        * (1 - found) ** (looks - changed)
        * estimate(changed, looks, DAY)
        for changed in range(looks + 1)
    )


@pytest.mark.parametrize("true", [0.1, 0.3, 0.5, 1.0])
def test_the_estimator_has_the_bias_that_was_published(true: float) -> None:
    # Cho and Garcia-Molina, figure 8: next to none from 20 looks on while a look finds at most a change or so.
    for looks in (20, 50, 200):
        assert expected_estimate(true, looks) == pytest.approx(true, rel=0.03)
    # What it corrects: counting changes sees only one between two looks …
    naive = 1 - math.exp(-true)
    assert abs(expected_estimate(true, 20) - true) < abs(naive - true)
    # … and it stays finite and unbiased enough with few looks.
    assert expected_estimate(true, 5) == pytest.approx(true, rel=0.2)


def test_bad_counts_are_refused() -> None:
    for changes, looks, interval in ((2, 1, DAY), (-1, 3, DAY), (1, 3, 0 * DAY)):
        with pytest.raises(ValueError, match="changes in"):
            estimate(changes, looks, interval)


@given(st.integers(0, 50), st.integers(0, 50), st.timedeltas(timedelta(hours=1), timedelta(days=400)))
def test_more_changes_mean_a_higher_rate(changes: int, more: int, interval: timedelta) -> None:
    looks = changes + more
    assert estimate(0, looks, interval) == 0
    assert 0 <= estimate(changes, looks, interval) < math.inf
    if more:
        assert estimate(changes + 1, looks, interval) > estimate(changes, looks, interval)


def test_a_pages_rate_comes_from_its_looks() -> None:
    assert rate(PAGE) == 0
    assert rate(seen(40, 40)) == 0
    assert rate(seen(40, 40, 30, 20, 10, 0)) == 0
    assert rate(seen(40, 40, 30, 20, 10, 0, changes=2)) == pytest.approx(-math.log(2.5 / 4.5) / 10)
    assert rate(replace(seen(40, 40, 0, changes=0), text_changes=9)) > 0, "no count breaks it"


def next_look(page: Page) -> int:
    """Days after the last look at which the next is due, with a crawl a day."""
    days = 1
    assert page.last_captured is not None
    while chance(page, page.last_captured + days * DAY) < DUE_AT:
        days += 1
    return days


def test_a_young_post_is_looked_at_after_a_day_three_days_a_week_and_ever_more_seldom() -> None:
    ages = [0]
    for _ in range(8):
        ages.append(ages[-1] + next_look(seen(1000, 1000 - ages[-1])))
    assert ages[1:4] == [1, 3, 7]
    waits = [later - earlier for earlier, later in pairwise(ages)]
    assert waits == sorted(waits)
    assert max(waits) <= 90, "none is forgotten"


def test_what_is_known_to_change_is_looked_at_by_its_rate() -> None:
    steady = seen(400, *range(100, -1, -10), changes=2)
    quiet = seen(400, *range(100, -1, -10))
    assert next_look(steady) == pytest.approx(DUE_AT / rate(steady), abs=1)
    assert next_look(quiet) > 5 * next_look(steady)


def test_what_its_site_would_announce_and_what_lies_around_can_wait() -> None:
    young = seen(2, 1.5)
    assert chance(young, NOW) > DUE_AT
    assert chance(young, NOW, announced=True) < DUE_AT
    assert chance(replace(young, kind=PageKind.RELATED), NOW) < DUE_AT
    edited = seen(40, 40, 30, 20, 10, changes=3)
    assert chance(edited, NOW, announced=True) > DUE_AT, "it changes unannounced"


@given(st.floats(0, 4000), st.lists(st.floats(-1, 4000), min_size=1, max_size=5), st.floats(0, 500))
def test_the_chance_only_grows_with_time(published: float, looks: list[float], more: float) -> None:
    page = seen(published, *sorted(looks, reverse=True), changes=min(2, len(looks) - 1))
    now = chance(page, NOW)
    assert 0 <= now <= chance(page, NOW + more * DAY) <= 1


def test_a_look_that_a_wrong_clock_dated_is_made_again_when_nothing_likelier_is_left() -> None:
    assert chance(seen(2, -3), NOW) == DUE_AT
    assert chance(seen(2, -0.5), NOW) == 0
    assert chance(PAGE, NOW) == 0
