"""What others wrote, fit for a terminal."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]+")  # they turn round what stands after them


def one_line(text: str) -> str:
    """A text on one line, without the characters that a terminal would obey: C0 and C1 controls (ECMA-48), and the
    embeddings, overrides and isolates of UAX #9, which would show what follows in another order."""
    return _DIRECTIONS.sub("", _CONTROLS.sub(" ", text)).strip()


def cells(text: str) -> int:
    """How many columns of a terminal a line takes (UAX #11: wide and fullwidth characters take two)."""
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)


def cut(text: str, columns: int) -> str:
    """A line in at most so many columns, with an ellipsis where it was cut."""
    if cells(text) <= columns:
        return text
    kept = text
    while kept and cells(kept) >= columns:
        kept = kept[: -max(1, (cells(kept) - columns) // 2)]
    return f"{kept}…"
