"""The day's looks go where they find most: measured against looking at all in turn."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.looks import choose
from archive.model import Facts, LinkKind, Page, PageKind, PageStatus, Target

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def page(number: int, published: float, looked: float, **more: object) -> Page:
    url = f"https://blog.example/{number:03}"
    made = Page(
        f"{number:03}",
        url,
        f"example,blog)/{number:03}",
        PageKind.POST,
        source_id=1,
        facts=Facts(published=NOW - published * DAY),
        link_kind=LinkKind.POST,
        first_captured=NOW - looked * DAY,
        last_captured=NOW - looked * DAY,
        captures=1,
        visits=1,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def urls(targets: list[Target]) -> list[str]:
    return [target.url[-3:] for target in targets]


def test_the_likeliest_come_first_within_the_budget() -> None:
    pages = [page(1, 900, 20), page(2, 10, 8), page(3, 2, 1.5), page(4, 900, 2), page(5, 0.5, 0.4)]
    assert urls(choose(pages, NOW, 9)) == ["002", "003"]
    assert urls(choose(pages, NOW, 1)) == ["002"]
    assert choose(pages, NOW, 0) == choose(pages, NOW, -5) == []
    assert all(target.look for target in choose(pages, NOW, 9))


def test_hints_go_first_but_are_of_the_budget_and_of_another_day() -> None:
    hints = {"004": Facts(updated=NOW), "005": Facts(updated=NOW)}
    pages = [page(2, 10, 8), page(4, 900, 2), page(5, 0.5, 0.4)]
    found = choose(pages, NOW, 9, hints=hints)
    assert urls(found) == ["004", "002"]
    assert found[0].facts == hints["004"], "so that it is weighed whether it was true"


def test_what_is_gone_is_left_alone_and_a_host_that_announces_is_waited_for() -> None:
    gone = page(2, 10, 8, status=PageStatus.GONE)
    dated = page(3, 10, 8, facts=Facts(published=NOW - 10 * DAY, updated=NOW - 9 * DAY))
    assert urls(choose([gone, dated], NOW, 9)) == ["003"]
    assert choose([gone, dated], NOW, 9, announcing={"blog.example"}) == []


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), max_size=30), st.integers(0, 40))
def test_never_more_than_the_budget_and_none_twice(pairs: list[tuple[float, float]], budget: int) -> None:
    found = choose([page(number, *pair) for number, pair in enumerate(pairs)], NOW, budget)
    assert len(found) <= budget
    assert len({target.url for target in found}) == len(found)


@dataclass
class Blog:
    """Posts that are edited as posts are: most soon after publication and never again, a few for years."""

    pages: dict[str, Page]
    edits: dict[str, list[float]]  # the days on which each is edited
    caught: int = 0
    looks: int = 0

    @classmethod
    def made_up(cls, seed: int, days: int) -> Blog:
        chance = random.Random(seed)  # noqa: S311 - a simulation, reproducibly
        pages, edits = {}, {}
        for number in range(200):
            begun = chance.uniform(-900, days)
            made = page(number, -begun, -max(begun, 0.0))
            pages[made.id] = made
            soon = [begun + chance.expovariate(1 / 4) for _ in range(chance.choice((0, 0, 0, 1, 2)))]
            steady, at = [], 0.0
            while number % 20 == 0 and (at := at + chance.expovariate(1 / 12)) < days:
                steady.append(at)
            edits[made.id] = sorted(each for each in soon + steady if 0 < each < days and each > begun)
        return cls(pages, edits)

    def look(self, key: str, day: float) -> None:
        """One look; an edit since the last one is caught (of several, the last)."""
        known = self.pages[key]
        assert known.last_captured is not None
        before = (known.last_captured - NOW) / DAY
        changed = any(before < each <= day for each in self.edits[key])
        self.caught += changed
        self.looks += 1
        self.pages[key] = replace(
            known,
            last_captured=NOW + day * DAY,
            captures=known.captures + 1,
            visits=known.visits + 1,
            text_changes=known.text_changes + changed,
        )

    def there(self, day: float) -> list[Page]:
        return [each for each in self.pages.values() if each.facts.published <= NOW + day * DAY]  # type: ignore[operator]


def run(seed: int, days: int, wanted: Callable[[Blog, float], list[str]]) -> Blog:
    blog = Blog.made_up(seed, days)
    for day in range(1, days):
        for key in wanted(blog, float(day)):
            blog.look(key, float(day))
    return blog


BUDGET = 4


def by_rate(blog: Blog, day: float) -> list[str]:
    return [target.url[-3:] for target in choose(blog.there(day), NOW + day * DAY, BUDGET)]


def in_turn(blog: Blog, day: float) -> list[str]:
    longest = sorted(blog.there(day), key=lambda each: (each.last_captured, each.id))
    return [each.id for each in longest[:BUDGET]]


def test_with_one_budget_more_edits_are_caught_than_by_looking_at_all_in_turn() -> None:
    caught, uniform, looks = 0, 0, 0
    for seed in range(3):
        ours, theirs = run(seed, 180, by_rate), run(seed, 180, in_turn)
        caught, uniform, looks = caught + ours.caught, uniform + theirs.caught, looks + ours.looks
        assert ours.looks <= theirs.looks
    assert caught >= 1.5 * uniform, f"{caught} against {uniform} edits, with {looks} looks"
