"""What was taken down, and what can't be done with it."""

from __future__ import annotations

from datetime import datetime

from archive.errors.base import SHOWN, BackfileError


class UnknownTakedown(BackfileError):
    """No Takedown that holds answers to what was typed."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(
            f"There is no takedown “{wanted[:SHOWN]}”. `backfile takedown --list` lists them with their numbers."
        )


class StillErasing(BackfileError):
    """A Takedown was to be lifted whose bytes are not gone yet."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"Takedown {number} is still erasing what it hides. Lift it once `backfile takedown --list` says it is done."
        )


class TakenDown(BackfileError):
    """It may not be shown, nor come in. The sentence names no address: its words may be what was wrong with it."""

    def __init__(self, at: datetime, reason: str | None = None) -> None:
        self.at = at
        self.reason = reason
        why = f" Reason: {reason.rstrip('.')}." if reason else " No reason was given."
        super().__init__(f"This was taken down on {at.day} {at:%B %Y}.{why} It is not shown, nor kept again.")

    @property
    def clause(self) -> str:
        """The same as a clause, for reports."""
        return f"it was taken down on {self.at.day} {self.at:%B %Y}" + (
            f": {self.reason}" if self.reason else ""
        )
