"""Who answers a query tree: arrays, or Whoosh's own searcher. Decided here, for each node, and nowhere else.

Arrays (``evaluate.py``) are the usual way, for the kinds of node in ``_IN_ARRAYS`` as the parser makes them. Any other node,
or one with an option that arrays don't have (a boost, for example), is answered by Whoosh's matchers
(``whoosh_searcher.py``), with all that is below it; the two agree in documents and scores
(``tests/indexer/whoosh_engine/test_searchers.py``).
``BACKFILE_SEARCHER=whoosh``, or ``WhooshEngine.open(…, searcher=Searcher.WHOOSH)``, gives them everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from whoosh import query

from indexer.errors import UnknownSearcher
from indexer.whoosh_engine.asking.tree import ByRules, Clause, SideBySide
from indexer.whoosh_engine.schema import DATE_FIELDS, WORD_FIELDS

VARIABLE = "BACKFILE_SEARCHER"


class Searcher(StrEnum):
    """The two ways to an answer."""

    ARRAYS = "arrays"
    WHOOSH = "whoosh"


def usual(environ: Mapping[str, str] = os.environ) -> Searcher:
    """The searcher that is asked first, unless an engine is opened with another. Raises UnknownSearcher."""
    named = environ.get(VARIABLE) or Searcher.ARRAYS
    try:
        return Searcher(named)
    except ValueError:
        raise UnknownSearcher(VARIABLE, named, tuple(Searcher)) from None


def searcher_of(node: Any, first: Searcher) -> Searcher:
    """Who answers a node, where ``first`` is asked first."""
    fits = _IN_ARRAYS.get(type(node))
    return first if fits is not None and fits(node) else Searcher.WHOOSH


def _always(node: Any) -> bool:
    return True


def _unweighted(node: Any) -> bool:
    return bool(node.boost == 1.0)


def _any(node: Any) -> bool:
    return bool(node.boost == 1.0) and not node.scale and not node.minmatch


def _best(node: Any) -> bool:
    return bool(node.boost == 1.0) and not node.tiebreak


def _term(node: Any) -> bool:
    return bool(node.boost == 1.0) and node.minquality is None


def _prefix(node: Any) -> bool:
    return bool(node.boost == 1.0) and node.constantscore


def _fuzzy(node: Any) -> bool:
    return bool(node.boost == 1.0) and node.constantscore and node.prefixlength == 1 and bool(node.text)


def _phrase(node: Any) -> bool:
    return bool(node.boost == 1.0) and node.fieldname in WORD_FIELDS


def _range(node: Any) -> bool:
    open_ = node.start is None or node.end is None or node.startexcl or node.endexcl
    return bool(node.boost == 1.0) and node.fieldname in DATE_FIELDS and not open_


def _every(node: Any) -> bool:
    return node.fieldname is None


_IN_ARRAYS: dict[type, Callable[[Any], bool]] = {
    Clause: _unweighted,
    SideBySide: _unweighted,
    ByRules: _any,
    query.And: _unweighted,
    query.Or: _any,
    query.DisjunctionMax: _best,
    query.AndMaybe: _always,
    query.Not: _always,
    query.Term: _term,
    query.Phrase: _phrase,
    query.Prefix: _prefix,
    query.FuzzyTerm: _fuzzy,
    query.NumericRange: _range,
    query.Every: _every,
    type(query.NullQuery): _always,
}
