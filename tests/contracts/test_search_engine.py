"""What every search engine must do (``indexer.engine.SearchEngine``), with each engine as a parameter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, Document, FacetChoice, Passage, Query, Results, Sort, Version
from tests.conftest import MovableClock
from tests.contracts.conftest import Opener
from tests.indexer.made_up import a_document, on

ARTICLES = (
    a_document("gas", "Prices of gas rose. Gas again.", author="Ada Quill", labels=("Energy", "Trade"), lang="en"),
    a_document("oil", "Oil fell while gas rose.", author="Ben Rook", labels=("Energy",), lang="en", published=on(2023, 3)),
    a_document("ships", "Ships carry grain.", title="Of harbours", source="Other Notes", lang="fr", published=on(2023, 7)),
    a_document("undated", "Nobody knows when.", published=None, kind="page", status="gone"),
)  # fmt: skip


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.apply(Batch(put=ARTICLES), checkpoint=4)
    return engine


def found(results: Results) -> list[str]:
    return [hit.document.id for hit in results.hits]


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


# Edits


def passage(text: str) -> Passage:
    """A passage of which what stands in [brackets] changed."""
    changed: list[tuple[int, int]] = []
    plain = ""
    for place, part in enumerate(text.replace("]", "[").split("[")):
        if place % 2:
            changed.append((len(plain), len(plain) + len(part)))
        plain += part
    return Passage(plain, tuple(changed))


def edited(name: str, *edits: tuple[tuple[str, ...], tuple[str, ...]]) -> Document:
    """A Document of which each edit removed and added some passages, a month after the one before."""
    versions = [Version(1, on(2024, 1), "1:a")]
    for number, (removed, added) in enumerate(edits, 2):
        put_in, taken_out = tuple(map(passage, added)), tuple(map(passage, removed))
        versions.append(Version(number, on(2024, number), f"1:{number}", put_in, taken_out))
    return a_document(name, "What it says now.", title=name, versions=tuple(versions), status="changed")


EDITED = (
    edited(
        "talks",
        (
            ("[Eleven] of the fourteen points are agreed.",),
            ("[Thirteen] of the fourteen points are agreed.",),
        ),
        (("[The minister signed nothing.]", "[Nothing was] said in the harbour."), ()),
    ),
    edited("tolls", (("A toll of [two crowns].",), ("A toll of [three crowns, and S-300 for boats].",))),
    edited(
        "lamp",
        (("灯塔[三十一]年前建成。",), ("灯塔[三十二]年前建成。",)),
        (("كتب [حارس] المنارة",), ("كتب [ربان] المنارة",)),
    ),
    a_document("now", "The minister signed eleven papers in three crowns.", title="Crowns"),
)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("removed:eleven", ["talks"]),
        ("added:eleven", []),
        ("removed:fourteen", []),  # it stood there before and after
        ('removed:"eleven of the fourteen"', ["talks"]),
        ('removed:"fourteen points"', []),
        ('added:"thirteen of the fourteen points"', ["talks"]),
        ('removed:"signed nothing"', ["talks"]),
        ('removed:"nothing nothing"~200', []),  # one passage ends, another begins
        ('removed:"agreed minister"~300', []),
        ('removed:"minister nothing"~2', ["talks"]),
        ("removed:minist*", ["talks"]),
        ("removed:ministre~2", ["talks"]),
        ("removed:signing", ["talks"]),
        ("removed:(minister crowns)", []),
        ("removed:(minister OR crowns)", ["talks", "tolls"]),
        ("removed:minister OR added:three", ["talks", "tolls"]),
        ("removed:crowns AND added:crowns", ["tolls"]),
        ("removed:(two AND NOT minister)", ["tolls"]),
        ("removed:eleven -added:thirteen", []),
        ("NOT removed:eleven", ["lamp", "now", "tolls"]),
        ("added:S300", ["tolls"]),
        ("removed:三十一年", ["lamp"]),
        ("removed:年前", []),
        ('added:"三十二年前"', ["lamp"]),
        ("removed:الحارس", ["lamp"]),
        ("signed", ["now"]),  # plain words look for what it says now
        ("removed:eleven status:changed", ["talks"]),
    ],
)  # fmt: skip
def test_what_edits_took_out_and_put_in(engine: SearchEngine, asked: str, wanted: list[str]) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    results = engine.search(Query(asked))
    assert sorted(found(results)) == wanted
    assert results.notices == ()


def test_a_hit_shows_the_edits_that_answer(engine: SearchEngine) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    (hit,) = engine.search(Query('removed:"eleven of the fourteen" OR removed:minister')).hits
    told = [(change.kind, change.earlier, change.later) for change in hit.changes]
    assert told == [("removed", on(2024, 1), on(2024, 2)), ("removed", on(2024, 2), on(2024, 3))]
    first, second = (change.snippet.runs for change in hit.changes)
    assert [text for text, matched in first if matched] == ["Eleven", "of", "the", "fourteen"]
    assert "".join(text for text, _ in second) == "The minister signed nothing."
    assert engine.search(Query("crowns")).hits[0].changes == ()


def test_of_a_phrase_only_edits_with_all_of_it_are_shown(engine: SearchEngine) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    (hit,) = engine.search(Query('removed:"the minister signed"')).hits
    assert ["".join(text for text, _ in change.snippet.runs) for change in hit.changes] == [
        "The minister signed nothing."
    ]
    (lamp,) = engine.search(Query('removed:"三十一年前"')).hits
    assert [change.kind for change in lamp.changes] == ["removed"]


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


def test_did_you_mean_offers_what_has_results(filled: SearchEngine) -> None:
    results = filled.search(Query("habours"))
    assert results.total == 0
    assert results.did_you_mean == "harbours"
    assert filled.search(Query("harbours")).total
    assert filled.search(Query("qqqqqqqq")).did_you_mean is None


def test_did_you_mean_beside_texts_that_have_other_words(filled: SearchEngine) -> None:
    assert filled.search(Query("habours gas xqzxq")).did_you_mean is None, "that has no results either"
    results = filled.search(Query("habours gas"))
    assert (results.mode, results.did_you_mean) == ("any", "harbours gas")
    assert filled.search(Query("harbours gas")).mode == "all"


def test_did_you_mean_leaves_names_of_fields_alone(filled: SearchEngine) -> None:
    named = a_document("named", "Sorted.", title="Kites, titles, label makers", labels=("kinds", "Link"))
    filled.apply(Batch(put=(named,)), checkpoint=5)
    for typed in ("site:xqzxq", "title:xqzxq", "kind:", "links:xqzxq", "Title：xqzxq"):
        assert filled.search(Query(typed)).did_you_mean is None, typed
    assert filled.search(Query("title:habours")).did_you_mean == "title:harbours"


def test_did_you_mean_leaves_what_stands_for_many_words_alone(filled: SearchEngine) -> None:
    filled.apply(Batch(put=(a_document("both", "Gas in harbours, and oil."),)), checkpoint=5)
    assert filled.search(Query("habours gasw*")).did_you_mean is None
    assert filled.search(Query("habours harbo* oil")).did_you_mean == "harbours harbo* oil"
    assert filled.search(Query("habours ghas~ oil")).did_you_mean == "harbours ghas~ oil"


def test_all_that_is_found_is_listed_however_many(engine: SearchEngine) -> None:
    many = tuple(a_document(f"n{number:05}", "Gas.", lang="en") for number in range(10_050))
    engine.apply(Batch(put=(*many, ARTICLES[2])), checkpoint=1)
    assert set(engine.found(Query(text="gas", page=7, per_page=2))) == {each.id for each in many}
    assert len(list(engine.found(Query()))) == 10_051


@pytest.mark.parametrize("text", ["gas", "gas ships", "status:gone", '"', "-gas", "nothing so"])
def test_what_is_listed_is_what_is_found(text: str, filled: SearchEngine) -> None:
    assert set(filled.found(Query(text=text))) == set(found(filled.search(Query(text=text))))


# Whole lists, and what is new in them


def test_a_whole_list_is_all_of_it_in_its_order(filled: SearchEngine) -> None:
    for sort in Sort:
        for text in ("", "gas", "gas OR grain", "xqz"):
            query = Query(text, sort=sort, per_page=100)
            listed = [document.id for document in filled.listed(replace(query, page=3, per_page=1))]
            assert listed == found(filled.search(query))
            assert sorted(listed) == sorted(filled.found(query))


def test_news_is_what_is_later_the_latest_first(engine: SearchEngine) -> None:
    moments = (
        on(2026, 1, 1),
        on(2026, 1, 2),
        on(2026, 1, 2),
        on(2026, 1, 3) + timedelta(microseconds=1),
        None,
    )
    articles = tuple(a_document(f"n{at}", "gas", news_at=moment) for at, moment in enumerate(moments))
    for article in articles:
        engine.apply(Batch(put=(article,)), checkpoint=1)

    def told(after: datetime | None = None, **bounds: int) -> list[str]:
        return [document.id for document in engine.news(Query("gas"), after=after, **bounds)]

    assert told() == ["n3", "n1", "n2", "n0"]
    assert told(on(2026, 1, 1)) == ["n3", "n1", "n2"]
    assert told(on(2026, 1, 3)) == ["n3"]
    assert told(on(2026, 1, 3) + timedelta(microseconds=1)) == []
    assert [told(skip=skip, most=1) for skip in range(5)] == [["n3"], ["n1"], ["n2"], ["n0"], []]
    assert engine.news(Query("oil")) == []
    assert engine.as_of() == moments[3] == engine.search(Query()).as_of
    assert engine.get("n3") == articles[3]


# Helpers


def test_a_question_without_an_answer_offers_what_has_one(filled: SearchEngine) -> None:
    asked = Query(
        "gas", chosen={"lang": FacetChoice(("fr",)), "year": FacetChoice(none_of=("2020",))}, page=2
    )
    results = filled.search(asked)
    assert [(one.without, one.value, one.count) for one in results.wider] == [
        ("lang", "fr", 2),
        ("filters", "", 2),
    ]
    for one in results.wider:
        assert filled.search(one.query).total == one.count
        assert one.query.page == 1
    assert filled.search(Query("gas")).wider == ()
    assert filled.search(Query("xqzzy")).wider == ()
    (word, *_) = filled.search(Query("gas AND xqzzy")).wider
    assert (word.without, word.value, word.query.text, word.count) == ("word", "xqzzy", "gas", 2)
    (quotes, *_) = filled.search(Query('"gas oil grain"')).wider
    assert (quotes.without, quotes.query.text) == ("quotes", "gas oil grain")


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("ada", [("author", "Ada Quill")]),
        ("QUI", [("author", "Ada Quill")]),
        ("quill a", [("author", "Ada Quill")]),
        ("ener", [("label", "Energy")]),
        ("harbour n", [("source", "Harbour Notes")]),
        ("harb", [("source", "Harbour Notes"), ("title", "Of harbours")]),
        ("of harbours", [("title", "Of harbours")]),
        ("a", []),
        ("", []),
        ("  -- ", []),
        ("xqz", []),
        ('"of (harb', [("title", "Of harbours")]),
        ("title:", [("title", "Title of its own")]),
    ],
)
def test_suggestions_begin_with_what_was_typed(
    filled: SearchEngine, typed: str, suggested: list[tuple[str, str]]
) -> None:
    filled.apply(Batch(put=(a_document("own", title="Title of its own"),)), checkpoint=5)
    assert [(one.kind, one.text) for one in filled.suggest(typed)] == suggested


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("京大", ["北京大学的历史"]),
        ("经济", ["经济政策"]),
        ("张伟", ["张伟明"]),
        ("서울", ["서울특별시 소식"]),
        ("السي", ["السياسة"]),
        ("МОС", ["История Москвы"]),
        ("zoe", ["Zoë O'Brien"]),
        ("o'br", ["Zoë O'Brien"]),
        ("L’ét", ["L'été à Genève"]),
        ("l'été ge", ["L'été à Genève"]),
    ],
)
def test_suggestions_in_any_script(engine: SearchEngine, typed: str, suggested: list[str]) -> None:
    made = (
        a_document("zh", title="北京大学的历史", author="张伟明", labels=("经济政策",)),
        a_document("ko", title="서울특별시 소식", labels=("السياسة",)),
        a_document("fr", title="L'été à Genève", author="Zoë O'Brien"),
        a_document("ru", title="История Москвы"),
    )
    engine.apply(Batch(put=made), checkpoint=1)
    found = engine.suggest(typed)
    assert [one.text for one in found] == suggested
    assert all(engine.search(Query(one.text)).total for one in found)


def test_a_suggestion_counts_what_can_be_found_now(filled: SearchEngine) -> None:
    assert [one.count for one in filled.suggest("energy")] == [2]
    filled.apply(Batch(delete=("gas",)), checkpoint=5)
    assert [one.count for one in filled.suggest("energy")] == [1]
    filled.apply(Batch(delete=("oil", "ships")), checkpoint=6)
    assert filled.suggest("energy") == filled.suggest("harbours") == ()


def test_related_articles_share_rare_words_and_are_no_copies(engine: SearchEngine) -> None:
    lighthouse = "The keeper of the lighthouse trimmed the lantern and wrote about gulls. "
    engine.apply(
        Batch(
            put=(
                a_document("one", lighthouse + "A storm came from the north."),
                a_document("copy", lighthouse + "A storm came from the north.", title="Post one"),
                a_document("near", "Another keeper, another lantern: gulls sat on a lighthouse in summer."),
                a_document("far", "Bread is baked at four in the morning, says the keeper.", title="Loaves"),
                a_document("none", ""),
            )
        ),
        checkpoint=1,
    )
    assert [document.id for document in engine.related("one")] == ["near"]
    assert [document.id for document in engine.related("near", most=1)] in (["one"], ["copy"])
    assert engine.related("far") == engine.related("none") == engine.related("nobody") == []
    engine.apply(Batch(delete=("near",)), checkpoint=2)
    assert engine.related("one") == []
