"""No title reaches a terminal as a command."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.terminal import one_line


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in one_line(text))


def test_the_rest_stays() -> None:
    assert one_line("A\x1b[31m red\x9b2J title\r\nسطر") == "A [31m red 2J title سطر"
