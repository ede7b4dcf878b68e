"""Related articles: those that share the rarest words with an article's beginning.

Everything is bounded: how much of the text is read, how many words are asked for and how common they may be.
"""

from __future__ import annotations

import math

from indexer.language.analysis import analyse
from indexer.language.detect import evident
from indexer.language.function_words import FUNCTION_WORDS
from indexer.language.stemming import rules_of
from indexer.model import Document
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.matches import Matches, any_of
from indexer.whoosh_engine.reading.scoring import idf
from indexer.whoosh_engine.schema import TITLE_WEIGHT

_READ = 3_000  # letters of the text
_WEIGHED = 64  # of its terms: those that are there most often, the longer first
_TERMS = 12  # of these are asked for
_COMMON = 0.05  # of all Documents: what more of them have says little
_LEAST_COMMON = 50  # Documents, in a small index
_SHARED = 2  # words at least, so that one odd word makes no relation
_TRIED = 3  # times as many are read as are wanted: some are copies

Weights = dict[bytes, tuple[float, int]]
"""Of a term: what it tells, and how many Documents have it."""


def related(page_id: str, edition: Edition, most: int) -> list[Document]:
    """At most ``most`` Documents, the nearest first; none for an id that is not there."""
    number = edition.find(page_id)
    if number is None:
        return []
    search = Search(edition)
    weights = _telling(edition.whole.document(number), search)
    shown, copies = _nearest(number, weights, 1, search, most)
    if (
        copies and len(shown) < most
    ):  # the rarest words are those of the copies alone: ask for what others have, too
        shown, _ = _nearest(number, weights, 1 + copies, search, most)
    return shown


def _nearest(
    number: int, weights: Weights, more_than: int, search: Search, most: int
) -> tuple[list[Document], int]:
    """The Documents nearest by words that more than so many have, and how many copies were met on the way."""
    common = [term for term, (_, frequency) in weights.items() if frequency > more_than]
    terms = sorted(common, key=lambda term: (-weights[term][0], term))[:_TERMS]
    if len(terms) < _SHARED:
        return [], 0
    edition = search.edition
    matches = edition.whole.shown(_matching(terms, search))
    best = matches.scores.argsort(kind="stable")[::-1][: most * _TRIED + 1]
    return _unlike(number, matches.ids[best].tolist(), edition, most)


def _telling(document: Document, search: Search) -> Weights:
    """What each term tells of what the article is about: much, if it is often here and seldom elsewhere."""
    rules = rules_of(document.lang or evident(document.text))
    title = analyse(document.title, *document.labels, rules=rules).positions
    body = analyse(document.text[:_READ], rules=rules).positions
    often = {
        term: TITLE_WEIGHT * len(title.get(term, ())) + len(body.get(term, ()))
        for term in {*title, *body}
        if len(term) > 1 and term not in FUNCTION_WORDS
    }
    edition, weights = search.edition, Weights()
    common = max(_LEAST_COMMON, edition.size * _COMMON)
    for term in sorted(often, key=lambda term: (-often[term], -len(term), term))[:_WEIGHED]:
        key = term.encode()
        frequency = edition.whole.frequency("text", key)
        if 1 < frequency <= common:
            weights[key] = math.sqrt(often[term]) * idf(edition.size, frequency), frequency
    return weights


def _matching(terms: list[bytes], search: Search) -> Matches:
    """Documents with some of the terms: what they are worth together."""
    each = [search.term("text", term) for term in terms]
    counted = [Matches(one.ids, one.scores * 0 + 1) for one in each]
    enough = any_of(search.whole.size, counted).scores >= _SHARED
    return any_of(search.whole.size, each).where(enough)


def _unlike(number: int, places: list[int], edition: Edition, most: int) -> tuple[list[Document], int]:
    """Of these, the first that are neither the article itself nor a copy of it or of one before; how many of its copies
    were passed over."""
    shown: list[Document] = []
    own, seen, copies = edition.copies.text_of(number), set[int](), 0
    for other in places:
        if len(shown) == most:
            break
        text = edition.copies.text_of(other)
        if other == number:
            continue
        if text is not None and text == own:
            copies += 1
        elif text is None or text not in seen:
            shown.append(edition.whole.document(other))
            seen.update(() if text is None else (text,))
    return shown, copies
