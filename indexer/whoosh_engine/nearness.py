"""Words that stand side by side as they were typed: texts that have them so come before those that have them apart.

Only the best are looked at, for positions are dear: what is raised among them was above all others already, so the order
of the others, and paging, stay as they are. Measured (nDCG@10, before and after): see ``tests/indexer/test_relevance.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import query

from indexer.whoosh_engine.clauses import ByRules
from indexer.whoosh_engine.evaluate import Search
from indexer.whoosh_engine.matches import Matches
from indexer.whoosh_engine.segment import Segment

BEST = 50
"""How many of the best are looked at, ties with the last of them included."""
WORTH = 0.3
"""What a pair is worth, of the mean of its words' own idf."""

Found = list[tuple[Segment, Matches]]


def favour_neighbours(neighbours: tuple[Any, ...], found: Found, search: Search) -> Found:
    """The matches with the scores of the best raised for each pair of words (``Parsed.neighbours``) in its order."""
    if not neighbours or sum(len(matches.ids) for _, matches in found) < 2:
        return found
    least = _least_of_best([matches for _, matches in found])
    return [(segment, _raised(neighbours, matches, segment, search, least)) for segment, matches in found]


def _least_of_best(found: list[Matches]) -> float:
    scores = np.concatenate([matches.scores for matches in found]) if found else np.zeros(0, np.float32)
    if len(scores) <= BEST:
        return -np.inf
    return float(np.partition(scores, len(scores) - BEST)[len(scores) - BEST])


def _raised(
    neighbours: tuple[Any, ...], matches: Matches, segment: Segment, search: Search, least: float
) -> Matches:
    best = np.flatnonzero(matches.scores >= least)
    if not len(best):
        return matches
    ids, scores = matches.ids[best], matches.scores.copy()
    for pair in neighbours:
        scores[best] += _worth(pair, ids, segment, search)
    return Matches(matches.ids, scores)


def _worth(node: Any, ids: Any, segment: Segment, search: Search) -> Any:
    """What a pair adds to each of some documents."""
    if isinstance(node, query.Phrase):
        there = search.has_phrase(node, segment, ids)
        if not there.any():
            return there
        idfs = [search.idf(node.fieldname, word.encode()) for word in node.words]
        return there * np.float32(WORTH * sum(idfs) / len(idfs))
    worth = np.zeros(len(ids), np.float32)
    if isinstance(node, ByRules):
        for child, mask in zip(node.subqueries, segment.masks(node.codes), strict=True):
            asked = mask[ids]
            if asked.any():
                worth[asked] = _worth(child, ids[asked], segment, search)
    elif isinstance(node, query.DisjunctionMax):
        for child in node.subqueries:
            np.maximum(worth, _worth(child, ids, segment, search), out=worth)
    return worth
