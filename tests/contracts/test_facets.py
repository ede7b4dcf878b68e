"""What every search engine must do with facets and pages: exact counts, dates by year, month and day, whole lists of values,
hostile values, and pages that hold each hit once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine import SearchEngine
from indexer.model import CHOICES, UNDATED, Batch, Document, FacetChoice, Query, Results, Sort, ValueOrder
from indexer.parameters import parse_query, to_args
from tests.conftest import MovableClock
from tests.contracts.conftest import Opener
from tests.indexer.made_up import a_document, on


def counts(results: Results, name: str) -> dict[str, int]:
    return {v.value: v.count for f in results.facets if f.name == name for v in f.values}


def ids(results: Results) -> set[str]:
    return {hit.document.id for hit in results.hits}


def dated(*days: datetime | None) -> tuple[Document, ...]:
    return tuple(a_document(f"d{at}", "fog", published=day) for at, day in enumerate(days))


@pytest.fixture
def calendar(engine: SearchEngine) -> SearchEngine:
    """Two in May 2024 (one on New York's 31st, which is June in London), one in June, one in 2023, two without a date."""
    new_york = timezone(timedelta(hours=-4))
    may = on(2024, 5, 3), datetime(2024, 5, 31, 22, 30, tzinfo=new_york)
    engine.apply(Batch(put=dated(*may, on(2024, 6, 1), on(2023, 5, 3), None, None)), checkpoint=1)
    return engine


def test_a_chosen_year_opens_its_months_and_a_month_its_days(calendar: SearchEngine) -> None:
    assert counts(calendar.search(Query()), "month") == {}
    year = calendar.search(Query(chosen={"year": FacetChoice(("2024",))}))
    assert counts(year, "month") == {"2024-06": 1, "2024-05": 2}
    assert counts(year, "day") == {}
    month = calendar.search(Query(chosen={"month": FacetChoice(("2024-05",))}))
    assert ids(month) == {"d0", "d1"}
    assert counts(month, "month") == {"2024-06": 1, "2024-05": 2}
    assert counts(month, "day") == {"2024-05-31": 1, "2024-05-03": 1}  # the page's own day
    day = calendar.search(Query(chosen={"day": FacetChoice(("2024-05-31",))}))
    assert ids(day) == {"d1"}
    assert counts(day, "day") == counts(month, "day")
    assert counts(day, "year") == {"2024": 3, "2023": 1}


def test_days_are_or_and_can_be_excluded(calendar: SearchEngine) -> None:
    both = FacetChoice(("2024-05-03", "2023-05-03"))
    assert ids(calendar.search(Query(chosen={"day": both}))) == {"d0", "d3"}
    without = {"year": FacetChoice(("2024",)), "day": FacetChoice(none_of=("2024-05-03",))}
    assert ids(calendar.search(Query(chosen=without))) == {"d1", "d2"}
    for odd in ("2024-02-30", "2024-13", "05-03", "٢٠٢٤", "", "2024-5-3"):
        assert calendar.search(Query(chosen={"day": FacetChoice((odd,))})).total == 0


def test_what_has_no_date_is_counted_and_found(calendar: SearchEngine) -> None:
    assert calendar.search(Query("fog")).undated == 2
    undated = calendar.search(Query(chosen={"year": FacetChoice((UNDATED,))}))
    assert (ids(undated), undated.undated) == ({"d4", "d5"}, 2)
    assert {value: count for value, count in counts(undated, "year").items() if count} == {
        "2024": 3,
        "2023": 1,
        UNDATED: 2,
    }
    either = calendar.search(Query(chosen={"year": FacetChoice(("2023", UNDATED))}))
    assert ids(either) == {"d3", "d4", "d5"}
    assert ids(calendar.search(Query(chosen={"year": FacetChoice(none_of=(UNDATED,))}))) == {
        "d0",
        "d1",
        "d2",
        "d3",
    }


def test_the_bars_are_days_where_few_are_asked_for(calendar: SearchEngine) -> None:
    bars = calendar.search(Query())
    assert (bars.histogram_by, [bar.count for bar in bars.histogram]) == ("month", [1, 2, 1])
    for asked in (
        Query(chosen={"month": FacetChoice(("2024-05",))}),
        Query(since=date(2024, 5, 1), until=date(2024, 5, 31)),
    ):
        days = calendar.search(asked)
        assert days.histogram_by == "day"
        assert [(bar.start, bar.count) for bar in days.histogram] == [
            (date(2024, 5, 3), 1),
            (date(2024, 5, 31), 1),
        ]


# Whole lists of values


@pytest.fixture
def labelled(engine: SearchEngine) -> SearchEngine:
    """600 labels on 300 articles in two commits, with names in several scripts."""
    made = [
        a_document(f"{at:03}", "fog", labels=(f"Label {at:03}", f"Other {at:03}", "All")) for at in range(300)
    ]
    named = a_document("x", "rain", labels=("München", "Москва", "القاهرة", "北京", "C++", "AT&T", "Straße"))
    engine.apply(Batch(put=tuple(made[:150])), checkpoint=1)
    engine.apply(Batch(put=(*made[150:], named)), checkpoint=2)
    return engine


def test_all_values_of_a_facet_are_listed_in_either_order(labelled: SearchEngine) -> None:
    stretches = [labelled.values(Query("fog"), "label", skip=skip, most=100) for skip in range(0, 700, 100)]
    listed = [value for stretch in stretches for value in stretch.values]
    assert {stretch.total for stretch in stretches} == {601}
    assert (listed[0].value, listed[0].count) == ("All", 300)
    assert len({value.value for value in listed}) == len(listed) == 601
    assert stretches[0].articles == 300
    by_name = labelled.values(Query("fog"), "label", order=ValueOrder.NAME, most=1000).values
    assert [value.value for value in by_name] == sorted(value.value for value in listed)
    label = next(facet for facet in labelled.search(Query("fog")).facets if facet.name == "label")
    assert label.size == 601
    assert label.values == tuple(listed[: len(label.values)])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("munchen", "München"), ("MÜN", "München"), ("muenchen", "München"), ("chen", "München"), ("strasse", "Straße"),
        ("моск", "Москва"), ("قاهره", "القاهرة"), ("京", "北京"), ("c++", "C++"), ("&", "AT&T"), ("at t", "AT&T"),
        ("Mu\u0308nchen", "München"),
    ],
)  # fmt: skip
def test_values_are_searched_by_parts_of_words_in_any_script(
    labelled: SearchEngine, typed: str, value: str
) -> None:
    found = labelled.values(Query("rain"), "label", containing=typed)
    assert [one.value for one in found.values] == [value]
    assert found.total == 1


def test_values_know_what_is_chosen_and_are_counted_without_it(labelled: SearchEngine) -> None:
    query = Query(
        "fog", chosen={"label": FacetChoice(("Label 007",), ("Other 008",)), "kind": FacetChoice(("post",))}
    )
    found = {value.value: value for value in labelled.values(query, "label", most=1000).values}
    assert len(found) == 601
    assert (found["Label 007"].selected, found["Other 008"].excluded, found["All"].count) == (True, True, 300)
    assert labelled.values(query, "kind").values[0].count == 1
    assert labelled.values(query, "source", containing="nobody").values == ()
    for nothing in ("~*", "\0", "\ud800", "x" * 5_000, '")('):
        assert labelled.values(Query(), "label", containing=nothing).total == 0


def test_dates_are_listed_too(calendar: SearchEngine) -> None:
    def listed(facet: str, order: ValueOrder = ValueOrder.NAME) -> dict[str, int]:
        return {value.value: value.count for value in calendar.values(Query(), facet, order=order).values}

    assert list(listed("year").items()) == [("2024", 3), ("2023", 1), (UNDATED, 2)]
    assert list(listed("month").items()) == [("2024-06", 1), ("2024-05", 2), ("2023-05", 1)]
    assert list(listed("day", ValueOrder.COUNT)) == ["2023-05-03", "2024-05-03", "2024-05-31", "2024-06-01"]
    assert [value.value for value in calendar.values(Query(), "day", containing="-05-3").values] == [
        "2024-05-31"
    ]


# Hostile values


HOSTILE = (
    "-x", "--", "-", "\\-x", "\\", "\\\\-", "-\\-x", '"quoted"', "a&b=c", "<script>", "a\nb\tc", "  spaced  out ",
    "\u202eabc\u202c", "x" * 400, "عربي", "*", "undated", "a,b", "\0nul", "Ünïcödé", "ﬁ", "%2D", "+", "null",
)  # fmt: skip


def test_any_value_that_is_shown_can_be_chosen_and_excluded(engine: SearchEngine) -> None:
    made = tuple(a_document(f"{at:02}", "fog", labels=(value,)) for at, value in enumerate(HOSTILE))
    engine.apply(Batch(put=made), checkpoint=1)
    shown = counts(engine.search(Query()), "label")
    assert sum(shown.values()) == len(HOSTILE)
    for value, count in shown.items():
        for choice, wanted in (
            (FacetChoice((value,)), count),
            (FacetChoice(none_of=(value,)), len(HOSTILE) - count),
        ):
            query = Query(chosen={"label": choice})
            address: dict[str, list[str]] = {}
            for name, written in to_args(query):
                address.setdefault(name, []).append(written)
            assert parse_query(address) == (query, ()), value
            assert engine.search(query).total == wanted, value


# Exact counts and pages, over made-up corpora

SOURCES, LABELS, AUTHORS = ("One", "Two"), ("Mist", "Rain", "-x"), (None, "Ada", "Ben")
DAYS = (None, on(2023, 5, 3), on(2024, 5, 3), on(2024, 5, 4), on(2024, 6, 1))


def corpus(seed: int) -> list[Document]:
    """Sixty articles that share much: equal texts, equal dates, none at all."""
    some = random.Random(seed)  # noqa: S311 - no secret
    return [
        a_document(
            f"{some.randrange(100):02}-{at}",
            some.choice(("fog", "fog fog", "fog rain", "rain", "fog fog rain")),
            title="Same",
            source=some.choice(SOURCES),
            author=some.choice(AUTHORS),
            labels=tuple(label for label in LABELS if some.random() < 0.4),
            published=some.choice(DAYS),
            last_changed=some.choice(DAYS),
        )
        for at in range(60)
    ]


@dataclass(frozen=True)
class Stock:
    """A corpus in an engine that has written it in pieces, some of it twice, and in one that was given it at once."""

    made: list[Document]
    pieces: SearchEngine
    whole: SearchEngine

    @property
    def answering(self) -> list[Document]:
        return [one for one in self.made if "fog" in one.text]


@pytest.fixture(scope="module", params=[1, 2])
def stock(
    request: pytest.FixtureRequest, opener: Opener, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    made, clock = corpus(request.param), MovableClock(on(2026))
    pieces, whole = (opener(tmp_path_factory.mktemp("engine"), clock) for _ in "12")
    for at, (start, end) in enumerate(((0, 31), (31, 40), (40, 60), (0, 5))):
        pieces.apply(Batch(put=tuple(made[start:end])), checkpoint=at + 1)
    whole.apply(Batch(put=tuple(made)), checkpoint=1)
    yield Stock(made, pieces, whole)
    pieces.close()
    whole.close()


choices = st.fixed_dictionaries(
    {},
    optional={
        name: st.builds(FacetChoice, *(st.lists(st.sampled_from(of), max_size=2, unique=True).map(tuple) for _ in "an"))
        for name, of in {
            "source": SOURCES, "label": LABELS, "author": ("Ada", "Ben"), "year": ("2023", "2024", UNDATED),
            "month": ("2024-05", "2024-06"), "day": ("2024-05-03", "2023-05-03"),
        }.items()
    },
)  # fmt: skip
Of = dict[str, Callable[[Document], Iterable[str]]]


def written(document: Document, form: str) -> tuple[str, ...]:
    return (document.published.strftime(form),) if document.published else ()


VALUES: Of = {
    "source": lambda one: (one.source,),
    "author": lambda one: (one.author,) if one.author else (),
    "label": lambda one: one.labels,
    "year": lambda one: written(one, "%Y") or (UNDATED,),
    "month": lambda one: written(one, "%Y-%m"),
    "day": lambda one: written(one, "%Y-%m-%d"),
}


def passes(document: Document, chosen: dict[str, FacetChoice], without: Iterable[str] = ()) -> bool:
    for name, choice in chosen.items():
        if name in without:
            continue
        has = set(VALUES[name](document))
        if (choice.any_of and not has & set(choice.any_of)) or has & set(choice.none_of):
            return False
    return True


@settings(max_examples=40, deadline=None)
@given(chosen=choices)
def test_counts_are_what_counting_by_hand_gives(stock: Stock, chosen: dict[str, FacetChoice]) -> None:
    query = Query("fog", chosen=chosen, per_page=100)
    results = stock.pieces.search(query)
    assert ids(results) == {one.id for one in stock.answering if passes(one, chosen)}
    for name, values in VALUES.items():
        own = ("year", "month", "day") if name in ("year", "month", "day") else (name,)
        by_hand = Counter(
            value for one in stock.answering if passes(one, chosen, own) for value in values(one)
        )
        assert {value.value: value.count for value in stock.pieces.values(query, name).values} == by_hand, (
            name
        )
        if name in ("source", "author", "label", "year"):
            shown = {
                value: count for value, count in counts(results, name).items() if count and value != UNDATED
            }
            assert shown == {value: count for value, count in by_hand.items() if value != UNDATED}, name
    passing = [one for one in stock.answering if passes(one, chosen)]
    form = "%Y-%m-%d" if results.histogram_by == "day" else "%Y-%m-01"
    bars = Counter(one.published.strftime(form) for one in passing if one.published)
    assert {bar.start.isoformat(): bar.count for bar in results.histogram} == bars


def newest(one: Document) -> tuple[bool, float]:
    return one.published is None, -(one.published or on(2023)).timestamp()


def in_order(sort: Sort, documents: list[Document]) -> list[str]:
    """By the sort's key; what has none comes last; ties go to the newest, then by id."""

    def key(one: Document) -> tuple[object, ...]:
        if sort is Sort.CHANGED:
            changed = (one.last_changed or on(2023)).timestamp()
            return one.last_changed is None, -changed, newest(one), one.id
        if sort is Sort.OLDEST:
            return newest(one)[0], -newest(one)[1], one.id
        return newest(one), one.id

    return [one.id for one in sorted(documents, key=key)]


@settings(max_examples=20, deadline=None)
@given(per_page=st.integers(1, 45), sort=st.sampled_from(Sort), chosen=choices)
def test_pages_one_after_another_are_the_whole_list(
    stock: Stock, per_page: int, sort: Sort, chosen: dict[str, FacetChoice]
) -> None:
    query = Query("fog", sort=sort, per_page=per_page, chosen=chosen, with_facets=False)
    whole = [one.id for one in stock.pieces.listed(query)]
    pages = [stock.pieces.search(replace(query, page=at + 1)) for at in range(-(-len(whole) // per_page))]
    hits = [hit for page in pages for hit in page.hits]
    assert [hit.document.id for hit in hits] == whole
    assert {page.total for page in pages} <= {len(whole)}
    wanted = [one for one in stock.answering if passes(one, chosen)]
    if sort is Sort.RELEVANCE:
        assert sorted(whole) == sorted(one.id for one in wanted)
        assert hits == sorted(hits, key=lambda hit: (-hit.score, newest(hit.document), hit.document.id))
    else:
        assert whole == in_order(sort, wanted)
        assert [one.id for one in stock.whole.listed(query)] == whole


def test_every_choice_can_be_listed(engine: SearchEngine) -> None:
    assert [engine.values(Query(), name).values for name in CHOICES] == [()] * len(CHOICES)
