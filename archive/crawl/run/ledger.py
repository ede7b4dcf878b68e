"""What an Answer does to the archive: its bytes are recorded, and all that follows from it in the same transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from archive import uri
from archive.crawl.again import lastmod
from archive.crawl.answers.answer import Answer, RobotsAnswer
from archive.crawl.answers.entry import entry_of
from archive.crawl.answers.substitution import among, beside
from archive.crawl.answers.texts import known_page
from archive.crawl.answers.verdict import Outcome
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.run.intake import Intake
from archive.crawl.stock.listings import Listings
from archive.errors import AddressRefused, FetchError, TakenDown
from archive.model import (
    Capture,
    Crawl,
    Exchange,
    Finding,
    LinkKind,
    Page,
    PageStatus,
    Target,
    TargetState,
    WallKind,
)
from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.exchange_record import measure
from archive.store.recorder import Recorder

ATTEMPTS = 3
_ENDLESS = (
    LinkKind.FEED,
    LinkKind.SITEMAP,
)  # may lead to their like without end; archive pages have a bound of their own


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
            try:
                self._keep(answer, answer.exchange)
            except TakenDown as denied:  # while it was fetched; or it calls itself an article that was
                self.close(answer.target, TargetState.REFUSED, denied.clause)

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

    def close_host(self, host: str, reason: str) -> None:
        """Give up all that is queued on a host."""
        with self._catalogue.transaction():
            closed = self._frontier.close_host(self._crawl.id, host, reason)
            self._catalogue.crawls.add_progress(self._crawl.id, failed=closed)

    def begin(self, seeds: Iterable[Target]) -> int:
        """Queue Targets that are wanted in any case; returns how many were new."""
        with self._catalogue.transaction():
            found = self._frontier.add(self._crawl.id, seeds)
            self._catalogue.crawls.add_progress(self._crawl.id, found=found)
        return found

    def follow(self, found: Iterable[Target]) -> int:
        """Queue what of these Targets is wanted; returns how many were new."""
        with self._catalogue.transaction():
            new = self._intake.add(found)
            self._catalogue.crawls.add_progress(self._crawl.id, found=new)
        return new

    def surround(self, pages: Iterable[Page]) -> int:
        """Queue what lies around the Source (whose ``pages`` these are), as far as its budget goes; returns how many were
        new."""
        return self.begin(self._intake.surround(pages))

    def refusal(self, target: Target) -> str | None:
        """Why a Target is outside of the Crawl's scope, or may not come back, or None."""
        return self._intake.refusal(target) or self._intake.denial(target)

    @property
    def left_out(self) -> Mapping[LinkKind, int]:
        """Of each kind of link, how much around the Source was left to later crawls."""
        return self._intake.left_out

    def settle_rules(self, answer: RobotsAnswer) -> None:
        """Record the exchanges that led to a site's rules."""
        for target, exchange in answer.exchanges:

            def counted(_: Capture, exchange: Exchange = exchange) -> None:
                self._catalogue.crawls.add_progress(self._crawl.id, found=1, fetched=1, bytes=_size(exchange))

            with suppress(TakenDown):  # they are kept to, but not kept
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

    def _onward(self, answer: Answer) -> list[Target]:
        """The Targets that the answer named, without the next page of a list that need not be read on."""
        discovery, target = answer.discovery, answer.target
        fresh = self._listings.note(target, discovery)
        found = [*discovery.targets, *self._listings.posts_among(discovery.perhaps)]
        if discovery.listing is None or discovery.listing.next is None:
            return found
        unchanged = self._stop_paging and answer.verdict.outcome is Outcome.NOT_MODIFIED
        known = unchanged and self._intake.all_known(found)
        if known:
            self._listings.stopped(target.url)
        if fresh and not known:
            return found
        return [one for one in found if one.url != discovery.listing.next]

    def _without_lists_in_circles(self, answer: Answer) -> Answer:
        """The Answer without the lists that it leads to, where those before it led to lists only; it says so."""
        discovery = answer.discovery
        if discovery.listing is None or not self._listings.leads_nowhere(answer.target, discovery):
            return answer
        after = discovery.listing.next
        kept = tuple(one for one in discovery.targets if one.kind not in _ENDLESS or one.url == after)
        if len(kept) == len(discovery.targets):
            return answer
        notice = "Lists lead to lists here, and none names a new article; they are not followed further."
        return replace(
            answer, discovery=replace(discovery, targets=kept, notices=(*discovery.notices, notice))
        )

    def _keep(self, answer: Answer, exchange: Exchange) -> None:
        known = known_page(self._catalogue, answer)
        taken_back: list[Capture] = []
        if known is not None and self._crawl.source_id is not None:
            answer = beside(answer, known)
            answer, taken_back = self._beside_others(answer, exchange, known)
        links = tuple(self._catalogue.pages.links_from(known.id)) if known is not None else ()
        answer = self._without_lists_in_circles(answer)
        entry = entry_of(answer, known, links, self._crawl.source_id)
        targets = self._onward(answer)
        if entry.onward is not None:
            targets.append(entry.onward)

        def finish(capture: Capture) -> None:
            for shown in taken_back:
                self._take_back(shown)
            finding = entry.finding(answer, known)
            self._frontier.finish(
                _id(answer.target), entry.state, error=entry.error, capture_id=capture.id, finding=finding
            )
            self._weigh(answer.target, known, finding)
            counts = entry.counts(finding)
            counts["found"] = self._intake.add(targets)
            self._catalogue.crawls.add_progress(self._crawl.id, fetched=1, bytes=_size(exchange), **counts)

        wall = answer.verdict.wall.kind if answer.verdict.wall is not None else None
        self._recorder.keep(
            exchange, answer.target, page=entry.page, links=entry.links, finish=finish, wall=wall
        )

    def _beside_others(self, answer: Answer, exchange: Exchange, known: Page) -> tuple[Answer, list[Capture]]:
        """The Answer as it is beside what other addresses show, and the Captures that are so taken back from theirs."""
        captures = self._catalogue.captures
        if known.captures == 0 or answer.verdict.outcome is not Outcome.OK or exchange.status != 200:
            return answer, []
        digest = measure(exchange).payload.sha256
        same = captures.same_payload(digest)
        others = {one.page_id for one in same if one.page_id is not None and one.page_id != known.id}
        before = set(self._shown(known.id)) if others else set()
        return among(answer, known, same, {one for one in others if self._came_to_show(digest, one, before)})

    def _came_to_show(self, digest: str, page_id: str, before: set[str]) -> bool:
        """Whether a Page shows this payload now, and before that something that is not among ``before``."""
        shown = self._shown(page_id)
        former = set(shown) - {digest}
        return shown[-1:] == [digest] and bool(former) and not former & before

    def _shown(self, page_id: str) -> list[str]:
        """The payloads that a Page was seen with, oldest first."""
        return [
            one.sha256 for one in self._catalogue.captures.of_page(page_id) if one.status == 200 and one.live
        ]

    def _take_back(self, shown: Capture) -> None:
        self._catalogue.captures.set_wall(shown.id, WallKind.MISSING)
        if shown.page_id is not None:
            self._catalogue.pages.mark(shown.page_id, PageStatus.GONE)
            self._catalogue.changes.add(shown.page_id)  # also one that was gone: its text was this wall's

    def _weigh(self, target: Target, known: Page | None, finding: Finding | None) -> None:
        """Note whether a claim that led here, that the article was updated, was true."""
        if known is None or finding not in (Finding.CHANGED, Finding.UNCHANGED):
            return
        last = known.last_captured
        if last is not None and lastmod.claims(target.facts, known.facts, last, self._clock()):
            self._catalogue.lastmods.note(uri.host(target.url), proved=finding is Finding.CHANGED)


def _is_passing(answer: Answer) -> bool:
    """Whether it may well be better in a moment: not to be kept before the last attempt."""
    cut = answer.exchange is not None and answer.exchange.truncated == "disconnect"
    return answer.verdict.outcome is Outcome.RETRY or cut


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
