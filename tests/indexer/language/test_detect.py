"""Language detection: the text decides when there is enough of it, the page's own word otherwise."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.detect import detect, primary

_SENTENCES = {
    "en": "The ferry leaves the northern quay at seven, when the fog still lies on the water.",
    "de": "Die Fähre verlässt den nördlichen Kai um sieben, wenn der Nebel noch auf dem Wasser liegt.",
    "fr": "Le bac quitte le quai nord à sept heures, quand le brouillard est encore sur l'eau.",
    "ru": "Паром отходит от северной пристани в семь часов, когда над водой ещё лежит туман.",
    "ar": "تغادر العبارة الرصيف الشمالي في السابعة حين يكون الضباب ما زال فوق الماء.",
    "zh": "渡轮在七点离开北边的码头，那时雾还笼罩在水面上，海鸥还没有找到鱼市场。",
    "he": "המעבורת עוזבת את הרציף הצפוני בשבע, כשהערפל עדיין מונח על המים.",
}


@pytest.mark.parametrize(("lang", "text"), _SENTENCES.items())
def test_a_sentence_tells_its_language_whatever_the_theme_says(lang: str, text: str) -> None:
    assert detect(text * 2, "en-US") == lang


def test_a_text_too_short_to_tell_takes_the_page_s_word() -> None:
    assert detect("Ja!", "nb-NO") == "nb"
    assert detect("Ja!", None) is None
    assert detect("", "") is None


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-US", "en"),
        ("EN", "en"),
        ("zh_Hans_CN", "zh"),
        ("x-default", None),
        ("", None),
        (None, None),
        ("fil", None),
    ],
)
def test_the_primary_subtag(tag: str | None, code: str | None) -> None:
    assert primary(tag) == code


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=8))
def test_any_text_gives_a_two_letter_code_or_none(text: str, hint: str) -> None:
    found = detect(text, hint)
    assert found is None or (len(found) == 2 and found.isalpha())


def test_a_language_without_a_two_letter_code_takes_the_page_s_word() -> None:
    odd = "AAAAAAAAAAAAAAAAÀGNÀ"  # Ligurian, to the model
    assert detect(odd) is None
    assert detect(odd, "it-IT") == "it"


def test_a_long_text_costs_no_more_than_its_sample() -> None:
    detect("warm up the model, so that loading it is not measured here", "en")
    started = time.process_time()
    detect(_SENTENCES["ru"] * 100_000, None)
    assert time.process_time() - started < 1
