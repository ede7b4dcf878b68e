"""A text's written words, and what each of them is to an index.

A written word is a run of letters, digits and marks, with single joiners inside: "S-300", "U.S.", "don't",
"well-known", "צה״ל". It is indexed both in parts and as one, so that "S-300", "S300" and "S 300" find
each other. Scripts without spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.folding import fold, plain
from indexer.language.scripts import Script, mark_class, runs
from indexer.language.stemming import stem

LONGEST_TERM = 48
"""Characters of a term that are kept: what is longer is no word, and a posting's key has its price."""
_MOST_PARTS = 5  # of a joined word; longer chains are lists of words

_INNER = "\u00ad\u200b\u200d\u200e\u200f\u2060"  # invisible characters inside a word
_ATOM = rf"[^\W_][^\W_]*(?:[{mark_class()}{_INNER}]+[^\W_]*)*"
_JOINER = "(?:['’‘ʼ´＇\\-‐‑.&_·\u200c]|(?<=[א-ת])[\"״׳](?=[א-ת]))"
WORD = re.compile(rf"{_ATOM}(?:{_JOINER}{_ATOM})*", re.UNICODE)
"""One written word."""
_JOINERS = re.compile(_JOINER)
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
_APOSTROPHES = frozenset("'’‘ʼ´＇")


@dataclass(frozen=True, slots=True)
class Word:
    """What one written word is to the index.

    ``parts`` are the terms that stand for it, one position each, as a query asks for them; ``tail`` is a
    last single character of a script without spaces, indexed after them so that every character begins a
    term. ``joined`` is the word written as one, at the position of its first part. ``surfaces`` are the
    words folded but not stemmed (prefix and fuzzy search look through them).
    """

    parts: tuple[str, ...]
    surfaces: tuple[str, ...]
    joined: str | None = None
    tail: str | None = None
    dense: bool = False  # parts are character pairs


_NOTHING = Word((), ())


def words(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        word = analyse_word(match.group())
        if word.parts:
            yield word


@lru_cache(maxsize=131_072)
def analyse_word(written: str) -> Word:
    """What one written word (a match of ``WORD``) is to the index. Cached: texts repeat their words."""
    if written.isascii() and written.isalnum():  # most words of most texts, at a tenth of the price
        return _of_run(Script.OTHER if written.isdecimal() else Script.LATIN, written.lower())
    word = plain(written)
    if _NUMBER.fullmatch(word):
        return Word((word[:LONGEST_TERM],), (word[:LONGEST_TERM],))
    atoms = [(script, run) for atom in _atoms(word) for script, run in runs(atom)]
    if len(atoms) < 2:
        return _of_run(*atoms[0]) if atoms else _NOTHING
    return _compound([_of_run(script, run) for script, run in atoms], raw=word)


def _atoms(word: str) -> list[str]:
    atoms = [atom for atom in _JOINERS.split(word) if atom]
    possessive = len(atoms) > 1 and atoms[-1] == "s" and word[-2] in _APOSTROPHES
    return atoms[:-1] if possessive else atoms


def _of_run(script: Script, run: str) -> Word:
    folded = fold(run, script)[:LONGEST_TERM]
    if not folded:
        return _NOTHING
    if script is Script.DENSE:
        return _pairs(folded)
    return Word((stem(folded, script, raw=run),), (folded,))


def _pairs(run: str) -> Word:
    if len(run) == 1:
        return Word((run,), (), dense=True)
    pairs = tuple(run[at : at + 2] for at in range(len(run) - 1))
    return Word(pairs, (), tail=run[-1], dense=True)


def _compound(found: list[Word], *, raw: str) -> Word:
    parts = [part for word in found for part in word.parts]
    surfaces = tuple(surface for word in found for surface in word.surfaces)
    joinable = 1 < len(found) <= _MOST_PARTS and not any(word.dense for word in found)
    if not joinable:
        return Word(tuple(parts), surfaces, tail=found[-1].tail, dense=any(word.dense for word in found))
    one = "".join(surfaces)[:LONGEST_TERM]
    script = next((script for script, _ in runs(one)), Script.OTHER) if one else Script.OTHER
    return Word(tuple(parts), (*surfaces, one), joined=stem(one, script, raw=raw))
