"""Documents as JSON, each as ``search.json`` has it but for what only a page of results knows (snippets, score). Pure.

JSON Lines (one object a line) for programs that read a list as it comes; one document for those that want it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from indexer.model import Document
from web.json_text import json_text
from web.reading.answer import document_json

LINES_TYPE = "application/x-ndjson"


def lines(documents: Iterable[Document], root: str) -> Iterator[str]:
    """A line for each, as they come. ``root`` is this site's address."""
    for document in documents:
        yield _object(document, root) + "\n"


def whole(head: dict[str, Any], documents: Iterable[Document], root: str) -> Iterator[str]:
    """``head`` (of which nothing is empty) as one JSON document with all of them as its ``hits``."""
    yield json_text(head)[:-1] + ', "hits": ['
    for number, document in enumerate(documents):
        yield (",\n" if number else "\n") + _object(document, root)
    yield "\n]}\n"


def _object(document: Document, root: str) -> str:
    return json_text(document_json(document, root))
