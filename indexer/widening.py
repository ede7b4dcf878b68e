"""What a question without an answer could leave out. Pure: which of it finds something is for the engine to count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.model import FacetChoice, Query
from indexer.querylang import JOINS

_PIECE = re.compile(r'[^\s"“”„]*["“”„][^"“”„]*["“”„]?\S*|\S+')
_QUOTES = re.compile('["“”„]')
_MOST_PIECES = 8


@dataclass(frozen=True, slots=True)
class Less:
    """A Query that asks for less; ``without`` and ``value`` as in ``Wider``."""

    query: Query
    without: str
    value: str = ""


def asking_less(query: Query) -> Iterator[Less]:
    """From the nearest to the widest: one filter less, all filters less, words without quotes, one word less."""
    plain = replace(query, page=1)
    filters = list(_filters(plain))
    yield from filters
    bare = replace(plain, chosen={}, since=None, until=None)
    if len(filters) > 1:
        yield Less(bare, "filters")
    for base in (plain, bare) if filters else (plain,):
        yield from _words(base)


def _filters(query: Query) -> Iterator[Less]:
    for name, choice in query.chosen.items():
        if choice != FacetChoice():
            others = {other: kept for other, kept in query.chosen.items() if other != name}
            value = choice.any_of[0] if len(choice.any_of) == 1 and not choice.none_of else ""
            yield Less(replace(query, chosen=others), name, value)
    if query.since or query.until:
        yield Less(replace(query, since=None, until=None), "dates")


def _words(query: Query) -> Iterator[Less]:
    unquoted = _QUOTES.sub(" ", query.text)
    if unquoted != query.text and unquoted.strip():
        yield Less(replace(query, text=" ".join(unquoted.split())), "quotes")
    pieces = _PIECE.findall(query.text)
    if not 1 < len(pieces) <= _MOST_PIECES:
        return
    for at, piece in enumerate(pieces):
        if piece not in JOINS:
            rest = [*pieces[:at], *pieces[at + 1 :]]
            while rest and rest[0] in ("AND", "OR"):
                rest.pop(0)
            while rest and rest[-1] in JOINS:
                rest.pop()
            if rest:
                yield Less(replace(query, text=" ".join(rest)), "word", piece)
