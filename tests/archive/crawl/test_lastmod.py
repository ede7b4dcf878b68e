"""A site's word on updates is believed as far as it has proved true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.lastmod import ON_TRIAL, allowance, announces, built_at_once, claims, surely
from archive.model import Facts, Lastmods, LinkKind, Target
from archive.store.catalogue import Catalogue
from archive.store.lastmods import REMEMBERED

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LAST = NOW - 3 * DAY


def said(at: datetime | None) -> Facts:
    return Facts(updated=at)


@pytest.mark.parametrize(
    ("now_says", "said_before", "claimed"),
    [
        (None, None, False),
        (NOW - DAY, None, True),
        (NOW - 4 * DAY, None, False),
        (NOW - 4 * DAY, NOW - 5 * DAY, True),  # a clock that runs behind ours still tells an edit
        (NOW - 4 * DAY, NOW - 4 * DAY, False),
        (NOW + HOUR, None, False),
        (NOW + HOUR, NOW - DAY, True),
        (NOW + 9 * DAY, NOW - DAY, False),  # the future says nothing
        (datetime(9999, 12, 31, tzinfo=UTC), None, False),
    ],
)
def test_what_is_a_claim(now_says: datetime | None, said_before: datetime | None, claimed: bool) -> None:
    assert claims(said(now_says), said(said_before), LAST, NOW) == claimed
    assert not claims(None, said(said_before), LAST, NOW)


def listed(*updated: datetime | None) -> list[Target]:
    return [
        Target(f"https://a.example/{number}", LinkKind.POST, facts=said(at))
        for number, at in enumerate(updated)
    ]


def test_a_list_made_all_at_once_claims_nothing() -> None:
    built = [NOW + timedelta(seconds=number) for number in range(20)]
    assert len(built_at_once(listed(*built))) == 20
    assert len(built_at_once(listed(*[NOW] * 16, *(NOW - number * DAY for number in (3, 9, 30, 400))))) == 16
    own = [NOW - number * DAY for number in range(20)]
    assert built_at_once(listed(*own)) == frozenset()
    assert built_at_once(listed(*[NOW] * 4)) == frozenset(), "too few to tell"
    assert built_at_once(listed(*[None] * 20)) == frozenset()
    edited = listed(*[NOW - 800 * DAY] * 8, NOW)
    assert edited[-1].url not in built_at_once(edited), "the one that is edited stands out"


def test_a_word_is_on_trial_then_believed_or_not() -> None:
    assert allowance(Lastmods("a")) == ON_TRIAL
    assert allowance(Lastmods("a", claims=4)) == ON_TRIAL - 4
    assert allowance(Lastmods("a", claims=ON_TRIAL)) == 0
    assert allowance(Lastmods("a", claims=10, proved=5)) is None
    assert allowance(Lastmods("a", claims=10, proved=4)) == 0
    assert allowance(Lastmods("a", claims=100, proved=31)) is None
    assert not announces(Lastmods("a"))
    assert announces(Lastmods("a", claims=3, proved=3))


@given(st.integers(0, 500), st.integers(0, 500))
def test_what_is_surely_true_is_less_than_what_was(proved: int, vain: int) -> None:
    total = proved + vain
    assert 0 <= surely(proved, total) <= (proved / total if total else 0) + 1e-9
    assert surely(proved, total) <= surely(proved + 1, total + 1)
    assert surely(proved, total + 1) <= surely(proved, total) + 1e-9


def test_a_record_is_kept_by_host_and_fades(catalogue: Catalogue) -> None:
    records = catalogue.lastmods
    assert records.of("a.example") == Lastmods("a.example")
    for number in range(10):
        records.note("a.example", proved=number < 3)
    assert records.of("a.example") == Lastmods("a.example", claims=10, proved=3)
    assert records.of("b.example") == Lastmods("b.example")
    with catalogue.transaction():
        for _ in range(2 * REMEMBERED):
            records.note("a.example", proved=True)
        assert announces(records.of("a.example"))
        for _ in range(2 * REMEMBERED):
            records.note("a.example", proved=False)
    assert not announces(records.of("a.example")), "a site that was made anew is judged anew"
