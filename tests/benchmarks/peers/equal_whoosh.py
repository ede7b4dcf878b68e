"""Stock Whoosh with fields for all that ours holds: the same words, in the same fields, and the same columns; nothing else
of ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from whoosh import columns, fields, index
from whoosh.analysis import StandardAnalyzer, StemmingAnalyzer

from indexer.model import Document

_WORDS = ("title", "author", "label", "source", "url")
_EXACT = ("id", "site", "source_is", "author_is", "lang", "kind", "status")
_DATES = ("published", "changed", "news")


class EqualWhoosh:
    """An index of the same articles, written in one commit."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        # No word is left out, as of ours; English stems are what ours makes of most of these articles.
        stemmed = StemmingAnalyzer(stoplist=None, minsize=1)
        parts: dict[str, Any] = {name: fields.TEXT(analyzer=stemmed) for name in ("text", *_WORDS)}
        parts["words"] = fields.TEXT(analyzer=StandardAnalyzer(stoplist=None, minsize=1), phrase=False)
        parts |= {name: fields.ID() for name in _EXACT}
        parts["label_is"] = fields.KEYWORD(commas=True)
        parts |= {name: fields.COLUMN(columns.NumericColumn("q")) for name in _DATES}
        parts["document"] = fields.STORED()
        self._index = index.create_in(str(folder), fields.Schema(**parts))

    def load(self, documents: Iterable[Document]) -> None:
        with self._index.writer(limitmb=256) as writer:
            for document in documents:
                writer.add_document(**_values(document))


def _values(d: Document) -> dict[str, object]:
    author, labels = d.author or "", " ".join(d.labels)
    text = " ".join((d.title, author, labels, d.source, d.text))
    seconds = int(d.published.timestamp()) if d.published else 0
    return {
        "text": text, "words": text, "title": d.title, "author": author, "label": labels, "source": d.source,
        "url": d.url, "id": d.id, "site": d.site, "source_is": d.source, "author_is": author,
        "label_is": ",".join(d.labels), "lang": d.lang, "kind": d.kind, "status": d.status, "published": seconds,
        "changed": seconds, "news": seconds, "document": orjson.dumps(d),
    }  # fmt: skip
