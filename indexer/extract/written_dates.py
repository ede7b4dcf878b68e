"""Dates as people write them above a post: "20 December 2025", "Feb. 3, 2021", "16.08.2019", "2024年7月1日"."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from indexer.extract.months import MONTHS

_NAME = "(" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\.?"
_YEAR = r"((?:19|20)\d\d)"

_DAY_FIRST = re.compile(
    rf"(?<!\d)([0-3]?\d)(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+|\s|-){_NAME}(?:\s*,|\s+de[l]?)?[\s-]*{_YEAR}(?!\d)",
    re.I,
)
_MONTH_FIRST = re.compile(rf"(?<!\w){_NAME}\s*([0-3]?\d)(?:st|nd|rd|th)?\s*,?\s+{_YEAR}(?!\d)", re.I)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-./年년]\s?(1[0-2]|0?[1-9])\s?[-./月월]\s?(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_DOTTED = re.compile(
    r"(?<!\d)(3[01]|[12]\d|0?[1-9])([./-])\s?(1[0-2]|0?[1-9])\2\s?((?:19|20)\d\d)(?!\d|\.\d)"
)
_SLASHED_US = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])/((?:19|20)\d\d)(?!\d)")
_UPDATED = re.compile(
    r"(?:updat|modif|aktualisier|geändert|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt|обновл|zaktualiz|"
    r"oppdater|uppdater)\w*"
    r"(?:\W+\w{1,3}){0,2}\W{0,3}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:posted|published|written|gepostet|veröffentlicht|geschrieben|erschienen|publié|posté|publicado|escrito|pubblicato|"
    r"scritto|geplaatst|gepubliceerd|opublikowan\w|публиковал\w*|опубликован\w|publicerad|publisert|yayınlan\w+)\b",
    re.IGNORECASE,
)
_AROUND = 48
_LINE, _LEAD = 80, 16
_EARLIEST = 1990


def written_date(text: str, lang: str = "") -> datetime | None:
    """The first date written in a short text that is not introduced as "updated": midnight UTC of that day.

    ``11/12/2024`` is the 11th of December, but in a page in American English (``en-US``) November 12th.
    """
    found = _first(text, lang)
    return found[1] if found else None


def date_of_line(line: str, lang: str = "") -> datetime | None:
    """The date with which a short line begins, but for a few words such as "Posted on"."""
    found = _first(line, lang) if len(line) <= _LINE else None
    return found[1] if found and found[0] <= _LEAD else None


def said_to_be_published(text: str, lang: str = "") -> datetime | None:
    """The date in the first sentence of a long text that says when it was posted."""
    for said in _SAID.finditer(text):
        if found := written_date(text[max(0, said.start() - _AROUND) : said.end() + _AROUND], lang):
            return found
    return None


def _first(text: str, lang: str) -> tuple[int, datetime] | None:
    found = [hit for hit in _all(text, lang) if not _UPDATED.search(text[: hit[0]][-40:])]
    return min(found) if found else None


def _all(text: str, lang: str) -> list[tuple[int, datetime]]:
    found: list[tuple[int, datetime]] = []
    for hit in _DAY_FIRST.finditer(text):
        _add(found, hit.start(), hit[3], MONTHS.get(hit[2].lower(), 0), hit[1])
    for hit in _MONTH_FIRST.finditer(text):
        _add(found, hit.start(), hit[3], MONTHS.get(hit[1].lower(), 0), hit[2])
    for hit in _YEAR_FIRST.finditer(text):
        _add(found, hit.start(), hit[1], int(hit[2]), hit[3])
    american = lang.lower().replace("_", "-") in ("en", "en-us")
    if american:
        for hit in _SLASHED_US.finditer(text):
            _add(found, hit.start(), hit[3], int(hit[1]), hit[2])
    if not (american and found):
        for hit in _DOTTED.finditer(text):
            _add(found, hit.start(), hit[4], int(hit[3]), hit[1])
    return found


def _add(found: list[tuple[int, datetime]], place: int, year: str, month: int, day: str) -> None:
    try:
        moment = datetime(int(year), month, int(day), tzinfo=UTC)
    except ValueError:
        return
    if moment.year >= _EARLIEST:
        found.append((place, moment))
