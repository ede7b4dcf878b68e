"""trafilatura, given a tree that is parsed already and asked for the text alone."""

from __future__ import annotations

import logging
import re

import trafilatura

from indexer.extract.layout import without_layout_tables
from indexer.extract.markup import Markup
from indexer.extract.rendering import clean

# It reports every page without an article as an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_ROW = re.compile(r"^\|(.*)\|$")
_RULE = re.compile(r"^[|\s:-]+$")


def main_text(markup: Markup) -> str:
    """The text that trafilatura finds; empty when it finds none, stumbles, or is not asked: a vast page."""
    if markup.is_vast:
        return ""
    without_layout_tables(markup.root)
    try:
        found = trafilatura.bare_extraction(
            markup.root, url=markup.url, with_metadata=False, include_comments=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return clean(_rows(getattr(found, "text", None) or ""))


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
