"""A text's written words, and what each of them is to an index.

A written word is a run of letters, digits and marks, with single joiners inside: "S-300", "U.S.", "don't",
"well-known", "צה״ל", "1,000". It is indexed both in parts and as one, so that "S-300", "S300" and "S 300" find
each other. Scripts without spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.folding import fold, plain, spelt_out
from indexer.language.korean import is_korean, without_particle
from indexer.language.scripts import Script, mark_class, runs
from indexer.language.stemming import stem

LONGEST_TERM = 48
"""Characters of a term that are kept: what is longer is no word, and a posting's key has its price."""
_MOST_PARTS = 5  # of a joined word; longer chains are lists of words

_INNER = "\u00ad\u200b\u200d\u200e\u200f\u2060"  # invisible characters inside a word
_SIGNED = r"\b[A-Za-z](?:\+\+|#)(?!\w)"  # C++, C#
_ATOM = rf"[^\W_][^\W_]*(?:[{mark_class()}{_INNER}]+[^\W_]*)*"
_THOUSANDS = r"(?<=\d),(?=\d{3}(?!\d))"
_JOINER = f"(?:['’‘ʼ´＇\\-‐‑–.&_·\u200c]|{_THOUSANDS}|(?<=[א-ת])[\"״׳](?=[א-ת]))"
WORD = re.compile(rf"{_SIGNED}|{_ATOM}(?:{_JOINER}{_ATOM})*", re.UNICODE)
"""One written word."""
_JOINERS = re.compile(_JOINER)
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
_APOSTROPHES = frozenset("'’‘ʼ´＇")
_ELISIONS = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu all dall dell nell sull coll un quell quest"
_ELIDED = frozenset(_ELISIONS.split())
"""What French, Italian and Catalan write before an apostrophe: no part of the word after it."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one written word is to the index.

    ``parts`` are the terms that stand for it, one position each, as a query asks for them. The index has more:
    ``tails``, terms in the positions after the parts (of a script without spaces the last single character, so that
    every character begins a term, and before it the pairs of a particle, which no query asks for); ``joined``, the
    word written as one, and ``also``, which are found but not asked for, both at the position of the first part;
    ``head`` there too, the beginning of a word of pairs, which ranks but is not needed. ``surfaces`` are the words
    folded but not stemmed (prefix and fuzzy search look through them); the last is the one that was typed.
    """

    parts: tuple[str, ...]
    surfaces: tuple[str, ...]
    joined: str | None = None
    tails: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    head: str | None = None
    dense: bool = False  # parts are character pairs

    @property
    def beside(self) -> tuple[str, ...]:
        """The terms that share the position of the first part."""
        found = (self.joined, *self.also, self.head)
        return (
            tuple(term for term in found if term is not None and term != self.parts[0]) if any(found) else ()
        )


_NOTHING = Word((), ())


def words(text: str, rules: str | None = None) -> Iterator[Word]:
    """The words of a text in order, as ``rules`` (``stemming.rules_of`` its language) have them."""
    for match in WORD.finditer(text):
        word = analyse_word(match.group(), rules)
        if word.parts:
            yield word


@lru_cache(maxsize=131_072)
def analyse_word(written: str, rules: str | None = None) -> Word:
    """What one written word (a match of ``WORD``) is to the index. Cached: texts repeat their words."""
    if written.isascii() and written.isalnum():  # most words of most texts, at a tenth of the price
        return _of_run(Script.OTHER if written.isdecimal() else Script.LATIN, written.lower(), rules)
    word = plain(written)
    if _NUMBER.fullmatch(word):
        return Word((word[:LONGEST_TERM],), (word[:LONGEST_TERM],))
    if word[-1:] in ("+", "#"):
        return Word((word,), (word,), also=(word[0],))
    atoms, elided = _atoms(word)
    cut = [(script, run) for atom in atoms for script, run in runs(atom)]
    found = [each for script, run in cut if (each := _of_run(script, run, rules)).parts]
    if not found:
        return _NOTHING
    if len(found) > 1:
        return _compound(found, raw=word, rules=rules)
    return found[0] if elided is None else _with_elided(found[0], elided, rules)


def _atoms(word: str) -> tuple[list[str], str | None]:
    """The pieces between joiners, without a possessive "s" and without an elided article, which comes second."""
    atoms = [atom for atom in _JOINERS.split(word) if atom]
    if len(atoms) > 1 and atoms[-1] == "s" and word[-2] in _APOSTROPHES:
        atoms = atoms[:-1]
    if len(atoms) > 1 and atoms[0] in _ELIDED and word[len(atoms[0])] in _APOSTROPHES and len(atoms[1]) > 1:
        return atoms[1:], atoms[0]
    return atoms, None


def _with_elided(word: Word, elided: str, rules: str | None) -> Word:
    """Of "l'eau" the index has "eau"; of "d'Artagnan" also "dartagnan"."""
    one = (elided + word.surfaces[-1])[:LONGEST_TERM]
    also = (stem(one, Script.LATIN, rules=rules),)
    return Word(word.parts, (one, *word.surfaces), word.joined, word.tails, (*word.also, *also))


def _of_run(script: Script, run: str, rules: str | None) -> Word:
    folded = fold(run, script)[:LONGEST_TERM]
    if not folded:
        return _NOTHING
    if script is Script.DENSE:
        return _pairs(folded)
    part = stem(folded, script, raw=run, rules=rules)
    spelt = spelt_out(run) if script is Script.LATIN else None
    if spelt is None:
        return Word((part,), (folded,))
    joined = stem(spelt[:LONGEST_TERM], script, rules=rules)
    return Word((part,), (spelt[:LONGEST_TERM], folded), joined if joined != part else None)


def _pairs(run: str) -> Word:
    if len(run) == 1:
        return Word((run,), (), dense=True)
    pairs = tuple(run[at : at + 2] for at in range(len(run) - 1))
    if not is_korean(run):
        return Word(pairs, (), tails=(run[-1],), dense=True)
    asked = len(without_particle(run)) - 1
    return Word(pairs[:asked], (), tails=(*pairs[asked:], run[-1]), head=f"^{run[:2]}", dense=True)


def _compound(found: list[Word], *, raw: str, rules: str | None) -> Word:
    parts = tuple(part for word in found for part in word.parts)
    surfaces = tuple(surface for word in found for surface in word.surfaces)
    also = tuple(word.joined for word in found if word.joined is not None)
    joinable = 1 < len(found) <= _MOST_PARTS and not any(word.dense for word in found)
    if not joinable:
        # Of Korean inside a chain particles are as good as any pair: all is asked, in its place.
        whole = [word.parts + word.tails[:-1] for word in found]
        parts = tuple(part for pairs in whole for part in pairs)
        return Word(
            parts, surfaces, tails=found[-1].tails[-1:], also=also, dense=any(word.dense for word in found)
        )
    one = "".join(word.surfaces[-1] for word in found)[:LONGEST_TERM]
    script = next((script for script, _ in runs(one)), Script.OTHER) if one else Script.OTHER
    return Word(parts, (*surfaces, one), joined=stem(one, script, raw=raw, rules=rules), also=also)
