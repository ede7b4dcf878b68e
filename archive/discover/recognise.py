"""What a URL is, and how it is followed: home, post, label page, feed and sitemap of a blog all lead to one Source.

A pure step: from the answers so far, either the verdict or the next URLs to look up. Who drives it fetches those
(redirects followed) and asks again until it is told; more than ``MOST_ANSWERS`` are never wanted.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.discover import blogger_sites, other_sites, refusals, wordpress_sites
from archive.discover.evidence import Answer, Evidence, evidence
from archive.discover.known import Known
from archive.discover.platform import BLOGGERS, WORDPRESSES
from archive.discover.recognised import Ask, Recognised
from archive.discover.refusals import Refusal

__all__ = ["MOST_ANSWERS", "Answer", "Ask", "Recognised", "Refusal", "next_step", "recognise"]

MOST_ANSWERS = 9


def recognise(answers: Sequence[Answer]) -> Recognised | Ask | Refusal:
    """The next step from the answers so far, in the order in which they were asked; the first is of the URL that was
    typed. With ``MOST_ANSWERS`` of them it is never ``Ask``. Raises ValueError when there is none yet."""
    return next_step([evidence(answer) for answer in answers])


def next_step(told: list[Evidence]) -> Recognised | Ask | Refusal:
    """The same from what the answers told, for who reads each of them once. Raises ValueError when there is none."""
    if not told:
        raise ValueError("the URL that was typed has to be looked up first")
    known = Known(told, MOST_ANSWERS - len(told))
    if refusal := refusals.of_answer(known.first):
        return refusal
    if known.platform(BLOGGERS):
        return blogger_sites.step(known)
    if known.platform(WORDPRESSES):
        return wordpress_sites.step(known)
    return other_sites.step(known)
