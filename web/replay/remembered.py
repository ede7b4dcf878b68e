"""What was made of large documents, remembered for a while. Pure in effect: the same question has the same answer.

It is asked with the whole text of a document, so whoever has no text to ask with gets nothing: a capture is read from the
archive and checked each time, and what was taken down, or is damaged, is so here at once.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 16_000_000  # bytes in all
LARGE = 32_000  # characters: what is smaller is made as quickly as it is found


class Remembered:
    """``of(text, *how)`` is ``make(text, *how)``. Safe to share between threads; two that ask for the same at once may both
    make it."""

    def __init__(self, make: Callable[..., bytes], most: int = MOST, large: int = LARGE) -> None:
        self._make = make
        self._most = most
        self._large = large
        self._kept: OrderedDict[tuple[Hashable, ...], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes that are remembered."""
        return self._size

    def of(self, text: str, *how: Hashable) -> bytes:
        """What ``make`` gives for these; the text must be whole."""
        if len(text) < self._large:
            return self._make(text, *how)
        key = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), *how)
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        made = self._make(text, *how)
        if len(made) <= self._most // 2:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[Hashable, ...], made: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = made
            self._size += len(made)
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone)
