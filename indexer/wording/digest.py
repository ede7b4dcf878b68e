"""The one measure of an edit: two captures show the same version of an article if their digests are equal.

What moves a digest: the title; any word, number, sign or order of words in the text. What does not: how it is set (white
space, paragraphs' borders, Unicode form, quotation marks, dashes, ellipses), and lines that machines write into it
(``furniture``). The publication's sidebars never reach this module: extraction leaves them out.
"""

from __future__ import annotations

import hashlib

from archive import charset
from indexer.extract import extract
from indexer.model import Article
from indexer.wording.furniture import without_furniture
from indexer.wording.typography import unset

FORM = 1
"""To be raised whenever extraction or this package makes another digest out of the same page: digests of different
forms are never compared (``tests/indexer/wording`` pins some, and fails when this was forgotten)."""

_LENGTH = 60  # hexadecimal digits: with the form they fit where the catalogue keeps them


def text_digest(article: Article) -> str | None:
    """The digest of an article's wording, ``<form>:<hex>``; None when it has no text, which is no version of anything."""
    words = unset(without_furniture(article.text))
    if not words:
        return None
    whole = f"{unset(article.title or '')}\n{words}"
    return f"{FORM}:{hashlib.sha256(whole.encode()).hexdigest()[:_LENGTH]}"


def text_digest_of(body: bytes, content_type: str | None, url: str) -> str | None:
    """The same out of an HTML payload (``archive.ports.TextDigest``): ``body`` is decoded of transfer and content
    coding, ``content_type`` the header that may name its charset. Never raises, whatever the bytes."""
    return text_digest(extract(charset.decode(body, content_type).text.encode(), url))
