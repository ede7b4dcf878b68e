"""What each written chunk of texts (what stands between two blanks) is to an index, as numbers, remembered.

Texts repeat their chunks: the terms of one that was seen before cost a look into a dictionary. What is the same for each
occurrence lies in tables by the chunk's number, so that a batch of texts is counted and sorted as arrays. The terms are
those of ``analysis.analyse``, occurrence by occurrence.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.language.words import ABBREVIATIONS, NARROW, WORD, analyse_word, is_plain, plain_word

_MOST = 200_000
"""Chunks that are remembered, some 40 MB: in texts without blanks hardly any comes twice."""

_MOST_TERMS = 4_000_000
"""Terms of them, some 50 MB: a text without blanks may be one chunk."""

_EDGES = ".,;:!?…'\"’‘“”«»()[]–—-"
"""What may stand before or after a chunk's words and is part of none."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of different lengths: row ``n`` is ``values[starts[n] : starts[n] + lengths[n]]``."""

    starts: Numbers
    lengths: Numbers

    def cells(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The places of all values of some rows, one row after another, and how many each row has."""
        lengths = self.lengths[rows]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        return np.repeat(self.starts[rows] - (ends - lengths), lengths) + np.arange(total), lengths


class Glossary:
    """Chunks of texts by number, and the numbers of their terms. For one thread."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.terms: list[str] = []
        """The terms by number."""
        self.spans: list[int] = []
        """How many positions a chunk takes, by its number."""
        self._numbers: dict[str, int] = {}
        self._chunks: dict[str | None, _Chunks] = {}
        self._term_ends, self._surface_ends = array("i", [0]), array("i", [0])
        self._terms, self._steps, self._counted = array("i"), array("i"), array("i")
        self._surfaces = array("i")

    def forget_when_full(self) -> None:
        """Begin anew where too much is remembered. All numbers given before are void then."""
        if sum(map(len, self._chunks.values())) > _MOST or len(self._terms) > _MOST_TERMS:
            self._start()

    def chunks(self, rules: str | None) -> dict[str, int]:
        """The numbers of chunks by the ``rules`` of a language (``stemming.rules_of``): whichever is asked for is there."""
        known = self._chunks.get(rules)
        if known is None:
            known = self._chunks[rules] = _Chunks(self, rules)
        return known

    def term(self, term: str) -> int:
        """The number of a term."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return number

    def learn(self, chunk: str, rules: str | None) -> int:
        """The number of a chunk that is new."""
        if is_plain(chunk):
            term, surface = plain_word(chunk, rules)
            self._steps.append(0)
            self._terms.append(self.term(term))
            self._counted.append(1)
            self._surfaces.append(self.term(surface))
            return self._learnt(1)
        position = 0
        found: list[tuple[int, int, int]] = []
        surfaces: tuple[str, ...] = ()
        for written in (chunk,) if chunk.isascii() and chunk.isalnum() else WORD.findall(chunk):
            word = analyse_word(written, rules)
            terms = word.parts + word.tails
            if word.joined is not None or word.also or word.head is not None:
                found += ((position, self.term(term), 1) for term in word.beside)
                if word.joined is not None and len(word.parts) > 1:  # it ends where its last part does, too
                    found.append((position + len(word.parts) - 1, self.term(word.joined), 0))
            for term in terms:
                found.append((position, self.term(term), 1))
                position += 1
            surfaces += word.surfaces
        if len(found) > 1:
            found.sort()
        for step, number, counted in found:
            self._steps.append(step)
            self._terms.append(number)
            self._counted.append(counted)
        for surface in surfaces:  # the same one twice makes one posting
            self._surfaces.append(self.term(surface))
        return self._learnt(position)

    def _learnt(self, span: int) -> int:
        self._term_ends.append(len(self._terms))
        self._surface_ends.append(len(self._surfaces))
        self.spans.append(span)
        return len(self.spans) - 1

    def occurrences(self, chunks: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The terms in chunks, in order: each one's number, its position in its chunk, whether it counts (1) or is there
        for phrases only (0); and how many each chunk has."""
        cells, lengths = _rows(self._term_ends).cells(chunks)
        return _array(self._terms)[cells], _array(self._steps)[cells], _array(self._counted)[cells], lengths

    def surfaces(self, chunks: Numbers) -> tuple[Numbers, Numbers]:
        """The unstemmed words in chunks: each one's number; and how many each chunk has."""
        cells, lengths = _rows(self._surface_ends).cells(chunks)
        return _array(self._surfaces)[cells], lengths


def chunks_of(text: str) -> list[str]:
    """What stands between the blanks of a text."""
    return (text if str.isascii(text) else NARROW.sub(",", text)).split()


class _Chunks(dict[str, int]):
    """Chunk → number; whichever is not there yet is learnt."""

    def __init__(self, glossary: Glossary, rules: str | None) -> None:
        self._glossary = glossary
        self._rules = rules

    def __missing__(self, chunk: str) -> int:
        core = chunk.strip(_EDGES)
        if core.isascii() and core.isalnum() and core not in ABBREVIATIONS:
            core = core.lower()
        number = self[chunk] = self._glossary.learn(chunk, self._rules) if core == chunk else self[core]
        return number


def _array(values: array[int]) -> Numbers:
    return np.array(values, np.int64)  # a copy: an array that numpy looks into can't grow


def _rows(ends: array[int]) -> Rows:
    all_ends = _array(ends)
    return Rows(all_ends[:-1], np.diff(all_ends))
