"""A text as the terms and positions that an index keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.language.words import WORD, analyse_word

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
        positions, surfaces = self.positions, self.surfaces
        position = self.end + FIELD_GAP if self.end else 0
        start = position
        extra = 0  # terms that share a position
        for written in WORD.findall(text):
            word = analyse_word(written)
            if word.joined is not None:
                positions.setdefault(word.joined, []).append(position)
                extra += 1
            for part in word.parts:
                places = positions.get(part)
                if places is None:
                    positions[part] = [position]
                else:
                    places.append(position)
                position += 1
            if word.tail is not None:
                positions.setdefault(word.tail, []).append(position)
                position += 1
            surfaces.update(word.surfaces)
        self.length += position - start + extra
        self.end = position


def analyse(*texts: str) -> Analysis:
    """The terms of several texts one after another (a title, then a body)."""
    analysis = Analysis()
    for text in texts:
        analysis.add(text)
    return analysis
