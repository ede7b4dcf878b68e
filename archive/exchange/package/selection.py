"""Which Captures go into a package: a bit for each, so that an archive of any size fits."""

from __future__ import annotations

from typing import Protocol


class Chosen(Protocol):
    """A set of Captures, by number."""

    def __contains__(self, number: object, /) -> bool: ...


class Selection:
    """Captures chosen one by one: an eighth of a byte for each that the archive has."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._count = 0

    def add(self, number: int) -> bool:
        """Choose a Capture; whether it was not chosen before."""
        place, bit = number >> 3, 1 << (number & 7)
        if place >= len(self._bits):
            self._bits.extend(bytes(max(1024, place + 1 - len(self._bits))))
        if self._bits[place] & bit:
            return False
        self._bits[place] |= bit
        self._count += 1
        return True

    def __contains__(self, number: object, /) -> bool:
        if not isinstance(number, int) or number < 0 or number >> 3 >= len(self._bits):
            return False
        return bool(self._bits[number >> 3] & 1 << (number & 7))

    def __len__(self) -> int:
        return self._count


class Everything:
    """All Captures up to a number: what comes in while a package is written is left for the next one."""

    def __init__(self, last: int) -> None:
        self._last = last

    def __contains__(self, number: object, /) -> bool:
        return isinstance(number, int) and number <= self._last
