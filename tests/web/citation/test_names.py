"""Bylines, and the names in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.citation.made_up import ANY_TEXT
from web.citation.names import read_names


@pytest.mark.parametrize(
    ("byline", "lang", "inverted"),
    [
        ("Ada Quill", "en", ["Quill, Ada"]),
        ("Ada Mary Quill", "en", ["Quill, Ada Mary"]),
        ("Quill, Ada", "en", ["Quill, Ada"]),
        ("Quill, Ada Mary", "en", ["Quill, Ada Mary"]),
        ("Jan van den Berg", "nl", ["van den Berg, Jan"]),
        ("van den Berg, Jan", "nl", ["van den Berg, Jan"]),
        ("Alexander von Humboldt", "de", ["von Humboldt, Alexander"]),
        ("Juana Inés de la Cruz", "es", ["de la Cruz, Juana Inés"]),
        ("de la Cruz, Juana Inés", "es", ["de la Cruz, Juana Inés"]),
        ("Maria De La Cruz", "en", ["Cruz, Maria De La"]),
        ("José Ortega y Gasset", "es", ["Ortega y Gasset, José"]),
        ("Ada Quill and Jan van den Berg", "en", ["Quill, Ada", "van den Berg, Jan"]),
        ("Ada Quill, Jan Berg & Cy Oar", "en", ["Quill, Ada", "Berg, Jan", "Oar, Cy"]),
        ("Ada, Ben and Cy", "en", ["Ada", "Ben", "Cy"]),
        ("Ada Quill, Jan Berg", "en", ["Quill, Ada", "Berg, Jan"]),
        ("Quill, Ada; Berg, Jan", "en", ["Quill, Ada", "Berg, Jan"]),
        ("Eva Kahn und Uwe Steg", "de", ["Kahn, Eva", "Steg, Uwe"]),
        ("Ada Quill, Jr.", "en", ["Quill, Ada, Jr."]),
        ("Ada Quill III", "en", ["Quill, Ada, III"]),
        ("Ada Quill, PhD", "en", ["Quill, Ada"]),
        ("Dr. Ada Quill", "en", ["Quill, Ada"]),
        ("J. R. R. Oar", "en", ["Oar, J. R. R."]),
        ("Ada Q.", "en", ["Ada Q."]),
        ("bell hooks", "en", ["hooks, bell"]),
        ("Nurse", "en", ["Nurse"]),
        ("ferryman_99", "en", ["ferryman_99"]),
        ("admin", "en", ["admin"]),
        ("The Quay Editorial Team", "en", ["The Quay Editorial Team"]),
        ("Ministry of Fog and Harbours", "en", ["Ministry of Fog and Harbours"]),
        ("Oar & Sail Ltd", "en", ["Oar & Sail Ltd"]),
        ("City of Fog", "en", ["City of Fog"]),
        ("Иван Петров", "ru", ["Петров, Иван"]),
        ("Петров Иван Сергеевич", "ru", ["Петров, Иван Сергеевич"]),
        ("Иван Сергеевич Петров", "ru", ["Петров, Иван Сергеевич"]),
        ("نورس", "ar", ["نورس"]),
        ("محمد العلي", "ar", ["العلي, محمد"]),
        ("محمد عبد الله", "ar", ["عبد الله, محمد"]),
        ("سارا آذر، مینا نوری", "fa", ["آذر, سارا", "نوری, مینا"]),
        ("דוד כהן", "he", ["כהן, דוד"]),
        ("张三", "zh", ["张三"]),
        ("张三、李四", "zh", ["张三", "李四"]),
        ("山田 太郎", "ja", ["山田 太郎"]),
        ("김철수", "ko", ["김철수"]),
        ("สมชาย ใจดี", "th", ["สมชาย ใจดี"]),
        ("Kovács Anna", "hu", ["Kovács, Anna"]),
        ("Nguyễn Thị Lan", "vi", ["Nguyễn, Thị Lan"]),
        ("Ada \u202eQuill\u202c", "en", ["Quill, Ada"]),
        ("Ada Quill; Ada Quill", "en", ["Quill, Ada"]),
        ("", None, []),
        ("\u200b", None, []),
        (", ; and", None, ["and"]),
    ],
)  # fmt: skip
def test_names_as_a_list_sorts_them(byline: str, lang: str | None, inverted: list[str]) -> None:
    assert [name.inverted for name in read_names(byline, lang)] == inverted


@given(ANY_TEXT, st.sampled_from([None, "en", "es", "hu", "ar", "ru"]))
def test_whatever_stands_there_gives_names_that_can_be_written(byline: str, lang: str | None) -> None:
    for name in read_names(byline, lang):
        assert name.surname.strip()
        assert (name.literal == "") == (name.family != "")
        assert name.natural.split()
