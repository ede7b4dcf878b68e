"""Extraction against the gold pages: ``python -m tests.benchmarks.extract [--json] [--whole]``.

Prints our figures beside trafilatura's on the same pages, with the CPU time of each; ``score`` is what the gold
set's own ``score.py --callable tests.benchmarks.extract:score`` calls.
"""

from __future__ import annotations

from indexer.extract import extract


def score(html: bytes, url: str | None) -> dict[str, str | None]:
    """Our Article in the form that score.py reads; the date is the day in the page's own time zone."""
    article = extract(html, url)
    day = article.published.date().isoformat() if article.published else None
    return {"text": article.text, "title": article.title, "author": article.author, "date": day}
