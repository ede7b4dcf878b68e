"""Engines as rankers of a judged collection: ours, and those that it is compared with, each at what it does best
without being told the language, or (tantivy) told it.

All are asked for any of a question's words: none of the others has another way with a question in a sentence.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from whoosh import fields, index, qparser
from whoosh.analysis import StemmingAnalyzer

from indexer.language.scripts import dense_class
from indexer.model import Batch, Document, Query
from indexer.whoosh_engine.engine import WhooshEngine

_MOST = 10
_DENSE = re.compile(f"[{dense_class()}]+")
_WORD = re.compile(r"\w+")


class Ranker(Protocol):
    """An index of documents that lists the best ten for a question."""

    def load(self, documents: Iterable[Document], /) -> None: ...
    def rank(self, question: str, /) -> list[str]: ...


class Ours:
    """The whole engine, as the search page asks it."""

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine.open(folder)

    def load(self, documents: Iterable[Document], /) -> None:
        self._engine.apply(Batch(put=tuple(documents)), checkpoint=1)

    def rank(self, question: str, /) -> list[str]:
        found = self._engine.search(Query(question, per_page=_MOST, with_facets=False, each_copy=True))
        return [hit.document.id for hit in found.hits]


class StockWhoosh:
    """Whoosh with its stemming analyser, title and text."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        words = StemmingAnalyzer()
        schema = fields.Schema(
            id=fields.ID(stored=True), title=fields.TEXT(analyzer=words), text=fields.TEXT(analyzer=words)
        )
        self._index = index.create_in(str(folder), schema)
        self._parser = qparser.MultifieldParser(
            ["title", "text"], schema, plugins=[qparser.WhitespacePlugin()], group=qparser.OrGroup
        )

    def load(self, documents: Iterable[Document], /) -> None:
        with self._index.writer() as writer:
            for document in documents:
                writer.add_document(id=document.id, title=document.title, text=document.text)
        self._searcher = self._index.searcher()

    def rank(self, question: str, /) -> list[str]:
        found = self._searcher.search(self._parser.parse(" ".join(_WORD.findall(question))), limit=_MOST)
        return [hit["id"] for hit in found]


class Fts5:
    """SQLite's FTS5 with one of its tokenizers."""

    def __init__(self, folder: Path, tokenizer: str) -> None:
        folder.mkdir(parents=True)
        self._trigrams = tokenizer == "trigram"
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute(
            f"CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, text, tokenize='{tokenizer}')"
        )

    def load(self, documents: Iterable[Document], /) -> None:
        rows = ((document.id, document.title, document.text) for document in documents)
        with self._db:
            self._db.executemany("INSERT INTO d VALUES (?, ?, ?)", rows)

    def rank(self, question: str, /) -> list[str]:
        words = [
            word
            for found in _WORD.findall(question)
            for word in (_grams(found, 3) if self._trigrams else [found])
        ]
        if not words:
            return []
        asked = " OR ".join(f'"{word}"' for word in words)
        found = self._db.execute("SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT ?", (asked, _MOST))
        return [row[0] for row in found]


class Tantivy:
    """tantivy with its stemmer of a language, with pairs of characters (``pairs``), or as it is."""

    def __init__(self, folder: Path, analysis: str | None) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        folder.mkdir(parents=True)
        pairs = tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)
        tokenizer = pairs if analysis == "pairs" else tantivy.Tokenizer.simple()
        made = tantivy.TextAnalyzerBuilder(tokenizer).filter(tantivy.Filter.lowercase())
        if analysis not in (None, "pairs"):
            made = made.filter(tantivy.Filter.stemmer(analysis))
        self._analyser = made.build()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("text", tokenizer_name="of_language")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("of_language", self._analyser)

    def load(self, documents: Iterable[Document], /) -> None:
        writer = self._index.writer()
        for document in documents:
            text = f"{document.title}\n{document.text}"
            writer.add_document(self._tantivy.Document(id=[document.id], text=[text]))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, question: str, /) -> list[str]:
        terms = dict.fromkeys(self._analyser.analyze(question))
        should, one = self._tantivy.Occur.Should, self._tantivy.Query.term_query
        asked = self._tantivy.Query.boolean_query(
            [(should, one(self._schema, "text", term)) for term in terms]
        )
        hits = self._searcher.search(asked, _MOST).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]


def _grams(word: str, size: int) -> list[str]:
    """A word; of one without spaces around its parts, its pieces of ``size`` characters."""
    if not _DENSE.search(word):
        return [word]
    return [word[at : at + size] for at in range(max(1, len(word) - size + 1))]
