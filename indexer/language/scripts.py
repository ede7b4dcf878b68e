"""Which writing system a character belongs to, as far as analysis tells them apart (Unicode 15 blocks)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import groupby


class Script(Enum):
    """The writing systems that analysis treats differently. DENSE ones put no space between words."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    GREEK = "greek"
    ARMENIAN = "armenian"
    DEVANAGARI = "devanagari"
    TAMIL = "tamil"
    DENSE = "dense"
    OTHER = "other"

    __hash__ = object.__hash__  # each is one object; Enum's own is a call of Python's for each look-up


_LAST_MARK = 0x1E94B  # scanning further costs start-up time and finds only variation selectors
_DENSE = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul Jamo
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # CJK radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x318F),  # Kana, Bopomofo, Hangul compatibility Jamo
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),  # halfwidth Kana and Hangul
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFD),
)
_RANGES = {
    Script.LATIN: (
        (0x41, 0x5A),
        (0x61, 0x7A),
        (0xAA, 0xAA),
        (0xBA, 0xBA),
        (0xC0, 0x24F),
        (0x250, 0x2AF),
        (0x1D00, 0x1D7F),
        (0x1E00, 0x1EFF),
        (0x2C60, 0x2C7F),
        (0xA720, 0xA7FF),
        (0xFB00, 0xFB06),
        (0xFF21, 0xFF5A),
    ),
    Script.CYRILLIC: ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
    Script.ARABIC: ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    Script.HEBREW: ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    Script.GREEK: ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    Script.ARMENIAN: ((0x531, 0x58F), (0xFB13, 0xFB17)),
    Script.DEVANAGARI: ((0x900, 0x97F), (0xA8E0, 0xA8FF)),
    Script.TAMIL: ((0xB80, 0xBFF),),
    Script.DENSE: _DENSE,
}


@lru_cache(maxsize=8192)
def script_of(character: str) -> Script | None:
    """The script of one character; None for digits, marks and joiners, which go with what is before them."""
    if character.isdecimal() or unicodedata.category(character)[0] in "MC":
        return Script.DENSE if _within(ord(character), _DENSE) else None
    return next(
        (script for script, ranges in _RANGES.items() if _within(ord(character), ranges)), Script.OTHER
    )


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def runs(word: str) -> Iterator[tuple[Script, str]]:
    """Cut a word where its script changes: ``"S300型"`` is ``(LATIN, "S300"), (DENSE, "型")``."""
    found = [script_of(character) for character in word]
    current = next((script for script in found if script), Script.OTHER)
    current = _after(current)
    scripts: list[Script] = []
    for script in found:
        current = script or _after(current)
        scripts.append(current)
    for script, group in groupby(zip(scripts, word, strict=True), key=lambda pair: pair[0]):
        yield script, "".join(character for _, character in group)


def _after(script: Script) -> Script:
    """What a digit is beside that script: "年2024" is two words, "S300" is one."""
    return Script.OTHER if script is Script.DENSE else script


def dense_class() -> str:
    """The letters of scripts without spaces, as the inside of a regular expression's character class. Korean is left out:
    it parts its words."""
    korean = ((0x1100, 0x11FF), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in _DENSE if (low, high) not in korean)


def mark_class() -> str:
    """The combining marks of all scripts as the inside of a regular expression's character class
    (``\\w`` leaves them out, which would break Arabic, Hebrew and the Indic scripts into pieces)."""
    marks = [code for code in range(0x300, _LAST_MARK) if unicodedata.category(chr(code))[0] == "M"]
    pieces: list[str] = []
    start = previous = marks[0]
    for code in [*marks[1:], 0]:
        if code != previous + 1:
            pieces.append(f"{chr(start)}-{chr(previous)}")
            start = code
        previous = code
    return "".join(pieces)
