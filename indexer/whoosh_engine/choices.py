"""What a reader chose (facets, dates) as filters, and the exact counts of what else could be chosen.

OR within a facet, AND between facets; each facet is counted without its own filter, so that its other values
stay visible. ``year`` and ``month`` are one facet to each other: both are left out when years are counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model import FACETS, Bucket, Facet, FacetChoice, FacetValue, Query
from indexer.whoosh_engine.dates import end_of, first_day, month_number, start_of
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.segment import Segment

MOST_VALUES = 200
"""Values of a facet in one answer, besides the chosen ones; years are all there."""

_FIELD_OF = {
    "source": "source_is",
    "author": "author_is",
    "label": "label_is",
    "lang": "lang",
    "kind": "kind",
    "status": "status",
}
Mask = NDArray[np.bool_]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Filtered:
    """The documents of a segment that answer the text, and how they fare with the filters: ``ids`` pass all;
    ``but_for[facet]`` pass all except, perhaps, that facet's own."""

    segment: Segment
    ids: Ids
    keep: Mask  # which of the answers to the text pass all filters
    but_for: dict[str, Ids]


def filtered(query: Query, segment: Segment, matching: Ids) -> Filtered:
    """Apply the filters of a Query to what answers its text in one segment."""
    masks = {name: _chosen(segment, name, choice)[matching] for name, choice in _active(query).items()}
    between = _between(query, segment)
    if between is not None:
        masks["dates"] = between[matching]
    keep = np.ones(len(matching), np.bool_)
    for mask in masks.values():
        keep &= mask
    ids = matching[keep]
    own = {"year": ("year", "month")}
    but_for = {
        facet: matching[
            _all([mask for name, mask in masks.items() if name not in own.get(facet, (facet,))], keep)
        ]
        for facet in FACETS
        if any(name in masks for name in own.get(facet, (facet,)))
    }
    return Filtered(segment, ids, keep, but_for)


def _all(masks: list[Mask], like: Mask) -> Mask:
    result = np.ones_like(like)
    for mask in masks:
        result &= mask
    return result


def _active(query: Query) -> dict[str, FacetChoice]:
    known = {name: query.chosen.get(name) for name in (*FACETS, "month")}
    return {name: choice for name, choice in known.items() if choice and (choice.any_of or choice.none_of)}


def _chosen(segment: Segment, name: str, choice: FacetChoice) -> Mask:
    mask = _having(segment, name, choice.any_of) if choice.any_of else np.ones(segment.size, np.bool_)
    return mask & ~_having(segment, name, choice.none_of) if choice.none_of else mask


def _having(segment: Segment, name: str, values: tuple[str, ...]) -> Mask:
    mask = np.zeros(segment.size, np.bool_)
    for value in values:
        if name in _FIELD_OF:
            mask[segment.postings(_FIELD_OF[name], value.encode()).ids] = True
        else:
            first, last = _months(value)
            mask |= (segment.months >= first) & (segment.months <= last)
    return mask


def _months(value: str) -> tuple[int, int]:
    """The months of ``YYYY`` or ``YYYY-MM``; of anything else, none."""
    year, _, month = value.partition("-")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        return 0, -1
    if not month:
        return month_number(int(year), 1), month_number(int(year), 12)
    if not (month.isascii() and month.isdecimal() and 1 <= int(month) <= 12):
        return 0, -1
    return month_number(int(year), int(month)), month_number(int(year), int(month))


def _between(query: Query, segment: Segment) -> Mask | None:
    if query.since is None and query.until is None:
        return None
    start = start_of(query.since) if query.since else MISSING + 1
    end = end_of(query.until) if query.until else 2**62
    return (segment.published >= start) & (segment.published <= end)


def count_facets(query: Query, found: list[Filtered]) -> tuple[Facet, ...]:
    """Every facet's values with their exact counts."""
    return tuple(_facet(query, name, found) for name in FACETS)


def _facet(query: Query, name: str, found: list[Filtered]) -> Facet:
    counts: Counter[str] = Counter()
    for part in found:
        ids = part.but_for.get(name, part.ids)
        counts.update(_years(part.segment, ids) if name == "year" else _values(part.segment, name, ids))
    choice = query.chosen.get(name, FacetChoice())
    chosen = [*choice.any_of, *choice.none_of]
    if name == "year":
        shown = sorted({*counts, *chosen}, reverse=True)
    else:
        ranked = sorted(counts, key=lambda value: (-counts[value], value))
        shown = ranked[:MOST_VALUES] + [value for value in chosen if value not in ranked[:MOST_VALUES]]
    return Facet(
        name,
        tuple(FacetValue(v, counts[v], v in choice.any_of, v in choice.none_of) for v in shown),
    )


def _values(segment: Segment, name: str, ids: Ids) -> dict[str, int]:
    column = segment.facet(_FIELD_OF[name])
    if len(ids) == segment.size:
        ordinals = column.ordinals
    else:
        hit = np.zeros(segment.size, np.bool_)
        hit[ids] = True
        ordinals = column.ordinals[hit[column.documents]]
    counts = np.bincount(ordinals, minlength=len(column.values))
    return {column.values[at]: int(counts[at]) for at in np.flatnonzero(counts)}


def _years(segment: Segment, ids: Ids) -> dict[str, int]:
    months = segment.months[ids]
    return _tally(months[months >= 0] // 12, lambda year: f"{year:04d}")


def histogram(found: list[Filtered]) -> tuple[Bucket, ...]:
    """How many hits were published in each month that has any, oldest first."""
    counts: Counter[int] = Counter()
    for part in found:
        months = part.segment.months[part.ids]
        counts.update(_tally(months[months >= 0], int))
    return tuple(Bucket(first_day(month), counts[month]) for month in sorted(counts))


def _tally(values: Ids, name: Any) -> dict[Any, int]:
    distinct, counts = np.unique(values, return_counts=True)
    return {name(int(value)): int(count) for value, count in zip(distinct, counts, strict=True)}
