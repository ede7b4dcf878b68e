"""Any text from the web as one line that can stand in a citation. Pure.

What can't be seen but changes what is seen goes: control characters, bidirectional marks and overrides (UAX #9: a title
may not turn the rest of the sentence round), zero-width spaces, noncharacters, lone surrogates. What writing needs
stays: the joiners of Persian, Indic scripts and emoji (ZWJ, ZWNJ), combining marks, Arabic's number signs.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def plain(text: str) -> str:
    """The text on one line, in NFC, without what is unseen; runs of white space are one space. Idempotent."""
    seen = _UNSEEN.sub("", _CONTROL.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", seen).split())
