"""Which record holds the payload that a revisit stands for (WARC 1.1 §6.7)."""

from __future__ import annotations

from archive.model import Capture
from archive.store.captures import Captures


def original_of(revisit: Capture, captures: Captures) -> Capture | None:
    """The original of a revisit: by URI and date, then by digest; None when the archive does not hold it.

    Where the record of that URI and date has another payload, one with the right digest goes first.
    """
    named = None
    if revisit.refers_to_url and revisit.refers_to_at:
        named = captures.original_at(revisit.refers_to_url, revisit.refers_to_at)
    if named is not None and _same_payload(named, revisit):
        return named
    return _by_digest(revisit, captures) or named


def _same_payload(one: Capture, other: Capture) -> bool:
    return bool(one.sha256 and one.sha256 == other.sha256) or bool(one.digest and one.digest == other.digest)


def _by_digest(revisit: Capture, captures: Captures) -> Capture | None:
    found = captures.original(revisit.sha256) if revisit.sha256 else None
    if found is None and revisit.digest:
        found = captures.original_by_digest(revisit.digest)
    return found
