"""The parameters of a search's URL (INTERFACE.md, ``/search``) ↔ a Query. Nothing that is typed into an address
fails: an old, mistyped or hostile one is bounded by ``querylang.BOUNDS`` and still answers, and a notice says so."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date

from indexer.facet_value import facet_value
from indexer.model import CHOICES, FacetChoice, Query, Sort
from indexer.querylang import BOUNDS

_PLAIN = Query()
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)

Parameters = Mapping[str, Sequence[str]]


def parse_query(parameters: Parameters) -> tuple[Query, tuple[str, ...]]:
    """The Query that is asked for, and a sentence for each parameter that had to be changed for it."""
    return _Reading(parameters).query()


def to_args(query: Query) -> list[tuple[str, str]]:
    """The shortest parameters that ``parse_query`` reads as this Query, in a fixed order."""
    args = [("q", query.text)] if query.text else []
    args += chosen_args(query)
    if query.since:
        args.append(("from", query.since.isoformat()))
    if query.until:
        args.append(("to", query.until.isoformat()))
    if query.sort is not _PLAIN.sort:
        args.append(("sort", query.sort.value))
    if query.each_copy:
        args.append(("copies", "all"))
    if query.page != _PLAIN.page:
        args.append(("page", str(query.page)))
    if query.per_page != _PLAIN.per_page:
        args.append(("per_page", str(query.per_page)))
    return args


def chosen_args(query: Query) -> list[tuple[str, str]]:
    """Those of its chosen values alone."""
    return [
        (name, written)
        for name in CHOICES
        if (choice := query.chosen.get(name))
        for written in (*map(_wanted, choice.any_of), *map(_excluded, choice.none_of))
    ]


def _wanted(value: str) -> str:
    """A value that begins with the sign of exclusion is written behind a backslash, and so is what would be read as that."""
    return f"\\{value}" if value.startswith(("-", "\\-", "\\\\")) else value


def _excluded(value: str) -> str:
    return f"-\\{value}" if value.startswith(("\\-", "\\\\")) else f"-{value}"


class _Reading:
    """One reading of parameters: collects notices as it goes."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._notices: list[str] = []

    def query(self) -> tuple[Query, tuple[str, ...]]:
        since, until = self._range()
        per_page = self._number("per_page", _PLAIN.per_page, BOUNDS["per_page"].limit)
        query = Query(
            text=_words(self._parameters.get("q", ())),
            chosen={name: choice for name in CHOICES if (choice := self._choice(name))},
            since=since,
            until=until,
            sort=self._sort(),
            page=self._number("page", _PLAIN.page, -(-BOUNDS["depth"].limit // per_page)),
            per_page=per_page,
            each_copy=self._each_copy(),
        )
        return query, tuple(self._notices)

    def _first(self, name: str) -> str:
        return next(iter(self._parameters.get(name, ())), "").strip()

    def _choice(self, name: str) -> FacetChoice | None:
        """What of a facet is wanted, and what excluded: ``-value``. ``\\-value`` wants a value that begins with ``-``."""
        most, longest = BOUNDS["values"], BOUNDS["value"]
        written = [said for value in self._parameters.get(name, ()) if (said := value.strip().strip("\0"))]
        if len(written) > most.limit:
            self._notices.append(f"{name}: {most.text}")
        wanted: dict[bool, list[str]] = {True: [], False: []}
        for value in written[: most.limit]:
            meant = value.removeprefix("-")
            if meant.startswith(("\\-", "\\\\")):
                meant = meant[1:]
            if len(meant) > longest.limit and f"{name}: {longest.text}" not in self._notices:
                self._notices.append(f"{name}: {longest.text}")
            wanted[not value.startswith("-")].append(facet_value(meant))
        any_of, none_of = (tuple(filter(None, dict.fromkeys(wanted[way]))) for way in (True, False))
        return FacetChoice(any_of, none_of) if any_of or none_of else None

    def _number(self, name: str, default: int, most: int) -> int:
        text = self._first(name)
        if not text:
            return default
        number = int(text[:20]) if text.isascii() and text.isdigit() else 0
        if number < 1:
            self._notices.append(f"{name}={text[:40]} is not a number from 1 on; {default} was used.")
            return default
        if number > most:
            self._notices.append(f"{name}={text[:20]} is more than can be shown; {most:,} was used.")
        return min(number, most)

    def _sort(self) -> Sort:
        text = self._first("sort").lower()
        try:
            return Sort(text) if text else _PLAIN.sort
        except ValueError:
            self._notices.append(f"sort={text[:40]} is unknown; there are {', '.join(Sort)}.")
            return _PLAIN.sort

    def _each_copy(self) -> bool:
        text = self._first("copies").lower()
        if text not in ("", "all", "one"):
            self._notices.append(f"copies={text[:40]} is unknown; copies=all shows each copy of a text.")
        return text == "all"

    def _range(self) -> tuple[date | None, date | None]:
        since, until = self._date("from", end=False), self._date("to", end=True)
        if since and until and since > until:
            self._notices.append("“From” was later than “to”; the two were exchanged.")
            return until, since
        return since, until

    def _date(self, name: str, *, end: bool) -> date | None:
        text = self._first(name)
        if not text:
            return None
        found = _DATE.fullmatch(text)
        try:
            if found:
                return _day(int(found[1]), found[2], found[3], end=end)
        except ValueError:
            pass  # a day that no calendar has is told below
        self._notices.append(
            f"{name}={text[:40]} is not a date and was left out. Write it as 2024-07-31, 2024-07 or 2024."
        )
        return None


def _words(typed: Sequence[str]) -> str:
    """What was typed, on one line; half a character, as a terminal may hand over, is a question mark."""
    return " ".join(" ".join(typed).replace("\0", " ").encode("utf-8", "replace").decode().split())


def _day(year: int, month: str | None, day: str | None, *, end: bool) -> date:
    number = int(month) if month else (12 if end else 1)
    last = monthrange(year, number)[1] if end and 1 <= number <= 12 else 1
    return date(year, number, int(day) if day else last)
