"""Articles that a theme cuts into several containers of one kind (between advertisements, say): whether an
extracted text holds but some of them, and the whole then."""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

from indexer.extract.boilerplate import is_boilerplate
from indexer.extract.markup import Markup, visible_text
from indexer.extract.rendering import clean, render

MIN_PARAGRAPH = 80
MAX_PARAGRAPHS = 3_000
_MISSING = 0.3
"""The share of missing paragraph text, against what is there, from which on the text counts as cut."""

_SPACE = re.compile(r"\s+")

Kind = tuple[str, str, str, str]


def without_gaps(markup: Markup, text: str) -> str:
    """The text; or its page's only ``<article>`` (else ``<main>``) rendered whole, when paragraphs in containers
    of the same kind as those of the text are missing from it."""
    container = _only(markup)
    if container is None or not text:
        return text
    held = _SPACE.sub("", text)
    kinds: Counter[Kind] = Counter()
    there, missing = 0, []
    for paragraph in list(container.iter("p"))[:MAX_PARAGRAPHS]:
        words = clean(visible_text(paragraph))
        if len(words) < MIN_PARAGRAPH or _is_furniture(markup, paragraph):
            continue
        if _SPACE.sub("", words)[:200] in held:
            kinds[_kind(paragraph)] += 1
            there += len(words)
        else:
            missing.append((paragraph, len(words)))
    lost = sum(size for paragraph, size in missing if kinds[_kind(paragraph)] > 1)
    return render(container, is_boilerplate) if lost > _MISSING * there > 0 else text


def _only(markup: Markup) -> HtmlElement | None:
    for tag in ("article", "main"):
        if found := markup.tags.get(tag):
            return found[0] if len(found) == 1 else None
    return None


def _kind(paragraph: HtmlElement) -> Kind:
    """The tag and class of the paragraph's container and of the container's parent."""
    parent = paragraph.getparent()
    above = parent.getparent() if parent is not None else None
    names = [
        (str(node.tag), node.get("class") or "") if node is not None else ("", "") for node in (parent, above)
    ]
    return (*names[0], *names[1])


def _is_furniture(markup: Markup, element: HtmlElement) -> bool:
    above = (node for node in element.iterancestors() if node not in markup.frames)
    return is_boilerplate(element) or any(is_boilerplate(node) for node in above)
