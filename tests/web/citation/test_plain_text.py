"""Any text as one line, without what is unseen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from tests.web.citation.made_up import ANY_TEXT, HOSTILE
from web.citation.plain_text import plain


@given(ANY_TEXT)
def test_it_is_one_line_in_nfc_and_stays_so(text: str) -> None:
    line = plain(text)
    assert line.splitlines() in ([], [line])
    assert unicodedata.is_normalized("NFC", line)
    assert plain(line) == line
    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Ferries\n in\tthe\u00a0fog ", "Ferries in the fog"),
        ("file\u202egnp.exe", "filegnp.exe"),
        ("a\x00b", "a b"),
        ("cafe\u0301", "café"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),  # Persian's joiner
        (HOSTILE["emoji"], HOSTILE["emoji"]),
        ("\u2068\u2069\u200b\ufeff", ""),
    ],
)
def test_what_goes_and_what_stays(text: str, line: str) -> None:
    assert plain(text) == line
