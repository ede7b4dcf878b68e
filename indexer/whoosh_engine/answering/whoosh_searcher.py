"""A query tree answered by Whoosh's own searcher: its readers, matchers and a weighting of ours, one document at a time.

Slower than arrays by one to two orders of magnitude, and without their caches: no bound of time is promised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh.reading import MultiReader
from whoosh.searching import SearchContext, Searcher

from indexer.whoosh_engine.answering.nodes import Note
from indexer.whoosh_engine.answering.rewriting import rewritten
from indexer.whoosh_engine.answering.weighting import Weighting
from indexer.whoosh_engine.reading.matches import Matches
from indexer.whoosh_engine.reading.segment import Segment


class WhooshSearcher:
    """Whoosh's searcher over the segments of an edition, for one question. Deleted documents are found too: they are masked
    elsewhere."""

    def __init__(self, segments: Sequence[Segment], note: Note) -> None:
        weighting = Weighting()
        self._note = note
        self._whole = Searcher(MultiReader([segment.reader for segment in segments]), weighting)
        # Without "current" Whoosh would make matchers that drop what scores 0.
        self._context = SearchContext(needs_current=True, weighting=weighting)

    def match(self, node: Any) -> Matches:
        """The documents that answer a query tree, numbered through all segments."""
        tree = rewritten(node, self._note)
        ids: list[int] = []
        scores: list[float] = []
        for leaf, first in self._whole.leaf_searchers():
            matcher = tree.matcher(leaf, self._context)
            while matcher.is_active():
                ids.append(first + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return Matches(np.array(ids, np.int32), np.array(scores, np.float32))
