"""A formatted citation as runs of text, so that a page can set each value in its own direction and some in italics. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from web.citation.citation import Citation

SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
"""As MLA and IEEE abbreviate them."""

_ENDED = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|„([^“]*)“")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one kind. ``apart``: a value from the web, which a page isolates (``<bdi>``)."""

    text: str
    italic: bool = False
    apart: bool = False


Piece = Run | str
Line = tuple[Run, ...]


def line(*pieces: Piece) -> Line:
    """Runs in their order; a bare string is the style's own punctuation."""
    runs = (Run(piece) if isinstance(piece, str) else piece for piece in pieces)
    return tuple(run for run in runs if run.text)


def value(text: str, *, italic: bool = False) -> Run:
    """Something from the web."""
    return Run(text, italic=italic, apart=True)


def text_of(runs: Iterable[Run]) -> str:
    """The sentence as plain text."""
    return "".join(run.text for run in runs)


def stop(text: str, mark: str = ".") -> str:
    """The full stop that a text still needs: none after one of its own, a question mark or the like."""
    return "" if _ENDED.search(text) else mark


def american(cited: Citation, mark: str = ".") -> tuple[Piece, ...]:
    """A title in double quotes with the mark inside them, quotes within turned into single ones; what stands in a
    missing title's place is not quoted."""
    if not cited.title:
        return value(cited.heading), mark
    title = _QUOTED.sub(
        lambda found: f"‘{next(group for group in found.groups() if group is not None)}’", cited.title
    )
    return "“", value(title), f"{stop(title, mark)}”"


def british_day(moment: date | datetime, months: tuple[str, ...]) -> str:
    """``9 Feb. 2026``, in the style's months."""
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"


def american_day(moment: date | datetime, months: tuple[str, ...]) -> str:
    """``February 9, 2026``."""
    return f"{months[moment.month - 1]} {moment.day}, {moment.year}"
