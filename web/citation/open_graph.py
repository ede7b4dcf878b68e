"""A Citation as Open Graph in ``<meta>`` tags (ogp.me, ``article``). Pure."""

from __future__ import annotations

from archive.timestamp import iso_there
from web.citation.citation import Citation


def tags(cited: Citation, abstract: str = "") -> list[tuple[str, str]]:
    """Property and content of each tag; what is not known has none."""
    every = [
        ("og:type", "article"),
        ("og:title", cited.heading),
        ("og:url", cited.landing or cited.permalink),
        ("og:site_name", cited.site),
        ("og:description", abstract),
        *(("article:author", name.natural) for name in cited.authors),
        ("article:published_time", iso_there(cited.published) if cited.published else None),
        *(("article:tag", label) for label in cited.labels),
    ]
    return [(name, value) for name, value in every if value]
