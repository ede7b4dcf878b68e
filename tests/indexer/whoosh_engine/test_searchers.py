"""Arrays and Whoosh's own searcher: the same documents, the same scores; and who is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from indexer.errors import UnknownSearcher
from indexer.model import Batch, Query
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.searchers import Searcher, searcher_of, usual
from tests.indexer.made_up import a_document, on
from tests.indexer.whoosh_engine.corpora import Corpus, corpora, indexed, typed
from tests.indexer.whoosh_engine.trees import trees


def answered(engine: WhooshEngine, tree: Any, searcher: Searcher) -> tuple[dict[str, float], Search]:
    """The places, with their scores, that a tree finds, deleted ones included; and what was learnt on the way."""
    search = Search(replace(engine.edition(), searcher=searcher))
    matches = search.match(tree)
    assert (matches.ids[1:] > matches.ids[:-1]).all()
    found = {str(place): float(score) for place, score in zip(matches.ids, matches.scores, strict=True)}
    return found, search


@settings(max_examples=60)
@given(corpus=corpora(whole=True), asked=st.lists(trees(), min_size=10, max_size=10))
def test_any_tree_finds_the_same_with_the_same_scores(corpus: Corpus, asked: list[Any]) -> None:
    with indexed(corpus) as engine:
        for tree in asked:
            by_arrays, by_whoosh = (answered(engine, tree, each)[0] for each in Searcher)
            assert by_arrays == pytest.approx(by_whoosh, rel=1e-5, abs=1e-6)


@settings(max_examples=40)
@given(corpus=corpora(whole=True), questions=st.lists(typed(), min_size=8, max_size=8))
def test_whatever_is_typed_has_the_same_answer(corpus: Corpus, questions: list[str]) -> None:
    with indexed(corpus) as engine:
        other = WhooshEngine.open(engine._folder.path, searcher=Searcher.WHOOSH)
        for question in questions:
            one, two = (each.search(Query(question, per_page=100)) for each in (engine, other))
            assert scores(one) == pytest.approx(scores(two), rel=1e-5)
            assert (one.total, one.mode, one.notices, one.facets) == (
                two.total,
                two.mode,
                two.notices,
                two.facets,
            )


def scores(results: Any) -> dict[str, float]:
    return {hit.document.id: hit.score for hit in results.hits}


GAS, OIL = query.Term("text", "gas"), query.Term("text", "oil")
OTHERS = [
    (query.Wildcard("words", "sh?ps"), "ships"),
    (query.Regex("words", "gas.*"), "both far gas"),
    (query.TermRange("words", "oil", "rose"), "both far gas oil"),
    (query.Variations("words", "ship"), "ships"),
    (query.AndNot(GAS, OIL), "gas"),
    (query.AndNot(OIL, GAS), "oil"),
    (query.Require(GAS, OIL), "both far"),
    (query.Otherwise(query.Term("text", "nothing"), OIL), "both far oil"),
    (query.ConstantScoreQuery(GAS, 2.5), "both far gas"),
    (query.SpanNear2([GAS, OIL], slop=2, ordered=False), "both"),
    (query.Sequence([OIL, GAS], slop=2), "both"),
    (query.Ordered([GAS, OIL]), "far"),
    (query.SpanFirst(GAS, limit=16), "far"),
    (query.Or([GAS, OIL], scale=0.5), "both far gas oil"),
    (query.Prefix("words", "ga", boost=3.0), "both far gas"),
    (query.FuzzyTerm("words", "ghips", prefixlength=0), "ships"),
    (query.NumericRange("published", None, None), "both far gas oil"),
    (query.Every("label"), "gas"),
    (query.Every("nowhere"), ""),
    (query.Wildcard("nowhere", "g?s"), ""),
    (query.Or([query.Wildcard("nowhere", "g?s"), query.Every("nowhere"), GAS], scale=0.5), "both far gas"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    made = WhooshEngine.open(tmp_path_factory.mktemp("others"), searcher=Searcher.ARRAYS)
    texts = {"gas": "Gas rose.", "both": "The oil, then gas rose.", "ships": "Ships.", "oil": "Oil rose."}
    texts["far"] = "Gas rose as it seldom rose, and so did oil."
    for number, (name, text) in enumerate(texts.items()):
        labels, published = (("Energy",) if name == "gas" else ()), None if name == "ships" else on(2024)
        document = a_document(name, text, title="", source="", labels=labels, published=published)
        made.apply(Batch(put=(document,)), checkpoint=number)
    return made


@pytest.mark.parametrize("asked", [pytest.param(each, id=repr(each[0])) for each in OTHERS])
def test_a_node_that_arrays_dont_know_is_answered_by_whoosh(
    engine: WhooshEngine, asked: tuple[Any, str]
) -> None:
    node, wanted = asked
    assert searcher_of(node, Searcher.ARRAYS) is Searcher.WHOOSH
    for tree in (
        node,
        query.And([query.Every(), node]),
        query.AndMaybe(node, GAS),
        query.Or([node, query.NullQuery]),
    ):
        assert ids(engine, tree) == wanted.split()
    assert ids(engine, query.Not(node)) == [name for name in ALL if name not in wanted.split()]


ALL = ["both", "far", "gas", "oil", "ships"]


def ids(engine: WhooshEngine, tree: Any) -> list[str]:
    search = Search(engine.edition())
    whole = search.edition.whole
    return sorted(whole.keys[place].decode() for place in search.match(tree).ids)


@pytest.mark.parametrize(
    ("node", "times"),
    [
        (query.Term("text", "gas", boost=2.0), 2.0),
        (query.And([GAS], boost=2.0), 2.0),
        (query.Or([GAS, query.Term("text", "nothing")], boost=3.0), 3.0),
        (query.Phrase("text", ["gas"], boost=2.0), 2.0),
    ],
    ids=repr,
)
def test_a_boost_counts(engine: WhooshEngine, node: Any, times: float) -> None:
    plain, _ = answered(engine, GAS, Searcher.ARRAYS)
    boosted, _ = answered(engine, node, Searcher.ARRAYS)
    assert boosted == pytest.approx({place: times * score for place, score in plain.items()}, rel=1e-5)


@pytest.mark.parametrize("searcher", Searcher)
@pytest.mark.parametrize(
    "node",
    [
        query.Prefix("words", "word"),
        query.FuzzyTerm("words", "word1", maxdist=2),
        query.Wildcard("words", "w*d??"),
    ],
)
def test_expansions_are_bounded(many_words: WhooshEngine, searcher: Searcher, node: Any) -> None:
    found, search = answered(many_words, node, searcher)
    assert len(found) == 1
    assert search.bounded == {"expansions"}
    assert len(search.expansions[node.text]) == 1024


@pytest.fixture(scope="module")
def many_words(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    made = WhooshEngine.open(tmp_path_factory.mktemp("many"))
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    made.apply(
        Batch(put=(a_document("many", " ".join(f"word{a}{b}" for a in letters for b in letters)),)),
        checkpoint=1,
    )
    return made


@pytest.mark.parametrize("searcher", Searcher)
def test_words_of_any_length_are_among_those_that_are_spelt_nearly_so(
    tmp_path: Path, searcher: Searcher
) -> None:
    made = WhooshEngine.open(tmp_path)
    near = {"tack", "teck", "thuck", "tick", "tuck", "tucks"}
    text = " ".join(near) + " t ta table tackling tap tapestry te tea technical"
    made.apply(Batch(put=(a_document("a", text, title="", source=""),)), checkpoint=1)
    _, search = answered(made, query.FuzzyTerm("words", "tuck", maxdist=1, prefixlength=1), searcher)
    assert search.expansions == {"tuck": near}


def test_what_the_parser_makes_is_answered_by_arrays() -> None:
    asked = parse(
        'gas "oil price"~2 title:gas (storm* OR gsa~) -kind:page year:2024 added:"gas oil" 서울은 S-300',
        ("de",),
    )
    nodes = [asked.strict, asked.loose, *asked.neighbours]
    while nodes:
        node = nodes.pop()
        assert searcher_of(node, Searcher.ARRAYS) is Searcher.ARRAYS, node
        assert searcher_of(node, Searcher.WHOOSH) is Searcher.WHOOSH
        nodes += node.children()


def test_the_searcher_that_is_named_is_asked(tmp_path: Path) -> None:
    assert usual({}) is Searcher.ARRAYS
    assert usual({"BACKFILE_SEARCHER": "whoosh"}) is Searcher.WHOOSH
    with pytest.raises(UnknownSearcher, match="BACKFILE_SEARCHER is “quick”: it can be arrays or whoosh"):
        usual({"BACKFILE_SEARCHER": "quick"})
