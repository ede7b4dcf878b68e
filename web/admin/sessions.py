"""Who is logged in. Kept in this process's memory: a log-out, a restart, and all that was stolen is worth nothing."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.ports import Clock

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=12)
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in. ``password_hash`` is the one that it was made with: another one ends it."""

    user_id: int
    name: str
    password_hash: str
    began_at: datetime
    seen_at: datetime


class Sessions:
    """Sessions by the hash of a 256-bit token. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, Session] = {}

    def begin(self, user_id: int, name: str, password_hash: str) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if _lives(held, now)}
            while len(self._held) >= MOST:
                del self._held[min(self._held, key=lambda key: self._held[key].seen_at)]
            self._held[_key(token)] = Session(user_id, name, password_hash, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, if it has not run out (30 minutes idle, 12 hours in all); now it was seen."""
        key, now = _key(token), self._clock()
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            if not _lives(held, now):
                del self._held[key]
                return None
            self._held[key] = held = replace(held, seen_at=now)
            return held

    def end(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._held.pop(_key(token), None)


def _lives(held: Session, now: datetime) -> bool:
    return now - held.seen_at < IDLE and now - held.began_at < WHOLE


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
