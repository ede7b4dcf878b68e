"""A Crawl's report: which articles are new, changed, gone or blocked, what was refused or failed, and why.

It is read from the frontier, where each Target keeps how it ended: it is right at any moment, also of a crawl that
still runs or was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.crawl.frontier.frontier import Failure, Frontier
from archive.model import Finding, LinkKind, Tally, TargetState
from archive.store.catalogue import Catalogue
from archive.store.findings import Found

__all__ = ["MOST_EXAMPLES", "Found", "Reason", "Report", "by_reason", "report_of"]

MOST_ARTICLES = 1_000
"""Articles that a report names of each finding."""
MOST_FAILURES = 10_000
"""Addresses that did not work out that are looked through for their reasons."""
MOST_EXAMPLES = 20
"""Addresses that a report names of each reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why addresses did not work out: in plain words, how many, and the first of them."""

    text: str
    count: int
    examples: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a Crawl. ``counts`` has each Finding, ``articles`` up to ``MOST_ARTICLES`` of those that are no mere
    "unchanged"; ``refused``, ``failed`` and ``flawed`` (kept, but not as it should be) begin with the most frequent reason.
    ``parts``: what was missed of images, style sheets and fonts, which would bury the articles. ``tallies``: what its lists
    stated and brought, known at its end (``archive.backrun.sentence`` puts them into words)."""

    counts: dict[Finding, int]
    articles: dict[Finding, tuple[Found, ...]]
    refused: tuple[Reason, ...]
    failed: tuple[Reason, ...]
    flawed: tuple[Reason, ...]
    parts: tuple[Reason, ...]
    tallies: tuple[Tally, ...]


def report_of(catalogue: Catalogue, crawl_id: int, *, most: int = MOST_ARTICLES) -> Report:
    """The report of a Crawl; an empty one when there is no such Crawl."""
    with catalogue.database.read():  # one state of it all
        frontier = Frontier(catalogue.database)
        missed = frontier.failed(crawl_id, limit=MOST_FAILURES)
        failures = [each for each in missed if each.kind is not LinkKind.REQUISITE]
        told = [finding for finding in Finding if finding is not Finding.UNCHANGED]
        return Report(
            counts=catalogue.findings.counts(crawl_id),
            articles={finding: catalogue.findings.articles(crawl_id, finding, most) for finding in told},
            refused=by_reason(each for each in failures if each.state is TargetState.REFUSED),
            failed=by_reason(each for each in failures if each.state is TargetState.FAILED),
            flawed=by_reason(frontier.flawed(crawl_id, limit=MOST_FAILURES)),
            parts=by_reason(each for each in missed if each.kind is LinkKind.REQUISITE),
            tallies=tuple(catalogue.tallies.of(crawl_id)),
        )


def by_reason(failures: Iterable[Failure]) -> tuple[Reason, ...]:
    """Failures under their reasons, the most frequent first, each with its first examples."""
    grouped: dict[str, list[Failure]] = {}
    for failure in failures:
        grouped.setdefault(failure.error, []).append(failure)
    found = [Reason(text, len(them), tuple(them[:MOST_EXAMPLES])) for text, them in grouped.items()]
    return tuple(sorted(found, key=lambda reason: -reason.count))
