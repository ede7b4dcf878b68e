"""Suggestions while somebody types: names (authors, labels, sources) and titles that have the words typed so far, the
last one perhaps not whole yet. Each stands for Documents that can be shown now.

Names are few: all are looked through. Titles are many: their words are looked up as the search itself does, so that
both mean the same by a word.
"""

from __future__ import annotations

from indexer.language.words import WORD, analyse_word
from indexer.model import Sort, Suggestion
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.answering.ranking import rank
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.matches import Matches, both, constant, having_any
from indexer.whoosh_engine.reading.names import having, start_of
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import FACET_FIELDS

_NAMES = ("author", "label", "source")
_MOST_WORDS = 8
_LONGEST = 100  # letters of what was typed that are looked at
_EACH = 3  # of a kind of name
_MOST_TERMS = 300  # that begin as the last word does, in the index
_TRIED = 3  # times as many titles are read as are shown: some are alike


def suggestions(typed: str, edition: Edition, most: int) -> tuple[Suggestion, ...]:
    """At most ``most``, names first; the more Documents a name has, the sooner it comes; titles the newest first."""
    written = WORD.findall(typed[:_LONGEST])[:_MOST_WORDS]
    starts = [start_of(word) for word in written]
    if len("".join(starts).strip()) < 2:
        return ()
    names = [one for kind in _NAMES for one in _names(kind, starts, edition)]
    names.sort(key=lambda one: -one.count)
    titles = _titles(written, edition, most)
    names = names[: max(most - len(titles), most // 2)]
    return (*names, *titles[: most - len(names)])


def _names(kind: str, starts: list[str], edition: Edition) -> list[Suggestion]:
    fitting = having(edition.names(FACET_FIELDS[kind]), starts)
    return [Suggestion(kind, name.text, name.count) for name in fitting[:_EACH]]


def _titles(written: list[str], edition: Edition, most: int) -> list[Suggestion]:
    """Titles with all the words; the last one may go on."""
    search = Search(edition)
    whole = edition.whole
    matches = whole.shown(_with_words(written, search))
    titles: dict[str, Suggestion] = {}
    for place in rank(Sort.NEWEST, matches, whole, most * _TRIED):
        if len(titles) == most:
            break
        document = whole.document(place.document)
        if document.title != document.url:  # an address is no title
            titles.setdefault(document.title, Suggestion("title", document.title, 1, document.id))
    return list(titles.values())


def _with_words(written: list[str], search: Search) -> Matches:
    """Documents whose title has the words; in scripts without spaces the last one is looked for as it is."""
    surfaces = analyse_word(written[-1]).surfaces
    finished = written[:-1] if surfaces else written
    if not finished:
        return _beginning(surfaces[-1], search.whole)
    found = search.match(parse(" ".join(f"title:{word}" for word in finished), search.edition.rules).strict)
    return both(found, _beginning(surfaces[-1], search.whole)) if surfaces and len(found.ids) else found


def _beginning(start: str, whole: Whole) -> Matches:
    terms = whole.terms("title", start.encode(), _MOST_TERMS)
    return constant(having_any(whole.size, [whole.postings("title", term).ids for term in terms]))
