"""Questions that are made to cost much, over texts that are made to cost much (SAFETY: bounds). The same at 100,000
documents: ``python -m tests.benchmarks.hostile_queries``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.hostile_queries import BOUND, ask_all, vocabulary
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import anonymous_mb
from tests.hostile.questions import KINDS, HostileQuestions, asked
from tests.hostile.texts import extreme_documents


@pytest.fixture(scope="module")
def made_up() -> MadeUp:
    return MadeUp(7)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, made_up: MadeUp) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("hostile"))
    opened.apply(Batch(put=tuple(made_up.documents(200))), checkpoint=1)
    opened.apply(Batch(put=tuple(extreme_documents(made_up.words, size=60_000))), checkpoint=2)
    yield opened
    opened.close()


def test_no_question_costs_more_than_the_bound(engine: WhooshEngine, made_up: MadeUp) -> None:
    before = anonymous_mb()
    answered = ask_all(engine, HostileQuestions(vocabulary(made_up), seed=3).questions(len(KINDS)))
    assert {one.kind for one in answered} == set(KINDS)
    slow = [(one.kind, one.typed, round(one.cpu, 2)) for one in answered if one.cpu > BOUND]
    assert not slow
    assert anonymous_mb() - before < 150


def test_suggestions_and_feeds_are_bounded_too(engine: WhooshEngine, made_up: MadeUp) -> None:
    for _, parameters in HostileQuestions(vocabulary(made_up), seed=4).questions(len(KINDS)):
        typed = " ".join(parameters["q"])
        engine.suggest(typed)
        engine.news(Query(typed))


def test_related_articles_of_extreme_texts(engine: WhooshEngine, made_up: MadeUp) -> None:
    for document in extreme_documents(made_up.words, size=1000):
        engine.related(document.id)


def test_a_bound_that_was_met_is_said(engine: WhooshEngine) -> None:
    results = engine.search(Query(asked("石" * 512)["q"][0]))
    assert "Only the first 128 words" in results.notices[0]
