"""How often somebody may guess a password."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

from archive.ports import Clock
from web.statuses import TooManyAttempts

WINDOW = timedelta(minutes=15)
PER_PAIR = 5  # failures of one address at one account
PER_ADDRESS = 20  # of one address, whatever the account
PER_ACCOUNT = 50  # at one account, from wherever: high, so that a stranger can't lock its owner out cheaply
MOST_KEYS = 10_000


class Attempts:
    """Failed log-ins of the last 15 minutes. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], deque[datetime]] = {}

    def check(self, account: str, address: str) -> None:
        """Raises TooManyAttempts when a limit is reached."""
        now = self._clock()
        with self._lock:
            for key, most in _keys(account, address):
                recent = self._recent(key, now)
                if len(recent) >= most:
                    raise TooManyAttempts(max(1, int((recent[0] + WINDOW - now).total_seconds())))

    def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        now = self._clock()
        with self._lock:
            if len(self._failures) > MOST_KEYS:
                self._failures = {
                    key: times for key in list(self._failures) if (times := self._recent(key, now))
                }
            for key, _ in _keys(account, address):
                self._failures.setdefault(key, deque(maxlen=PER_ACCOUNT)).append(now)

    def succeeded(self, account: str, address: str) -> None:
        """Forget this address's failures at this account; those of others stay."""
        with self._lock:
            self._failures.pop((_account(account), address), None)

    def _recent(self, key: tuple[str, str], now: datetime) -> deque[datetime]:
        times = self._failures.get(key, deque())
        while times and now - times[0] >= WINDOW:
            times.popleft()
        return times


def _keys(account: str, address: str) -> list[tuple[tuple[str, str], int]]:
    name = _account(account)
    return [((name, address), PER_PAIR), (("", address), PER_ADDRESS), ((name, ""), PER_ACCOUNT)]


def _account(name: str) -> str:
    return name.strip().casefold()[:100]
