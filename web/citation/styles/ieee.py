"""IEEE style (Reference Guide, “Websites”)."""

from __future__ import annotations

from web.citation.citation import Citation
from web.citation.names import Name
from web.citation.styles.people import given_first, listed
from web.citation.styles.run import SHORT_MONTHS, Line, american, american_day, line, stop, value

_ALL = 6


def ieee(cited: Citation) -> Line:
    """One entry of a reference list, without its number."""
    who = _people(cited.authors)
    opening = (value(who), ", ") if who else ()
    at = cited.published
    published = f", {american_day(at, SHORT_MONTHS)}." if at else stop(cited.site)
    site = (value(cited.site), published)
    kept = cited.kept(f"{american_day(cited.captured, SHORT_MONTHS)},")
    return line(
        *opening, *american(cited, ","), " ", *site, " [Online]. Available: ", value(cited.permalink), f" ({kept} ",
        value(cited.original), ").",
    )  # fmt: skip


def _people(names: tuple[Name, ...]) -> str:
    written = [given_first(name, short=True) for name in names]
    return f"{written[0]} et al." if len(written) > _ALL else listed(written, "and")
