"""JSON on a terminal means what it meant, and steers nothing."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from web.json_text import json_text


@given(st.text())
def test_it_means_the_same_and_has_no_sign_that_is_obeyed(text: str) -> None:
    written = json_text({"title": text})
    assert json.loads(written) == {"title": text}
    assert not [sign for sign in written if unicodedata.category(sign) == "Cc"]


def test_signs_that_turn_a_line_round_are_escapes() -> None:
    assert json_text("\x9b31m \u202ex\u2066 عربي \udcff") == r'"\u009b31m \u202ex\u2066 عربي \udcff"'
