"""SHA-256 over a file, or over its first bytes, read in pieces."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol, Self

_PIECE = 1024 * 1024


class Digest(Protocol):
    """What ``hashlib`` gives."""

    def update(self, data: bytes | memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...
    def copy(self) -> Self: ...


def digest_of(path: Path, length: int | None = None) -> Digest:
    """The digest so far, after the first ``length`` bytes (None: all). Raises OSError."""
    digest = hashlib.sha256()
    left = length
    with path.open("rb") as file:
        while piece := file.read(_PIECE if left is None else min(_PIECE, left)):
            digest.update(piece)
            left = None if left is None else left - len(piece)
    return digest


def sha256_of(path: Path, length: int | None = None) -> str:
    """The same in lower hex."""
    return digest_of(path, length).hexdigest()
