"""When what was found was published: bars over time, the months of the chosen years, the days of the chosen months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from indexer.model import Bucket, Facet, FacetChoice, Query
from indexer.whoosh_engine.counting.choices import Filtered, as_facet, tally
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.storing.dates import DAY, first_day, span_of

_EPOCH = date(1970, 1, 1)
_MOST_DAYS = 62
"""Bars are days where no more than these are asked for: two months."""


def histogram(query: Query, found: Filtered) -> tuple[tuple[Bucket, ...], str]:
    """How many hits were published in each month (or on each day, where hardly more than a month is asked for) that has
    any, oldest first; and which of the two it is."""
    if _within_days(query):
        days = _days(found, found.ids)
        return tuple(Bucket(_EPOCH + timedelta(day), days[day]) for day in sorted(days)), "day"
    each = _months(found, found.ids)
    months = tally(each[each >= 0], int)
    return tuple(Bucket(first_day(month), months[month]) for month in sorted(months)), "month"


def opened(query: Query, found: Filtered) -> tuple[Facet, ...]:
    """The months of the years, and the days of the months, that are chosen, each with its exact count."""
    facets = []
    if years := _chosen(query, 4):
        months = Counter({name: count for name, count in count_months(found).items() if name[:4] in years})
        facets.append(as_facet(query, "month", months, shown=list(months)))
    if chosen := _chosen(query, 7):
        days = count_days(found, within=chosen)
        facets.append(as_facet(query, "day", days, shown=list(days)))
    return tuple(facets)


def count_months(found: Filtered) -> Counter[str]:
    """How many were published in each month, whatever dates were chosen."""
    months = _months(found, found.but_for_dates)
    return tally(months[months >= 0], lambda month: first_day(month).isoformat()[:7])


def count_days(found: Filtered, *, within: Collection[str] = ()) -> Counter[str]:
    """How many were published on each day (of these months), whatever dates were chosen."""
    ids = found.but_for_dates
    if within:
        numbers = [12 * int(month[:4]) + int(month[5:]) - 1 for month in within]
        ids = ids[np.isin(found.whole.months[ids], numbers)]
    days = _days(found, ids)
    return Counter({(_EPOCH + timedelta(day)).isoformat(): count for day, count in days.items()})


def _days(found: Filtered, ids: NDArray[np.int32]) -> Counter[int]:
    """By the day's number from 1970 on."""
    published = found.whole.published
    dated = published[found.once(ids, published, unit=DAY)]
    return tally(dated[dated != MISSING] // DAY, int)


def _months(found: Filtered, ids: NDArray[np.int32]) -> NDArray[np.int32]:
    """By the month's number, each text once in each."""
    months = found.whole.months
    return months[found.once(ids, months)]


def _chosen(query: Query, length: int) -> set[str]:
    """The chosen years (4 characters) or months (7), those of chosen months and days too."""
    return {
        value[:length]
        for name in ("year", "month", "day")
        for value in query.chosen.get(name, FacetChoice()).any_of
        if len(value) >= length and span_of(value) is not None
    }


def _within_days(query: Query) -> bool:
    """Whether what is chosen leaves only some days."""
    for name in ("day", "month", "year"):
        spans = [span_of(value) for value in query.chosen.get(name, FacetChoice()).any_of]
        known = [span for span in spans if span is not None]
        if known and max(last for _, last in known) - min(first for first, _ in known) < _MOST_DAYS * DAY:
            return True
    return bool(query.since and query.until and (query.until - query.since).days < _MOST_DAYS)
