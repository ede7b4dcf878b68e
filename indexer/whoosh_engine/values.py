"""The whole list of a facet's values under a Query, however many, searched inside and in either order."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from indexer.language.folding import fold_in_place
from indexer.language.words import WORD
from indexer.model import DATES, UNDATED, Query, ValueOrder, Values
from indexer.whoosh_engine.answer import find
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.counting.choices import (
    Filtered,
    as_facet,
    by_count,
    counted,
    newest_first,
    undated,
)
from indexer.whoosh_engine.counting.timeline import count_days, count_months
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.names import Name, having, start_of
from indexer.whoosh_engine.schema import FACET_FIELDS


def values(
    query: Query,
    edition: Edition,
    facet: str,
    *,
    containing: str,
    order: ValueOrder,
    skip: int,
    most: int,
) -> Values:
    """Those from ``skip`` on, ``most`` at most; counted as ``count_facets`` does."""
    found = find(query, parse(query.text, edition.rules), Search(edition))[0].filtered
    counts = _counted(facet, found)
    if containing.strip():
        counts = Counter(
            {value: counts[value] for value in _fitting(counts, _names(edition, facet), containing)}
        )
    by_name = order is ValueOrder.NAME
    ordered = _by_name(counts, _names(edition, facet)) if by_name else by_count(counts)
    shown = ordered[skip : skip + most]
    known = {value.value: value for value in as_facet(query, facet, counts, shown=shown).values}
    articles = len(found.once(found.but_for.get("year" if facet in DATES else facet, found.ids)))
    return Values(query, facet, tuple(known[value] for value in shown), len(ordered), articles)


def _names(edition: Edition, facet: str) -> dict[str, Name]:
    return {} if facet in DATES else {name.text: name for name in edition.names(FACET_FIELDS[facet])}


def _counted(facet: str, found: Filtered) -> Counter[str]:
    if facet == "month":
        return count_months(found)
    if facet == "day":
        return count_days(found)
    counts = counted(facet, found)
    if facet == "year" and (without := undated(found)):
        counts[UNDATED] = without
    return counts


def _by_name(counts: Iterable[str], names: dict[str, Name]) -> list[str]:
    """As they are read, whatever their case and marks; dates from the newest on, and what has none at the end."""
    if not names:
        return newest_first(counts)
    return sorted(counts, key=lambda value: (names[value].folded, value))


def _fitting(counts: Iterable[str], names: dict[str, Name], containing: str) -> list[str]:
    """Those that have each of these words, or parts of words, whatever their case and marks; or these very signs."""
    starts = [start_of(match.group()).strip() for match in WORD.finditer(containing)]
    signs = _plain(containing)
    by_words = having((names[value] for value in counts if value in names), starts) if starts else []
    fitting = {name.text for name in by_words}
    return [value for value in counts if value in fitting or signs in _plain(value)]


def _plain(text: str) -> str:
    return fold_in_place(unicodedata.normalize("NFC", " ".join(text.split())))
