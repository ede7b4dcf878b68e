"""One question to one edition: parse, match, filter, count, rank, cut snippets."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from whoosh import query as tree

from indexer.model import DATES, UNDATED, Hit, Query, Results, Sort, Wider, as_copy
from indexer.paging import stretch_of
from indexer.querylang import BOUNDS
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.answering.nearness import favour_neighbours
from indexer.whoosh_engine.answering.ranking import Ranked, rank
from indexer.whoosh_engine.asking.parser import Parsed, parse
from indexer.whoosh_engine.counting.choices import Filtered, count_facets, filtered, undated
from indexer.whoosh_engine.counting.timeline import histogram, opened
from indexer.whoosh_engine.reading.copies import NO_COPIES
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.folded import folded
from indexer.whoosh_engine.reading.matches import Matches
from indexer.whoosh_engine.storing.dates import span_of
from indexer.whoosh_engine.telling.changes import Asked, changes, wanted_changes
from indexer.whoosh_engine.telling.did_you_mean import did_you_mean
from indexer.whoosh_engine.telling.snippets import Wanted, snippets
from indexer.widening import asking_less

_FEW = 10
"""Of a whole sentence, hardly any text has every word, and those that do have it by chance: with fewer than this the
texts with any of its words are listed, where those with most of them come first. It gained .011 on Cranfield."""

_MOST_TRIED = 20
_MOST_WIDER = 4
_WIDER_SECONDS = 0.25
"""Where nothing was found: wider searches that are tried, that are offered, and the processor time of the question after
which no more are tried: other work of the machine takes nothing away from an answer."""

_MOST_COPIES = 10  # that are named with a hit


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a Query: ``matches`` under all its filters, and what there would be without some of them."""

    matches: Matches
    filtered: Filtered

    @property
    def total(self) -> int:
        return len(self.matches.ids)


def answer(query: Query, edition: Edition, *, started: float) -> Results:
    """Answer a Query. All words first; any of them where no document has all (under the chosen filters).

    Empty text browses: all documents under the filters, newest first unless another order is asked for.
    """
    begun = time.thread_time()
    search = Search(edition)
    parsed = parse(query.text, edition.rules)
    found, mode = find(query, parsed, search)
    total = found.total
    stretch = stretch_of(query.page, query.per_page, total)
    notices = [*parsed.notices, *_notices(query, parsed, search), *filter(None, [stretch.notice])]
    ranked = in_order(query, parsed, found, search, stretch.start + stretch.count)
    wanted = Wanted.of(parsed.strict, search.expansions)
    of_edits = wanted_changes(parsed.strict, search.expansions)
    hits = tuple(_hit(edition, place, wanted, of_edits) for place in ranked[stretch.start :])
    notices += [BOUNDS["marks"].text] * wanted.effort.ended
    bars, bars_by = histogram(query, found.filtered) if query.with_facets else ((), "month")
    return Results(
        query=query,
        total=total,
        folded=len(found.filtered.ids) - total,
        hits=hits,
        facets=count_facets(query, found.filtered) + opened(query, found.filtered)
        if query.with_facets
        else (),
        histogram=bars,
        histogram_by=bars_by,
        undated=undated(found.filtered) if query.with_facets else 0,
        mode=mode,
        understood_as=parsed.understood_as,
        did_you_mean=_suggestion(query, parsed, edition) if not total or mode == "any" else None,
        notices=tuple(notices),
        wider=_wider(query, search, until=begun + _WIDER_SECONDS) if not total else (),
        as_of=edition.as_of,
        took_ms=(time.perf_counter() - started) * 1000,
    )


def in_order(query: Query, parsed: Parsed, found: Found, search: Search, count: int) -> list[Ranked]:
    """The first ``count`` of what was found, in the Query's order; where no words are asked for, there is no best match."""
    sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.text.strip() else query.sort
    matches = found.matches
    if sort is Sort.RELEVANCE and count:
        matches = favour_neighbours(parsed.neighbours, matches, search)
    return rank(sort, matches, search.edition.whole, count)


def find(query: Query, parsed: Parsed, search: Search) -> tuple[Found, str]:
    """What answers a Query, one Document of each text, and whether it has ``all`` of its words or ``any``."""
    found, mode = find_each(query, parsed, search)
    return replace(found, matches=folded(found.filtered.repeated, found.matches)), mode


def find_each(query: Query, parsed: Parsed, search: Search) -> tuple[Found, str]:
    """The same with every copy."""
    if not query.text.strip():
        return _match(query, tree.Every(), search), "all"
    if parsed.strict is None:
        return _match(query, tree.NullQuery, search), "all"
    found = _match(query, parsed.strict, search)
    enough = _FEW if parsed.is_sentence else 1
    if parsed.loose is None or found.total >= enough:
        return found, "all"
    loose = _match(query, parsed.loose, search)
    return (loose, "any") if loose.total else (found, "all")


def _match(query: Query, asked: Any, search: Search) -> Found:
    whole = search.edition.whole
    matches = whole.shown(search.match(asked))
    passed = filtered(query, whole, matches.ids, NO_COPIES if query.each_copy else search.edition.copies)
    return Found(matches.where(passed.keep), passed)


def _notices(query: Query, parsed: Parsed, search: Search) -> list[str]:
    notices = [BOUNDS[name].text for name in sorted(search.bounded)]
    if query.text.strip() and parsed.strict is None:
        notices.append("There is no word in this question to search for.")
    return [*notices, *_dates_of_no_calendar(query)]


def _dates_of_no_calendar(query: Query) -> list[str]:
    chosen = [(name, query.chosen[name]) for name in DATES if name in query.chosen]
    return [
        f"{name}={value[:40]} is no date that a calendar has: nothing was published then."
        for name, choice in chosen
        for value in (*choice.any_of, *choice.none_of)
        if value != UNDATED and span_of(value) is None
    ]


def _hit(edition: Edition, place: Ranked, wanted: Wanted, of_edits: dict[str, Asked]) -> Hit:
    document = edition.whole.document(place.document)
    others = edition.copies.others_of(place.document)
    copies = tuple(as_copy(edition.whole.document(other)) for other in others[:_MOST_COPIES])
    shown = snippets(document, wanted)
    return Hit(document, place.score, shown, changes(document, of_edits), copies, len(others))


def _suggestion(query: Query, parsed: Parsed, edition: Edition) -> str | None:
    if parsed.strict is None:
        return None
    suggested = did_you_mean(query.text, edition)
    if suggested is None:
        return None
    found = _match(replace(query, text=suggested), parse(suggested, edition.rules).strict, Search(edition))
    return suggested if found.total else None


def _wider(query: Query, search: Search, *, until: float) -> tuple[Wider, ...]:
    """The nearest searches that find something. What was found for one filter makes looking for words needless."""
    if not search.edition.count:
        return ()
    found: list[Wider] = []
    for less in islice(asking_less(query), _MOST_TRIED):
        if len(found) == _MOST_WIDER or time.thread_time() > until:
            break
        if found and less.without in ("quotes", "word") and found[-1].without not in ("quotes", "word"):
            break
        count = find(less.query, parse(less.query.text, search.edition.rules), search)[0].total
        if count:
            found.append(Wider(less.query, count, less.without, less.value))
    return tuple(found)
