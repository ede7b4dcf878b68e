"""Who wrote a page's article: every place where the page says so has a voice, and names gather votes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.extract.bylines import bylines
from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup
from indexer.extract.names import is_nobody, person
from indexer.extract.sites import fold, is_site_name, squeeze
from indexer.extract.titles import Headline, bare

_META = (
    ("author", 0.8), ("article:author", 0.7), ("og:author", 0.7), ("og:article:author", 0.7), ("dc.creator", 0.7),
    ("parsely-author", 0.7), ("sailthru.author", 0.7), ("citation_author", 0.9), ("byl", 0.8),
    ("dcterms.creator", 0.7), ("article.author", 0.7), ("article:author:name", 0.7),
)  # fmt: skip
_WRITTEN_BY = re.compile(
    r"writ|author|verfass|geschr|autor|auteur|écri|\bpar\b|escrit|skrev|skriv|scritt|автор|напис|napisa|yaz|kirjoit|"
    r"작성|글쓴|作者|執筆|投稿者|撰|الكاتب|كتب|כתב|door\b|napsal|írta",
    re.IGNORECASE,
)
MAX_AUTHORS = 8


def author_of(markup: Markup, data: LinkedData, names: frozenset[str], headline: Headline) -> str | None:
    """The author, or the authors as the page joins them ("; " where it lists them apart); None if it names nobody.

    Every place that names somebody votes, weighted by how often such a place is right; the name with most votes
    wins. A role, an account or the site itself counts for little, so it wins only where nobody else is named.
    """
    votes: dict[str, float] = {}
    written: dict[str, str] = {}
    for text, weight in _places(markup, data, headline):
        name = person(bare(text, names))
        key = squeeze(name)
        if not key or key == squeeze(headline.text):
            continue
        votes[key] = votes.get(key, 0.0) + weight * _trust(name, names)
        # "janedoe" and "Jane Doe" are one voter's name; the one with a space is the one to show.
        if key not in written or (" " in name and " " not in written[key]):
            written[key] = name
    if not votes:
        return None
    return written[max(votes, key=lambda key: votes[key])]


def _trust(name: str, names: frozenset[str]) -> float:
    if is_nobody(name):
        return 0.15
    if is_site_name(name, names):
        return 0.3
    return 1.0 if " " in name or not fold(name).isascii() or name[:1].isupper() else 0.7


def _places(markup: Markup, data: LinkedData, headline: Headline) -> Iterator[tuple[str, float]]:
    if people := data.names("author") or data.names("creator"):
        yield "; ".join(people[:MAX_AUTHORS]), 1.0
    for number in "123":
        if _WRITTEN_BY.search(markup.first_meta(f"twitter:label{number}")):
            yield markup.first_meta(f"twitter:data{number}"), 1.0
    for name, weight in _META:
        if found := list(dict.fromkeys(markup.meta.get(name, ()))):
            yield "; ".join(found[:MAX_AUTHORS]), weight
    yield from bylines(markup, headline.element)
