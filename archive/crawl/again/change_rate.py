"""How often an article's text changes, and how likely it is that it has changed since it was looked at. Pure.

Rates are changes a day. The estimator is the bias-reduced one of J. Cho and H. Garcia-Molina, “Estimating frequency of
change”, ACM Transactions on Internet Technology 3 (2003), §4.2.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from archive.model import Page, PageKind

DAY = timedelta(days=1)
DUE_AT = 0.1
"""A look is worth its request when it finds another text with this chance."""
_EXPECTED_AT = -math.log(1 - DUE_AT)

# Most edits come soon after an article was published, and more and more seldom: as many within each doubling of its age
# (in days, and one). So the first looks come after 1, 3, 7, 15, 31 … days, before anything is known of its own rate.
_EDITS_A_DOUBLING = _EXPECTED_AT
_OLDER = timedelta(days=30)
"""An article that has no date is at least so old, we take it."""

_QUIET, _QUIET_MORE, _QUIET_ELSEWHERE = 30.0, 7.5, 90.0
"""Days after which what never changed is looked at all the same: where nobody would tell of an edit, more with each look in
vain; and where its site does tell, or it only lies around the Source."""
_SHORTEST = DAY  # between two looks that nobody announced


def estimate(changes: int, looks: int, interval: timedelta) -> float:
    """The rate λ = −ln((n − X + 0.5)/(n + 0.5)) / I of a text that was another one at X of n looks, I apart.

    ``looks`` counts comparisons: the first look at an article is none. ValueError for a count that can't be.
    """
    if not 0 <= changes <= looks or interval <= timedelta(0):
        raise ValueError(f"{changes} changes in {looks} looks, {interval} apart")
    return -math.log((looks - changes + 0.5) / (looks + 0.5)) / (interval / DAY)


def rate(page: Page) -> float:
    """A Page's own rate; 0 as long as nothing tells of one."""
    looks = page.visits - 1
    if looks < 1 or page.captures < 2 or page.first_captured is None or page.last_captured is None:
        return 0.0
    interval = (page.last_captured - page.first_captured) / (page.captures - 1)
    return estimate(min(page.text_changes, looks), looks, max(interval, timedelta(hours=1)))


def chance(page: Page, now: datetime, *, announced: bool = False) -> float:
    """How likely it is that the text is another one than at the last look: 1 − e^(−what is to be expected).

    ``announced``: its site is known to tell of edits, and told of none; then its youth counts for nothing. 0 within a
    day of the last look, and for a Page that was never captured.
    """
    if page.last_captured is None:
        return 0.0
    if page.last_captured > now + _SHORTEST:
        return DUE_AT  # a clock was wrong, now or then: as soon as nothing likelier is left
    if now - page.last_captured < _SHORTEST:
        return 0.0
    days = (now - page.last_captured) / DAY
    elsewhere = announced or page.kind is PageKind.RELATED
    expected = (rate(page) + _EXPECTED_AT / (_QUIET_ELSEWHERE if elsewhere else _quiet(page))) * days
    if not elsewhere:
        before, after = _age(page, page.last_captured), _age(page, now)
        expected += _EDITS_A_DOUBLING * math.log2((after + 1) / (before + 1))
    return 1 - math.exp(-expected)


def _quiet(page: Page) -> float:
    in_vain = max(0, page.visits - 1) if page.text_changes == 0 else 0
    return min(_QUIET + in_vain * _QUIET_MORE, _QUIET_ELSEWHERE)


def _age(page: Page, at: datetime) -> float:
    born = page.facts.published
    if born is None:
        born = (page.first_captured or at) - _OLDER
    return max(0.0, (at - born) / DAY)
