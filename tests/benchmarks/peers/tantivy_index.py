"""tantivy as its documentation shows it: English stems, aggregations over fast fields, its own makers of snippets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy

from indexer.model import Document
from tests.benchmarks.questions import Question

_FACETS = ("source", "author", "label", "lang", "kind", "status")
_COUNTED: dict[str, Any] = {name: {"terms": {"field": name, "size": 200}} for name in _FACETS}
_COUNTED["year"] = {"terms": {"field": "year", "size": 200}}
# A histogram by date knows no calendar, only a fixed number of days: months are counted as whole numbers.
_COUNTED["month"] = {"histogram": {"field": "month", "interval": 1, "min_doc_count": 1}}


class TantivyIndex:
    """An index of the same articles."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index: Any = tantivy.Index(self._schema, path=str(folder))
        self._index.reload()
        self._searcher: Any = self._index.searcher()

    def load(self, documents: Iterable[Document]) -> None:
        writer = self._index.writer(heap_size=256_000_000)
        for d in documents:
            year, month = (d.published.year, d.published.month) if d.published else (0, 0)
            values = {
                "id": d.id, "url": d.url, "text": d.text, "title": d.title, "words_of_label": list(d.labels),
                "label": list(d.labels), "source": d.source, "author": d.author or "", "lang": d.lang or "",
                "kind": d.kind, "status": d.status, "year": year, "month": year * 12 + month,
            }  # fmt: skip
            writer.add_document(tantivy.Document.from_dict(values, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: Question) -> int:
        asked = self._asked(question)
        found = self._searcher.search(asked, 20)
        if not found.count and question.kind == "and":
            return self.search(
                replace(question, kind="or")
            )  # any of the words where no article has all, as ours
        counts = self._searcher.aggregate(asked, _COUNTED)
        pieces = tantivy.SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        pieces.set_max_num_chars(200)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        hits = [(document.to_dict(), pieces.snippet_from_doc(document).to_html()) for document in documents]
        total: int = found.count
        return total if counts and hits is not None else 0

    def _asked(self, question: Question) -> Any:
        if question.kind == "fuzzy":
            return tantivy.Query.fuzzy_term_query(self._schema, "text", question.words[0], distance=1)
        if question.kind == "prefix":
            return tantivy.Query.regex_query(self._schema, "text", f"{question.words[0]}.*")
        text = {"label": f"words_of_label:{question.value} {question.words[0]}"}.get(
            question.kind, question.text
        )
        return self._index.parse_query(text, ["text"], conjunction_by_default=True)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("url", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    builder.add_text_field("title", stored=True, tokenizer_name="en_stem")
    builder.add_text_field("words_of_label", tokenizer_name="en_stem")
    for name in _FACETS:
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("year", "month"):
        builder.add_unsigned_field(name, stored=True, indexed=True, fast=True)
    return builder.build()
