"""Whoosh as it comes: its own index, parser, searcher and BM25F, over the same terms and with the same idf as ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis import Filter, RegexTokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import AndGroup, QueryParser
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from indexer.language.words import analyse_word
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.reading.scoring import K1, B, idf
from tests.indexer.whoosh_engine.corpora import Corpus


class LuceneBM25(BM25F):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's own weighting with our idf."""

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        parent = searcher.get_parent()
        return idf(parent.doc_count_all(), parent.doc_frequency(fieldname, text))


class OurTerms(Filter):  # type: ignore[misc]
    """Our terms of a text's words, for an index of Whoosh's own."""

    def __call__(self, tokens: Iterable[Any]) -> Iterator[Any]:
        for token in tokens:
            token.text = analyse_word(token.text, "en").parts[0]
            yield token


def in_stock(corpus: Corpus, engine: WhooshEngine) -> Searcher:
    """A searcher of Whoosh's own index of the same documents, in the same segments."""
    schema = Schema(key=ID(stored=True), text=TEXT(analyzer=RegexTokenizer() | OurTerms()))
    index = RamStorage().create_index(schema)
    text = {document.id: document.text for batch in corpus.batches for document in batch}
    parts = engine.edition().parts
    for part in parts:
        writer = index.writer()
        for key in part.segment.keys:
            writer.add_document(key=key.decode(), text=text[key.decode()])
        writer.commit(merge=False)
    gone = [
        offset + n
        for part, (_, offset) in zip(parts, index.searcher().leaf_searchers(), strict=True)
        for n in range(part.segment.size)
        if part.alive is not None and not part.alive[n]
    ]
    writer = index.writer()
    for number in gone:
        writer.delete_document(number)
    writer.commit(merge=False)
    return index.searcher(weighting=LuceneBM25())


def stock_hits(searcher: Searcher, typed: str, group: Any = AndGroup) -> dict[str, float]:
    parsed = QueryParser("text", searcher.schema, group=group).parse(typed, normalize=False)
    return {hit["key"]: hit.score for hit in searcher.search(parsed, limit=None, optimize=False)}
