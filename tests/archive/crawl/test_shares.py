"""How the budget for what lies around a Source is shared out: laws."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from archive import uri
from archive.crawl.bounds.shares import Budget, by_turns
from archive.model import LinkKind, Target

KINDS = (LinkKind.POPULAR, LinkKind.BODY, LinkKind.SISTER)
candidates = st.lists(
    st.builds(
        lambda kind, host, number: Target(f"https://host-{host}.example/{number}", kind),
        st.sampled_from(KINDS),
        st.integers(0, 3),
        st.integers(0, 10_000),
    ),
    max_size=60,
)


@given(candidates)
def test_all_come_once_and_of_each_host_the_best_first(found: list[Target]) -> None:
    taken = list(by_turns(found))
    assert Counter(taken) == Counter(found)
    for kind in KINDS:
        for host in range(4):
            mine = [t for t in found if t.kind is kind and uri.host(t.url) == f"host-{host}.example"]
            assert [t for t in taken if t in mine] == mine or len(set(mine)) < len(mine)


@given(candidates, st.integers(0, 60))
def test_no_kind_gets_ahead_of_one_that_waits(found: list[Target], size: int) -> None:
    taken, all_of = Counter(t.kind for t in list(by_turns(found))[:size]), Counter(t.kind for t in found)
    waiting = [kind for kind in KINDS if taken[kind] < all_of[kind]]
    for kind in waiting:
        assert max(taken.values(), default=0) - taken[kind] <= 1


@given(st.integers(0, 20), st.lists(st.sampled_from(KINDS), max_size=60))
def test_a_kind_with_a_budget_of_its_own_takes_nothing_from_the_others(
    total: int, wanted: list[LinkKind]
) -> None:
    budget = Budget(total, {LinkKind.POPULAR: 3})
    taken: Counter[LinkKind] = Counter()
    for kind in wanted:
        if budget.left(kind):
            budget.spend(kind)
            taken[kind] += 1
    asked = Counter(wanted)
    assert taken[LinkKind.POPULAR] == min(3, asked[LinkKind.POPULAR])
    assert taken[LinkKind.BODY] + taken[LinkKind.SISTER] == min(
        total, asked[LinkKind.BODY] + asked[LinkKind.SISTER]
    )
