"""Stock Whoosh as its documentation shows it: the measure that ours is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh import columns, fields, index, qparser, sorting
from whoosh.analysis import StemmingAnalyzer

from indexer.model import Document

_FACETS = ("source", "author", "lang", "kind", "status")


class StockWhoosh:
    """An index of the same articles with Whoosh's own schema, writer, searcher and facets."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        exact = {name: fields.ID(sortable=columns.RefBytesColumn()) for name in _FACETS}
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            text=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
            title=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
            label=fields.KEYWORD(commas=True, lowercase=True),
            year=fields.NUMERIC(sortable=True),
            **exact,
        )
        self._index = index.create_in(str(folder), schema)
        plugins = [qparser.PlusMinusPlugin, qparser.FuzzyTermPlugin]
        self._parser = qparser.QueryParser("text", schema)
        for plugin in plugins:
            self._parser.add_plugin(plugin())

    def load(self, documents: Iterable[Document]) -> None:
        with self._index.writer(limitmb=256) as writer:
            for d in documents:
                writer.add_document(
                    id=d.id, text=d.text, title=d.title, label=",".join(d.labels), source=d.source, author=d.author,
                    lang=d.lang, kind=d.kind, status=d.status, year=d.published.year if d.published else 0,
                )  # fmt: skip
        self._searcher = self._index.searcher()

    def search(self, question: str, *, facets: bool) -> int:
        asked = self._parser.parse(question)
        grouped = [sorting.FieldFacet(name) for name in (*_FACETS, "year")] if facets else None
        found = self._searcher.search(asked, limit=20, groupedby=grouped)
        return len(found)
