"""Passwords, as argon2id hashes (RFC 9106)."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.statuses import Refused

LEAST = 10  # characters
MOST = 256

_hasher = PasswordHasher()
_one_at_a_time = threading.Semaphore(2)  # each takes 64 MiB: a rush of log-ins shall not take all memory


def weakness(password: str) -> str | None:
    """Why a password will not do, as the end of a sentence; None when it will."""
    if len(password) < LEAST:
        return f"it needs at least {LEAST} characters; several words in a row are good"
    if len(password) > MOST:
        return f"it may have at most {MOST} characters"
    if len(set(password)) < 4:
        return "it repeats the same few characters"
    return None


def hash_password(password: str) -> str:
    """A password as what is kept of it. Raises Refused for one that will not do (``weakness``)."""
    reason = weakness(password)
    if reason:
        raise Refused(f"That password will not do: {reason}.")
    with _one_at_a_time:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed. With no hash (no such account) it takes as long and is False."""
    with _one_at_a_time:
        nobody = _nobody()  # asked for in either case, so that the first time takes as long in both
        try:
            return _hasher.verify(kept or nobody, password[:MOST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    """The hash that is tried where there is no account; made when first needed, as it takes a quarter of a second."""
    return _hasher.hash("no account has this password")
