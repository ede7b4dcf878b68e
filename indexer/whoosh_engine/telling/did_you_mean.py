"""Did you mean: for a question that no text answers in full, the words that are spelt nearly so in titles and names."""

from __future__ import annotations

import re

from indexer.language.words import WORD, analyse_word
from indexer.querylang import FIELDS
from indexer.whoosh_engine.reading.edition import Edition

_FIELDS = ("title", "author", "label")
_NAME = re.compile(rf"(?i:{'|'.join(FIELDS)})[:：]")
_SIGNS = ("*", "~")
_MOST_WORDS = 6
_MOST_CANDIDATES = 50


def did_you_mean(typed: str, edition: Edition) -> str | None:
    """The question with each word that no text has replaced by the nearest one of a title, author or label; None where that
    changes nothing. Names of fields, and what stands for many words, stay. Whether the suggestion has results is for the
    caller to check."""
    found = list(WORD.finditer(typed))
    if not found or len(found) > _MOST_WORDS:
        return None
    suggested, at = "", 0
    for match in found:
        left_alone = _NAME.match(typed, match.start()) or typed.startswith(_SIGNS, match.end())
        nearest = None if left_alone else _nearest(match.group(), edition)
        suggested += typed[at : match.start()] + (nearest or match.group())
        at = match.end()
    suggested += typed[at:]
    return suggested if suggested.casefold() != typed.casefold() else None


def _nearest(written: str, edition: Edition) -> str | None:
    word = analyse_word(written)
    if len(word.surfaces) != 1 or len(word.surfaces[0]) < 4:
        return None
    surface = word.surfaces[0]
    if edition.whole.frequency("words", surface.encode()):
        return None
    for distance in (1, 2):
        candidates = _candidates(surface, distance, edition)
        if candidates:
            return max(sorted(candidates), key=lambda term: candidates[term])
    return None


def _candidates(surface: str, distance: int, edition: Edition) -> dict[str, int]:
    """Near terms that are whole words somewhere, with how many documents have them."""
    counts: dict[str, int] = {}
    for field in _FIELDS:
        for term in edition.whole.near_terms(field, surface, distance, _MOST_CANDIDATES):
            counts[term.decode()] = edition.whole.frequency("words", term)
    return {term: count for term, count in counts.items() if count}
