"""trafilatura, given a tree that is parsed already and asked for the text alone."""

from __future__ import annotations

import logging
import re

import trafilatura
from lxml.html import HtmlElement

from indexer.extract.boilerplate import drop_furniture
from indexer.extract.layout import without_layout_tables
from indexer.extract.markup import Markup, is_aside, visible_text
from indexer.extract.rendering import clean

# It reports every page without an article as an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

MIN_PARAGRAPH = 80
MAX_PARAGRAPHS = 600
_ENOUGH = 0.6
"""The share of a page's paragraphs, by length, that its article holds at least: less, and something was overlooked."""

_ROW = re.compile(r"^\|(.*)\|$")
_RULE = re.compile(r"^[|\s:-]+$")
_SPACE = re.compile(r"\s+")


def main_text(markup: Markup) -> str:
    """The text that trafilatura finds; empty when it finds none, stumbles, or is not asked: a vast page.

    Its own rules come first. The second opinions that it can ask for (readability, jusText) make it take in more of
    what stands around an article, and change their mind over a single letter: they are asked when its own rules hold
    too little of the page's paragraphs. Takes layout and furniture off the tree, in place.
    """
    if markup.is_vast:
        return ""
    without_layout_tables(markup.root)
    drop_furniture(markup)
    text = _asked(markup, alone=True)
    if _share(markup, text) >= _ENOUGH:
        return text
    more = _asked(markup, alone=False)
    return more if len(more) > len(text) else text


def _asked(markup: Markup, *, alone: bool) -> str:
    try:
        found = trafilatura.bare_extraction(
            markup.root, url=markup.url, with_metadata=False, include_comments=False, fast=alone
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return clean(_rows(getattr(found, "text", None) or ""))


def _share(markup: Markup, text: str) -> float:
    """How much of the page's paragraphs the text holds, by length."""
    held, all_there, found = _SPACE.sub("", text), 0, 0
    for paragraph in list(markup.root.iter("p"))[:MAX_PARAGRAPHS]:
        words = clean(visible_text(paragraph))
        if len(words) >= MIN_PARAGRAPH and not is_aside(markup, paragraph) and not _is_nested(paragraph):
            all_there += len(words)
            found += len(words) * (_SPACE.sub("", words)[:60] in held)
    if all_there:
        return found / all_there
    return 1.0 if text else 0.0


def _is_nested(element: HtmlElement) -> bool:
    """Whether it stands in an article within an article: a comment or another post (HTML, 4.3.2)."""
    return sum(1 for _ in element.iterancestors("article")) > 1


def _rows(text: str) -> str:
    """Its tables, written with bars, in our form: cells separated by a tab."""
    lines = []
    for line in text.split("\n"):
        row = _ROW.match(line.strip())
        if row is None:
            lines.append(line)
        elif not _RULE.match(line):
            lines.append("\t".join(cell.strip() for cell in row[1].split("|")).strip())
    return "\n".join(lines)
