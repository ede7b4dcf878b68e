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
from indexer.whoosh_engine.answering.nodes import most_of
from indexer.whoosh_engine.answering.whoosh_searcher import WhooshSearcher
from indexer.whoosh_engine.asking.clauses import ByRules, Clause
from indexer.whoosh_engine.asking.parser import Beside
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.matches import (
    NOTHING,
    Matches,
    any_of,
    both,
    common,
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

    def idf(self, name: str, term: bytes) -> float:
        key = (name, term)
        if key not in self._idf:
            found = len(self.edition.whole.postings(name, term).ids)
            self._idf[key] = idf(self.edition.size, found)
        return self._idf[key]

    def idf_of(self, name: str, terms: Terms) -> float:
        """As ``idf``, of a word that is another term in each language."""
        key = (name, terms)
        if key not in self._idf:
            found = len(self.edition.whole.merged(name, terms).ids)
            self._idf[key] = idf(self.edition.size, found)
        return self._idf[key]

    def match(self, node: Any, whole: Whole) -> Matches:
        """The documents (deleted ones too) that answer a query tree."""
        if searcher_of(node, self.edition.searcher) is Searcher.WHOOSH:
            return self._whoosh.match(node)
        return _ANSWERS[type(node)](self, node, whole)

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

    def term(self, name: str, term: bytes, whole: Whole) -> Matches:
        """The documents that have a term, with what it is worth."""
        return self.match(query.Term(name, term), whole)

    def has_phrase(self, phrase: Any, ids: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of some documents have a phrase."""
        if searcher_of(phrase, self.edition.searcher) is Searcher.WHOOSH:
            return np.isin(ids, self._whoosh.match(phrase).ids)
        terms = [word.encode() for word in phrase.words]
        return _where(_ends(self.edition.whole, phrase.fieldname, terms, ids, phrase.slop), len(ids))

    def _scored(self, name: str, term: bytes | Terms, postings: Postings, whole: Whole) -> Matches:
        if name not in _WORD_FIELDS:
            return constant(postings.ids)
        weight = self.idf(name, term) if isinstance(term, bytes) else self.idf_of(name, term)
        return Matches(postings.ids, bm25(postings.weights, whole.norms(name)[postings.ids], weight))

    def _union(self, name: str, terms: list[bytes], whole: Whole) -> Matches:
        return constant(
            having_any(whole.size, [whole.postings(name, term).ids for term in terms]), _EXPANSION_SCORE
        )

    def _expanded(self, node: Any, terms: list[bytes], whole: Whole) -> Matches:
        return self._union(node.fieldname, self.expanded(node, terms), whole)


def _term(search: Search, node: Any, whole: Whole) -> Matches:
    term = node.text if isinstance(node.text, bytes) else node.text.encode()
    postings = whole.postings(node.fieldname, term)
    return search._scored(node.fieldname, term, postings, whole)


def _and(search: Search, node: Any, whole: Whole) -> Matches:
    if not node.subqueries:
        return NOTHING
    wanted = [child for child in node.subqueries if not isinstance(child, query.Not)]
    found = _everything(whole) if not wanted else search.match(wanted[0], whole)
    for child in wanted[1:]:
        if not len(found.ids):
            return NOTHING
        found = both(found, search.match(child, whole))
    for child in node.subqueries:
        if isinstance(child, query.Not):
            found = without(found, search.match(child.query, whole).ids)
    return found


def _or(search: Search, node: Any, whole: Whole) -> Matches:
    return any_of(whole.size, [search.match(child, whole) for child in node.subqueries])


def _best(search: Search, node: Any, whole: Whole) -> Matches:
    return any_of(whole.size, [search.match(child, whole) for child in node.subqueries], best=True)


def _maybe(search: Search, node: Any, whole: Whole) -> Matches:
    needed = search.match(node.a, whole)
    return favoured(needed, search.match(node.b, whole)) if len(needed.ids) else needed


def _by_rules(search: Search, node: Any, whole: Whole) -> Matches:
    children = node.subqueries
    if node.one_word:
        name = children[0].fieldname
        terms = tuple((child.text.encode(), codes) for child, codes in zip(children, node.codes, strict=True))
        return search._scored(name, terms, whole.merged(name, terms), whole)
    found = []
    for child, mask in zip(children, whole.masks(node.codes), strict=True):
        if mask.any():
            matches = search.match(child, whole)
            found.append(matches.where(mask[matches.ids]))
    return any_of(whole.size, found)


def _not(search: Search, node: Any, whole: Whole) -> Matches:
    return without(_everything(whole), search.match(node.query, whole).ids)


def _prefix(search: Search, node: Any, whole: Whole) -> Matches:
    terms = whole.terms(node.fieldname, node.text.encode(), most_of(node) + 1)
    return search._expanded(node, terms, whole)


def _fuzzy(search: Search, node: Any, whole: Whole) -> Matches:
    near = whole.near_terms(node.fieldname, node.text, node.maxdist, most_of(node) + 1)
    return search._expanded(node, near, whole)


def _range(search: Search, node: Any, whole: Whole) -> Matches:
    values = getattr(whole, node.fieldname)
    return constant(np.flatnonzero((values >= node.start) & (values <= node.end)).astype(np.int32))


def _phrase(search: Search, node: Any, whole: Whole) -> Matches:
    terms = [word.encode() for word in node.words]
    if node.fieldname in CHANGE_FIELDS and len(terms) > 1:
        return _edited_phrase(search, node, terms, whole)
    together = _all_of(search, node.fieldname, terms, whole)
    if len(terms) < 2 or not len(together.ids):
        return together
    ends = _ends(whole, node.fieldname, terms, together.ids, node.slop)
    return together.where(_where(ends, len(together.ids)))


def _edited_phrase(search: Search, node: Any, terms: list[bytes], whole: Whole) -> Matches:
    """A phrase among the words of edited sentences, at least one of whose words the edit touched."""
    field, slop = among(node.fieldname), min(node.slop, PASSAGE_GAP)
    together = _all_of(search, field, terms, whole)
    if not len(together.ids):
        return together
    all_, touched = (
        [_position_keys(whole, name, term, together.ids) for term in terms]
        for name in (field, node.fieldname)
    )
    ends, edited = all_[0], np.intersect1d(all_[0], touched[0])  # of the words so far; and with one touched
    for following, changed in zip(all_[1:], touched[1:], strict=True):
        ends, edited = _after(ends, following, slop), _after(edited, following, slop)
        edited = np.union1d(edited, np.intersect1d(ends, changed))
    return together.where(_where(edited, len(together.ids)))


def _all_of(search: Search, field: str, terms: list[bytes], whole: Whole) -> Matches:
    together: Matches | None = None
    for term, times in Counter(terms).items():
        scored = search._scored(field, term, whole.postings(field, term), whole)
        if times > 1:
            scored = Matches(scored.ids, scored.scores * np.float32(times))
        together = scored if together is None else both(together, scored)
        if not len(together.ids):
            break
    return together or NOTHING


def _ends(
    whole: Whole, field: str, terms: list[bytes], ids: NDArray[np.int32], slop: int
) -> NDArray[np.int64]:
    """Where the last word of a phrase stands, as keys (``_position_keys``). Of each word only the places in documents
    are read in which those before it are in order: a long phrase is soon in few."""
    ends = _position_keys(whole, field, terms[0], ids)
    for term in terms[1:]:
        if not len(ends):
            break
        left = _distinct(ends >> 32)
        keys = _position_keys(whole, field, term, ids[left])
        following = (left[keys >> 32] << 32) | (keys & 0xFFFFFFFF)
        ends = _after(ends, following, slop)
    return ends


def _distinct(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _where(keys: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    hit = np.zeros(count, np.bool_)
    hit[keys >> 32] = True
    return hit


def _position_keys(whole: Whole, field: str, term: bytes, ids: NDArray[np.int32]) -> NDArray[np.int64]:
    """All positions of a term in those of the given documents that have it, as one ascending array: place in ``ids`` · 2³²
    + position."""
    at, places = common(ids, whole.postings(field, term).ids)
    if not len(at):
        return np.zeros(0, np.int64)
    positions = whole.positions(field, term)
    starts = positions.starts[places]
    lengths = positions.starts[places + 1] - starts
    before = np.cumsum(lengths) - lengths
    flat = positions.flat[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
    keys: NDArray[np.int64] = (np.repeat(at.astype(np.int64), lengths) << 32) + flat
    return keys


def _after(before: NDArray[np.int64], keys: NDArray[np.int64], slop: int) -> NDArray[np.int64]:
    """The keys that follow one of those ``before`` them, at most ``slop`` words on."""
    if not len(before):
        return before
    if slop == 1 and len(before) < len(keys):
        wanted = before + 1
        places = np.searchsorted(keys, wanted)
        inside = places < len(keys)
        places[~inside] = 0
        found: NDArray[np.int64] = wanted[inside & (keys[places] == wanted)]
        return found
    nearest = np.searchsorted(before, keys - slop)
    inside = nearest < len(before)
    nearest[~inside] = 0
    return keys[inside & (before[nearest] < keys)]


def _everything(whole: Whole) -> Matches:
    return constant(np.arange(whole.size, dtype=np.int32))


def _every(search: Search, node: Any, whole: Whole) -> Matches:
    return _everything(whole)


def _nothing(search: Search, node: Any, whole: Whole) -> Matches:
    return NOTHING


_ANSWERS: dict[type, Callable[[Search, Any, Whole], Matches]] = {
    Clause: _and,
    Beside: _and,
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
    query.Every: _every,
    type(query.NullQuery): _nothing,
}
