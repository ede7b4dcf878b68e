"""One word, written in several ways: each finds texts with any of the others, alone and within a phrase, and what was
found is marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, Query
from tests.conftest import MovableClock
from tests.contracts.conftest import Opener
from tests.indexer.made_up import a_document, on

WAYS: tuple[tuple[str, ...], ...] = (
    ("S-300", "S300", "S 300", "S–300"),
    ("F-35s", "F35", "F-35"),
    ("G7", "G-7", "G 7"),
    ("COVID-19", "Covid19", "covid 19"),
    ("U.S.", "US", "U.S"),
    ("U.N.", "UN"),
    ("Ph.D.", "PhD"),
    ("don't", "dont", "don’t"),
    ("O’Brien", "O'Brien", "OBrien"),
    ("al-Assad", "alassad", "Al-Assad"),
    ("co-operation", "cooperation"),
    ("coöperate", "cooperate", "co-operate"),
    ("e-mail", "email"),
    ("AT&T", "ATT"),
    ("R&D", "R & D"),
    ("3,000", "3000", "3\u202f000"),
    ("1.5", "1,5"),
    ("9/11", "9-11"),
    ("50%", "50"),
    ("$100", "100"),
    ("№5", "№ 5"),
    ("@handle", "handle"),
    ("#label", "label"),
    ("C++", "c++"),
    (".NET", "NET"),
    ("Erdoğan", "Erdogan", "ERDOĞAN"),
    ("Łódź", "Lodz"),
    ("São Paulo", "Sao Paulo"),
    ("Müller", "Mueller"),
    ("Muller", "MÜLLER"),
    ("İstanbul", "Istanbul", "istanbul", "ISTANBUL", "ıstanbul"),
    ("Straße", "Strasse", "STRASSE"),
    ("Ærø", "Aero"),
    ("cœur", "coeur"),
    ("ﬁnance", "finance"),
    ("Đà Nẵng", "Da Nang"),
    ("Oʻzbekiston", "Ozbekiston", "O'zbekiston", "O‘zbekiston"),
    ("Qurʾan", "Quran", "Qur'an"),
    ("ёлка", "елка"),
    ("ру́сский", "русский"),
    ("премьер-министр", "премьера-министра"),
    ("Ελλάδα", "ΕΛΛΑΔΑ", "Ελλαδα"),
    ("٢٠٢٤", "2024", "۲۰۲۴", "२०२४", "２０２４"),
    ("ﻛﺘﺎﺏ", "كتاب", "كـتـاب", "كِتَاب"),
    ("کتاب‌های", "کتابهای", "كتابهاي"),
    ("می‌شود", "میشود"),
    ("צה״ל", 'צה"ל', "צהל"),
    ("ג׳ורג׳", "ג'ורג'", "גורג"),
    ("हिन्दी", "हिंदी"),
    ("ＡＢＣ", "ABC"),
    ("カタカナ", "ｶﾀｶﾅ"),
    ("soft\u00adware", "software"),
    ("zero\u200bwidth", "zerowidth"),
)


def sentence(at: int, word: str) -> str:
    return f"Before{at} {word} after{at} all."


@pytest.fixture(scope="module")
def engine(opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = opener(tmp_path_factory.mktemp("ways"), MovableClock(on(2026)))
    documents = [
        a_document(f"{at}-{number}", sentence(at, word), title="")
        for at, ways in enumerate(WAYS)
        for number, word in enumerate(ways)
    ]
    opened.apply(Batch(put=tuple(documents)), checkpoint=1)
    yield opened
    opened.close()


def marked(engine: SearchEngine, asked: str) -> dict[str, str]:
    """What was found with all of the words, and what is marked in it."""
    results = engine.search(Query(asked, per_page=1000, with_facets=False))
    assert results.mode == "all"
    return {
        hit.document.id: "".join(
            run for snippet in hit.snippets for run, is_match in snippet.runs if is_match
        )
        for hit in results.hits
    }


@pytest.mark.parametrize("at", range(len(WAYS)), ids=lambda at: WAYS[at][0])
def test_each_way_finds_all_and_what_is_found_is_marked(engine: SearchEngine, at: int) -> None:
    wanted = {f"{at}-{number}" for number in range(len(WAYS[at]))}
    for word in WAYS[at]:
        found = marked(engine, word)
        assert wanted <= found.keys()
        assert all(found[key] for key in wanted)
        assert marked(engine, f'"before{at} {word} after{at}"').keys() == wanted


def test_an_abbreviation_in_capitals_is_not_the_word_in_small_letters(engine: SearchEngine) -> None:
    texts = {"abbreviated": "The US spoke.", "dotted": "The U.S. spoke.", "pronoun": "They told us so."}
    engine.apply(Batch(put=tuple(a_document(name, text) for name, text in texts.items())), checkpoint=2)
    for asked in ("US", "U.S."):
        assert texts.keys() & marked(engine, asked).keys() == {"abbreviated", "dotted"}
    assert texts.keys() <= marked(engine, "us").keys()


@pytest.mark.parametrize("asked", ["GAS AND OIL IN THE NORTH", "gas and oil in the north"])
def test_in_a_sentence_in_capitals_and_is_a_word(engine: SearchEngine, asked: str) -> None:
    engine.apply(Batch(put=(a_document("north", "Oil of the north."),)), checkpoint=3)
    results = engine.search(Query(asked))
    assert "north" in [hit.document.id for hit in results.hits]
