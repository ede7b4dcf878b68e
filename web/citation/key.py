"""A Citation's key: what it is cited by in a text, and the name of its file. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from web.citation.citation import Citation

_LONGEST = 20
_SMALL = frozenset({
    "a", "an", "the", "on", "in", "of", "at", "to", "and", "or", "for", "from", "with", "how", "what", "why", "der", "die",
    "das", "ein", "eine", "le", "la", "les", "el", "un", "une", "il",
})  # fmt: skip


def key(cited: Citation) -> str:
    """``quill2024ferries-1f0c9a7d42``: ASCII, without anything that BibTeX, a file system or a header could trip over.

    The last part comes from the record's id alone: two captures never share a key, and a capture keeps its own when a
    title is corrected (40 bits; among a million captures of one author, year and word two in ten thousand lists meet).
    """
    who = (
        _ascii(cited.authors[0].surname if cited.authors else "")
        or _ascii(cited.site.split(".")[0])
        or "page"
    )
    year = f"{cited.published.year:04}" if cited.published else "nd"
    words = (_ascii(word) for word in cited.title.split())
    word = next((word for word in words if len(word) > 1 and word not in _SMALL), "")
    short = hashlib.sha256(cited.proof.record_id.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{who}{year}{word}-{short}"


def _ascii(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", flat)[:_LONGEST]
