"""Stock Whoosh as its documentation shows it: its own schema, writer, searcher, facets and highlighter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index, qparser, sorting
from whoosh.analysis import StemmingAnalyzer

from indexer.model import Document
from tests.benchmarks.questions import Question

_FACETS = ("source", "author", "lang", "kind", "status")


class StockWhoosh:
    """An index of the same articles."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder)) if index.exists_in(str(folder)) else _new(folder)
        self._parser = qparser.QueryParser("text", self._index.schema)
        for plugin in (qparser.PlusMinusPlugin, qparser.FuzzyTermPlugin):
            self._parser.add_plugin(plugin())
        self._searcher = self._index.searcher()
        self._grouped: Any = {name: sorting.FieldFacet(name) for name in (*_FACETS, "year", "month")}
        self._grouped["label"] = sorting.FieldFacet("label", allow_overlap=True)

    def load(self, documents: Iterable[Document]) -> None:
        with self._index.writer(limitmb=256) as writer:
            for d in documents:
                writer.add_document(
                    id=d.id, text=d.text, title=d.title, label=",".join(d.labels), source=d.source, author=d.author,
                    lang=d.lang, kind=d.kind, status=d.status, year=d.published.year if d.published else 0,
                    month=d.published.year * 12 + d.published.month if d.published else 0,
                )  # fmt: skip
        self._searcher = self._index.searcher()

    def search(self, question: Question) -> int:
        found = self._searcher.search(
            self._parser.parse(question.text), limit=20, groupedby=self._grouped, terms=True
        )
        if not len(found) and question.kind == "and":
            return self.search(
                replace(question, kind="or")
            )  # any of the words where no article has all, as ours
        groups = {name: found.groups(name) for name in self._grouped}
        hits = [(hit.fields(), hit.highlights("text")) for hit in found]
        return len(found) if groups and hits is not None else 0


def _new(folder: Path) -> Any:
    folder.mkdir(parents=True)
    exact = {name: fields.ID(sortable=columns.RefBytesColumn()) for name in _FACETS}
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        text=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
        title=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
        label=fields.KEYWORD(commas=True, lowercase=True),
        year=fields.NUMERIC(sortable=True),
        month=fields.NUMERIC(sortable=True),
        **exact,
    )
    return index.create_in(str(folder), schema)
