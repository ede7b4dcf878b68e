"""An entry of a list, whichever way the list is written."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Facts


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or a REST list: ``url`` is the page it stands for (canonical), None when it names none."""

    url: str | None
    facts: Facts
