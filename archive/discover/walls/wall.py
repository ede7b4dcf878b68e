"""A wall: what a site sent in the place of an article, and why in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import WallKind

_GONE = frozenset({WallKind.MISSING, WallKind.REMOVED, WallKind.PARKED})


@dataclass(frozen=True, slots=True)
class Wall:
    """What stood in the way. ``reason`` is a clause in plain words, as the reasons of a Verdict are."""

    kind: WallKind
    reason: str

    @property
    def gone(self) -> bool:
        """Whether the article is no more there, rather than only behind something."""
        return self.kind in _GONE
