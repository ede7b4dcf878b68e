"""Words in many scripts: what stands for them in the index, and that both ways of writing one meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.analysis import FIELD_GAP, analyse
from indexer.language.folding import fold_in_place
from indexer.language.scripts import Script, runs
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


def test_russian_keeps_its_marks() -> None:
    assert not terms("йод") & terms("иод")


def test_a_joined_word_is_its_parts_too() -> None:
    assert {"s", "300", "s300"} <= terms("the S-300 system")
    assert asked("S-300") == Word(("s", "300"), ("s", "300", "s300"), joined="s300")


def test_scripts_without_spaces_are_pairs_and_every_character_begins_a_term() -> None:
    assert asked("中国经济").parts == ("中国", "国经", "经济")
    assert terms("中国经济") == {"中国", "国经", "经济", "济"}
    assert asked("한국은").parts == ("한국", "국은")
    assert asked("水").parts == ("水",)


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
