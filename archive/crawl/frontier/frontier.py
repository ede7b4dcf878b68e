"""The frontier: what a Crawl has yet to fetch, kept on disk so that a process may die at any moment.

A Target is leased, fetched, and finished in the same transaction that records its Capture. What a dead process
had leased goes back at the next start; what is done is never leased again. Within a Crawl each key comes once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from archive import uri
from archive.crawl.frontier.admission import admissible, key_in_crawl, priority
from archive.crawl.frontier.lease import AFTER_DEATH, NEXT_FREE, as_target
from archive.model import Facts, Finding, LinkKind, Target, TargetState
from archive.store.crawls import OPEN
from archive.store.database import Database
from archive.store.pages import merge
from archive.store.tables import captures, crawls, hosts, targets

_FINAL = (TargetState.DONE, TargetState.FAILED, TargetState.REFUSED)
_CHUNK = 400  # keys asked for at once
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_REASON = ("kind", "depth", "hops", "via", "role", "redirects")  # why a Target came up


@dataclass(frozen=True, slots=True)
class Failure:
    """A Target that was not to be had, or not as it should be, and why, in plain words."""

    url: str
    kind: LinkKind
    state: TargetState
    error: str
    attempts: int
    via: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A Target as it lies in the frontier: its state, why it is in it, and the Capture that came of it."""

    target: Target
    state: TargetState
    error: str | None
    capture_id: int | None


@dataclass(frozen=True, slots=True)
class Fate:
    """How a Target ended: its state and error, and the status of what was kept of it (None: nothing was)."""

    state: TargetState
    error: str | None = None
    status: int | None = None


class Frontier:
    """The tables of targets and of the hosts that they are on. One process leases (role ``archive``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, crawl_id: int, found: Iterable[Target]) -> int:
        """Queue Targets that this Crawl does not know yet; returns how many were new.

        A known one that still waits comes up earlier if it is now named for a better reason, and takes over
        facts that it lacked. The target of a redirect is new unless that very URL is known. What is no web
        address, and accounts on social networks, are passed over.
        """
        offered = admissible(found)
        with self._database.write() as connection:
            known = self._known(crawl_id, offered)
            held_by = {row.key: row.url for row in known.values()}
            fresh: dict[str, Target] = {}
            for target, its_key in offered:
                place = key_in_crawl(target, its_key, held_by)
                held_by.setdefault(place, target.url)
                if place in known:
                    self._improve(known[place], target)
                elif place in fresh:
                    fresh[place] = _with_facts(fresh[place], target.facts)
                else:
                    fresh[place] = target
            if fresh:
                connection.execute(insert(targets), [_row(crawl_id, *each) for each in fresh.items()])
                self._add_hosts(crawl_id, {uri.host(target.url) for target in fresh.values()})
        return len(fresh)

    def lease(
        self,
        crawl_id: int,
        *,
        now: datetime,
        busy_hosts: Collection[str] = (),
        lease_for: timedelta = timedelta(minutes=10),
    ) -> Target | None:
        """The next Target to fetch, leased until ``now + lease_for``; None when none is to be had now.

        By priority, then in the order of arrival; none that is not due, none on a busy or parked host. Costs
        one index seek per host of the Crawl, however long the queue. ``attempts`` counts this lease too. A power
        cut may undo a lease, never what came of it.
        """
        with self._database.write(durable=False) as connection:
            row = connection.execute(
                NEXT_FREE, {"crawl_id": crawl_id, "now": now, "busy_hosts": list(busy_hosts)}
            ).first()
            if row is None:
                return None
            leased = {
                "state": TargetState.LEASED,
                "lease_until": now + lease_for,
                "attempts": targets.c.attempts + 1,
            }
            connection.execute(update(targets).where(targets.c.id == row.id).values(leased))
        return replace(as_target(row), attempts=row.attempts + 1)

    def finish(
        self,
        target_id: int,
        state: TargetState,
        *,
        error: str | None = None,
        capture_id: int | None = None,
        finding: Finding | None = None,
    ) -> bool:
        """The Target is done, failed or refused, for good; ``finding`` is what came of it for its article. False when
        it had been finished already: it stays as it was. ValueError for a state that is no end."""
        if state not in _FINAL:
            raise ValueError(f"{state} is not an end")
        end = {
            "state": state,
            "error": error,
            "capture_id": capture_id,
            "finding": finding,
            "lease_until": None,
        }
        return self._change(and_(targets.c.id == target_id, targets.c.state.not_in(_FINAL)), end) == 1

    def retry(self, target_id: int, due_at: datetime, error: str) -> bool:
        """Give a leased Target back, not to be leased before ``due_at``. False when it was not leased."""
        again = {"state": TargetState.QUEUED, "due_at": due_at, "error": error, "lease_until": None}
        return self._change(_leased(targets.c.id == target_id), again) == 1

    def release(self, target_id: int) -> bool:
        """Give a leased Target back as if it had never been leased. False when it was not leased."""
        unused = {"state": TargetState.QUEUED, "attempts": targets.c.attempts - 1, "lease_until": None}
        return self._change(_leased(targets.c.id == target_id), unused) == 1

    def release_all(self, crawl_id: int) -> int:
        """Give back what a dead process had leased; returns how many. Only for who holds the role ``archive``."""
        return self._change(_leased(targets.c.crawl_id == crawl_id), AFTER_DEATH)

    def park(self, crawl_id: int, host: str, until: datetime) -> None:
        """Lease nothing on a host (as ``uri.host`` names it) before ``until``, for any Crawl, also one to come; of two
        parkings the longer holds."""
        with self._database.write() as connection:
            self._add_hosts(crawl_id, {host})
            # Of the crawls that ended, in years, none leases any more; one to come finds this one's row.
            going_on = select(crawls.c.id).where(crawls.c.state.in_(OPEN))
            these = or_(hosts.c.crawl_id == crawl_id, hosts.c.crawl_id.in_(going_on))
            here = and_(hosts.c.host == host, hosts.c.parked_until < until, these)
            connection.execute(update(hosts).where(here).values(parked_until=until))

    def close_host(self, crawl_id: int, host: str, error: str) -> int:
        """Give up what is queued on a host; returns how much."""
        here = and_(
            targets.c.crawl_id == crawl_id, targets.c.state == TargetState.QUEUED, targets.c.host == host
        )
        return self._change(here, {"state": TargetState.FAILED, "error": error, "lease_until": None})

    def next_due(self, crawl_id: int, *, busy_hosts: Collection[str] = ()) -> datetime | None:
        """When a queued Target will be due on a host that is neither parked nor busy; in the past: now.

        None when nothing is queued (but on busy hosts).
        """
        due = func.min(targets.c.due_at)
        query = (
            select(due.label("due"), hosts.c.parked_until)
            .join_from(
                hosts, targets, and_(targets.c.crawl_id == hosts.c.crawl_id, targets.c.host == hosts.c.host)
            )
            .where(hosts.c.crawl_id == crawl_id, targets.c.state == TargetState.QUEUED)
            .where(hosts.c.host.not_in(busy_hosts))
            .group_by(hosts.c.host, hosts.c.parked_until)
        )
        with self._database.read() as connection:
            return min((max(row.due, row.parked_until) for row in connection.execute(query)), default=None)

    def waiting_for(self, host: str, crawl_ids: Collection[int]) -> set[int]:
        """Those of these Crawls that have something queued on a host."""
        query = (
            select(hosts.c.crawl_id)
            .where(hosts.c.host == host, hosts.c.crawl_id.in_(crawl_ids))
            .where(
                select(targets.c.id)
                .where(
                    targets.c.crawl_id == hosts.c.crawl_id,
                    targets.c.state == TargetState.QUEUED,
                    targets.c.host == hosts.c.host,
                )
                .exists()
            )
        )
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def waiting(self, crawl_id: int) -> dict[str, int]:
        """How many queued Targets a Crawl has on each host."""
        queued = (targets.c.crawl_id == crawl_id, targets.c.state == TargetState.QUEUED)
        query = select(targets.c.host, func.count()).where(*queued).group_by(targets.c.host)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def counts(self, crawl_id: int) -> dict[TargetState, int]:
        """How many Targets are in each state; every state is named."""
        query = (
            select(targets.c.state, func.count())
            .where(targets.c.crawl_id == crawl_id)
            .group_by(targets.c.state)
        )
        with self._database.read() as connection:
            return dict.fromkeys(TargetState, 0) | {row[0]: row[1] for row in connection.execute(query)}

    def of_kinds(self, crawl_id: int, kinds: Collection[LinkKind]) -> list[Entry]:
        """A Crawl's Targets of these kinds, with their state and Capture, in the order of arrival."""
        query = select(targets).where(targets.c.crawl_id == crawl_id, targets.c.kind.in_(kinds))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(targets.c.id))
            return [Entry(as_target(row), row.state, row.error, row.capture_id) for row in rows]

    def ends(self, crawl_id: int, keys: Iterable[str]) -> dict[str, Fate]:
        """How those of a Crawl's Targets ended that lie under these keys."""
        wanted, found = list(keys), dict[str, Fate]()
        query = (
            select(targets.c.key, targets.c.state, targets.c.error, captures.c.status)
            .select_from(targets.outerjoin(captures, captures.c.id == targets.c.capture_id))
            .where(targets.c.crawl_id == crawl_id)
        )
        with self._database.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                these = query.where(targets.c.key.in_(wanted[start : start + _CHUNK]))
                rows = connection.execute(these)
                found |= {key: Fate(state, error, status) for key, state, error, status in rows}
        return found

    def looks_between(self, source_id: int, since: datetime, now: datetime) -> int:
        """How many looks that nobody announced were queued by a Source's crawls that began after ``since``, or that
        still go on; what was refused cost nothing. (A crawl that began in the future is of a clock that was wrong.)"""
        counted = targets.c.state != TargetState.REFUSED
        query = select(func.count()).where(_looks_of(source_id, since, now), counted)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def looks_in_vain(self, source_id: int, since: datetime, now: datetime) -> set[str]:
        """The keys of those of them that were refused, or failed."""
        vain = targets.c.state.in_((TargetState.REFUSED, TargetState.FAILED))
        query = select(targets.c.key).where(_looks_of(source_id, since, now), vain)
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def given_up(self, crawl_ids: Collection[int], keys: Iterable[str]) -> set[str]:
        """Those of these keys at which one of these Crawls tried in vain, or was not allowed to."""
        wanted, found = list(keys), set[str]()
        vain = targets.c.state.in_((TargetState.FAILED, TargetState.REFUSED))
        with self._database.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                these = targets.c.key.in_(wanted[start : start + _CHUNK])
                query = select(targets.c.key).where(targets.c.crawl_id.in_(crawl_ids), these, vain)
                found |= set(connection.execute(query).scalars())
        return found

    def failed(self, crawl_id: int, *, limit: int | None = None) -> list[Failure]:
        """What was given up or refused, in the order of arrival."""
        return self._told(crawl_id, targets.c.state.in_((TargetState.FAILED, TargetState.REFUSED)), limit)

    def flawed(self, crawl_id: int, *, limit: int | None = None) -> list[Failure]:
        """What was kept, but not as it should be (cut, broken, in part), in the order of arrival."""
        return self._told(
            crawl_id, and_(targets.c.state == TargetState.DONE, targets.c.error.is_not(None)), limit
        )

    def _told(self, crawl_id: int, which: ColumnElement[bool], limit: int | None) -> list[Failure]:
        query = select(targets).where(targets.c.crawl_id == crawl_id, which)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(targets.c.id).limit(limit))
            return [
                Failure(
                    row.url,
                    row.role or row.kind,
                    row.state,
                    row.error or "no reason was given",
                    row.attempts,
                    row.via,
                )
                for row in rows
            ]

    def _known(self, crawl_id: int, offered: list[tuple[Target, str]]) -> dict[str, Row[Any]]:
        wanted = list({each for target, its_key in offered for each in (its_key, target.url)})
        found: dict[str, Row[Any]] = {}
        with self._database.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                these = targets.c.key.in_(wanted[start : start + _CHUNK])
                query = select(targets).where(targets.c.crawl_id == crawl_id, these)
                found |= {row.key: row for row in connection.execute(query)}
        return found

    def _improve(self, row: Row[Any], target: Target) -> None:
        better: dict[str, Any] = {}
        if priority(target) < row.priority:
            better = {name: getattr(target, name) for name in _REASON} | {"priority": priority(target)}
        facts = _filled(row.facts, target.facts)
        if facts != row.facts:
            better["facts"] = facts
        if better and row.state is TargetState.QUEUED:
            self._change(targets.c.id == row.id, better)

    def _add_hosts(self, crawl_id: int, names: set[str]) -> None:
        with self._database.write() as connection:
            query = select(hosts.c.host).where(hosts.c.crawl_id == crawl_id)
            missing = names - set(connection.execute(query).scalars())
            if missing:
                rows = [
                    {"crawl_id": crawl_id, "host": name, "parked_until": self._parked_until(name)}
                    for name in sorted(missing)
                ]
                connection.execute(insert(hosts), rows)

    def _parked_until(self, host: str) -> datetime:
        """Until when earlier Crawls were asked to leave a host alone."""
        with self._database.read() as connection:
            query = select(func.max(hosts.c.parked_until)).where(hosts.c.host == host)
            return connection.execute(query).scalar() or _LONG_AGO

    def _change(self, where: ColumnElement[bool], values: dict[str, Any]) -> int:
        with self._database.write() as connection:
            return connection.execute(update(targets).where(where).values(values)).rowcount


def _with_facts(target: Target, facts: Facts | None) -> Target:
    return replace(target, facts=_filled(target.facts, facts))


def _filled(held: Facts | None, other: Facts | None) -> Facts | None:
    """What the first list said, its gaps filled by another: a sitemap knows an article's update only, a feed its title,
    author and labels."""
    return held if other is None else merge(other, held)


def _looks_of(source_id: int, since: datetime, now: datetime) -> ColumnElement[bool]:
    lately = or_(and_(crawls.c.started_at > since, crawls.c.started_at <= now), crawls.c.ended_at.is_(None))
    these = select(crawls.c.id).where(crawls.c.source_id == source_id, lately)
    return and_(targets.c.crawl_id.in_(these), targets.c.look)


def _leased(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(where, targets.c.state == TargetState.LEASED)


def _row(crawl_id: int, its_key: str, target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in ("url", "facts", "look", *_REASON)} | {
        "crawl_id": crawl_id,
        "key": its_key,
        "host": uri.host(target.url),
        "priority": priority(target),
        "state": TargetState.QUEUED,
        "due_at": _LONG_AGO,
        "attempts": 0,
        "deaths": 0,
    }
