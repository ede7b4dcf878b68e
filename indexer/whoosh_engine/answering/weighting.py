"""``scoring.py`` as Whoosh's searcher asks for it: BM25 and idf over a whole edition, nothing for what does not rank."""

from __future__ import annotations

from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel, WeightLengthScorer, bm25

from indexer.whoosh_engine.reading.scoring import K1, B, idf


class Weighting(WeightingModel):
    """What a term is worth. ``frequency`` takes the place of how many documents have it: of a word that is another term
    in each language."""

    def __init__(self, frequency: int | None = None) -> None:
        self._frequency = frequency

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        whole = searcher.get_parent()
        found = whole.doc_frequency(fieldname, text) if self._frequency is None else self._frequency
        return idf(whole.doc_count_all(), found)

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        if not searcher.schema[fieldname].scorable:
            return Unranked()
        average = max(1.0, searcher.get_parent().avg_field_length(fieldname))
        return Bm25(searcher, fieldname, text, self.idf(searcher, fieldname, text), average)


class Bm25(WeightLengthScorer):
    """One term's scores. ``average`` is the length of the field in the mean of all documents."""

    def __init__(self, searcher: Any, fieldname: str, text: bytes, idf: float, average: float) -> None:
        self._idf = idf
        self._average = average
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: int) -> float:
        return float(bm25(self._idf, weight, length, self._average, B, K1))


class Unranked(BaseScorer):
    """The scores of a filter: 0. Whoosh's own would be the weight."""

    def score(self, matcher: Any) -> float:
        return 0.0
