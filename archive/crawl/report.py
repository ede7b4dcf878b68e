"""A Crawl's report: which articles are new, changed, gone or blocked, what was refused or failed, and why.

It is read from the frontier, where each Target keeps how it ended: it is right at any moment, also of a crawl that
still runs or was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select

from archive.crawl.frontier import Failure, Frontier
from archive.model import Finding, LinkKind, TargetState
from archive.store.database import Database
from archive.store.tables import captures, pages, targets

MOST_ARTICLES = 1_000
"""Articles that a report names of each finding."""
MOST_FAILURES = 10_000
"""Addresses that did not work out that are looked through for their reasons."""
MOST_EXAMPLES = 20
"""Addresses that a report names of each reason."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a Crawl found it. ``page_id`` and ``title`` None: the archive holds no Page of it."""

    url: str
    kind: LinkKind
    via: str | None
    page_id: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why addresses did not work out: in plain words, how many, and the first of them."""

    text: str
    count: int
    examples: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a Crawl. ``counts`` has each Finding, ``articles`` up to ``MOST_ARTICLES`` of those that are no mere
    "unchanged"; ``refused`` and ``failed`` begin with the most frequent reason."""

    counts: dict[Finding, int]
    articles: dict[Finding, tuple[Found, ...]]
    refused: tuple[Reason, ...]
    failed: tuple[Reason, ...]


class Reports:
    """Reads reports. For any process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frontier = Frontier(database)

    def of(self, crawl_id: int, *, most: int = MOST_ARTICLES) -> Report:
        """The report of a Crawl; an empty one when there is no such Crawl."""
        with self._database.read():  # one state of it all
            failures = self._frontier.failed(crawl_id, limit=MOST_FAILURES)
            return Report(
                counts=self._counts(crawl_id),
                articles={
                    finding: self._articles(crawl_id, finding, most)
                    for finding in Finding
                    if finding is not Finding.UNCHANGED
                },
                refused=by_reason(each for each in failures if each.state is TargetState.REFUSED),
                failed=by_reason(each for each in failures if each.state is TargetState.FAILED),
            )

    def _counts(self, crawl_id: int) -> dict[Finding, int]:
        query = (
            select(targets.c.finding, func.count())
            .where(targets.c.crawl_id == crawl_id, targets.c.finding.is_not(None))
            .group_by(targets.c.finding)
        )
        with self._database.read() as connection:
            return dict.fromkeys(Finding, 0) | {row[0]: row[1] for row in connection.execute(query)}

    def _articles(self, crawl_id: int, finding: Finding, most: int) -> tuple[Found, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_found(crawl_id, finding).limit(most))
            return tuple(Found(row.url, row.kind, row.via, row.page_id, row.title) for row in rows)


def _found(
    crawl_id: int, finding: Finding
) -> Select[tuple[str, LinkKind, str | None, str | None, str | None]]:
    # A wall is kept as a capture of no Page: its article is found by its key, which is the Page's.
    shown = or_(
        pages.c.id == captures.c.page_id, and_(captures.c.page_id.is_(None), pages.c.surt == targets.c.key)
    )
    return (
        select(targets.c.url, targets.c.kind, targets.c.via, pages.c.id.label("page_id"), pages.c.title)
        .select_from(
            targets.outerjoin(captures, captures.c.id == targets.c.capture_id).outerjoin(pages, shown)
        )
        .where(targets.c.crawl_id == crawl_id, targets.c.finding == finding)
        .order_by(targets.c.id)
    )


def by_reason(failures: Iterable[Failure]) -> tuple[Reason, ...]:
    """Failures under their reasons, the most frequent first, each with its first examples."""
    grouped: dict[str, list[Failure]] = {}
    for failure in failures:
        grouped.setdefault(failure.error, []).append(failure)
    found = [Reason(text, len(them), tuple(them[:MOST_EXAMPLES])) for text, them in grouped.items()]
    return tuple(sorted(found, key=lambda reason: -reason.count))
