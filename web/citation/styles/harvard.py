"""Harvard style as in “Cite Them Right”, 12th edition: blogs, web pages, no author, no date."""

from __future__ import annotations

from web.citation.citation import Citation, Kind
from web.citation.names import Name
from web.citation.styles.people import listed, surname_first
from web.citation.styles.run import Line, Piece, line, value
from web.wording import MONTHS, day

_ALL = 3


def harvard(cited: Citation) -> Line:
    """One entry of a reference list."""
    at = cited.published
    year = f"({at.year})" if at else "(no date)"
    who, title = _people(cited.authors), _title(cited)
    opening = (value(who), f" {year} ", *title, ", ") if who else (*title, f" {year} ")
    post = cited.kind is Kind.POST
    of_day = f", {at.day} {MONTHS[at.month - 1]}" if at and post else ""
    site = () if cited.site_is_author else (value(cited.site, italic=True), of_day)
    if not site:
        opening = (*opening[:-1], of_day)
    kept = cited.kept(day(cited.captured))
    return line(
        *opening, *site, ". Available at: ", value(cited.permalink), f" ({kept} ", value(cited.original), ")."
    )


def _title(cited: Citation) -> tuple[Piece, ...]:
    if not cited.title:
        return (value(cited.heading),)
    if cited.kind is Kind.POST:
        return "‘", value(cited.title), "’"
    return (value(cited.title, italic=True),)


def _people(names: tuple[Name, ...]) -> str:
    written = [surname_first(name, short=True, gap="") for name in names]
    if len(written) > _ALL:
        return f"{written[0]} et al."
    return listed(written, "and", serial=False)
