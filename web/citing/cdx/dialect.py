"""What tells the two CDX servers apart that clients know: how they filter, and how they write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from web.citing.cdx.filters import Filter, pywb_filter, wayback_filter


@dataclass(frozen=True, slots=True)
class Dialect:
    """``outputs``: the forms that ``output`` may name, the first of them without it. ``resolves_anywhere``: whether
    the original of a revisit is looked for in the whole archive."""

    outputs: tuple[str, ...]
    filter: Callable[[str], Filter]
    resolves_anywhere: bool


PYWB = Dialect(("cdxj", "json", "text", "link"), pywb_filter, resolves_anywhere=False)
WAYBACK = Dialect(("text", "json"), wayback_filter, resolves_anywhere=True)
