"""Markup without elements that have thousands of attributes: a parser's time grows with the square of their number."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 500

_SHORT = 3 * MOST_ATTRIBUTES  # a tag of fewer characters can't have more
_NAME = r"[^\s/>=][^\s/>=]*+"
_VALUE = r"""\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+"""
_ATTRIBUTES = rf"(?:[\s/]*+{_NAME}(?:{_VALUE})?+)*+"
_ATTRIBUTE = re.compile(rf"[\s/]*+{_NAME}(?:{_VALUE})?+")
_TAG = rf"<(?P<tag>[A-Za-z_][^\s/>]*+{_ATTRIBUTES})"


def _html(raw: str) -> re.Pattern[str]:
    """The pieces of HTML in the order of §13.2.5, so that what only looks like a tag is not taken for one."""
    text_only = rf"<(?P<raw>{raw})(?=[\s/>]){_ATTRIBUTES}[\s/]*+>.*?(?:</(?P=raw)|\Z)"
    return re.compile(rf"<!--.*?(?:-->|\Z)|{text_only}|{_TAG}|<[!?/][^>]*+", re.DOTALL | re.IGNORECASE)


# Parsers differ in which elements hold text only; a tag that either reading sees is bounded.
_HTML = (_html("script|style"), _html("script|style|title|textarea|xmp|iframe|noembed|noframes"))
_XML = (re.compile(rf"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|{_TAG}", re.DOTALL),)


def bounded(text: str, *, xml: bool = False) -> str:
    """The same markup, in which a tag of more than MOST_ATTRIBUTES has none. Linear in the length of the text."""
    for pieces in _XML if xml else _HTML:
        if any(_many(piece) for piece in pieces.finditer(text)):
            text = pieces.sub(_bare, text)
    return text


def _many(piece: re.Match[str]) -> bool:
    if piece.end() - piece.start() <= _SHORT or (tag := piece["tag"]) is None:
        return False
    return sum(1 for _ in _ATTRIBUTE.finditer(tag, len(_name(tag)))) > MOST_ATTRIBUTES


def _bare(piece: re.Match[str]) -> str:
    return f"<{_name(piece['tag'])}" if _many(piece) else piece[0]


def _name(tag: str) -> str:
    return re.split(r"[\s/]", tag, maxsplit=1)[0]
