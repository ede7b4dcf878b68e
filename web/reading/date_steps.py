"""From years to months to days and back: which of them is open, the way up, and a month's days as a calendar. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from indexer.model import DATES, Facet, FacetChoice, FacetValue, Query, Results
from web.reading.search_urls import SearchUrls
from web.wording import MONTHS
from web.wording import month as month_name


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: what it is called, and where it leads; the last is where one is."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; ``number`` 0 fills a week up. ``value`` None: nothing was published."""

    number: int
    value: FacetValue | None = None


@dataclass(frozen=True, slots=True)
class DateSteps:
    """``path``: the way from any time down to what is chosen, empty where that is not one year. ``months`` of the open year,
    oldest first; ``weeks`` of the open ``month`` ("May 2024"), from Monday."""

    path: tuple[Step, ...] = ()
    months: tuple[FacetValue, ...] = ()
    weeks: tuple[tuple[Day, ...], ...] = ()
    month: str = ""


def date_steps(results: Results, urls: SearchUrls) -> DateSteps:
    """What is open for these Results. Of several years (months) none is."""
    year, month, day = (_one(results.query, length) for length in (4, 7, 10))
    if year is None:
        return DateSteps()
    path = [Step("Any time", urls.any_date()), Step(year, urls.only("year", year))]
    if month is None:
        months = (value for value in _values(results.facets, "month") if value.value.startswith(year))
        return DateSteps(tuple(path), tuple(sorted(months, key=lambda value: value.value)))
    path.append(Step(MONTHS[int(month[5:]) - 1], urls.only("month", month)))
    if day is not None:
        path.append(Step(str(int(day[8:])), urls.only("day", day)))
    return DateSteps(tuple(path), (), _weeks(month, _values(results.facets, "day")), month_name(month))


def _one(query: Query, length: int) -> str | None:
    """The year (4), month (7) or day (10) in which all chosen dates lie, if there is one that they name."""
    chosen = [value for name in DATES for value in query.chosen.get(name, FacetChoice()).any_of]
    found = {value[:length] for value in chosen if len(value) >= length}
    if len(found) != 1:
        return None
    (one,) = found
    try:
        date.fromisoformat(f"{one}-01-01"[:10])
    except ValueError:
        return None
    return one


def _values(facets: tuple[Facet, ...], name: str) -> tuple[FacetValue, ...]:
    return next((facet.values for facet in facets if facet.name == name), ())


def _weeks(month: str, days: tuple[FacetValue, ...]) -> tuple[tuple[Day, ...], ...]:
    known = {value.value: value for value in days}
    grid = calendar.Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
    return tuple(tuple(Day(number, known.get(f"{month}-{number:02}")) for number in week) for week in grid)
