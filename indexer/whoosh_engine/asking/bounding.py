"""What a query tree may ask for: as many clauses, phrases and words for ``*`` and ``~`` as ``querylang.BOUNDS`` allows, each
bound that is met with its notice."""

from __future__ import annotations

from typing import Any

from whoosh import query

from indexer.querylang import BOUNDS
from indexer.whoosh_engine.asking.tree import Clause, leaves, simple, tidy


def bounded(tree: Any | None, notices: list[str]) -> Any | None:
    """The tree with at most as many clauses as the bound allows, and letters off bounded too."""
    found = list(leaves(tree))
    for leaf in found:
        _limit_distance(leaf, notices)
    distinct = list(dict.fromkeys(leaf.key for leaf in found))
    kept = set(distinct[: BOUNDS["clauses"].limit])
    for leaf in found:
        if leaf.key not in kept:
            leaf.subqueries = []
    left = [leaf for leaf in found if leaf.subqueries]
    for leaf in left[BOUNDS["repeats"].limit :]:
        leaf.subqueries = []
    notices += [BOUNDS["clauses"].text] * (len(distinct) > len(kept))
    notices += [BOUNDS["repeats"].text] * (len(left) > BOUNDS["repeats"].limit)
    if len(phrases := [leaf for leaf in left if _has_order(leaf)]) > BOUNDS["phrases"].limit:
        notices.append(BOUNDS["phrases"].text)
        for leaf in phrases[BOUNDS["phrases"].limit :]:
            leaf.subqueries = [_without_order(part) for part in leaf.subqueries]
    _share_expansions(left)
    return tidy(tree) if len(left) < len(found) or len(left) > BOUNDS["repeats"].limit else tree


def _share_expansions(found: list[Clause]) -> None:
    """How many words each ``*`` and ``~`` may stand for: few of them for many each, many of them for a share."""
    expanded = [
        part for leaf in found for part in simple(leaf) if isinstance(part, query.Prefix | query.FuzzyTerm)
    ]
    for part in expanded:
        part.most = min(BOUNDS["expansions"].limit, BOUNDS["together"].limit // len(expanded))


def _has_order(leaf: Clause) -> bool:
    return any(isinstance(part, query.Phrase) and len(part.words) > 1 for part in simple(leaf))


def _without_order(node: Any) -> Any:
    """The same words, wherever they are."""
    if isinstance(node, query.Phrase):
        return query.And([query.Term(node.fieldname, word) for word in node.words])
    if isinstance(node, query.CompoundQuery) and not isinstance(node, query.AndMaybe):
        node.subqueries = [_without_order(child) for child in node.subqueries]
    return node


def _limit_distance(leaf: Clause, notices: list[str]) -> None:
    # The plug-in sets the typed distance on what it was given for the word: on the clause.
    typed = getattr(leaf, "maxdist", 1)
    distance = min(typed, BOUNDS["distance"].limit)
    if typed > distance:
        notices.append(BOUNDS["distance"].text)
    for part in leaf.subqueries:
        if isinstance(part, query.FuzzyTerm) and distance != 1:
            part.maxdist = distance
            leaf.typed += str(distance)
