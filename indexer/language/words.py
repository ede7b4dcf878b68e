"""A text's written words, and what each of them is to an index.

A written word is a run of letters, digits and marks, with single joiners inside: "S-300", "U.S.", "don't",
"well-known", "צה״ל", "1,000". What is joined of two pieces, or of single letters, is one word in one place, with its
pieces beside it, so that "S-300", "S300" and "S 300" find each other, within a phrase, too; a longer chain is a list of
words, and as one beside them. Scripts without spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.folding import fold, plain, spelt_out
from indexer.language.korean import is_korean, without_particle
from indexer.language.scripts import Script, mark_class, runs
from indexer.language.stemming import ENDS_NAMES, MARKS_BEFORE_STEMS, MARKS_TELL, stem

LONGEST_TERM = 48
"""Characters of a term that are kept: what is longer is no word, and a posting's key has its price."""
_MOST_PARTS = 5  # of a joined word; longer chains are lists of words

_INNER = "\u00ad\u200b\u200d\u200e\u200f\u2060"  # invisible characters inside a word
_SIGNED = r"\b[A-Za-z](?:\+\+|#)(?!\w)"  # C++, C#
_ATOM = rf"[^\W_][^\W_]*(?:[{mark_class()}{_INNER}]+[^\W_]*)*"
_WITHIN_NUMBERS = r"(?<=\d)(?:[,\u00a0\u202f\u2009](?=\d{3}(?!\d))|,(?=\d{1,2}(?!\d)))"
_JOINER = f"(?:['’‘ʼ´＇\\-‐‑–.&_·\u200c]|{_WITHIN_NUMBERS}|(?<=[א-ת])[\"״׳](?=[א-ת]))"
WORD = re.compile(rf"{_SIGNED}|{_ATOM}(?:{_JOINER}{_ATOM})*", re.UNICODE)
"""One written word."""
JOINERS = re.compile(rf"{_JOINER}|\s")
"""What may stand between the pieces of one; a space, where one character is a whole phrase."""
NARROW = re.compile(r"[\u00a0\u2009\u202f](?<=\d[\u00a0\u2009\u202f])(?=\d{3}(?!\d))")
"""A narrow or unbreakable space between thousands: whoever parts a text at its spaces puts a comma there."""
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ \u2009\u202f\u00a0]\d{3})+")
_DECIMAL = re.compile(r"(\d+),(\d{1,2})")
_MODEL = re.compile(r"([^\W\d_]{1,6})(\d{1,5})s?")  # S300, F35s, COVID19
_PLURAL = re.compile(r"\d+s")  # of a model: F-35s
_APOSTROPHES = frozenset("'’‘ʼ´＇")
_ENDING_OF_NAME = re.compile(r"(?<=[^\W_]{2})['’‘ʼ´＇].*", re.DOTALL)
_ELISIONS = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu all dall dell nell sull coll un quell quest"
_ELIDED = frozenset(_ELISIONS.split())
"""What French, Italian and Catalan write before an apostrophe: no part of the word after it."""


ABBREVIATIONS = frozenset({"US", "IT", "WHO"})
_ABBREVIATED = {name.lower(): ".".join(name.lower()) for name in ABBREVIATIONS}
"""Abbreviations that are other words in small letters: who types them large means them alone."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one written word is to the index.

    ``parts`` are the terms that stand for it, one position each, as a query asks for them, or for ``split``, its
    pieces one after another. The index has more: ``tails``, terms in the positions after the parts (of a script
    without spaces the last single character, so that every character begins a term, and before it the pairs of a
    particle, which no query asks for); ``joined``, the word in another way, and ``also``, which are found but not
    asked for, both at the position of the first part; ``head`` there too, the beginning of a word of pairs, which ranks
    but is not needed. ``surfaces`` are the words folded but not stemmed (prefix and fuzzy search look through them);
    the last is the one that was typed.
    """

    parts: tuple[str, ...]
    surfaces: tuple[str, ...]
    joined: str | None = None
    tails: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    head: str | None = None
    split: tuple[str, ...] = ()
    dense: bool = False  # parts are character pairs

    @property
    def beside(self) -> tuple[str, ...]:
        """The terms that share the position of the first part."""
        found = (self.joined, *self.also, self.head)
        return (
            tuple(term for term in found if term is not None and term != self.parts[0]) if any(found) else ()
        )


_NOTHING = Word((), ())


def is_plain(written: str) -> bool:
    """Whether a written word is one of Latin letters without marks, which is one term and one surface (``plain_word``):
    what most words are, at a tenth of the price."""
    return written.isascii() and written.isalpha() and written not in ABBREVIATIONS


def plain_word(written: str, rules: str | None) -> tuple[str, str]:
    """The term and the surface of a word that ``is_plain``."""
    surface = written[:LONGEST_TERM].lower()
    return stem(surface, Script.LATIN, rules=rules), surface


def words(text: str, rules: str | None = None) -> Iterator[Word]:
    """The words of a text in order, as ``rules`` (``stemming.rules_of`` its language) have them."""
    for match in WORD.finditer(text):
        word = analyse_word(match.group(), rules)
        if word.parts:
            yield word


def analyse_word(written: str, rules: str | None = None) -> Word:
    """What one written word (a match of ``WORD``) is to the index. Texts repeat their words, and short ones are
    remembered; a run without spaces may be as long as a paragraph, and comes once."""
    return _remembered(written, rules) if len(written) <= LONGEST_TERM else _analysed(written, rules)


def _analysed(written: str, rules: str | None) -> Word:
    if is_plain(written):
        term, surface = plain_word(written, rules)
        return Word((term,), (surface,))
    if written.isascii() and written.isdecimal():
        return _of_run(Script.OTHER, written, rules)
    word = plain(written)
    if word[:1].isdecimal() and (number := _number(word)) is not None:
        return number
    if word[-1:] in ("+", "#"):
        return Word((word,), (word,), also=(word[0],))
    atoms, elided = _atoms(word, rules)
    if len(atoms) == 1 and (model := _MODEL.fullmatch(atoms[0])):
        atoms = [model[1], model[2]]
    cut = [(script, run) for atom in atoms for script, run in runs(atom)]
    found = [each for script, run in cut if (each := _of_run(script, run, rules)).parts]
    if not found:
        return _NOTHING
    if len(found) > 1 or written in ABBREVIATIONS:
        return _compound(found, raw=word, rules=rules)
    return found[0] if elided is None else _with_elided(found[0], elided, rules)


_remembered = lru_cache(maxsize=131_072)(_analysed)


def _atoms(word: str, rules: str | None) -> tuple[list[str], str | None]:
    """The pieces between joiners, without a possessive "s", what Turkish puts behind a name, and the plural of a model,
    and without an elided article, which comes second."""
    if rules in ENDS_NAMES:
        word = _ENDING_OF_NAME.sub("", word)
    atoms = [atom for atom in JOINERS.split(word) if atom]
    if len(atoms) > 1 and atoms[-1] == "s" and word[-2] in _APOSTROPHES:
        atoms = atoms[:-1]
    if len(atoms) == 2 and atoms[0].isalpha() and _PLURAL.fullmatch(atoms[1]):
        atoms[1] = atoms[1][:-1]
    if len(atoms) > 1 and atoms[0] in _ELIDED and word[len(atoms[0])] in _APOSTROPHES and len(atoms[1]) > 1:
        return atoms[1:], atoms[0]
    return atoms, None


def _with_elided(word: Word, elided: str, rules: str | None) -> Word:
    """Of "l'eau" the index has "eau"; of "d'Artagnan" also "dartagnan"."""
    one = (elided + word.surfaces[-1])[:LONGEST_TERM]
    also = (stem(one, Script.LATIN, rules=rules),)
    return Word(word.parts, (one, *word.surfaces), word.joined, word.tails, (*word.also, *also))


def _of_run(script: Script, run: str, rules: str | None) -> Word:
    if script is Script.DENSE:
        return _pairs(fold(run, script))
    folded = fold(run, script)[:LONGEST_TERM]
    if not folded:
        return _NOTHING
    part = stem(folded, script, raw=run, rules=rules)
    if script is not Script.LATIN or run.isascii():
        return Word((part,), (folded,))
    return _of_marked(run[:LONGEST_TERM], folded, part, rules)


def _of_marked(run: str, folded: str, part: str, rules: str | None) -> Word:
    """A Latin word with marks, and the ways in which it is written without them."""
    spelt = spelt_out(run)
    bare = stem(spelt[:LONGEST_TERM], Script.LATIN, rules=rules) if spelt else part
    surfaces = (folded,) if spelt is None else (spelt[:LONGEST_TERM], folded)
    if rules in MARKS_TELL:
        return Word((run,), surfaces, joined=part)
    if rules in MARKS_BEFORE_STEMS:
        marked = fold(stem(run, Script.LATIN, rules=rules), Script.LATIN)
        if marked != part:
            return Word((marked,), surfaces, joined=part, also=(bare,) if bare != part else ())
    return Word((part,), surfaces, joined=bare if bare != part else None)


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
    inner = also = tuple(word.joined for word in found if word.joined is not None)
    joinable = len(found) <= _MOST_PARTS and not any(word.dense for word in found)
    if not joinable:
        # Of Korean inside a chain particles are as good as any pair: all is asked, in its place.
        whole = [word.parts + word.tails[:-1] for word in found]
        parts = tuple(part for pairs in whole for part in pairs)
        return Word(
            parts, surfaces, tails=found[-1].tails[-1:], also=also, dense=any(word.dense for word in found)
        )
    one = "".join(word.surfaces[-1] for word in found)[:LONGEST_TERM]
    split = parts if len(found) > 1 else ()
    also = tuple(dict.fromkeys((*also, *parts)))
    if all(len(word.surfaces[-1]) == 1 for word in found) or raw in _ABBREVIATED:
        term = _ABBREVIATED.get(one, one)
        return Word((term,), (*surfaces, one), also=(*also, one) if term != one else also, split=split)
    script = next((script for script, _ in runs(one)), Script.OTHER)
    term = stem(one, script, raw=raw, rules=rules)
    if len(found) > 2:
        return Word(parts, (*surfaces, one), joined=term, also=inner)
    stems = "".join(parts)[:LONGEST_TERM]  # "премьера-министра" is "премьер-министр"
    return Word((term,), (*surfaces, one), stems if stems != term else None, also=also, split=split)


def _number(word: str) -> Word | None:
    """A number in one place, however its thousands and its fraction are parted; None where it is something else."""
    if _GROUPED.fullmatch(word):
        pieces = tuple(re.findall(r"\d+", word))
        whole = "".join(pieces)[:LONGEST_TERM]
        if "." in word:  # thousands to some, a fraction to others
            return Word((word[:LONGEST_TERM],), (word[:LONGEST_TERM],), joined=whole)
        return Word((whole,), (*pieces, whole), also=pieces, split=pieces)
    if decimal := _DECIMAL.fullmatch(word):
        pieces = (decimal[1], decimal[2])
        return Word((".".join(pieces),), pieces, also=pieces, split=pieces)
    if _NUMBER.fullmatch(word):
        return Word((word[:LONGEST_TERM],), (word[:LONGEST_TERM],))
    return None
