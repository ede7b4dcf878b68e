"""What every search engine offers beside an answer: did you mean, wider searches, suggestions, related articles."""

from __future__ import annotations

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, FacetChoice, Query
from tests.indexer.made_up import a_document


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
