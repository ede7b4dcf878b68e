"""Memento → Article: platform rules, then trafilatura, then a fallback; ``Article.method`` says which one won."""

from __future__ import annotations

from indexer.model import Article

__all__ = ["extract"]


def extract(html: bytes, url: str | None = None) -> Article:
    """What one HTML payload says: its article's text and facts (``extraction.extract``). Never raises."""
    # Read with the first page: half a second and 60 MB that a process which only asks for names or phrases does without.
    from indexer.extract import extraction

    return extraction.extract(html, url)
