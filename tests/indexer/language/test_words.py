"""Words in many scripts: what stands for them in the index, and that both ways of writing one meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.analysis import FIELD_GAP, analyse
from indexer.language.folding import fold_in_place
from indexer.language.scripts import Script, runs
from indexer.language.stemming import rules_of
from indexer.language.words import LONGEST_TERM, WORD, Word, analyse_word, words


def terms(text: str) -> set[str]:
    return set(analyse(text).positions)


def asked(text: str) -> Word:
    (word,) = words(text)
    return word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S-300", "S300"),
        ("U.S.", "US"),
        ("U.S.A", "usa"),
        ("don't", "dont"),
        ("don’t", "don't"),
        ("well-known", "wellknown"),
        ("Harbour's", "harbour"),
        ("Café", "cafe"),
        ("Łódź", "lodz"),
        ("STRASSE", "straße"),
        ("ｆｕｌｌ", "full"),
        ("ёлка", "елка"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("مدرسة", "مدرسه"),
        ("کتاب", "كتاب"),
        ("١٩٨٤", "1984"),
        ("שָׁלוֹם", "שלום"),
        ('צה"ל', "צהל"),
        ("می‌خواهم", "میخواهم"),
        ("1,000", "1,000"),
        ("1,000", "1000"),
        ("Müller", "Mueller"),
        ("Øre", "oere"),
        ("Ærø", "aeroe"),
        ("S–300", "S300"),
        ("AT&T", "att"),
        ("e-mail", "email"),
        ("C++", "c++"),
        ("C++", "c"),
        ("F-16A", "f16a"),
        ("COVID-19", "covid"),
        ("l'économie", "economie"),
        ("L’économie", "d'économie"),
        ("d'Artagnan", "dartagnan"),
        ("ΑΘΗΝΑ", "Αθήνα"),
        ("Αθήνας", "αθηνασ"),
    ],
)
def test_two_ways_of_writing_meet(one: str, other: str) -> None:
    assert terms(one) & terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("elections", "election"),
        ("выборы", "выборах"),
        ("президента", "президент"),
        ("الكتاب", "كتاب"),
        ("وبالكتاب", "بالكتاب"),
        ("מכתבים", "מכתב"),
    ],
)
def test_inflections_meet(one: str, other: str) -> None:
    assert terms(one) & terms(other)


@pytest.mark.parametrize(
    ("rules", "one", "other"),
    [
        ("de", "Häuser", "Haus"),
        ("de", "Mueller", "Müller"),
        ("fr", "municipales", "municipal"),
        ("es", "canciones", "cancion"),
        ("it", "portuali", "portuale"),
        ("tr", "haberlerinde", "haberler"),
        ("pl", "portami", "port"),
        ("sv", "hamnarna", "hamnar"),
        ("no", "havnene", "havner"),
        ("fi", "satamassa", "satama"),
        ("id", "pelabuhannya", "pelabuhan"),
        ("sr", "лукама", "lukama"),
        ("uk", "портового", "портовий"),
        ("bg", "пристанището", "пристанище"),
        ("fa", "کتابهای", "كتاب"),
        (None, "λιμάνια", "λιμάνι"),
        (None, "बंदरगाहों", "बंदरगाह"),
        (None, "նավահանգիստը", "նավահանգիստ"),
    ],
)
def test_inflections_meet_by_the_rules_of_their_language(rules: str | None, one: str, other: str) -> None:
    assert set(analyse(one, rules=rules).positions) & set(analyse(other, rules=rules).positions)


def test_persian_has_no_arabic_article() -> None:
    assert analyse_word("البرز", "fa").parts == ("البرز",)
    assert analyse_word("البرز").parts == ("برز",)


@pytest.mark.parametrize(
    ("lang", "rules"),
    [("de", "de"), ("nb", "no"), ("hr", "sr"), ("ur", "fa"), ("en", None), ("zh", None), (None, None)],
)
def test_which_rules_a_language_has(lang: str | None, rules: str | None) -> None:
    assert rules_of(lang) == rules


def test_a_joined_word_stands_in_one_place_with_its_pieces() -> None:
    analysis = analyse("the e-mail address")
    assert analysis.positions["email"] == analysis.positions["e"] == analysis.positions["mail"] == [1]
    assert analysis.positions["address"] == [2]


def test_a_chain_stands_where_it_begins_and_where_it_ends() -> None:
    analysis = analyse("a day-to-day matter")
    assert analysis.positions["daytoday"] == [1, 3]
    assert analysis.count("daytoday") == 1
    assert analysis.positions["matter"] == [4]


def test_other_signs_are_no_part_of_a_word() -> None:
    assert asked("C++").parts == ("c++",)
    assert [word.parts for word in words("vitamin C+ and 3# or abc#")] == [
        word.parts for word in words("vitamin C and 3 or abc")
    ]


def test_russian_keeps_its_marks() -> None:
    assert not terms("йод") & terms("иод")


def test_a_joined_word_is_its_parts_too() -> None:
    assert {"s", "300", "s300"} <= terms("the S-300 system")
    assert asked("S-300") == asked("S300")
    assert asked("S-300").parts == ("s300",)
    assert asked("S-300").split == ("s", "300")


def test_scripts_without_spaces_are_pairs_and_every_character_begins_a_term() -> None:
    assert asked("中国经济").parts == ("中国", "国经", "经济")
    assert terms("中国经济") == {"中国", "国经", "经济", "济"}
    assert asked("水").parts == ("水",)


def test_korean_is_asked_for_without_its_particle_and_indexed_with_it() -> None:
    assert asked("한국에서는").parts == ("한국",)
    assert asked("한국에서는").head == "^한국"
    assert terms("한국은") == {"한국", "국은", "은", "^한국"}
    assert asked("국가").parts == ("국가",)  # what is left would be no word


def test_mixed_scripts_part() -> None:
    assert [run for _, run in runs("iPhone手机")] == ["iPhone", "手机"]
    assert [script for script, _ in runs("S300型")] == [Script.LATIN, Script.DENSE]
    assert terms("2024年") == {"2024", "年"}


def test_numbers_keep_their_point() -> None:
    assert asked("3.5").parts == ("3.5",)
    assert not terms("3.5") & terms("35")


def test_positions_follow_the_words_and_texts_are_apart() -> None:
    analysis = analyse("gas and gas", "oil")
    assert analysis.positions["gas"] == [0, 2]
    assert analysis.positions["oil"] == [3 + FIELD_GAP]
    assert analysis.length == 4


@given(st.text(max_size=60))
def test_any_text_is_analysed(text: str) -> None:
    analysis = analyse(text)
    for term, places in analysis.positions.items():
        assert term
        assert len(term) <= LONGEST_TERM
        assert places == sorted(places)
    assert len(fold_in_place(text)) == len(text)


@given(st.text(alphabet="abcé'’-.1中文한ёжאבא ", max_size=30))
def test_a_word_of_a_text_is_that_word_alone(text: str) -> None:
    for match in WORD.finditer(text):
        word = analyse_word(match.group())
        assert set(word.parts) <= terms(text)
