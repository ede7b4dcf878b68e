"""An article's labels: what its author filed it under."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, visible_text

MAX_LABELS = 40
MAX_LABEL = 80

_NOT_OURS = ("sidebar", "widget", "footer", "tagcloud", "tag-cloud", "comment", "related")


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
        names = " ".join(
            f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
            for parent in link.iterancestors("div", "aside", "section", "ul")
        )
        if not any(word in names for word in _NOT_OURS[:1] + _NOT_OURS[2:]):
            yield visible_text(link)
