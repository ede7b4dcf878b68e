"""A Citation as Dublin Core in ``<meta>`` tags (DCMI, “Expressing Dublin Core in HTML”). Pure.

Written for who reads it: Zotero's translator “Embedded Metadata” takes ``DC.type`` for its item type where it is one,
``Family, Given`` for a person's name, and ``DC.source`` for the *title* of the periodical, so that there is none here.
Never ``citation_title``: on its own it makes a journal article of a blog post.
"""

from __future__ import annotations

from archive.timestamp import iso_there
from web.citation.citation import Citation, Kind

SCHEMAS = (("DC", "http://purl.org/dc/elements/1.1/"), ("DCTERMS", "http://purl.org/dc/terms/"))
"""Prefix and namespace, for ``<link rel="schema.…">``."""


def tags(cited: Citation) -> list[tuple[str, str]]:
    """Name and content of each tag; what is not known has none."""
    every = [
        ("DC.type", "blogPost" if cited.kind is Kind.POST else "webpage"),
        ("DC.type", "Text"),
        ("DC.title", cited.heading),
        *(("DC.creator", name.inverted) for name in cited.authors),
        ("DC.date", iso_there(cited.published) if cited.published else None),
        ("DC.publisher", cited.site),
        ("DC.language", cited.lang),
        *(("DC.subject", label) for label in cited.labels),
        ("DC.identifier", cited.landing or cited.permalink),
        ("DCTERMS.isVersionOf", cited.original),
        ("DCTERMS.hasVersion", cited.permalink),
        *(("author", name.natural) for name in cited.authors),
    ]
    return [(name, value) for name, value in every if value]
