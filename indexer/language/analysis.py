"""A text as the terms and positions that an index keeps of it."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field

from indexer.language.words import WORD, analyse_word

FIELD_GAP = 16
"""Positions left free between two texts of one field, so that no phrase reaches from one into the next."""


@dataclass(slots=True)
class Analysis:
    """The terms of a text by the ``rules`` of its language: ``positions[term]`` ascending; ``surfaces`` are its
    unstemmed words; ``length`` counts the occurrences of terms. A word written as one stands where its
    parts begin and where they end, so that a phrase may go on from it; ``doubled`` counts these."""

    rules: str | None = None
    positions: dict[str, list[int]] = field(default_factory=dict)
    surfaces: set[str] = field(default_factory=set)
    doubled: dict[str, int] = field(default_factory=dict)
    length: int = 0
    end: int = 0  # the next free position

    def count(self, term: str) -> int:
        """How often the text has a term."""
        return len(self.positions[term]) - self.doubled.get(term, 0)

    def add(self, text: str) -> None:
        """Append a text, ``FIELD_GAP`` positions after the one before."""
        positions, surfaces, rules = self.positions, self.surfaces, self.rules
        position = self.end + FIELD_GAP if self.end else 0
        start = position
        extra = 0  # terms that share a position
        ends: list[tuple[str, int]] = []
        for written in WORD.findall(text):
            word = analyse_word(written, rules)
            for term in word.beside:
                positions.setdefault(term, []).append(position)
                extra += 1
            if word.joined is not None and len(word.parts) > 1:
                ends.append((word.joined, position + len(word.parts) - 1))
            for part in word.parts:
                places = positions.get(part)
                if places is None:
                    positions[part] = [position]
                else:
                    places.append(position)
                position += 1
            for tail in word.tails:
                positions.setdefault(tail, []).append(position)
                position += 1
            surfaces.update(word.surfaces)
        for term, place in ends:
            insort(positions[term], place)
            self.doubled[term] = self.doubled.get(term, 0) + 1
        self.length += position - start + extra
        self.end = position


def analyse(*texts: str, rules: str | None = None) -> Analysis:
    """The terms of several texts one after another (a title, then a body)."""
    analysis = Analysis(rules)
    for text in texts:
        analysis.add(text)
    return analysis
