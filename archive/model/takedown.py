"""What is taken down: hidden at once, erased after that, and kept from coming back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Takedown:
    """A rule and what was done by it. ``surt`` may not come back, nor, with ``prefix``, what lies below it.

    ``erased_at``: when all bytes were gone from the archive that it hid, ``forgotten_at``: from the index's files too;
    ``lifted_at``: when the rule ended. What was erased stays so.
    """

    id: int
    url: str
    surt: str
    prefix: bool
    reason: str | None
    by: str | None
    at: datetime
    erased_at: datetime | None = None
    forgotten_at: datetime | None = None
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a takedown of a URL hits: the keys that it closes, and the numbers of what it hides. ``sources`` are followed
    blogs that lie under it, by name; ``named_by`` counts the articles elsewhere that link to what is hidden."""

    keys: frozenset[str]
    captures: frozenset[int]
    pages: frozenset[str]
    sources: tuple[str, ...] = ()
    named_by: int = 0


def below(key: str, prefix: str) -> bool:
    """Whether a SURT key is that one or lies below it: ``…/tag`` holds ``…/tag/a`` and ``…/tag?p=2``, not ``…/tags``."""
    if not key.startswith(prefix):
        return False
    return prefix.endswith("/") or key[len(prefix) : len(prefix) + 1] in ("", "/", "?")
