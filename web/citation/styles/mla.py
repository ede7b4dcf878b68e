"""MLA style, 9th edition: §§5.3–5.22 (authors), §5.29 (no title), §§5.31–5.83 (containers), §5.110 (supplements).

The archive is the second container, and its address the location, as the MLA Style Center does it for pages in web archives.
"""

from __future__ import annotations

from datetime import datetime

from web.citation.citation import Citation
from web.citation.names import Name
from web.citation.styles.people import given_first, surname_first
from web.citation.styles.run import SHORT_MONTHS, Line, american, british_day, line, stop, value


def mla(cited: Citation) -> Line:
    """One entry of a list of works cited."""
    who = _people(cited.authors)
    opening = (value(who), f"{stop(who)} ") if who and not cited.site_is_author else ()
    at = cited.published
    site = value(cited.site, italic=True)
    published = (", ", value(_day(at)), ".") if at else (stop(cited.site),)
    archive = (value(cited.archive, italic=True), ", ")
    kept = cited.kept(_day(cited.captured))
    return line(
        *opening, *american(cited), " ", site, *published, " ", *archive, value(cited.permalink), f". {kept} ",
        value(cited.original), ".",
    )  # fmt: skip


def _day(moment: datetime) -> str:
    return british_day(moment, SHORT_MONTHS)


def _people(names: tuple[Name, ...]) -> str:
    if not names:
        return ""
    first = surname_first(names[0], demote=True)
    if len(names) > 2:
        return f"{first}, et al."
    return f"{first}, and {given_first(names[1])}" if len(names) == 2 else first
