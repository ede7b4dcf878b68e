"""The Chicago Manual of Style, 18th edition: §§13.9–13.15 (what an entry gives), §§14.104–14.105 (web pages, blogs).

A page without an author is entered under its site, as its owner; a blog's post under its title. From seven authors on
the first three are named. The date of capture stands in the place of the date of access.
"""

from __future__ import annotations

from collections.abc import Sequence

from web.citation.citation import Citation, Kind
from web.citation.names import Name
from web.citation.styles.people import given_first, listed, surname_first
from web.citation.styles.run import Line, Piece, Run, american, american_day, line, stop, value
from web.wording import MONTHS

_ALL, _SHOWN = 6, 3


def notes(cited: Citation) -> Line:
    """An entry of a bibliography, in the system of notes and bibliography."""
    who, where = _owner(cited)
    at = cited.published
    date = american_day(at, MONTHS) if at else ("n.d." if where else "")
    published = _joined(where, [date] if date else [])
    opening = (value(who), f"{stop(who)} ") if who else ()
    return line(*opening, *american(cited), " ", *published, *_kept(cited))


def author_date(cited: Citation) -> Line:
    """An entry of a reference list, in the system of author and date."""
    who, where = _owner(cited)
    at = cited.published
    year = f"{at.year}. " if at else "n.d. "
    published = _joined(where, [f"{MONTHS[at.month - 1]} {at.day}"] if at else [])
    if who:
        return line(value(who), f"{stop(who)} {year}", *american(cited), " ", *published, *_kept(cited))
    return line(*american(cited), f" {year}", *published, *_kept(cited))


def _owner(cited: Citation) -> tuple[str, list[Run]]:
    """Who is named first, and the site where it is still to be named."""
    post = cited.kind is Kind.POST
    if not cited.authors and not post:
        return cited.site, []
    return _people(cited.authors), [] if cited.site_is_author else [value(cited.site, italic=post)]


def _joined(where: Sequence[Run], dates: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    named: list[Piece] = [*where, *dates]
    for piece in named:
        pieces += [", ", piece] if pieces else [piece]
    if not pieces:
        return []
    last = pieces[-1]
    return [*pieces, f"{stop(last.text if isinstance(last, Run) else last)} "]


def _kept(cited: Citation) -> tuple[Piece, ...]:
    kept = cited.kept(f"{american_day(cited.captured, MONTHS)},")
    return value(cited.permalink), f". {kept} ", value(cited.original), "."


def _people(names: tuple[Name, ...]) -> str:
    if not names:
        return ""
    written = [surname_first(names[0], demote=True), *(given_first(name) for name in names[1:])]
    if len(written) > _ALL:
        return f"{', '.join(written[:_SHOWN])}, et al."
    return listed(written, "and", comma_before_two=True)
