"""Pages of an answer, as pywb and the Wayback CDX server count them: in blocks of lines before any filter."""

from __future__ import annotations

from dataclasses import dataclass

from web.statuses import BadParameter

BLOCK = 3000
DEFAULT_SIZE = 5
MOST_BLOCKS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """The page ``number``, from 0, of ``size`` blocks each."""

    number: int
    size: int = DEFAULT_SIZE

    @property
    def first(self) -> int:
        """Lines before it."""
        return self.number * self.lines

    @property
    def lines(self) -> int:
        """Lines in a full one."""
        return self.size * BLOCK


def page(number: str, size: str) -> Page:
    """``page`` and ``pageSize``. Raises BadParameter."""
    return Page(
        _count("page", number or "0", least=0),
        min(MOST_BLOCKS, _count("pageSize", size or str(DEFAULT_SIZE), least=1)),
    )


def pages(lines: int, size: int) -> dict[str, int]:
    """How many pages and blocks so many lines make, under pywb's names."""
    blocks = -(-lines // BLOCK)
    return {"pages": -(-blocks // size), "pageSize": size, "blocks": blocks}


def _count(name: str, text: str, *, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= least):
        raise BadParameter(name, text, f"it is a number from {least} on")
    return int(text)
