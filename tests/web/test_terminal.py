"""No title reaches a terminal as a command."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.terminal import cells, cut, one_line


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in one_line(text))


def test_the_rest_stays() -> None:
    assert one_line("A\x1b[31m red\x9b2J title\r\nسطر") == "A [31m red 2J title سطر"


def test_what_turns_a_line_round_is_left_out() -> None:
    assert one_line("a\u202egnp.exe\u2066b\u2069") == "agnp.exeb"


@given(st.text(max_size=200), st.integers(1, 90))
def test_a_cut_line_keeps_to_its_columns(text: str, columns: int) -> None:
    line = cut(one_line(text), columns)
    assert cells(line) <= columns
    assert line == one_line(text) or line.endswith("…")


def test_wide_characters_take_two_columns() -> None:
    assert cells("北京ab") == 6
    assert cut("北京上海", 6) == "北京…"
