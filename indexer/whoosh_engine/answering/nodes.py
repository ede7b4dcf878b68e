"""Nodes of a query tree that Whoosh's searcher answers rightly, in the place of its own or of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from whoosh import query
from whoosh.matching import (
    ConstantScoreWrapperMatcher,
    CoordMatcher,
    IntersectionMatcher,
    NullMatcher,
    UnionMatcher,
    WrappingMatcher,
)
from whoosh.reading import TermNotFound
from whoosh.util import make_binary_tree

from indexer.querylang import BOUNDS
from indexer.whoosh_engine.answering.matchers import BestMatcher, FavouredMatcher, WithoutMatcher, constant
from indexer.whoosh_engine.answering.weighting import Weighting
from indexer.whoosh_engine.reading.spelling import near
from indexer.whoosh_engine.schema import MISSING

Note = Callable[[Any, Iterable[bytes]], list[bytes]]
"""Is told the terms that a node with a beginning or a spelling stands for, and says which of them are searched for."""


def most_of(node: Any) -> int:
    """How many words a beginning or a spelling may stand for: where it is one of many, its share (``parser.py``)."""
    most: int = getattr(node, "most", BOUNDS["expansions"].limit)
    return most


class AllOf(query.And):
    """All of them. Whoosh's asks each child for its size, which some of its nodes can't tell."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return _joined(IntersectionMatcher, self, searcher, context)


class AnyOf(query.Or):
    """Any of them. Whoosh's drops, in a small index, the documents that score 0."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = _joined(UnionMatcher, self, searcher, context)
        return CoordMatcher(found, scale=self.scale) if self.scale and any(found.term_matchers()) else found


class Best(query.DisjunctionMax):
    """Any of them, with the best score."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return _joined(BestMatcher, self, searcher, context)


class Favoured(query.AndMaybe):
    """The first; the second adds to its score."""

    matcherclass = FavouredMatcher


class Without(query.AndNot):
    """The first without the second."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return WithoutMatcher(self.a.matcher(searcher, context), self.b.matcher(searcher, context))


class Everything(query.Every):
    """All documents, or all that have anything in a field; a filter, so 0 is their score. Whoosh's is 1."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        try:
            return ConstantScoreWrapperMatcher(super().matcher(searcher, context), 0.0)
        except TermNotFound:  # of a field that has none
            return NullMatcher()


class Constant(query.ConstantScoreQuery):
    """One score for all. Whoosh's is no constant where the current posting is needed, as it is here."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return ConstantScoreWrapperMatcher(self.child.matcher(searcher, context), self.score)


class Between(query.Query):
    """Documents whose column holds a number in a range; a filter, so 0 is their score. Whoosh's ``NumericRange`` looks for
    terms, and its matcher of columns has no score."""

    def __init__(self, asked: Any) -> None:
        self.fieldname = asked.fieldname
        self._asked = asked

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return constant(
            query.ColumnQuery(self.fieldname, self._holds).matcher(searcher, context).all_ids(), 0.0
        )

    def _holds(self, value: int) -> bool:
        asked = self._asked
        start = MISSING + 1 if asked.start is None else asked.start
        above = value > start if asked.startexcl else value >= start
        return above and (asked.end is None or (value < asked.end if asked.endexcl else value <= asked.end))


class Expanded(query.Query):
    """The terms that something typed stands for: the first of them, as many as the bound allows. Whoosh takes all, and
    scores one alone by its own worth."""

    def __init__(self, asked: Any, note: Note) -> None:
        self.fieldname = asked.fieldname
        self._asked = asked
        self._note = note
        self._terms: list[Any] | None = None

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        if self._terms is None:
            self._terms = self._expand(searcher.get_parent().reader())
        if not self._asked.constantscore:
            return AnyOf(self._terms, boost=self._asked.boost).matcher(searcher, context)
        ids = {number for term in self._terms for number in term.matcher(searcher, context).all_ids()}
        return constant(sorted(ids), self._asked.boost)

    def _expand(self, reader: Any) -> list[Any]:
        asked, name = self._asked, self.fieldname
        if name not in reader.schema or reader.schema[name].format is None:
            return []
        found = (reader.schema[name].to_bytes(term) for _, term in asked.expanded_terms(reader))
        return [query.Term(name, term) for term in self._note(asked, found)]


class Spelt(query.FuzzyTerm):
    """Words spelt nearly so, as ``spelling.py`` has them: two letters swapped are one off. In Whoosh's automaton they are
    two."""

    def expanded_terms(self, ixreader: Any, phrases: bool = True) -> Iterable[tuple[str, bytes]]:
        words = sorted(
            (term.decode() for term in ixreader.expand_prefix(self.fieldname, self.text[0])), key=len
        )
        return ((self.fieldname, word.encode()) for word in near(self.text, words, self.maxdist))


class Weighed(query.WrappingQuery):
    """A node all of whose terms weigh as one that is in as many documents as the node finds. Whoosh's ``WeightingQuery``
    forgets the weighting that it was given."""

    def __init__(self, child: Any) -> None:
        super().__init__(child)
        self._weighting: Weighting | None = None

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        if self._weighting is None:
            leaves = searcher.get_parent().leaf_searchers()
            found = (self.child.matcher(leaf, context) for leaf, _ in leaves)
            self._weighting = Weighting(sum(map(_count, found)))
        return self.child.matcher(searcher, context.set(weighting=self._weighting))


def _joined(kind: Any, node: Any, searcher: Any, context: Any) -> Any:
    children: Sequence[Any] = node.subqueries
    if not children:
        return NullMatcher()
    found = make_binary_tree(kind, [child.matcher(searcher, context) for child in children])
    return found if node.boost == 1.0 else WrappingMatcher(found, boost=node.boost)


def _count(matcher: Any) -> int:
    # Not by ``all_ids``: that replaces matchers on the way by what Whoosh thinks to be the same.
    count = 0
    while matcher.is_active():
        matcher.next()
        count += 1
    return count
