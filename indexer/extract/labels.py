"""An article's labels: what its author filed it under."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, is_aside, visible_text

MAX_LABELS = 40
MAX_LABEL = 80


def labels_of(markup: Markup, data: LinkedData) -> tuple[str, ...]:
    """Labels in page order, each once whatever its case: ``rel=tag`` links of the article, else
    ``article:tag``, else JSON-LD keywords."""
    for source in (_links(markup), iter(markup.meta.get("article:tag", ())), iter(data.words("keywords"))):
        found: dict[str, str] = {}
        for label in source:
            text = " ".join(label.split()).strip("#, ")
            if text and len(text) <= MAX_LABEL:
                found.setdefault(text.casefold(), text)
        if found:
            return tuple(found.values())[:MAX_LABELS]
    return ()


def _links(markup: Markup) -> Iterator[str]:
    for link in markup.rels.get("tag", ()):
        # A cloud of the whole blog's tags uses the same link type.
        cloud = any("cloud" in (parent.get("class") or "").lower() for parent in link.iterancestors())
        if not cloud and not is_aside(markup, link):
            yield visible_text(link)
