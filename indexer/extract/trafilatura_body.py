"""trafilatura, given a tree that is parsed already and asked for the text alone."""

from __future__ import annotations

import logging

import trafilatura

from indexer.extract.markup import Markup
from indexer.extract.rendering import clean

# It reports every page without an article as an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def main_text(markup: Markup) -> str:
    """The text that trafilatura finds; empty when it finds none."""
    document = trafilatura.bare_extraction(
        markup.root, url=markup.url, with_metadata=False, include_comments=False
    )
    return clean(document.text or "") if document is not None else ""
