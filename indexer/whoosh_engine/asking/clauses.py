"""The leaves of a query tree: what one written word, phrase, prefix or date asks of the index.

A leaf (``tree.Clause``) keeps the words as they were typed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from whoosh import query

from indexer.language.folding import plain
from indexer.language.scripts import Script, script_of
from indexer.language.words import JOINERS, WORD, Word, analyse_word, words
from indexer.linked import Reach, host_asked, link_asked
from indexer.querylang import BOUNDS, FIELDS, FieldKind
from indexer.whoosh_engine.asking.tree import TEXT, ByRules, Clause
from indexer.whoosh_engine.schema import CHANGE_FIELDS, MISSING
from indexer.whoosh_engine.storing.dates import end_of, start_of

_ALL_WORDS = "words"  # the field of unstemmed words beside ``text``
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_END_OF_TIME = 2**62
_MOST_AS_ONE = 6
"""Words of a phrase of which each is also looked for in pieces, and each two as one."""
_OF_WORDS = (FieldKind.WORDS, FieldKind.IN_ORDER)
_SIGNS = re.compile(r"[\s()*~]")

Rules = tuple[str, ...]
"""The codes of the rules (``language.stemming``) by which any text was analysed, besides those of each script."""


class Misread(ValueError):
    """A word that is not what its field or sign wants; the message is a notice. It is searched for as words of ``field``."""

    def __init__(self, notice: str, field: str = TEXT) -> None:
        self.field = field
        super().__init__(notice)


def _kind(field: str) -> FieldKind:
    return FIELDS[field].kind if field != TEXT else FieldKind.WORDS


def word(field: str, typed: str, rules: Rules = ()) -> Clause | None:
    """A word, or what stands between spaces, in a field. None if there is no letter or digit in it.

    Raises Misread for a date that is none.
    """
    kind = _kind(field)
    if kind is FieldKind.IN_ORDER:
        return _phrase_shown(field, typed, typed, 1, rules)
    if kind is FieldKind.WORDS:
        found = [match.group() for match in WORD.finditer(typed)]
        parts = [_word(field, written, rules) for written in found]
        apart = [piece for written in found for piece in _pieces(field, written, rules)]
        return Clause(parts, _named(field, typed), field, apart) if parts else None
    if kind is FieldKind.EXACT:
        return Clause([query.Term(field, plain(typed))], _named(field, typed), field)
    if kind is FieldKind.SITE:
        return Clause([query.Term(field, host_asked(plain(typed)))], _named(field, typed), field)
    if kind is FieldKind.LINK:
        return Clause([_link(field, typed)], _named(field, typed), field)
    return Clause([_dates(kind, field, typed)], _named(field, typed), field)


def phrase(field: str, typed: str, slop: int, rules: Rules = ()) -> Clause | None:
    """Words in order, each at most ``slop`` words after the one before it."""
    if _kind(field) not in _OF_WORDS:
        found = word(field, typed, rules)
        if found is not None and _SIGNS.search(typed):
            found.typed = _named(field, f'"{typed}"')
        return found
    return _phrase_shown(field, typed, f'"{typed}"' + (f"~{slop}" if slop > 1 else ""), slop, rules)


def _phrase_shown(field: str, typed: str, shown: str, slop: int, rules: Rules) -> Clause | None:
    if not any(words(typed)):
        return None
    asked = by_rules(lambda code: _in_order(field, list(words(typed, code)), slop, code), rules)
    return Clause([asked], _named(field, shown), field)


def prefix(field: str, typed: str, rules: Rules = ()) -> Clause | None:
    """Words that begin so. Raises Misread if too little is given to begin with."""
    shown = _named(field, f"{typed}*")
    kind = _kind(field)
    if kind is FieldKind.LINK:
        return Clause([_link(field, f"{typed}*")], shown, field)
    if kind not in (*_OF_WORDS, FieldKind.EXACT, FieldKind.SITE):
        return word(field, f"{typed}*", rules)  # no date: it says so
    if kind not in _OF_WORDS and len(typed) >= BOUNDS["prefix"].limit:
        return Clause([query.Prefix(field, plain(typed))], shown, field)
    found = list(words(typed))
    if not found or found[-1].dense:
        return word(field, typed, rules)  # pairs of characters are beginnings already
    start = found[-1].surfaces[-1]
    if len(start) < BOUNDS["prefix"].limit or kind not in _OF_WORDS:
        raise Misread(BOUNDS["prefix"].text, field)
    before = [_word(field, match.group(), rules) for match in list(WORD.finditer(typed))[:-1]]
    return Clause([*before, query.Prefix(_unstemmed(field), start)], shown, field)


def fuzzy(field: str, typed: str, distance: int, rules: Rules = ()) -> Clause | None:
    """Words spelt nearly so; the first letter is taken to be right."""
    found = list(words(typed))
    least = BOUNDS["spelt"]
    one = len(found) == 1 and not found[0].dense and len(found[0].surfaces[-1]) >= least.limit
    if not one or _kind(field) not in _OF_WORDS:
        raise Misread(least.text, field)
    start = found[0].surfaces[-1]
    asked = query.FuzzyTerm(_unstemmed(field), start, maxdist=distance, prefixlength=1)
    return Clause([asked], _named(field, f"{typed}~" + (str(distance) if distance > 1 else "")), field)


def by_rules(make: Callable[[str | None], Any], rules: Rules) -> Any:
    """What ``make`` makes of a word by the rules of each language, alike ones together."""
    usual = make(None)
    others: list[tuple[Any, list[str]]] = []
    for code in rules:
        made = make(code)
        if made == usual:
            continue
        for other, codes in others:
            if other == made:
                codes.append(code)
                break
        else:
            others.append((made, [code]))
    if not others:
        return usual
    return ByRules([usual, *(made for made, _ in others)], [(), *(tuple(codes) for _, codes in others)])


def _word(field: str, written: str, rules: Rules) -> Any:
    return by_rules(lambda code: _one(field, analyse_word(written, code)), rules)


def _pieces(field: str, written: str, rules: Rules) -> list[Any]:
    """The words that one is joined of, as far as each says something by itself."""
    pieces = JOINERS.split(written)
    if len(pieces) < 2:
        return []
    return [_word(field, piece, rules) for piece in pieces if len(piece) > 1 and piece.isalpha()]


def _one(field: str, each: Word) -> Any:
    parts = each.parts
    if each.dense and len(parts) == 1 and len(parts[0]) == 1:
        return query.Prefix(field, parts[0])  # every character begins a pair, or ends a run
    if each.joined is not None or each.split:
        whole = [query.Term(field, each.joined)] if each.joined is not None else []
        apart = query.Phrase(field, list(parts)) if len(parts) > 1 else query.Term(field, parts[0])
        pieces = [query.Phrase(field, list(each.split))] if each.split else []
        return query.DisjunctionMax([*whole, apart, *pieces])
    if each.dense and len(parts) > 1 and field in CHANGE_FIELDS:
        return query.Phrase(field, list(parts))  # an edit of one character touches two pairs of the word
    terms = [_beginning(field, part) if each.dense else query.Term(field, part) for part in parts]
    all_of = terms[0] if len(terms) == 1 else query.And(terms)
    if each.head is None or field in CHANGE_FIELDS:
        return all_of
    return query.AndMaybe(all_of, query.Term(field, each.head))


def _beginning(field: str, part: str) -> Any:
    """A pair of characters, or a single one: every character begins a pair, or ends a run."""
    term = query.Term(field, part)
    alone = len(part) == 1 and script_of(part) is Script.DENSE
    return query.DisjunctionMax([term, query.Prefix(field, part)]) if alone else term


def _in_order(field: str, found: list[Word], slop: int, rules: str | None) -> Any:
    """A phrase of words; what is written as one, or in pieces, is found written the other way."""
    if len(found) == 1 and (len(found[0].parts) == 1 or found[0].joined is not None):
        return _one(field, found[0])
    ways = [
        _one_after_another([each.parts for each in found], found),
        _one_after_another([each.split or each.parts for each in found], found),
        _one_after_another([(each.joined,) if each.joined else each.parts for each in found], found),
        *(_one_in_pieces(found) if len(found) <= _MOST_AS_ONE else ()),
        *(_two_as_one(found, rules) if len(found) <= _MOST_AS_ONE else ()),
    ]
    phrases = [
        query.Phrase(field, list(way), slop=slop) if len(way) > 1 else query.Term(field, way[0])
        for way in dict.fromkeys(ways)
    ]
    return phrases[0] if len(phrases) == 1 else query.DisjunctionMax(phrases)


def _one_after_another(terms: list[tuple[str, ...]], found: list[Word]) -> tuple[str, ...]:
    """The terms of words in their places. Behind the last one more may follow, and what ends a run is none of it."""
    tails = [each.tails if terms[at] == each.parts else () for at, each in enumerate(found)]
    tails[-1] = ()
    return tuple(term for at, own in enumerate(terms) for term in (*own, *tails[at]))


def _one_in_pieces(found: list[Word]) -> Iterator[tuple[str, ...]]:
    """The phrase with one word written in its pieces: of "e-mail" "e mail"."""
    for at, each in enumerate(found):
        if each.split:
            terms = [other.parts for other in found]
            yield _one_after_another([*terms[:at], each.split, *terms[at + 1 :]], found)


def _two_as_one(found: list[Word], rules: str | None) -> Iterator[tuple[str, ...]]:
    """The phrase with two words that are neighbours written as one: of "e mail" "email"."""
    if any(each.dense or len(each.parts) > 1 for each in found):
        return
    terms = [each.parts[0] for each in found]
    for at, (one, other) in enumerate(pairwise(found)):
        if not one.split and not other.split:
            both = analyse_word(one.surfaces[-1] + other.surfaces[-1], rules)
            yield (*terms[:at], *both.parts, *terms[at + 2 :])


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


def _link(field: str, typed: str) -> Any:
    """What ``links:`` asks of the fields ``links`` and ``links_site``. Raises Misread."""
    asked = link_asked(typed)
    if asked is None:
        raise Misread(f"“{field}:{typed}” is no web address or host: it was searched for as words.")
    if asked.reach is Reach.PAGE:
        return query.Term(field, asked.value)
    if asked.reach is Reach.START:
        return query.Prefix(field, asked.value)
    kind = query.Term if asked.reach is Reach.SITE else query.Prefix
    return kind(f"{field}_site", asked.value)


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
