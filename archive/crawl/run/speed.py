"""How fast a Crawl goes, and how long it will take as it looks now. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LOOKED_BACK = timedelta(minutes=5)
_MOST = 200  # answers
_TOLD_EVERY = timedelta(seconds=1)


@dataclass(slots=True)
class Speed:
    """Told of each answer; knows the last 200 of the last five minutes."""

    _answers: deque[datetime] = field(default_factory=lambda: deque(maxlen=_MOST))
    _told: datetime | None = None

    def answered(self, now: datetime) -> bool:
        """Note an answer; whether it is time again to say how fast it goes: once a second."""
        self._answers.append(now)
        while self._answers[0] < now - LOOKED_BACK:
            self._answers.popleft()
        if self._told is not None and timedelta(0) <= now - self._told < _TOLD_EVERY:
            return False
        self._told = now
        return True

    @property
    def rate(self) -> float | None:
        """Answers a second, of those that are known; None before there are two of them at different times."""
        took = (self._answers[-1] - self._answers[0]).total_seconds() if self._answers else 0.0
        return (len(self._answers) - 1) / took if took > 0 else None


def time_left(waiting: int, rate: float | None, at_least: timedelta) -> timedelta | None:
    """How long ``waiting`` requests will take at this rate, and never less than politeness asks for (``at_least``):
    a crawl of many hosts slows down when only its largest is left. None while nothing is known."""
    if rate is None or rate <= 0:
        return None
    return max(timedelta(seconds=waiting / rate), at_least)
