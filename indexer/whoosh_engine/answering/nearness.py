"""Words that stand side by side as they were typed: texts that have them so come before those that have them apart.

Only the best are looked at, for positions are dear: what is raised among them was above all others already, so the order
of the others, and paging, stay as they are. Measured (nDCG@10, before and after): see ``tests/indexer/test_relevance.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.asking.tree import ByRules
from indexer.whoosh_engine.reading.matches import Matches

BEST = 50
"""How many of the best are looked at, ties with the last of them included."""
WORTH = 0.3
"""What a pair is worth, of the mean of its words' own idf."""


def favour_neighbours(neighbours: tuple[Any, ...], found: Matches, search: Search) -> Matches:
    """The matches with the scores of the best raised for each pair of words (``Parsed.neighbours``) in its order."""
    if not neighbours or len(found.ids) < 2:
        return found
    best = np.flatnonzero(found.scores >= _least_of_best(found.scores))
    ids, scores = found.ids[best], found.scores.copy()
    for pair in neighbours:
        scores[best] += _worth(pair, ids, search)
    return Matches(found.ids, scores)


def _least_of_best(scores: NDArray[np.float32]) -> float:
    if len(scores) <= BEST:
        return -np.inf
    return float(np.partition(scores, len(scores) - BEST)[len(scores) - BEST])


def _worth(node: Any, ids: Any, search: Search) -> Any:
    """What a pair adds to each of some documents."""
    if isinstance(node, query.Phrase):
        there = search.has_phrase(node, ids)
        if not there.any():
            return there
        idfs = [search.idf(node.fieldname, word.encode()) for word in node.words]
        return there * np.float32(WORTH * sum(idfs) / len(idfs))
    worth = np.zeros(len(ids), np.float32)
    if isinstance(node, ByRules):
        for child, mask in zip(node.subqueries, search.whole.masks(node.codes), strict=True):
            asked = mask[ids]
            if asked.any():
                worth[asked] = _worth(child, ids[asked], search)
    elif isinstance(node, query.DisjunctionMax):
        for child in node.subqueries:
            np.maximum(worth, _worth(child, ids, search), out=worth)
    return worth
