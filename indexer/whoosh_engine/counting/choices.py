"""What a reader chose (facets, dates) as filters, and the exact counts of what else could be chosen.

OR within a facet, AND between facets; each facet is counted without its own filter, exclusions included, so that its
other values stay visible. ``DATES`` are one facet to each other: all are left out when years are counted (months and days:
``timeline.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model import CHOICES, DATES, FACETS, UNDATED, Facet, FacetChoice, FacetValue, Query
from indexer.whoosh_engine.reading import folded
from indexer.whoosh_engine.reading.column import FacetColumn
from indexer.whoosh_engine.reading.copies import NO_COPIES, Copies
from indexer.whoosh_engine.reading.folded import Repeated, once, repeated
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import FACET_FIELDS, MISSING
from indexer.whoosh_engine.storing.dates import end_of, span_of, start_of

MOST_VALUES = 200
"""Values of a facet in one answer, besides the chosen ones; years are all there."""

Mask = NDArray[np.bool_]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Filtered:
    """The documents that answer the text, and how they fare with the filters: ``ids`` pass all;
    ``but_for[facet]`` pass all except, perhaps, that facet's own."""

    whole: Whole
    ids: Ids
    keep: Mask  # which of the answers to the text pass all filters
    but_for: dict[str, Ids]
    copies: Copies  # that are counted as one
    repeated: Repeated  # those of ``ids``

    def once(self, ids: Ids, values: NDArray[np.int64] | Ids | None = None, *, unit: int = 1) -> Ids:
        """These documents without copies among them; with the ``values`` of all, without those of the same one, in
        whole units."""
        return once(self._repeated(ids), ids, values, unit)

    def counts(self, ids: Ids, column: FacetColumn) -> NDArray[np.int64]:
        """How many of these documents have each value, copies with the same one counted once."""
        return folded.counts(self._repeated(ids), ids, column)

    def _repeated(self, ids: Ids) -> Repeated:
        return self.repeated if ids is self.ids else repeated(self.copies, ids)

    @property
    def but_for_dates(self) -> Ids:
        """What passes all filters except, perhaps, those of ``DATES``."""
        return self.but_for.get("year", self.ids)


def filtered(query: Query, whole: Whole, matching: Ids, copies: Copies = NO_COPIES) -> Filtered:
    """Apply the filters of a Query to what answers its text; ``copies`` are to be counted as one."""
    masks = {name: _chosen(whole, name, choice)[matching] for name, choice in _active(query).items()}
    between = _between(query, whole)
    if between is not None:
        masks["between"] = between[matching]
    keep = np.ones(len(matching), np.bool_)
    for mask in masks.values():
        keep &= mask
    ids = matching[keep]
    own = {"year": DATES}
    but_for = {
        facet: matching[
            _all([mask for name, mask in masks.items() if name not in own.get(facet, (facet,))], keep)
        ]
        for facet in FACETS
        if any(name in masks for name in own.get(facet, (facet,)))
    }
    return Filtered(whole, ids, keep, but_for, copies, repeated(copies, ids))


def _all(masks: list[Mask], like: Mask) -> Mask:
    result = np.ones_like(like)
    for mask in masks:
        result &= mask
    return result


def _active(query: Query) -> dict[str, FacetChoice]:
    known = {name: query.chosen.get(name) for name in CHOICES}
    return {name: choice for name, choice in known.items() if choice and (choice.any_of or choice.none_of)}


def _chosen(whole: Whole, name: str, choice: FacetChoice) -> Mask:
    mask = _having(whole, name, choice.any_of) if choice.any_of else np.ones(whole.size, np.bool_)
    return mask & ~_having(whole, name, choice.none_of) if choice.none_of else mask


def _having(whole: Whole, name: str, values: tuple[str, ...]) -> Mask:
    mask = np.zeros(whole.size, np.bool_)
    for value in values:
        if name in FACET_FIELDS:
            mask[whole.postings(FACET_FIELDS[name], value.encode("utf-8", "replace")).ids] = True
        elif value == UNDATED:
            mask |= whole.published == MISSING
        elif (span := span_of(value)) is not None:
            mask |= (whole.published >= span[0]) & (whole.published <= span[1])
    return mask


def _between(query: Query, whole: Whole) -> Mask | None:
    if query.since is None and query.until is None:
        return None
    start = start_of(query.since) if query.since else MISSING + 1
    end = end_of(query.until) if query.until else 2**62
    return (whole.published >= start) & (whole.published <= end)


def count_facets(query: Query, found: Filtered) -> tuple[Facet, ...]:
    """Every facet's values with their exact counts."""
    return tuple(_facet(query, name, found) for name in FACETS)


def _facet(query: Query, name: str, found: Filtered) -> Facet:
    counts = counted(name, found)
    if name == "year":
        without = undated(found)
        return as_facet(query, name, counts | Counter({UNDATED: without}), shown=list(counts))
    return as_facet(query, name, counts, shown=by_count(counts)[:MOST_VALUES])


def counted(name: str, found: Filtered) -> Counter[str]:
    """How many hits have each value of a facet, whatever was chosen of it."""
    ids = found.but_for.get(name, found.ids)
    return _years(found, ids) if name == "year" else _values(found, name, ids)


def by_count(counts: Counter[str]) -> list[str]:
    """The most frequent first, ties by name."""
    return sorted(counts, key=lambda value: (-counts[value], value))


def as_facet(query: Query, name: str, counts: Counter[str], *, shown: list[str]) -> Facet:
    """These values in this order, and after them what else was chosen; dates are put in order again."""
    choice = query.chosen.get(name, FacetChoice())
    chosen = [value for value in dict.fromkeys((*choice.any_of, *choice.none_of)) if value not in shown]
    values = newest_first([*shown, *chosen]) if name in DATES else [*shown, *chosen]
    told = (FacetValue(v, counts[v], v in choice.any_of, v in choice.none_of) for v in values)
    return Facet(name, tuple(told), len(counts))


def newest_first(dates: Iterable[str]) -> list[str]:
    """Years, months or days from the newest on; what has no date comes last."""
    return sorted(dates, key=lambda value: (value != UNDATED, value), reverse=True)


def undated(found: Filtered) -> int:
    """How many have no date, whatever dates were chosen."""
    ids = found.but_for_dates
    return len(found.once(ids[found.whole.months[ids] < 0]))


def _values(found: Filtered, name: str, ids: Ids) -> Counter[str]:
    column = found.whole.facet(FACET_FIELDS[name])
    counts = found.counts(ids, column)
    there = np.flatnonzero(counts).tolist()
    return Counter(dict(zip([column.values[at] for at in there], counts[there].tolist(), strict=True)))


def _years(found: Filtered, ids: Ids) -> Counter[str]:
    months = found.whole.months
    years = months[found.once(ids, months, unit=12)] // 12
    return tally(years[years >= 0], lambda year: f"{year:04d}")


_SPREAD = 100_000
"""Numbers that lie within so many of each other are counted in one pass; others are sorted."""


def tally(values: NDArray[Any], name: Callable[[int], Any]) -> Counter[Any]:
    """How often each number occurs, by what it is called."""
    if not len(values):
        return Counter()
    least, most = int(values.min()), int(values.max())
    if most - least < _SPREAD:
        each = np.bincount(values - least)
        distinct = np.flatnonzero(each)
        counts, distinct = each[distinct], distinct + least
    else:
        distinct, counts = np.unique(values, return_counts=True)
    return Counter(
        {name(value): count for value, count in zip(distinct.tolist(), counts.tolist(), strict=True)}
    )
