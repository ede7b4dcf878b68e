"""When the crawls of a process come to a halt: they are told to, or there is no room for more."""

from __future__ import annotations

import threading
from collections.abc import Callable

from archive.errors import BackfileError


class Halt:
    """Asked between two fetches whether to halt; ``reason`` is why, when nobody has told it to."""

    def __init__(self, stop: threading.Event | None, short: Callable[[], BackfileError | None]) -> None:
        self._stop = stop or threading.Event()
        self._short = short
        self.reason: BackfileError | None = None

    def __call__(self) -> bool:
        if self.reason is None and not self._stop.is_set():
            self.reason = self._short()
        return self._stop.is_set() or self.reason is not None

    def explain(self) -> None:
        """Raise the reason, if there is one."""
        if self.reason is not None:
            raise self.reason
