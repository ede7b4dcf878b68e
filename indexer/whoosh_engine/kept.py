"""What was made once and may be asked for again: kept up to so many bytes, the least used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """A bounded memory. Thread-safe: two threads may make the same thing at once, and one of the two is kept."""

    def __init__(self, most: int) -> None:
        self._most = most  # bytes
        self._held = 0
        self._items: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found = self._items.get(key)
            if found is None:
                return None
            self._items.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, size: int) -> Value:
        """Keep a value of so many bytes, nearly; returns it. One that is too large for the room leaves the others there."""
        if size > self._most:
            return value
        with self._lock:
            if key not in self._items:
                self._items[key] = value, size
                self._held += size
            while self._held > self._most and self._items:
                self._held -= self._items.popitem(last=False)[1][1]
        return value
