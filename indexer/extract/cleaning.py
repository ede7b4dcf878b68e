"""Lines that are no part of an article although they stand in its text: its own title again, pointers to other
posts, calls to subscribe or to share, and what follows a heading such as "About the author"."""

from __future__ import annotations

import re

from indexer.extract.phrases import LINE_BEGINS, TAIL_HEADINGS
from indexer.extract.sites import fold

MAX_LINE = 220
MAX_HEADING = 80
TAIL_FROM = 0.6
"""A tail's heading counts only in the last part of a text: an article may have a chapter of that name."""

_HEAD_LINES = 6
_BEGINS = re.compile(rf"^\W*(?:{'|'.join(LINE_BEGINS)})", re.IGNORECASE)
_HEADING = re.compile(rf"^\W*(?:{'|'.join(TAIL_HEADINGS)})\W*$", re.IGNORECASE)


def without_noise(text: str, title: str | None) -> str:
    """The text without lines of furniture, and without its title among the first lines, where themes repeat it.

    Only short lines go: an article may speak of newsletters in its sentences. A text that is nothing but such
    lines is kept: better a thin text than none.
    """
    heading = fold(title or "")
    kept = [
        line
        for number, line in enumerate(text.split("\n"))
        if not (number < _HEAD_LINES and heading and fold(line[: 2 * MAX_LINE]) == heading)
        and not (len(line) <= MAX_LINE and _BEGINS.match(line))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or text


def without_tail(text: str) -> str:
    """The text up to the heading of its tail, if one stands in its last part."""
    place = 0
    for line in text.split("\n"):
        if place > TAIL_FROM * len(text) and 0 < len(line) <= MAX_HEADING and _HEADING.match(line):
            return text[:place].rstrip()
        place += len(line) + 1
    return text
