"""What every search engine must do (``indexer.engine.SearchEngine``), with each engine as a parameter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, FacetChoice, Passage, Query, Results, Sort, Version
from tests.conftest import MovableClock
from tests.contracts.articles import ARTICLES, found
from tests.contracts.conftest import Opener
from tests.indexer.made_up import a_document, on


def facet(results: Results, name: str) -> dict[str, int]:
    return next({v.value: v.count for v in f.values} for f in results.facets if f.name == name)


def chosen(**choices: FacetChoice) -> Query:
    return Query(chosen=dict(choices))


# What is kept


def test_an_engine_without_an_index_is_empty(engine: SearchEngine) -> None:
    assert (engine.checkpoint(), engine.count(), list(engine.ids())) == (0, 0, [])
    assert engine.get("gas") is None
    assert engine.search(Query("gas")).total == 0
    assert engine.search(Query()).hits == ()


def test_a_document_comes_back_whole(engine: SearchEngine) -> None:
    document = a_document(
        "whole",
        "Text with “signs”, عربي and 中文.",
        labels=("One", "Two"),
        author="Ada Quill",
        lang="en",
        kind="related",
        status="changed",
        captures=3,
        first_captured=on(2024, 1),
        last_captured=on(2024, 3),
        last_changed=on(2024, 2),
        method="platform:blogger",
        versions=(
            Version(1, on(2024, 1), "a" * 64),
            Version(7, on(2024, 2), "b" * 64, (Passage("Was new.", ((4, 7),)),), (), cut=True),
        ),
    )
    engine.apply(Batch(put=(document,)), checkpoint=1)
    assert engine.get("whole") == document
    assert engine.search(Query("signs")).hits[0].document == document


def test_applying_again_replaces(filled: SearchEngine) -> None:
    filled.apply(Batch(put=ARTICLES), checkpoint=4)
    changed = replace(ARTICLES[0], text="Only wind now.")
    filled.apply(Batch(put=(changed,)), checkpoint=5)
    assert filled.count() == len(ARTICLES)
    assert sorted(filled.ids()) == sorted(d.id for d in ARTICLES)
    assert filled.get("gas") == changed
    assert found(filled.search(Query("prices"))) == []
    assert filled.checkpoint() == 5


def test_of_two_with_one_id_the_last_is_kept(engine: SearchEngine) -> None:
    engine.apply(Batch(put=(a_document("x", "first"), a_document("x", "second"))), checkpoint=1)
    assert engine.count() == 1
    assert found(engine.search(Query("second"))) == ["x"]


def test_what_is_deleted_is_not_found(filled: SearchEngine) -> None:
    filled.apply(Batch(delete=("gas", "never-was")), checkpoint=5)
    assert filled.get("gas") is None
    assert found(filled.search(Query("gas"))) == ["oil"]
    assert facet(filled.search(Query()), "author") == {"Ben Rook": 1}
    assert filled.count() == 3


def test_an_empty_batch_moves_the_checkpoint(filled: SearchEngine) -> None:
    filled.apply(Batch(), checkpoint=9)
    assert (filled.checkpoint(), filled.count()) == (9, 4)


def test_another_reader_sees_what_was_applied(
    opener: Opener, filled: SearchEngine, tmp_path: Path, clock: MovableClock
) -> None:
    reader = opener(tmp_path, clock)
    assert reader.count() == 4
    before = reader.generation()
    filled.apply(Batch(put=(a_document("new", "fresh news"),)), checkpoint=5)
    assert reader.generation() != before
    assert found(reader.search(Query("fresh"))) == ["new"]
    assert reader.checkpoint() == 5
    reader.close()


def test_reset_empties(filled: SearchEngine) -> None:
    filled.reset()
    assert (filled.count(), filled.checkpoint(), found(filled.search(Query("gas")))) == (0, 0, [])
    filled.apply(Batch(put=ARTICLES[:1]), checkpoint=1)
    assert found(filled.search(Query("gas"))) == ["gas"]


# Words


def test_all_words_are_wanted_first(filled: SearchEngine) -> None:
    results = filled.search(Query("oil gas"))
    assert (found(results), results.mode) == (["oil"], "all")


def test_any_word_does_where_none_has_all(filled: SearchEngine) -> None:
    results = filled.search(Query("grain prices"))
    assert (set(found(results)), results.mode) == ({"gas", "ships"}, "any")


def test_words_are_matched_across_title_author_label_and_text(filled: SearchEngine) -> None:
    results = filled.search(Query("quill energy prices"))
    assert (found(results), results.mode) == (["gas"], "all")


def test_a_title_weighs_more_than_a_mention(engine: SearchEngine) -> None:
    filler = " and other things that were said there" * 5
    engine.apply(
        Batch(
            put=(
                a_document("mention", "A pipeline was named once" + filler, title="Notes of the week"),
                a_document("subject", "It was opened" + filler, title="The new pipeline"),
            )
        ),
        checkpoint=1,
    )
    assert found(engine.search(Query("pipeline"))) == ["subject", "mention"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ('"while gas"', ["oil"]),
        ('"rose prices"', []),
        ('"prices gas"~2', ["gas"]),
        ("gas AND oil", ["oil"]),
        ("gas -oil", ["gas"]),
        ("gas NOT oil", ["gas"]),
        ("ships OR prices", ["gas", "ships"]),
        ("(ships OR oil) gas", ["oil"]),
        ("gas -(oil OR ships)", ["gas"]),
        ("harb*", ["gas", "oil", "ships", "undated"]),  # it is in a source's name, too
        ("pric*", ["gas"]),
        ("prises~", ["gas"]),
        ("preses~2", ["gas"]),
        ("title:harbours", ["ships"]),
        ("title:gas", ["gas"]),
        ("author:quill", ["gas"]),
        ('author:"ben rook"', ["oil"]),
        ("label:trade", ["gas"]),
        ("source:other", ["ships"]),
        ("site:example.com ships", ["ships"]),
        ("site:nowhere.example ships", []),
        ("url:ships.html", ["ships"]),
        ("lang:FR", ["ships"]),
        ("kind:page", ["undated"]),
        ("status:gone", ["undated"]),
        ("before:2023-07", ["oil"]),
        ("after:2023-07 before:2024", ["ships"]),
        ("year:2023 gas", ["oil"]),
        ("-gas", ["ships", "undated"]),
    ],
)
def test_the_query_language(filled: SearchEngine, asked: str, wanted: list[str]) -> None:
    results = filled.search(Query(asked))
    assert sorted(found(results)) == wanted
    assert results.total == len(wanted)
    assert results.notices == ()


# Choices


def test_values_of_a_facet_are_or_and_facets_are_and(filled: SearchEngine) -> None:
    both = chosen(author=FacetChoice(("Ada Quill", "Ben Rook")))
    assert set(found(filled.search(both))) == {"gas", "oil"}
    narrower = chosen(author=FacetChoice(("Ada Quill", "Ben Rook")), label=FacetChoice(("Trade",)))
    assert found(filled.search(narrower)) == ["gas"]


def test_a_facet_is_counted_without_its_own_choice(filled: SearchEngine) -> None:
    results = filled.search(Query("gas", chosen={"author": FacetChoice(("Ada Quill",))}))
    assert facet(results, "author") == {"Ada Quill": 1, "Ben Rook": 1}
    assert facet(results, "label") == {"Energy": 1, "Trade": 1}
    assert facet(results, "year") == {"2024": 1}
    selected = {v.value for f in results.facets for v in f.values if v.selected}
    assert selected == {"Ada Quill"}


def test_choices_exclude(filled: SearchEngine) -> None:
    results = filled.search(chosen(label=FacetChoice(none_of=("Energy",))))
    assert set(found(results)) == {"ships", "undated"}
    assert [v.value for f in results.facets for v in f.values if v.excluded] == ["Energy"]


def test_a_choice_that_nothing_has_is_shown_with_none(filled: SearchEngine) -> None:
    results = filled.search(chosen(author=FacetChoice(("Nobody",))))
    assert found(results) == []
    assert facet(results, "author") == {"Ada Quill": 1, "Ben Rook": 1, "Nobody": 0}


def test_years_months_and_dates(filled: SearchEngine) -> None:
    assert set(found(filled.search(chosen(year=FacetChoice(("2023",)))))) == {"oil", "ships"}
    month = filled.search(chosen(month=FacetChoice(("2023-07",))))
    assert found(month) == ["ships"]
    assert facet(month, "year") == {"2024": 1, "2023": 2}
    between = Query(since=date(2023, 3, 1), until=date(2023, 7, 1))
    assert set(found(filled.search(between))) == {"oil", "ships"}


def test_the_histogram_counts_months(filled: SearchEngine) -> None:
    bars = filled.search(Query()).histogram
    assert [(bar.start, bar.count) for bar in bars] == [
        (date(2023, 3, 1), 1),
        (date(2023, 7, 1), 1),
        (date(2024, 5, 1), 1),
    ]


def test_facets_can_be_left_out(filled: SearchEngine) -> None:
    results = filled.search(Query("gas", with_facets=False))
    assert (results.facets, results.histogram, results.total) == ((), (), 2)


# Order and pages


def test_orders(filled: SearchEngine) -> None:
    assert found(filled.search(Query(sort=Sort.NEWEST))) == ["gas", "ships", "oil", "undated"]
    assert found(filled.search(Query(sort=Sort.OLDEST))) == ["oil", "ships", "gas", "undated"]
    filled.apply(Batch(put=(replace(ARTICLES[1], last_changed=on(2025)),)), checkpoint=5)
    assert found(filled.search(Query(sort=Sort.CHANGED)))[0] == "oil"


def test_browsing_is_newest_first(filled: SearchEngine) -> None:
    assert found(filled.search(Query())) == ["gas", "ships", "oil", "undated"]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_each_hit_once(engine: SearchEngine, sort: Sort) -> None:
    same = [a_document(f"{number:03}", "same words", title="Same") for number in range(47)]
    engine.apply(Batch(put=tuple(same[:20])), checkpoint=1)
    engine.apply(Batch(put=tuple(same[20:])), checkpoint=2)
    pages = [engine.search(Query("same", sort=sort, page=page, per_page=10)) for page in range(1, 6)]
    listed = [name for page in pages for name in found(page)]
    assert listed == [document.id for document in same]  # ties go by id
    assert {page.total for page in pages} == {47}


def test_a_page_beyond_the_end_says_where_the_list_ends(filled: SearchEngine) -> None:
    results = filled.search(Query("gas", page=9_000, per_page=100))
    assert (results.hits, results.total) == ((), 2)
    assert results.notices == ("There is no page 9,000: the list ends on page 1.",)
    assert filled.search(Query("gas", page=2, per_page=1)).notices == ()
    assert "page 2" in filled.search(Query("gas", page=3, per_page=1)).notices[0]
    assert filled.search(Query("nothingatall", page=3)).notices == ()


# Snippets


def test_snippets_mark_what_matched(filled: SearchEngine) -> None:
    (snippet,) = filled.search(Query("price")).hits[0].snippets
    assert [text for text, matched in snippet.runs if matched] == ["Prices"]
    assert "".join(text for text, _ in snippet.runs) == "Prices of gas rose. Gas again."


def test_a_hit_by_its_title_shows_the_beginning(filled: SearchEngine) -> None:
    (snippet,) = filled.search(Query("harbours")).hits[-1].snippets
    assert not any(matched for _, matched in snippet.runs)


# Anything may be typed


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', "(", ")", "((((", "-", "AND", "OR NOT", "*", "?*e*", "~", "gas~9", "a:b:c", "title:", "before:x",
     "\x00", "[a TO b]", "^", "\\", "'", "gas AND", "NOT", "%s%n", "🙂", "x" * 5000, "a " * 3000, "(" * 600 + ")" * 600,
     "-" * 600, "*" * 600, '"a ' * 200, "label:\"", "\ud800", "e\u0301" * 100],
)  # fmt: skip
def test_nothing_that_is_typed_raises(filled: SearchEngine, typed: str) -> None:
    assert isinstance(filled.search(Query(typed)), Results)


@pytest.mark.parametrize("written", ["2026-13-99", "2026-02-30", "soon"])
def test_a_day_that_no_calendar_has_is_said(filled: SearchEngine, written: str) -> None:
    wanted, left_out = (
        chosen(day=choice) for choice in (FacetChoice((written,)), FacetChoice((), (written,)))
    )
    for query in (wanted, left_out):
        assert [notice.partition(" is ")[0] for notice in filled.search(query).notices] == [f"day={written}"]
    assert filled.search(chosen(day=FacetChoice(("undated",)))).notices == ()
