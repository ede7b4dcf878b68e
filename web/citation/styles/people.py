"""How the styles write names: which way round, with which initials, and how many. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from web.citation.names import Name

_GERMAN = frozenset({"von", "vom", "zu", "zum", "zur", "von der", "von dem", "von und zu"})
_FIRST_LETTER = re.compile(r"(^|[\s.-]+)([^\W\d_][\u0300-\u036f]*)")
_NO_INITIALS = re.compile("[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufeff]")


def initials(given: str, gap: str = " ") -> str:
    """``Jean-Paul Marie`` as ``J.-P. M.``; scripts that have no initials (Arabic, Hebrew, those of India) stay whole."""
    if _NO_INITIALS.search(given):
        return given
    written = ""
    for before, letter in _FIRST_LETTER.findall(given):
        joint = "-" if "-" in before else gap
        written += f"{joint if written else ''}{letter}."
    return written


def surname_first(name: Name, *, short: bool = False, gap: str = " ", demote: bool = False) -> str:
    """``van den Berg, Jan`` or ``van den Berg, J.``; with ``demote`` a German particle goes behind:
    ``Humboldt, Alexander von``."""
    if name.literal:
        return name.literal
    given = initials(name.given, gap) if short else name.given
    if demote and name.particle in _GERMAN:
        return ", ".join(part for part in (name.family, f"{given} {name.particle}", name.suffix) if part)
    return ", ".join(part for part in (name.surname, given, name.suffix) if part)


def given_first(name: Name, *, short: bool = False) -> str:
    """``Jan van den Berg`` or ``J. van den Berg``."""
    if name.literal or not short:
        return name.natural
    whole = f"{initials(name.given)} {name.surname}"
    return f"{whole}, {name.suffix}" if name.suffix else whole


def listed(names: Sequence[str], last: str, *, comma_before_two: bool = False, serial: bool = True) -> str:
    """``A, B, and C``: ``last`` is the word before the last name; ``serial``: a comma before it from three names on."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if comma_before_two or (serial and len(names) > 2) else ""
    return f"{', '.join(names[:-1])}{comma} {last} {names[-1]}"
