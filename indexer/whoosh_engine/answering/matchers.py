"""Whoosh's matchers where its own (3.54) are wrong: each says what for. Elsewhere its own are used."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from whoosh.matching import (
    AndMaybeMatcher,
    AndNotMatcher,
    ConstantScoreWrapperMatcher,
    ListMatcher,
    ReadTooFar,
    UnionMatcher,
)


class BestMatcher(UnionMatcher):
    """Either list, with the better score. Whoosh's ``DisjunctionMaxMatcher`` compares the scores of the postings that its
    two lists stand at, which may be of two documents."""

    def score(self) -> float:
        here = self.id()
        scores: list[float] = [
            each.score() for each in (self.a, self.b) if each.is_active() and each.id() == here
        ]
        return max(scores)


class WithoutMatcher(AndNotMatcher):
    """The first list without the second. Whoosh's lets the first document through where the second list begins before it,
    and reads beyond the end of a list that it has skipped to the end."""

    def _find_first(self) -> None:
        if self.a.is_active() and self.b.is_active():
            self._find_next()

    def skip_to(self, id: int) -> None:  # noqa: A002  (Whoosh's name)
        if not self.a.is_active():
            raise ReadTooFar
        self.a.skip_to(id)
        self._find_first()


class FavouredMatcher(AndMaybeMatcher):
    """The first list; the second adds to its scores. Where the first skips further than asked, Whoosh leaves the second
    behind and misses its score."""

    def skip_to(self, id: int) -> None:  # noqa: A002  (Whoosh's name)
        if not self.a.is_active():
            raise ReadTooFar
        self.a.skip_to(id)
        if self.a.is_active() and self.b.is_active():
            self.b.skip_to(self.a.id())


def constant(ids: Iterable[int], score: float) -> Any:
    """A matcher of some documents, ascending, with one score. Whoosh's ``ListMatcher`` makes 1 of the score 0."""
    return ConstantScoreWrapperMatcher(ListMatcher(array("I", ids)), score)
