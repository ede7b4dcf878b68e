"""A Whoosh query tree answered over the arrays of an edition.

The kinds of node that the parser makes (``searchers.py``) are answered here, with the scores that Whoosh's searcher would
give; it is asked for any other. Filters restrict without ranking: a term in a field that keeps no lengths scores 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from indexer.querylang import BOUNDS
from indexer.whoosh_engine.answering import phrases
from indexer.whoosh_engine.answering.nodes import most_of
from indexer.whoosh_engine.answering.whoosh_searcher import WhooshSearcher
from indexer.whoosh_engine.asking.tree import ByRules, Clause, SideBySide
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.matches import (
    NOTHING,
    Matches,
    any_of,
    both,
    constant,
    favoured,
    having_any,
    without,
)
from indexer.whoosh_engine.reading.scoring import bm25, idf
from indexer.whoosh_engine.reading.whole import Terms, Whole
from indexer.whoosh_engine.schema import CHANGE_FIELDS, WORD_FIELDS, among
from indexer.whoosh_engine.searchers import Searcher, searcher_of
from indexer.whoosh_engine.storing.changed_words import PASSAGE_GAP
from indexer.whoosh_engine.storing.postings import Postings

_WORD_FIELDS = frozenset(WORD_FIELDS) | {among(name) for name in CHANGE_FIELDS}
_EXPANSION_SCORE = 1.0
"""What a prefix or fuzzy match is worth: which of its terms matched says little."""


@dataclass
class Search:
    """One question to one edition: what was learnt on the way."""

    edition: Edition
    expansions: dict[str, set[str]] = field(default_factory=dict)  # typed prefix or fuzzy word: its terms
    bounded: set[str] = field(default_factory=set)  # names of the bounds that were met
    _idf: dict[tuple[str, bytes | Terms], float] = field(default_factory=dict)

    @property
    def whole(self) -> Whole:
        """What is asked: all segments as one."""
        return self.edition.whole

    def idf(self, name: str, term: bytes | Terms) -> float:
        """How much a term tells, or a word that is another term in each language."""
        key = (name, term)
        if key not in self._idf:
            self._idf[key] = idf(self.edition.size, len(self._postings(name, term).ids))
        return self._idf[key]

    def _postings(self, name: str, term: bytes | Terms) -> Postings:
        whole = self.whole
        return whole.postings(name, term) if isinstance(term, bytes) else whole.merged(name, term)

    def match(self, node: Any) -> Matches:
        """The documents (deleted ones too) that answer a query tree."""
        if searcher_of(node, self.edition.searcher) is Searcher.WHOOSH:
            return self._whoosh.match(node)
        return _ANSWERS[type(node)](self, node)

    @cached_property
    def _whoosh(self) -> WhooshSearcher:
        return WhooshSearcher([part.segment for part in self.edition.parts], self.expanded)

    def expanded(self, node: Any, terms: Iterable[bytes]) -> list[bytes]:
        """The terms that something typed stands for, as many as the bound allows; they are remembered."""
        limit = most_of(node)
        found = list(islice(terms, limit + 1))
        if len(found) > limit:
            self.bounded.add("expansions" if limit == BOUNDS["expansions"].limit else "together")
        known = self.expansions.setdefault(str(getattr(node, "text", node)), set())
        known.update(term.decode() for term in found[:limit])
        return found[:limit]

    def term(self, name: str, term: bytes) -> Matches:
        """The documents that have a term, with what it is worth."""
        return self.match(query.Term(name, term))

    def has_phrase(self, phrase: Any, ids: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of some documents have a phrase."""
        if searcher_of(phrase, self.edition.searcher) is Searcher.WHOOSH:
            return np.isin(ids, self._whoosh.match(phrase).ids)
        terms = [word.encode() for word in phrase.words]
        return phrases.having(self.whole, phrase.fieldname, terms, ids, phrase.slop)

    def scored(self, name: str, term: bytes | Terms) -> Matches:
        """The documents that have a term, or a word of several terms, by arrays."""
        postings = self._postings(name, term)
        if name not in _WORD_FIELDS:
            return constant(postings.ids)
        norms = self.whole.norms(name)[postings.ids]
        return Matches(postings.ids, bm25(postings.weights, norms, self.idf(name, term)))

    def any_term(self, node: Any, terms: Iterable[bytes]) -> Matches:
        """The documents that have any of the terms that something typed stands for."""
        each = [self.whole.postings(node.fieldname, term).ids for term in self.expanded(node, terms)]
        return constant(having_any(self.whole.size, each), _EXPANSION_SCORE)


def _term(search: Search, node: Any) -> Matches:
    term = node.text if isinstance(node.text, bytes) else node.text.encode()
    return search.scored(node.fieldname, term)


def _and(search: Search, node: Any) -> Matches:
    if not node.subqueries:
        return NOTHING
    wanted = [child for child in node.subqueries if not isinstance(child, query.Not)]
    found = _everything(search) if not wanted else search.match(wanted[0])
    for child in wanted[1:]:
        if not len(found.ids):
            return NOTHING
        found = both(found, search.match(child))
    for child in node.subqueries:
        if isinstance(child, query.Not):
            found = without(found, search.match(child.query).ids)
    return found


def _or(search: Search, node: Any) -> Matches:
    return any_of(search.whole.size, [search.match(child) for child in node.subqueries])


def _best(search: Search, node: Any) -> Matches:
    return any_of(search.whole.size, [search.match(child) for child in node.subqueries], best=True)


def _maybe(search: Search, node: Any) -> Matches:
    needed = search.match(node.a)
    return favoured(needed, search.match(node.b)) if len(needed.ids) else needed


def _by_rules(search: Search, node: Any) -> Matches:
    children = node.subqueries
    if node.one_word:
        name = children[0].fieldname
        terms = tuple((child.text.encode(), codes) for child, codes in zip(children, node.codes, strict=True))
        return search.scored(name, terms)
    found = []
    for child, mask in zip(children, search.whole.masks(node.codes), strict=True):
        if mask.any():
            matches = search.match(child)
            found.append(matches.where(mask[matches.ids]))
    return any_of(search.whole.size, found)


def _not(search: Search, node: Any) -> Matches:
    return without(_everything(search), search.match(node.query).ids)


def _prefix(search: Search, node: Any) -> Matches:
    return search.any_term(node, search.whole.terms(node.fieldname, node.text.encode(), most_of(node) + 1))


def _fuzzy(search: Search, node: Any) -> Matches:
    near = search.whole.near_terms(node.fieldname, node.text, node.maxdist, most_of(node) + 1)
    return search.any_term(node, near)


def _range(search: Search, node: Any) -> Matches:
    values = getattr(search.whole, node.fieldname)
    return constant(np.flatnonzero((values >= node.start) & (values <= node.end)).astype(np.int32))


def _phrase(search: Search, node: Any) -> Matches:
    terms = [word.encode() for word in node.words]
    edited = node.fieldname in CHANGE_FIELDS and len(terms) > 1
    name = among(node.fieldname) if edited else node.fieldname
    together = _all_of(search, name, terms)
    if len(terms) < 2 or not len(together.ids):
        return together
    if edited:
        slop = min(node.slop, PASSAGE_GAP)
        return together.where(phrases.having_edited(search.whole, node.fieldname, terms, together.ids, slop))
    return together.where(phrases.having(search.whole, name, terms, together.ids, node.slop))


def _all_of(search: Search, name: str, terms: list[bytes]) -> Matches:
    together: Matches | None = None
    for term, times in Counter(terms).items():
        scored = search.scored(name, term)
        if times > 1:
            scored = Matches(scored.ids, scored.scores * np.float32(times))
        together = scored if together is None else both(together, scored)
        if not len(together.ids):
            break
    return together or NOTHING


def _everything(search: Search) -> Matches:
    return constant(np.arange(search.whole.size, dtype=np.int32))


_ANSWERS: dict[type, Callable[[Search, Any], Matches]] = {
    Clause: _and,
    SideBySide: _and,
    ByRules: _by_rules,
    query.AndMaybe: _maybe,
    query.Term: _term,
    query.And: _and,
    query.Or: _or,
    query.DisjunctionMax: _best,
    query.Not: _not,
    query.Prefix: _prefix,
    query.FuzzyTerm: _fuzzy,
    query.NumericRange: _range,
    query.Phrase: _phrase,
    query.Every: lambda search, _: _everything(search),
    type(query.NullQuery): lambda search, _: NOTHING,
}
