"""What came of a Crawl for each article: the Targets that found something, with the Pages that they are of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select

from archive.model import Finding, LinkKind
from archive.store.database import Database
from archive.store.tables import captures, pages, targets


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a Crawl found it. ``page_id`` and ``title`` None: the archive holds no Page of it."""

    url: str
    kind: LinkKind
    via: str | None
    page_id: str | None
    title: str | None


class Findings:
    """Reads what the frontier's finished Targets found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, crawl_id: int) -> dict[Finding, int]:
        """How many articles there are of each Finding; every one is named."""
        query = (
            select(targets.c.finding, func.count())
            .where(targets.c.crawl_id == crawl_id, targets.c.finding.is_not(None))
            .group_by(targets.c.finding)
        )
        with self._database.read() as connection:
            return dict.fromkeys(Finding, 0) | {row[0]: row[1] for row in connection.execute(query)}

    def articles(self, crawl_id: int, finding: Finding, most: int) -> tuple[Found, ...]:
        """The first ``most`` articles of a Finding, in the order of arrival."""
        with self._database.read() as connection:
            rows = connection.execute(_found(crawl_id, finding).limit(most))
            return tuple(Found(row.url, row.kind, row.via, row.page_id, row.title) for row in rows)


def _found(
    crawl_id: int, finding: Finding
) -> Select[tuple[str, LinkKind, str | None, str | None, str | None]]:
    # Where a capture is of no Page, the article is found by its key, which is the Page's.
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
