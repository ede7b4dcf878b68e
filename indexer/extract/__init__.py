"""Memento → Article: platform rules, then trafilatura, then a fallback; ``Article.method`` says which one won."""

from indexer.extract.extraction import extract

__all__ = ["extract"]
