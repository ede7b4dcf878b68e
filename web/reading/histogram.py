"""Hits over time as bars: days where few are asked for, months while they fit, else years. Each bar is a plain link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.model import Bucket
from web.reading.search_urls import SearchUrls
from web.wording import counted, month

MOST_MONTHS = 36
MOST_YEARS = 60
LEVELS = 20  # heights that the style sheet knows


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``level`` from 0 to ``LEVELS``, 0 only for none."""

    label: str
    count: int
    level: int
    url: str

    @property
    def said(self) -> str:
        """The bar in words."""
        return f"{self.label}: {counted(self.count, 'article')}"


def bars(
    buckets: tuple[Bucket, ...], by: str, urls: SearchUrls, of_years: Mapping[str, int] | None = None
) -> list[Bar]:
    """Bars from the first to the last day (month, year) with a hit, without gaps; none for fewer than two. ``of_years``:
    how many hits each year lists, which is fewer than its months together where a text has copies in several."""
    if by == "day":
        return _drawn(
            _of_days({bucket.start: bucket.count for bucket in buckets if bucket.count}), "day", urls
        )
    months = {(bucket.start.year, bucket.start.month): bucket.count for bucket in buckets if bucket.count}
    if not months:
        return []
    first, last = min(months), max(months)
    if (last[0] - first[0]) * 12 + last[1] - first[1] < MOST_MONTHS:
        keys = _months(first, last)
        counts = {f"{year}-{number:02}": months.get((year, number), 0) for year, number in keys}
        return _drawn(counts, "month", urls)
    years: Counter[int] = Counter()
    for (year, _), count in months.items():
        years[year] += count
    span = range(first[0], last[0] + 1)
    shown = (
        span if len(span) <= MOST_YEARS else sorted(years)[-MOST_YEARS:]
    )  # a stray year 1 draws no 2,000 bars
    known = of_years or {}
    counts = {str(year): known.get(f"{year:04}", years[year]) if years[year] else 0 for year in shown}
    return _drawn(counts, "year", urls)


def _of_days(days: dict[date, int]) -> dict[str, int]:
    if not days:
        return {}
    first, last = min(days), max(days)
    span = (first + timedelta(at) for at in range((last - first).days + 1))
    return {day.isoformat(): days.get(day, 0) for day in span}


def _drawn(counts: dict[str, int], facet: str, urls: SearchUrls) -> list[Bar]:
    if len(counts) < 2:
        return []
    most = max(counts.values())
    return [
        Bar(month(key), count, -(-count * LEVELS // most), urls.only(facet, key))
        for key, count in counts.items()
    ]


def _months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    count = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return [(first[0] + (first[1] - 1 + at) // 12, (first[1] - 1 + at) % 12 + 1) for at in range(count)]
