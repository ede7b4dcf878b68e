"""Whether a site's word that an article was updated is to be believed. Pure.

A claim is a feed's ``updated`` or a sitemap's ``lastmod`` that is newer than our last look. It is proved when that look
found another text. Many sites write the time of the last build, of the last comment, or of the request.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from archive.model import Facts, Lastmods, Target

ON_TRIAL = 10
"""Claims of a host that are followed before anything is known of its word."""
BELIEVED_FROM = 0.2
"""The share of claims that must surely be true: a look in vain costs a request, a lost edit is lost."""
SAME_MOMENT = timedelta(seconds=1)
"""Feed and page may tell one update to a different part of a second."""

_AHEAD = timedelta(
    days=1
)  # a clock may run ahead, or a zone be forgotten; what is beyond is no time of an edit
_BUILT_WITHIN = timedelta(hours=1)
_BUILT_FROM = 5  # entries
_BUILT_SHARE = 0.8
_Z = 1.96  # 95 %


def claims(said: Facts | None, known: Facts | None, last: datetime, now: datetime) -> bool:
    """Whether what a list says now (``said``) claims an edit since ``last``, our last look, when it said ``known``.

    By the site's own clock when it had told a time before, else by ours; a time in the future says nothing.
    """
    if said is None or said.updated is None or said.updated > now + _AHEAD:
        return False
    before = known.updated if known is not None else None
    if before is not None and said.updated - before >= SAME_MOMENT:
        return True
    return last < said.updated <= now


def built_at_once(found: Iterable[Target]) -> frozenset[str]:
    """The URLs of a list whose times of update are not theirs but the list's: most of it within one hour."""
    dated = sorted(
        ((target.facts.updated, target.url) for target in found if target.facts and target.facts.updated),
        key=lambda each: each[0],
    )
    if len(dated) < _BUILT_FROM:
        return frozenset()
    size = math.ceil(len(dated) * _BUILT_SHARE)
    for first in range(len(dated) - size + 1):
        if dated[first + size - 1][0] - dated[first][0] <= _BUILT_WITHIN:
            begin = dated[first][0]
            return frozenset(url for at, url in dated if begin <= at <= begin + _BUILT_WITHIN)
    return frozenset()


def allowance(record: Lastmods) -> int | None:
    """How many more of a host's claims are to be followed until they prove true or not; None: all, it is believed."""
    if surely(record.proved, record.claims) >= BELIEVED_FROM:
        return None
    return max(0, ON_TRIAL - record.claims)


def announces(record: Lastmods) -> bool:
    """Whether a host is known to tell of edits: some of its claims proved true, and it is believed."""
    return record.proved > 0 and allowance(record) is None


def surely(proved: int, claims: int) -> float:
    """The lower bound of the share that is true, with 95 % confidence (E. B. Wilson, 1927); 0 when nothing is known."""
    if claims <= 0:
        return 0.0
    share = proved / claims
    spread = _Z * math.sqrt(share * (1 - share) / claims + _Z**2 / (4 * claims**2))
    return max(0.0, (share + _Z**2 / (2 * claims) - spread) / (1 + _Z**2 / claims))
