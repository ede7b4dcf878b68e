"""Where a text shows why it was found: pieces of it, with the words that matched marked.

The stored text is searched with one regular expression made of the beginnings (cores) that all inflections of
the asked words share; what it finds is a match only if analysis gives the very term that was asked for. So
"выборы" marks "выборах", and "كتاب" marks "والكتاب", at the price of one pass over the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any

from whoosh import query

from indexer.language.folding import HALF_RINGS, INVISIBLE, fold_in_place
from indexer.language.scripts import Script, script_of
from indexer.language.stemming import CHANGES_BEGINNINGS, rules_of
from indexer.language.words import WORD, Word, analyse_word
from indexer.model import Document, Snippet
from indexer.querylang import BOUNDS
from indexer.whoosh_engine.asking.tree import TEXT, leaves

MOST_SNIPPETS = 3
_WIDTH = 200  # characters of a snippet, nearly
_LEAD = 60  # of them before the first match
_BEGINNING = 240  # characters shown where nothing in the text matched
_FLEXIBLE_ENDS = "aeiouy"  # what English stemming changes at the end of a stem
_JOINED = f"['’‘´＇.,&_·\\-‐‑–\u00a0\u2009\u202f\u0300-\u036f{INVISIBLE}{HALF_RINGS}]?"
_DIGRAPH = re.compile("(?:(?<=[aou])e|(?<=a)a)")  # "mueller" is in the text as "Müller"
_MARKS_BETWEEN = "[\u0591-\u05c7\u05f3\u05f4'\"\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c]*"

_WRITTEN = {
    "ss": f"(?:s{_JOINED}s|ß)", "ae": f"(?:a{_JOINED}e|æ)", "oe": f"(?:o{_JOINED}e|œ)", "th": f"(?:t{_JOINED}h|þ)",
    "fi": f"(?:f{_JOINED}i|ﬁ)", "fl": f"(?:f{_JOINED}l|ﬂ)", ".": "[.,]?", "\u0902": "(?:[\u0902\u0901]|[ङञणनम]\u094d)",
}  # fmt: skip
"""What is one letter of a term, or two, and the other in a text."""
_NARROW = "\u00a0\u2009\u202f"
"""Blanks that part thousands, and no words."""
_LETTERS = re.compile("ss|ae|oe|th|fi|fl|.", re.DOTALL)

_MOST_SURFACES = 200  # alternatives of one expression; more are looked for by their beginnings
_TEXT = BOUNDS["marks"].limit
_TEXT_OF_ONE = 300_000
"""Letters that are read for one answer, and of one text: what matches beyond is not marked."""
_WORDS = 1_200_000
_WORDS_OF_ONE = 60_000
"""The same of what analysis decides on: a word costs twice its letters and ten more."""

Span = tuple[int, int, str]
"""Start and end of a match in the text, and the term that it matches."""


@dataclass
class Effort:
    """What marking words may still cost in one answer: an archive holds texts of a megabyte, and of one word."""

    text: int = _TEXT
    words: int = _WORDS
    words_of_one: int = _WORDS_OF_ONE

    def read(self, text: str) -> str:
        """The beginning of a text that is looked through, which begins anew with what one text may cost."""
        beginning = text[: max(0, min(_TEXT_OF_ONE, self.text))]
        self.text -= len(beginning)
        self.words_of_one = min(_WORDS_OF_ONE, self.words)
        return beginning

    @property
    def ended(self) -> bool:
        """Whether anything was left out for all texts together."""
        return self.text <= 0 or self.words < 0

    def allows(self, letters: int) -> bool:
        """Whether one more word of so many letters may be looked at; it counts."""
        cost = 10 + 2 * letters
        self.words -= cost
        self.words_of_one -= cost
        return self.words_of_one >= 0


@dataclass
class Wanted:
    """What to mark: ``terms`` as the index has them, ``starts`` of words (prefix*), whole ``surfaces`` (fuzzy~)."""

    terms: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)
    surfaces: set[str] = field(default_factory=set)
    effort: Effort = field(default_factory=Effort)

    @classmethod
    def of(cls, tree: Any, expansions: dict[str, set[str]], field: str = TEXT) -> Wanted:
        """What a query tree asks for in a field; excluded clauses and those of other fields are left out."""
        wanted = cls()
        for clause in leaves(tree, positive=True):
            if clause.field == field:
                wanted._collect(clause, expansions)
        return wanted

    def _collect(self, node: Any, expansions: dict[str, set[str]]) -> None:
        if isinstance(node, query.Term):
            self.terms.add(node.text)
        elif isinstance(node, query.Phrase):
            self.terms.update(node.words)
        elif isinstance(node, query.Prefix):
            self.starts.add(node.text)
        elif isinstance(node, query.FuzzyTerm):
            self.surfaces.update(expansions.get(node.text, ()))
        elif isinstance(node, query.AndMaybe):
            self._collect(node.a, expansions)
        elif isinstance(node, query.CompoundQuery):
            for child in node.subqueries:
                self._collect(child, expansions)

    @cached_property
    def cores(self) -> frozenset[str]:
        """What is looked for in the folded text before analysis decides. Asked for when all is collected."""
        spelt = {_DIGRAPH.sub("", term) for term in self.terms}
        few = len(self.surfaces) <= _MOST_SURFACES
        surfaces = self.surfaces if few else {surface[:3] for surface in self.surfaces}
        return frozenset(map(_core, self.terms | spelt)) | self.starts | surfaces

    def matched(self, word: Word) -> str | None:
        """What of this a written word matches, or None."""
        for part in (*word.parts, word.joined, *word.also):
            if part in self.terms:
                return part
        for surface in word.surfaces:
            if surface in self.surfaces or any(surface.startswith(start) for start in self.starts):
                return surface
        return None


def _core(term: str) -> str:
    """The part of a stem that its inflections keep: "happi" is "happ", as in "happy"."""
    core = term.rstrip(_FLEXIBLE_ENDS) if term.isascii() else term
    return core if len(core) >= 2 else term


def snippets(document: Document, wanted: Wanted) -> tuple[Snippet, ...]:
    """At most ``MOST_SNIPPETS`` pieces of the text with what matched, best first chosen, shown in the text's
    order; the beginning of the text where nothing in it matched. "…" stands where a piece was cut."""
    text = document.text
    spans = find(text, wanted, rules_of(document.lang))
    if not spans:
        return (Snippet(_runs(text, 0, min(len(text), _BEGINNING), [])),) if text else ()
    return cut(text, spans)


def cut(text: str, spans: list[Span], most: int = MOST_SNIPPETS) -> tuple[Snippet, ...]:
    """At most ``most`` pieces of a text around matches, those with the most different ones."""
    return tuple(Snippet(_runs(text, *window)) for window in _windows(text, spans, most))


def find(text: str, wanted: Wanted, rules: str | None = None) -> list[Span]:
    """All matches in a text that is in a language of such rules, in order, none within another."""
    cores = wanted.cores
    if not cores:
        return []
    effort = wanted.effort
    text = effort.read(text)
    if rules in CHANGES_BEGINNINGS:
        places = (match.span() for match in WORD.finditer(text))
        affordable = takewhile(lambda place: effort.allows(place[1] - place[0]), places)
        return [span for place in affordable if (span := _within_word(wanted, text, place, rules))]
    found: list[Span] = []
    expand = _expander(text)
    for match in _pattern(cores).finditer(fold_in_place(text)):
        start, end = match.span()
        span = _dense(wanted, match.group(), start, end)
        word = (start, end) if span else expand(start)
        if not effort.allows(word[1] - word[0]):
            break
        span = span or _within_word(wanted, text, word, rules)
        if span and (not found or span[0] >= found[-1][1]):
            found.append(span)
        elif span and span[1] > found[-1][1]:
            found[-1] = (found[-1][0], span[1], found[-1][2])  # overlapping pairs make one mark
    return found


def _dense(wanted: Wanted, core: str, start: int, end: int) -> Span | None:
    if script_of(core[0]) is not Script.DENSE:
        return None
    return (start, end, core) if core in wanted.terms or core in wanted.starts else None


def _within_word(wanted: Wanted, text: str, bounds: tuple[int, int], rules: str | None) -> Span | None:
    start, end = bounds
    term = wanted.matched(analyse_word(text[start:end], rules)) if start < end else None
    return (start, end, term) if term else None


def _expander(text: str) -> Callable[[int], tuple[int, int]]:
    """A function that gives the bounds of the written word at a place; matches come in order, so it only
    looks back as far as a word can reach."""

    def bounds(at: int) -> tuple[int, int]:
        start = at
        while (
            start > 0 and at - start < 100 and (not text[start - 1].isspace() or text[start - 1] in _NARROW)
        ):
            start -= 1
        for match in WORD.finditer(text, start, min(len(text), at + 200)):
            if match.end() > at:
                return match.span() if match.start() <= at else (at, at)
        return at, at

    return bounds


@lru_cache(maxsize=256)
def _pattern(cores: frozenset[str]) -> re.Pattern[str]:
    """One alternation of all cores, longest first. Latin and Cyrillic words are met at their beginning or after
    a joiner; Arabic and Hebrew ones may have particles before them, and marks between their letters."""
    return re.compile("|".join(_alternative(core) for core in sorted(cores, key=len, reverse=True)))


def _alternative(core: str) -> str:
    script = script_of(core[0])
    if script in (Script.ARABIC, Script.HEBREW):
        return _MARKS_BETWEEN.join(map(re.escape, core))
    if script is Script.DENSE:
        return re.escape(core)
    first, *rest = (_WRITTEN.get(letter) or re.escape(letter) for letter in _LETTERS.findall(core))
    # The look back comes second: alternatives that begin with a letter are skipped by a table of first letters.
    begins = rf"(?<![^\W_]){first}" if first in _WRITTEN.values() else rf"{first}(?<![^\W_]{first})"
    return begins + "".join(f"{_JOINED}{letter}" for letter in rest)


def _windows(text: str, spans: list[Span], most: int) -> list[tuple[int, int, list[Span]]]:
    """The stretches of text with the most different matches, in the order of the text."""
    windows: list[tuple[int, int, list[Span]]] = []
    at = 0
    while at < len(spans):
        first = spans[at][0]
        inside = [span for span in spans[at : at + 40] if span[1] - first <= _WIDTH - _LEAD] or [spans[at]]
        start = max(0, first - _LEAD, windows[-1][1] if windows else 0)
        windows.append((start, max(inside[-1][1], min(len(text), start + _WIDTH)), inside))
        at += len(inside)
    best = sorted(
        windows, key=lambda window: (-len({span[2] for span in window[2]}), -len(window[2]), window[0])
    )
    return sorted(best[:most])


def _runs(text: str, start: int, end: int, spans: list[Span]) -> tuple[tuple[str, bool], ...]:
    start, end = _trimmed(text, start, end, spans)
    runs: list[tuple[str, bool]] = []
    at = start
    for span_start, span_end, _ in spans:
        runs += [(text[at:span_start], False), (text[span_start:span_end], True)]
        at = span_end
    runs.append((text[at:end], False))
    if start > 0:
        runs.insert(0, ("… ", False))
    if end < len(text):
        runs.append((" …", False))
    return tuple(_merged((" ".join(part.split("\n")), marked) for part, marked in runs if part))


def _trimmed(text: str, start: int, end: int, spans: list[Span]) -> tuple[int, int]:
    """Bounds moved to spaces, where there are any near, without cutting a match."""
    first, last = (spans[0][0], spans[-1][1]) if spans else (start, start)
    if start > 0 and not text[start - 1].isspace():
        space = re.compile(r"\s").search(text, start, min(first, start + 30))
        start = space.end() if space else start
    if end < len(text) and not text[end].isspace():
        space_at = max(text.rfind(" ", max(last, end - 30), end), text.rfind("\n", max(last, end - 30), end))
        end = space_at if space_at > 0 else end
    return start, end


def _merged(runs: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    merged: list[tuple[str, bool]] = []
    for part, marked in runs:
        if merged and merged[-1][1] == marked:
            merged[-1] = (merged[-1][0] + part, marked)
        else:
            merged.append((part, marked))
    return merged
