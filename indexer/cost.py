"""What a question costs, by its look: what a server lets few do at once is told from what everybody asks."""

from __future__ import annotations

import re

from indexer.language.words import WORD
from indexer.querylang import BOUNDS

_QUOTED = re.compile(r'["“”„«»「」『』][^"“”„«»「」『』]*["“”„«»「」『』]')
_BEGINNINGS = 8
_SPELLINGS = 4

DEAR = 24
"""A question that costs so much is dear: none of one line in plain words is."""


def cost(typed: str) -> int:
    """1 for each word, 2 for one within a phrase, 8 for ``*`` and 4 for ``~`` more: about as they
    are to each other (``tests.benchmarks.hostile_queries``). Characters of scripts without spaces count by threes."""
    text = typed[: BOUNDS["length"].limit]
    within = sum(map(_words, _QUOTED.findall(text)))
    return _words(text) + within + _BEGINNINGS * text.count("*") + _SPELLINGS * text.count("~")


def _words(text: str) -> int:
    return sum(1 if word.isascii() else -(-len(word) // 3) for word in WORD.findall(text))
