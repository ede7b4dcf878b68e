"""The lease: which Target is next, and what becomes of it when the process that held it died."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, bindparam, case, select

from archive.model import Target, TargetState
from archive.store.tables import hosts, targets

DEATHS_ALLOWED = 10
"""So many processes may die while they fetch a Target; then it is taken for the cause, and given up."""

_GIVEN_UP = targets.c.deaths + 1 >= DEATHS_ALLOWED
AFTER_DEATH = {
    "state": case((_GIVEN_UP, TargetState.FAILED.value), else_=TargetState.QUEUED.value),
    "error": case((_GIVEN_UP, "each process that fetched it died"), else_=targets.c.error),
    "deaths": targets.c.deaths + 1,
    "attempts": targets.c.attempts - 1,  # no answer was had or missed: that is not the Target's fault
    "lease_until": None,
}


def _first_of_each_free_host() -> Select[Any]:
    waiting = targets.alias()
    now = bindparam("now", type_=targets.c.due_at.type)
    first_of_host = (
        select(waiting.c.id)
        .where(
            waiting.c.crawl_id == hosts.c.crawl_id,
            waiting.c.state == TargetState.QUEUED,
            waiting.c.host == hosts.c.host,
            waiting.c.due_at <= now,
        )
        .order_by(waiting.c.priority, waiting.c.id)
        .limit(1)
        .correlate(hosts)
        .scalar_subquery()
    )
    busy = hosts.c.host.in_(bindparam("busy_hosts", expanding=True))
    return (
        select(targets)
        .join_from(hosts, targets, targets.c.id == first_of_host)
        .where(hosts.c.crawl_id == bindparam("crawl_id"), hosts.c.parked_until <= now, ~busy)
        .order_by(targets.c.priority, targets.c.id)
        .limit(1)
    )


NEXT_FREE = _first_of_each_free_host()
"""Of each host that is free its first Target, found in ``ix_targets_next``; of these the first. Takes ``crawl_id``,
``now`` and ``busy_hosts`` (a list); built once, as it is asked twice per fetch and takes longer to build than to run."""


def as_target(row: Row[Any]) -> Target:
    """The Target that lies in a row of the frontier."""
    return Target(
        url=row.url,
        kind=row.kind,
        depth=row.depth,
        hops=row.hops,
        via=row.via,
        facts=row.facts,
        role=row.role,
        redirects=row.redirects,
        look=row.look,
        id=row.id,
        crawl_id=row.crawl_id,
        attempts=row.attempts,
    )
