"""Which record holds the payload that a revisit stands for (WARC 1.1 §6.7)."""

from __future__ import annotations

from archive.digest import digests_of
from archive.model import Capture, RecordType
from archive.store.captures import Captures

_EMPTY = digests_of(b"")


def original_of(revisit: Capture, captures: Captures) -> Capture | None:
    """The original of a revisit: by URI and date, then by digest; None when the archive does not hold it.

    Where the record of that URI and date has another payload, one with the right digest goes first. A 304 that names
    neither confirms the whole answer that was captured at its URL before it, unless the ETags differ.
    """
    named = None
    if revisit.refers_to_url and revisit.refers_to_at:
        named = captures.original_at(revisit.refers_to_url, revisit.refers_to_at)
    if named is not None and _same_payload(named, revisit):
        return named
    found = _by_digest(revisit, captures) or named
    if found is None and revisit.status == 304:
        found = _before(revisit, captures)
    return found


def _same_payload(one: Capture, other: Capture) -> bool:
    return bool(one.sha256 and one.sha256 == other.sha256) or bool(one.digest and one.digest == other.digest)


def _by_digest(revisit: Capture, captures: Captures) -> Capture | None:
    # Some writers give a 304 the digest of its own empty body: that would find any empty page.
    found = None
    if revisit.sha256 not in ("", _EMPTY.sha256):
        found = captures.original(revisit.sha256)
    if found is None and revisit.digest not in ("", _EMPTY.sha1):
        found = captures.original_by_digest(revisit.digest)
    return found


def _before(revisit: Capture, captures: Captures) -> Capture | None:
    earlier = captures.of_surt(revisit.surt, until=revisit.captured_at)
    for one in reversed(earlier):
        if one.record_type is RecordType.RESPONSE and one.status == 200:
            differ = one.etag and revisit.etag and one.etag != revisit.etag
            return None if differ else one
    return None
