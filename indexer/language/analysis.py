"""A text as the terms and positions that an index keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.language.words import Word, words

FIELD_GAP = 16
"""Positions left free between two texts of one field, so that no phrase reaches from one into the next."""


@dataclass(slots=True)
class Analysis:
    """The terms of a text: ``positions[term]`` ascending; ``surfaces`` are its unstemmed words;
    ``length`` counts the occurrences of terms."""

    positions: dict[str, list[int]] = field(default_factory=dict)
    surfaces: set[str] = field(default_factory=set)
    length: int = 0
    end: int = 0  # the next free position

    def add(self, text: str) -> None:
        """Append a text, ``FIELD_GAP`` positions after the one before."""
        position = self.end + FIELD_GAP if self.end else 0
        for word in words(text):
            position = self._add_word(word, position)
        self.end = position

    def _add_word(self, word: Word, position: int) -> int:
        positions = self.positions
        if word.joined is not None:
            positions.setdefault(word.joined, []).append(position)
            self.length += 1
        for part in word.parts:
            positions.setdefault(part, []).append(position)
            position += 1
        if word.tail is not None:
            positions.setdefault(word.tail, []).append(position)
            position += 1
            self.length += 1
        self.length += len(word.parts)
        self.surfaces.update(word.surfaces)
        return position


def analyse(*texts: str) -> Analysis:
    """The terms of several texts one after another (a title, then a body)."""
    analysis = Analysis()
    for text in texts:
        analysis.add(text)
    return analysis
