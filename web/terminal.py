"""What others wrote, fit for a terminal."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: str) -> str:
    """A text on one line, without the characters that a terminal would obey (C0 and C1 controls, ECMA-48)."""
    return _CONTROLS.sub(" ", text).strip()
