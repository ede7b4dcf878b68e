"""Keys: short, plain, and one for each capture."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from tests.web.citation.made_up import ANY_TEXT, HOSTILE, cited
from web.citation.citation import Proof
from web.citation.key import key
from web.citation.names import Name, read_names
from web.citation.plain_text import plain


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({}, "quill2026ferries-"),
        ({"title": "The fähre"}, "quill2026fahre-"),
        ({"authors": (Name(family="Berg", given="Jan", particle="van den"),)}, "vandenberg2026ferries-"),
        ({"authors": (), "published": None, "title": ""}, "quaynd-"),
        ({"authors": (Name(literal="نورس"),), "title": "رسالة"}, "quay2026-"),
        ({"authors": (), "site": "码头", "title": "雾"}, "page2026-"),
    ],
)  # fmt: skip
def test_a_key_says_who_when_and_what(changes: dict[str, object], start: str) -> None:
    assert key(cited(**changes)).startswith(start)


@given(ANY_TEXT, ANY_TEXT)
def test_a_key_is_a_plain_word_whatever_the_texts(title: str, byline: str) -> None:
    made = key(cited(title=plain(title), site=plain(title), authors=read_names(byline)))
    assert re.fullmatch(r"[a-z]{1,20}(2026)[a-z]{0,20}-[0-9a-f]{10}", made)


def test_captures_of_one_article_have_keys_of_their_own_that_last() -> None:
    other = cited(proof=Proof("0" * 64, "urn:uuid:another"))
    assert key(other) != key(cited())
    assert (
        key(replace(other, title="A title that was corrected")).rpartition("-")[2]
        == key(other).rpartition("-")[2]
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_file_name_can_be_made_of_it(text: str) -> None:
    assert key(cited(title=plain(text), site=plain(text))).replace("-", "").isalnum()
