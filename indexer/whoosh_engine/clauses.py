"""The leaves of a query tree: what one written word, phrase, prefix or date asks of the index.

A leaf is a ``Clause`` (an And of what must hold together), and keeps the words as they were typed.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

from whoosh import query

from indexer.language.folding import plain
from indexer.language.words import Word, words
from indexer.querylang import BOUNDS, FIELDS, FieldKind
from indexer.whoosh_engine.dates import end_of, start_of
from indexer.whoosh_engine.schema import CHANGE_FIELDS, MISSING

TEXT = "text"
_ALL_WORDS = "words"  # the field of unstemmed words beside ``text``
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_END_OF_TIME = 2**62


class Clause(query.And):
    """What was typed as one: its parts hold together, but in a loose question (any of the words) they part."""

    def __init__(self, parts: list[Any], typed: str, field: str = TEXT) -> None:
        super().__init__(parts)
        self.typed = typed
        self.field = field

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other clauses: a word typed twice is one clause."""
        return self.field, self.typed

    @property
    def ranks(self) -> bool:
        """Whether it looks for words in the text: these can be loosened, filters can't."""
        return self.field == TEXT


class Misread(ValueError):
    """A word that is not what its field wants; the message is a notice."""


def word(field: str, typed: str) -> Clause | None:
    """A word, or what stands between spaces, in a field. None if there is no letter or digit in it.

    Raises Misread for a date that is none.
    """
    kind = FIELDS[field].kind if field != TEXT else FieldKind.WORDS
    if kind is FieldKind.WORDS:
        parts = [_one(field, each) for each in words(typed)]
        return Clause(parts, _named(field, typed), field) if parts else None
    if kind is FieldKind.EXACT:
        return Clause([query.Term(field, plain(typed))], _named(field, typed), field)
    if kind is FieldKind.SITE:
        host = plain(re.sub(r"^\w+://", "", typed).partition("/")[0])
        return Clause([query.Term(field, host.removeprefix("www."))], _named(field, typed), field)
    return Clause([_dates(kind, field, typed)], _named(field, typed), field)


def phrase(field: str, typed: str, slop: int) -> Clause | None:
    """Words in order, each at most ``slop`` words after the one before it."""
    kind = FIELDS[field].kind if field != TEXT else FieldKind.WORDS
    if kind is not FieldKind.WORDS:
        return word(field, typed)
    found = list(words(typed))
    if not found:
        return None
    parts = [part for each in found for part in each.parts]
    single = len(found) == 1 and (len(parts) == 1 or found[0].joined is not None)
    asked = _one(field, found[0]) if single else query.Phrase(field, parts, slop=slop)
    shown = f'"{typed}"' + (f"~{slop}" if slop > 1 else "")
    return Clause([asked], _named(field, shown), field)


def prefix(field: str, typed: str) -> Clause | None:
    """Words that begin so. Raises Misread if too little is given to begin with."""
    shown = _named(field, f"{typed}*")
    if field != TEXT and FIELDS[field].kind is not FieldKind.WORDS:
        return Clause([query.Prefix(field, plain(typed))], shown, field)
    found = list(words(typed))
    if not found or found[-1].dense:
        return word(field, typed)  # pairs of characters are beginnings already
    start = found[-1].surfaces[-1]
    if len(start) < BOUNDS["prefix"].limit:
        raise Misread(BOUNDS["prefix"].text)
    before = [_one(field, each) for each in found[:-1]]
    return Clause([*before, query.Prefix(_unstemmed(field), start)], shown, field)


def fuzzy(field: str, typed: str, distance: int) -> Clause | None:
    """Words spelt nearly so; the first letter is taken to be right."""
    found = list(words(typed))
    if len(found) != 1 or found[0].dense or len(found[0].surfaces[-1]) < 3:
        return word(field, typed)
    start = found[0].surfaces[-1]
    asked = query.FuzzyTerm(_unstemmed(field), start, maxdist=distance, prefixlength=1)
    return Clause([asked], _named(field, f"{typed}~" + (str(distance) if distance > 1 else "")), field)


def _one(field: str, each: Word) -> Any:
    parts = each.parts
    if each.dense and len(parts) == 1 and len(parts[0]) == 1:
        return query.Prefix(field, parts[0])  # every character begins a pair, or ends a run
    if each.joined is not None:
        return query.DisjunctionMax([query.Term(field, each.joined), query.Phrase(field, list(parts))])
    if each.dense and len(parts) > 1 and field in CHANGE_FIELDS:
        return query.Phrase(field, list(parts))  # an edit of one character touches two pairs of the word
    terms = [query.Term(field, part) for part in parts]
    return terms[0] if len(terms) == 1 else query.And(terms)


def _unstemmed(field: str) -> str:
    return _ALL_WORDS if field == TEXT else field


def _named(field: str, typed: str) -> str:
    return typed if field == TEXT else f"{field}:{typed}"


def _dates(kind: FieldKind, field: str, typed: str) -> Any:
    first, last = _period(field, typed)
    start, end = start_of(first), end_of(last)
    if kind is FieldKind.BEFORE:
        return query.NumericRange("published", MISSING + 1, start - 1)
    if kind is FieldKind.AFTER:
        return query.NumericRange("published", start, _END_OF_TIME)
    return query.NumericRange("published", start, end)


def _period(field: str, typed: str) -> tuple[date, date]:
    """The first and last day of a year, month or day. Raises Misread."""
    match = _DATE.fullmatch(plain(typed).strip('"'))
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        last = calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, day or 1), date(year, month or 12, day or last)
    except ValueError:
        raise Misread(
            f"“{field}:{typed}” is no date that can be read (like 2024, 2024-05 or 2024-05-01): "
            "it was searched for as words."
        ) from None
