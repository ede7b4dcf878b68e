"""APA style, 7th edition: §10.1 (blog posts), §10.16 (web pages), §9.8 (names), §9.17 (no date), §9.19 (no title).

The archive's address is the one that is given, as the manual asks for the version that was read; what it was made of
follows in brackets, as for works that were published elsewhere first (§9.41). Titles keep their capitals.
"""

from __future__ import annotations

from web.citation.citation import Citation, Kind
from web.citation.names import Name
from web.citation.styles.people import listed, surname_first
from web.citation.styles.run import Line, Piece, american_day, line, stop, value
from web.wording import MONTHS

_ALL, _SHOWN = 20, 19


def apa(cited: Citation) -> Line:
    """One entry of a reference list."""
    post = cited.kind is Kind.POST
    date = f"({_date(cited)})."
    title = value(cited.heading, italic=not post and bool(cited.title))
    people = _people(cited.authors)
    opening: tuple[Piece, ...]
    if people:
        opening = (value(people), f"{stop(people)} {date} ", title, f"{stop(cited.heading)} ")
    else:
        opening = (title, f"{stop(cited.heading)} {date} ")
    site = () if cited.site_is_author else (value(cited.site, italic=post), f"{stop(cited.site)} ")
    kept = cited.kept(f"{american_day(cited.captured, MONTHS)},")
    return line(*opening, *site, value(cited.permalink), f" ({kept} ", value(cited.original), ")")


def _date(cited: Citation) -> str:
    at = cited.published
    return f"{at.year}, {MONTHS[at.month - 1]} {at.day}" if at else "n.d."


def _people(names: tuple[Name, ...]) -> str:
    written = [surname_first(name, short=True) for name in names]
    if len(written) > _ALL:
        return f"{', '.join(written[:_SHOWN])}, . . . {written[-1]}"
    return listed(written, "&", comma_before_two=True)
