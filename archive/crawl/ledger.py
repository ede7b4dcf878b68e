"""What an Answer does to the archive: its bytes are recorded, and all that follows from it in the same transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive import uri
from archive.crawl import scope
from archive.crawl.answer import Answer, RobotsAnswer
from archive.crawl.frontier import Frontier
from archive.crawl.intake import Intake
from archive.crawl.listings import Listings
from archive.crawl.verdict import Outcome
from archive.errors import AddressRefused, BadUrl, FetchError
from archive.model import (
    Capture,
    Crawl,
    Exchange,
    Link,
    LinkKind,
    Page,
    PageKind,
    PageStatus,
    RecordType,
    Target,
    TargetState,
)
from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.recorder import PageSeen, Recorder

ATTEMPTS = 3
_LISTED_AS = {LinkKind.POST: PageKind.POST, LinkKind.PAGE: PageKind.PAGE}
_FINE = (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REDIRECT)


@dataclass(slots=True)
class _Entry:
    """What is to be written of one Answer."""

    state: TargetState
    error: str | None = None
    page: PageSeen | None = None
    known: Page | None = None
    mark: PageStatus | None = None  # for a known Page of which this Capture is no picture
    links: tuple[Link, ...] = ()
    targets: list[Target] = field(default_factory=list)


class Ledger:
    """Settles Answers, one after the other. Only for the thread that runs the crawl."""

    def __init__(
        self,
        catalogue: Catalogue,
        frontier: Frontier,
        recorder: Recorder,
        crawl: Crawl,
        *,
        intake: Intake,
        listings: Listings,
        clock: Clock,
        patience: timedelta,
        stop_paging: bool,
    ) -> None:
        """``patience``: before the second attempt, four times as long before the third. ``stop_paging``: a list
        on whose page all is known was read to its end before."""
        self._catalogue = catalogue
        self._frontier = frontier
        self._recorder = recorder
        self._crawl = crawl
        self._intake = intake
        self._listings = listings
        self._clock = clock
        self._patience = patience
        self._stop_paging = stop_paging

    def settle(self, answer: Answer) -> None:
        """Record an Answer and what follows from it. Raises DiskFull and the like; then nothing was recorded."""
        if answer.exchange is None:
            self.fail(answer.target, answer.error)
        elif answer.target.attempts < ATTEMPTS and _is_passing(answer):
            reason = answer.verdict.reason or "the connection broke off"
            self._again(answer.target, reason, answer.verdict.retry_at)
        else:
            self._keep(answer, answer.exchange, self._entry(answer))

    def fail(self, target: Target, error: FetchError | None) -> None:
        """No exchange was to be had: try again, or give the Target up."""
        reason = error.reason if error is not None else "it was not fetched"
        if error is not None and error.retry and target.attempts < ATTEMPTS:
            self._again(target, reason, None)
            return
        refused = isinstance(error, AddressRefused)
        self.close(target, TargetState.REFUSED if refused else TargetState.FAILED, reason)

    def close(self, target: Target, state: TargetState, reason: str) -> None:
        """Give a Target up, with the reason in words."""
        counted = {"refused" if state is TargetState.REFUSED else "failed": 1}
        with self._catalogue.transaction():
            self._frontier.finish(_id(target), state, error=reason)
            self._catalogue.crawls.add_progress(self._crawl.id, **counted)

    def begin(self, seeds: Iterable[Target]) -> int:
        """Queue Targets that are wanted in any case; returns how many were new."""
        with self._catalogue.transaction():
            found = self._frontier.add(self._crawl.id, seeds)
            self._catalogue.crawls.add_progress(self._crawl.id, found=found)
        return found

    def settle_rules(self, answer: RobotsAnswer) -> None:
        """Record the exchanges that led to a site's rules."""
        for target, exchange in answer.exchanges:

            def counted(_: Capture, exchange: Exchange = exchange) -> None:
                self._catalogue.crawls.add_progress(self._crawl.id, found=1, fetched=1, bytes=_size(exchange))

            self._recorder.keep(exchange, target, finish=counted)

    def again_for_rules(self, answer: RobotsAnswer) -> bool:
        """Put off a Target whose site's rules can't be had now. False when it was put off often enough."""
        if answer.waiting.attempts >= ATTEMPTS or (answer.error is not None and not answer.error.retry):
            return False
        self._again(answer.waiting, _reason(answer), answer.verdict.retry_at)
        return True

    def _again(self, target: Target, reason: str, at: datetime | None) -> None:
        due = self._clock() + self._patience * 4 ** (target.attempts - 1)
        with self._catalogue.transaction():
            if at is not None:
                due = max(due, at)
                self._frontier.park(self._crawl.id, uri.host(target.url), due)
            self._frontier.retry(_id(target), due, reason)

    def _entry(self, answer: Answer) -> _Entry:
        target, verdict = answer.target, answer.verdict
        state = TargetState.DONE if verdict.outcome in _FINE else TargetState.FAILED
        entry = _Entry(state, verdict.reason or None, known=self._known(answer))
        entry.targets = self._onward(answer)
        if answer.fault is not None:
            entry.state = TargetState.FAILED
            entry.error = f"it is kept, but could not be understood ({answer.fault})"
        elif verdict.outcome is Outcome.OK:
            entry.page, entry.links = self._article(answer), answer.discovery.links
        elif verdict.outcome is Outcome.REDIRECT and verdict.location is not None:
            entry.targets.append(redirected(target, verdict.location))
        elif entry.known is not None:
            self._look_again(entry, answer, entry.known)
        return entry

    def _look_again(self, entry: _Entry, answer: Answer, page: Page) -> None:
        """A known Page that answered otherwise than with its text: its last good Capture stays the one shown."""
        outcome = answer.verdict.outcome
        status = {
            Outcome.NOT_MODIFIED: PageStatus.LIVE,
            Outcome.GONE: PageStatus.GONE,
            Outcome.BLOCKED: PageStatus.BLOCKED,
        }.get(outcome)
        if status is None:
            return
        if outcome is Outcome.GONE:
            entry.state, entry.error = TargetState.DONE, None
        if answer.exchange is not None and answer.exchange.status in (200, 203):
            entry.mark = status
        else:
            entry.links = tuple(self._catalogue.pages.links_from(page.id))
            entry.page = self._tied(answer.target, page, status)

    def _tied(self, target: Target, page: Page, status: PageStatus) -> PageSeen:
        """A known Page under the tie that it has; under its own Source's if that now lists what was only seen from
        outside before."""
        kind = _LISTED_AS.get(scope.role(target))
        if kind is None or page.kind is not PageKind.RELATED:
            tie = PageSeen(page.url, page.kind, page.source_id, via=page.via, link_kind=page.link_kind)
        else:
            source, facts = self._crawl.source_id, target.facts
            tie = PageSeen(page.url, kind, source, facts=facts, via=target.via, link_kind=scope.role(target))
        return replace(tie, status=status)

    def _onward(self, answer: Answer) -> list[Target]:
        """The Targets that the answer named, without the next page of a list that need not be read on."""
        discovery, target = answer.discovery, answer.target
        fresh = self._listings.note(target, discovery)
        found = list(discovery.targets)
        if discovery.listing is None or discovery.listing.next is None:
            return found
        unchanged = self._stop_paging and answer.verdict.outcome is Outcome.NOT_MODIFIED
        if fresh and not (unchanged and self._intake.all_known(found)):
            return found
        return [one for one in found if one.url != discovery.listing.next]

    def _known(self, answer: Answer) -> Page | None:
        """The Page that the archive has at this address, or at the canonical one that it gave before."""
        if scope.role(answer.target) in (LinkKind.REQUISITE, LinkKind.ROBOTS, *scope.LISTINGS):
            return None
        pages, url = self._catalogue.pages, _address(answer)
        found = pages.by_surt(uri.page_surt(url))
        last = None if found else self._catalogue.captures.latest(uri.surt(answer.target.url))
        return pages.get(last.page_id) if last is not None and last.page_id is not None else found

    def _article(self, answer: Answer) -> PageSeen | None:
        kind = answer.discovery.page_kind
        if kind is None:
            return None
        target = answer.target
        return PageSeen(
            _address(answer),
            kind,
            self._crawl.source_id,
            facts=answer.discovery.facts or target.facts,
            via=target.via,
            link_kind=scope.role(target),
        )

    def _keep(self, answer: Answer, exchange: Exchange, entry: _Entry) -> None:
        def finish(capture: Capture) -> None:
            self._frontier.finish(_id(answer.target), entry.state, error=entry.error, capture_id=capture.id)
            if entry.mark is not None and entry.known is not None:
                self._catalogue.pages.mark(entry.known.id, entry.mark)
            counts = _counts(entry, answer, capture)
            counts["found"] = self._intake.add(entry.targets)
            counts["bytes"] = _size(exchange)
            self._catalogue.crawls.add_progress(self._crawl.id, fetched=1, **counts)

        self._recorder.keep(exchange, answer.target, page=entry.page, links=entry.links, finish=finish)


def _is_passing(answer: Answer) -> bool:
    """Whether it may well be better in a moment: not to be kept before the last attempt."""
    cut = answer.exchange is not None and answer.exchange.truncated == "disconnect"
    return answer.verdict.outcome is Outcome.RETRY or cut


def redirected(target: Target, location: str) -> Target:
    """Where a redirect leads, in the role of the one that it redirects."""
    return Target(
        location,
        LinkKind.REDIRECT,
        depth=target.depth,
        hops=target.hops,
        via=target.url,
        facts=target.facts,
        role=scope.role(target),
        redirects=target.redirects + 1,
    )


def _address(answer: Answer) -> str:
    """The address of the article: what the page calls its canonical one, if that is of the same site and not
    its home page; folded."""
    url = answer.target.url
    canonical = answer.discovery.canonical
    with suppress(BadUrl):
        if canonical and uri.site(canonical) == uri.site(url) and _is_home(canonical) <= _is_home(url):
            return uri.fold(canonical)
    return uri.fold(url)


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


def _counts(entry: _Entry, answer: Answer, capture: Capture) -> dict[str, int]:
    outcome = answer.verdict.outcome
    if entry.state is TargetState.FAILED:
        return {"failed": 1}
    if outcome is Outcome.GONE:
        return {"gone": 1}
    if entry.page is None:
        return {}
    if entry.known is None or entry.known.captures == 0:
        return {"new": 1}
    same = capture.record_type is RecordType.REVISIT or outcome is Outcome.NOT_MODIFIED
    return {"unchanged" if same else "changed": 1}


def _reason(answer: RobotsAnswer) -> str:
    return (
        answer.error.reason if answer.error is not None else answer.rules.forbidden or answer.verdict.reason
    )


def _size(exchange: Exchange) -> int:
    exchange.response.seek(0, os.SEEK_END)
    size = exchange.response.tell()
    exchange.response.seek(0)
    return size


def _id(target: Target) -> int:
    if target.id is None:
        raise ValueError("the Target was not leased from a frontier")
    return target.id
