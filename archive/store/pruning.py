"""What crawls leave behind that nobody asks for any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, or_, select

from archive.model import Finding, LinkKind, TargetState
from archive.store.database import Database
from archive.store.tables import crawls, hosts, targets

KEPT_FOR = timedelta(days=90)

_REPORTED = (TargetState.FAILED, TargetState.REFUSED)
_SPENT = (
    targets.c.state.not_in(_REPORTED),
    or_(targets.c.finding.is_(None), targets.c.finding == Finding.UNCHANGED),
    targets.c.kind != LinkKind.ARCHIVE,  # how far a back run was walked
    or_(targets.c.role.is_(None), targets.c.role != LinkKind.ARCHIVE),
)


def prune(database: Database, before: datetime) -> int:
    """Drop the Targets of crawls that ended before ``before``, but what their reports name: what was new, changed, gone or
    blocked, refused or failed. Returns how many were dropped.

    All of a Source's latest crawl stays, however old: the next one goes by it. A crawl is a transaction, so that writers
    wait for none of it for long; cut off, it can be done again.
    """
    with database.read() as connection:
        spent = connection.execute(_with_spent(before)).scalars().all()
    dropped = 0
    for number in spent:
        with database.write(durable=False) as connection:
            connection.execute(delete(hosts).where(hosts.c.crawl_id == number, hosts.c.parked_until < before))
            dropped += connection.execute(
                delete(targets).where(targets.c.crawl_id == number, *_SPENT)
            ).rowcount
    return dropped


def _with_spent(before: datetime) -> Select[tuple[int]]:
    latest = select(func.max(crawls.c.id)).group_by(crawls.c.source_id)
    old = select(crawls.c.id).where(crawls.c.ended_at < before, crawls.c.id.not_in(latest))
    return select(targets.c.crawl_id).where(targets.c.crawl_id.in_(old), *_SPENT).distinct()
