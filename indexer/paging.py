"""Which stretch of a list a page shows, and what is to be said where the list ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.querylang import BOUNDS


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` on, ``count`` entries at most; ``notice``: a sentence, where the list ends before or here."""

    start: int
    count: int
    notice: str | None = None


def last_page(total: int, per_page: int) -> int:
    """The number of the last page of a list; of an empty list the first. Beyond ``BOUNDS["depth"]`` there is none."""
    return max(1, -(-min(total, BOUNDS["depth"].limit) // per_page))


def stretch_of(page: int, per_page: int, total: int) -> Stretch:
    """What page ``page`` (from 1) of a list of ``total`` entries shows."""
    deepest, last = BOUNDS["depth"].limit, last_page(total, per_page)
    start = min((page - 1) * per_page, deepest)
    count = min(per_page, deepest - start)
    if total > deepest and page >= last:
        return Stretch(start, count, BOUNDS["depth"].text)
    if total and page > last:
        return Stretch(start, count, f"There is no page {page:,}: the list ends on page {last:,}.")
    return Stretch(start, count)
