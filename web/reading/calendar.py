"""A Page's captures laid out by year, month and day. Every day with a capture is a link."""

from __future__ import annotations

import calendar as weeks_of
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.model import Capture
from web.wording import MONTHS


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's grid; ``number`` 0 fills the week up. ``captures`` are oldest first."""

    number: int
    captures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month with at least one capture, as weeks from Monday."""

    year: int
    number: int
    weeks: tuple[tuple[Day, ...], ...]
    count: int

    @property
    def name(self) -> str:
        """``March 2026``."""
        return f"{MONTHS[self.number - 1]} {self.year}"


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its months, and how many captures they hold."""

    number: int
    months: tuple[Month, ...]
    count: int


def lay_out(captures: Iterable[Capture]) -> list[Year]:
    """Captures as years, newest first, of months, newest first."""
    by_month: dict[tuple[int, int], list[Capture]] = defaultdict(list)
    for capture in captures:
        by_month[capture.captured_at.year, capture.captured_at.month].append(capture)
    by_year: dict[int, list[Month]] = defaultdict(list)
    for year, number in sorted(by_month, reverse=True):
        by_year[year].append(_month(year, number, by_month[year, number]))
    return [
        Year(year, tuple(months), sum(month.count for month in months)) for year, months in by_year.items()
    ]


def _month(year: int, number: int, captures: list[Capture]) -> Month:
    by_day: dict[int, list[Capture]] = defaultdict(list)
    for capture in captures:
        by_day[capture.captured_at.day].append(capture)
    grid = weeks_of.Calendar().monthdayscalendar(year, number)
    weeks = tuple(tuple(Day(day, tuple(by_day.get(day, ()))) for day in week) for week in grid)
    return Month(year, number, weeks, len(captures))
