"""Whose each document is, and of when: what tells a copy from another post of one site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import FACET_FIELDS, MISSING
from indexer.whoosh_engine.storing.dates import DAY

_SAME_DAYS = 2 * DAY  # a date as one address has it, and as the other, in another time zone

SERIES = 3
"""Posts of one Source that are like one and no copies: what they share, the sites of a network may share, too."""

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The number of each document's Source, and when it was published (seconds since 1970, or MISSING)."""

    sources: NDArray[np.int32]
    published: Numbers

    @classmethod
    def of(cls, whole: Whole) -> Provenance:
        """That of all documents."""
        sources = np.full(whole.size, -1, np.int32)
        having, of = whole.facet(FACET_FIELDS["source"]).pairs()
        sources[having] = of
        return cls(sources, whole.published)

    def credible(self, one: Numbers, other: Numbers, twins: Mask) -> Mask:
        """Which of several pairs of like documents are copies. Two addresses of one Source are two posts, which may share a
        frame, a column of links, a title each week; unless they are twins (``wording.sketch``) of the same days."""
        here, there = self.published[one], self.published[other]
        same_days = (abs(here - there) <= _SAME_DAYS) | (here == MISSING) | (there == MISSING)
        credible: Mask = (self.sources[one] != self.sources[other]) | (twins & same_days)
        return credible

    def of_series(self, documents: Numbers) -> Mask:
        """Which of some documents that are all like one belong to a Source of which there are several."""
        _, which, counts = np.unique(self.sources[documents], return_inverse=True, return_counts=True)
        several: Mask = counts[which] >= SERIES
        return several
