"""The signs of what was typed, set right before Whoosh's parser cuts it up: one form of each, within bounds, in pairs.

Each change that another meaning could have had is told in a notice.
"""

from __future__ import annotations

import re

from indexer.language.function_words import in_capitals
from indexer.language.scripts import Script, script_of
from indexer.language.words import NARROW, WORD
from indexer.querylang import BOUNDS, FIELDS, JOINS

FIELD = rf"(?<![^\s(\-])(?i:(?P<text>{'|'.join(FIELDS)}))[:：](?=[^\s)])"
"""A field before its word. Not within a word: the signs of a pasted address are none."""

_BRACKETS = re.compile(r"[()]")
_OF_FIELD = re.compile(r"(?<=[:：])\(+")  # left out, they leave the field at its word
_QUOTED = re.compile(r'"[^"]*"')
_HEBREW_QUOTE = re.compile(r'(?<=[א-ת])"(?=[א-ת])')
_ONE_FORM = str.maketrans("“”„‟«»＂「」『』〝〞〟（）－−", '"' * 14 + "()--")
_DIRECTIONS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
"""Marks of direction, which nobody sees: none of them parts a field or a sign from its word."""
_GOOD_STAR = re.compile(r'(?<=[^\s*"():：])\*(?=[\s)]|$)')
_LEADING_MARK = re.compile(r"(?:^|[\s(:：])\?+\S")
_JOINS = re.compile(rf"(?<!\S)(?:{'|'.join(JOINS)})(?!\S)")
_TWO_JOINS = re.compile(r"(?<!\S)(AND|OR)(?:\s+(?:AND|OR))+(?!\S)")
_NAMES = "|".join(FIELDS)
_MINUS_WITHIN = re.compile(rf"(?<![^\s(])((?i:{_NAMES})[:：])-(?=[^\s\-)])")
_NO_WORD = re.compile(rf"(?<![^\s(\-])((?i:{_NAMES})):(?=[\s)]|$)")
_NO_FIELD = re.compile(r"(?<![^\s(\-])([A-Za-z]{2,20})[:：](?=[^\s)/\d])")
"""What looks like a field. Not the beginning of an address, nor of a time or a verse."""


def ready(typed: str, notices: list[str]) -> str:
    """What was typed, ready for the parser; ``notices`` grows by what had to be changed."""
    whole = typed.encode("utf-8", "replace").decode()  # a lone surrogate is no character
    text = _shortened(_HEBREW_QUOTE.sub("״", whole.translate(_DIRECTIONS)).translate(_ONE_FORM), notices)
    text = NARROW.sub(",", text)
    if in_capitals(text):
        text = _JOINS.sub(lambda join: join[0].lower(), text)
    text = _MINUS_WITHIN.sub(r"-\1", _paired(text, notices))
    bare = _QUOTED.sub(lambda quoted: '""' + " *" * quoted.group().count("*") + " ", text)
    if "*" in _GOOD_STAR.sub("", bare) or _LEADING_MARK.search(bare):
        notices.append(
            "* works only at the end of a word, and not within quotation marks: elsewhere it was passed over."
        )
    notices += [
        f"“{name}:” wants a word right after it: it was searched for as a word."
        for name in _NO_WORD.findall(bare)
    ]
    notices += [
        f"There is no field “{name}:”: it was searched for as a word."
        for name in _NO_FIELD.findall(bare)
        if name.lower() not in FIELDS
    ]
    return _balanced(_with_single_joins(text, notices), notices)


def _with_single_joins(text: str, notices: list[str]) -> str:
    """Of AND and OR side by side, the first."""
    parts = re.split(r'("[^"]*")', text)
    parts[::2] = [_TWO_JOINS.sub(r"\1", part) for part in parts[::2]]
    if (joined := "".join(parts)) != text:
        notices.append("Of AND and OR side by side only the first was used.")
    return joined


def _shortened(text: str, notices: list[str]) -> str:
    """Not longer than a question may be; a phrase that is cut off ends there."""
    short = text
    if len(short) > BOUNDS["length"].limit:
        notices.append(BOUNDS["length"].text)
        short = short[: BOUNDS["length"].limit]
    ends = [
        end
        for match in WORD.finditer(short)
        for end in (range(match.start() + 1, match.end() + 1) if _is_dense(match.group()) else (match.end(),))
    ]
    if len(ends) > BOUNDS["words"].limit:
        notices.append(BOUNDS["words"].text)
        short = short[: ends[BOUNDS["words"].limit - 1]]
    whole_quotes = text.count('"') % 2 == 0
    return f'{short}"' if whole_quotes and short.count('"') % 2 else short


def _is_dense(written: str) -> bool:
    return any(script_of(letter) is Script.DENSE for letter in written[:3])


def _paired(text: str, notices: list[str]) -> str:
    if text.count('"') % 2 == 0:
        return text
    notices.append("A quotation mark has no partner and was passed over.")
    at = text.rindex('"')
    return f"{text[:at]} {text[at + 1 :]}"


def _balanced(text: str, notices: list[str]) -> str:
    depth = deepest = lowest = 0
    for sign in _BRACKETS.findall(_QUOTED.sub(" ", text)):
        depth += 1 if sign == "(" else -1
        deepest, lowest = max(deepest, depth), min(lowest, depth)
    if deepest <= BOUNDS["nesting"].limit and not depth and not lowest:
        return text
    unbalanced = "The brackets don't match and were left out."
    notices.append(BOUNDS["nesting"].text if deepest > BOUNDS["nesting"].limit else unbalanced)
    return _BRACKETS.sub(" ", _OF_FIELD.sub("", text))
