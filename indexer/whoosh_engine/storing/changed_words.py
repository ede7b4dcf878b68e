"""The words of passages (``added:`` and ``removed:``) as terms and positions: those that changed, and all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexer.language.words import WORD, Word, analyse_word
from indexer.model import Passage

PASSAGE_GAP = 256
"""Positions between two passages; no word of a phrase may be further from the one before it, so none reaches across."""


@dataclass(slots=True)
class ChangedWords:
    """``all[term]`` are the positions of a term, ascending; ``changed[term]`` those of them that an edit touched;
    ``surfaces`` are the unstemmed words that it touched."""

    all: dict[str, list[int]] = field(default_factory=dict)
    changed: dict[str, list[int]] = field(default_factory=dict)
    surfaces: set[str] = field(default_factory=set)


class Touched:
    """Whether a stretch of a passage holds anything that changed."""

    def __init__(self, passage: Passage) -> None:
        self._changed = passage.changed
        self._ends = [end for _, end in passage.changed]

    def __call__(self, start: int, end: int) -> bool:
        at = bisect_right(self._ends, start)
        return at < len(self._changed) and self._changed[at][0] < end


def changed_words(passages: Iterable[Passage], rules: str | None = None) -> ChangedWords:
    """The words of some passages, one after another with ``PASSAGE_GAP`` positions between: no phrase reaches across."""
    found = ChangedWords()
    position = 0
    for passage in passages:
        touches = Touched(passage)
        for match in WORD.finditer(passage.text):
            word = analyse_word(match.group(), rules)
            touched = [touches(start, end) for start, end in _places(word, *match.span())]
            terms = [*word.parts, *word.tails]
            for term in word.beside:
                _note(found, term, position, changed=any(touched))
            for term, changed in zip(terms, touched, strict=True):
                _note(found, term, position, changed=changed)
                position += 1
            if any(touched):
                found.surfaces.update(word.surfaces)
        position += PASSAGE_GAP
    return found


def _note(found: ChangedWords, term: str, position: int, *, changed: bool) -> None:
    for positions in (found.all, found.changed) if changed else (found.all,):
        places = positions.setdefault(term, [])
        if position not in places[-1:]:  # a part may be the joined word itself
            places.append(position)


def _places(word: Word, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each term of a written word stands: pairs of characters each for itself, parts of a word all in all of it."""
    terms = len(word.parts) + len(word.tails)
    if word.dense and word.tails and terms == end - start:
        yield from ((at, min(at + 2, end)) for at in range(start, end))
    else:
        yield from ((start, end) for _ in range(terms))
