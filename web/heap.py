"""The C library's heap, which the arrays of an answer are made in."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def one_heap() -> bool:
    """Have all threads share one, where the C library is glibc; whether it is.

    Each thread would get its own, and keep what its dearest question needed for the next one. The interpreter lets one
    thread compute at a time, so nobody waits for it: over 100,000 documents it saves 60 MB, at the same speed.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library has no such function
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, 1))
    return False
