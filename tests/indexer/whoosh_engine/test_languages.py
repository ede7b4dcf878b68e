"""Texts in several languages in one index: a question meets each by the rules of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document

_TEXTS = (
    a_document("de", "Die Häuser am Kai gehören Frau Müller. Der Hafen ist alt.", lang="de", title="Am Kai"),
    a_document(
        "en",
        "The houses at the quay. Mr Mueller wrote an e-mail about the S-300 missiles.",
        lang="en",
        title="",
    ),
    a_document("fr", "Les élections municipales de l'île ont eu lieu hier.", lang="fr", title=""),
    a_document("es", "Las elecciones municipales de la isla fueron ayer.", lang="es", title=""),
    a_document("tr", "Gemiler limandaki haberleri bekliyor.", lang="tr", title=""),
    a_document("fa", "کتاب‌های تازه در کتابخانه شهر است.", lang="fa", title=""),
    a_document("ar", "وصلت السفن إلى الميناء أمس.", lang="ar", title=""),
    a_document("ko", "한국은 새 항구에서 배를 만든다.", lang="ko", title=""),
    a_document("zh", "中国的港口昨天开放了。", lang="zh", title=""),
    a_document(
        "near", "The old harbour master spoke. A light was seen by the pilot at sea.", lang="en", title=""
    ),
    a_document(
        "apart",
        "The master of the old ship saw a harbour. At sea a pilot lost the light.",
        lang="en",
        title="",
    ),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    made = WhooshEngine.open(tmp_path_factory.mktemp("languages"))
    made.apply(Batch(put=_TEXTS[:4]), checkpoint=1)
    made.apply(Batch(put=_TEXTS[4:]), checkpoint=2)
    return made


def found(engine: WhooshEngine, text: str) -> list[str]:
    return [hit.document.id for hit in engine.search(Query(text)).hits]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Haus", {"de"}),
        ("house", {"en"}),
        ("Müller", {"de", "en"}),
        ("mueller", {"de", "en"}),
        ("muller", {"de"}),
        ("élection", {"fr"}),
        ("elecciones", {"es"}),
        ("île", {"fr"}),
        ("ile", {"fr"}),
        ("haberler", {"tr"}),
        ("كتابها", {"fa"}),
        ("سفن", {"ar"}),
        ("한국이", {"ko"}),
        ("항구", {"ko"}),
        ("港口", {"zh"}),
        ("-Haus quay", {"en"}),
        ('"houses at the quay"', {"en"}),
        ('"Haus am Kai"', {"de"}),
        ('"S300 missiles"', {"en"}),
        ('"S-300 missile"', {"en"}),
        ('"an email"', {"en"}),
        ('"email about"', {"en"}),
        ('"elections municipale"', {"fr"}),
        ('"한국은 새 항구"', {"ko"}),
        ("title:kai", {"de"}),
    ],
)
def test_each_text_is_met_by_the_rules_of_its_language(
    engine: WhooshEngine, asked: str, wanted: set[str]
) -> None:
    assert set(found(engine, asked)) == wanted


def test_what_matched_is_marked_in_each_language(engine: WhooshEngine) -> None:
    for asked, marked in [("Haus", "Häuser"), ("mueller", "Müller"), ("haberler", "haberleri")]:
        runs = [run for snippet in engine.search(Query(asked)).hits[0].snippets for run in snippet.runs]
        assert (marked, True) in runs


@pytest.mark.parametrize("asked", ["old harbour master", "seen by the pilot"])
def test_words_side_by_side_come_first(engine: WhooshEngine, asked: str) -> None:
    assert found(engine, asked)[0] == "near"


def test_a_text_that_no_one_told_the_language_of_tells_it_itself(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path)
    text = (
        "Die alten Häuser am Hafen gehören seit vielen Jahren der Stadt, und niemand weiß, wer sie gebaut hat. "
        * 4
    )
    engine.apply(Batch(put=(a_document("untold", text, title=""),)), checkpoint=1)
    assert found(engine, "Haus") == ["untold"]
