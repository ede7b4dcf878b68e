"""Backfile's own engine, as the peers are: loaded in batches, asked with facets, histogram and twenty hits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.model import Batch, Document, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.questions import Question

_BATCH = 300


class Ours:
    """An index of the same articles."""

    def __init__(self, folder: Path) -> None:
        self.engine = WhooshEngine.open(folder)

    def load(self, documents: Iterator[Document]) -> None:
        while batch := tuple(islice(documents, _BATCH)):
            self.engine.apply(Batch(put=batch), checkpoint=self.engine.checkpoint() + len(batch))
        while self.engine.merge():  # what the worker does when nothing waits
            pass

    def search(self, question: Question) -> int:
        return self.engine.search(Query(question.text)).total
