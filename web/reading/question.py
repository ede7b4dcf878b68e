"""/search parameters → a Query. Nothing that is typed into an address fails: it is bounded, and a notice says so."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from indexer.model import FACETS, Query, Sort
from indexer.querylang import BOUNDS, MOST_PER_PAGE, PER_PAGE, parse_query

MAX_VALUES = 50  # of one facet
MAX_VALUE = 300  # characters

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """A Query, and what had to be changed in what was asked."""

    query: Query
    notices: tuple[str, ...] = ()


def read(args: MultiDict[str, str]) -> Question:
    """The Query that /search parameters ask for."""
    notices: list[str] = []
    since, until = _range(args.get("from", ""), args.get("to", ""), notices)
    per_page = _number(args.get("per_page", ""), "per_page", PER_PAGE, MOST_PER_PAGE, notices)
    page = _number(args.get("page", ""), "page", 1, BOUNDS["depth"].limit // per_page, notices)
    kept: dict[str, list[str]] = {name: _values(args, name, notices) for name in (*FACETS, "month")}
    kept |= {
        "q": [" ".join(args.get("q", "").replace("\0", " ").split())],
        "from": [since.isoformat()] if since else [],
        "to": [until.isoformat()] if until else [],
        "sort": [_sort(args.get("sort", ""), notices)],
        "page": [str(page)],
        "per_page": [str(per_page)],
    }
    return Question(parse_query(kept), tuple(notices))


def _values(args: MultiDict[str, str], name: str, notices: list[str]) -> list[str]:
    given = [value[:MAX_VALUE].replace("\0", " ") for value in args.getlist(name) if value.strip(" -")]
    if len(given) > MAX_VALUES:
        notices.append(f"Only the first {MAX_VALUES} values of “{name}” were used.")
    return given[:MAX_VALUES]


def _number(text: str, name: str, default: int, most: int, notices: list[str]) -> int:
    text = text.strip()
    if not text:
        return default
    number = int(text[:20]) if text.isascii() and text.isdigit() else 0
    if number < 1:
        notices.append(f"{name}={text[:40]} is not a number from 1 on; {default} was used.")
        return default
    if number > most:
        notices.append(f"{name}={text[:20]} is more than can be shown; {most:,} was used.")
    return min(number, most)


def _sort(text: str, notices: list[str]) -> str:
    text = text.strip().lower()
    if text and text not in list(Sort):
        notices.append(f"sort={text[:40]} is unknown; there are {', '.join(Sort)}.")
    return text


def _range(first: str, last: str, notices: list[str]) -> tuple[date | None, date | None]:
    since, until = _date(first, "from", notices, end=False), _date(last, "to", notices, end=True)
    if since and until and since > until:
        notices.append("“From” was later than “to”; the two were exchanged.")
        return until, since
    return since, until


def _date(text: str, name: str, notices: list[str], *, end: bool) -> date | None:
    text = text.strip()
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            return _day(int(found[1]), found[2], found[3], end=end)
    except ValueError:
        pass  # a day that no calendar has is told below
    notices.append(
        f"{name}={text[:40]} is not a date and was left out. Write it as 2024-07-31, 2024-07 or 2024."
    )
    return None


def _day(year: int, month: str | None, day: str | None, *, end: bool) -> date:
    number = int(month) if month else (12 if end else 1)
    last = monthrange(year, number)[1] if end and 1 <= number <= 12 else 1
    return date(year, number, int(day) if day else last)
