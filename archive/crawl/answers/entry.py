"""What is to be written of an Answer. Pure: the ledger writes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive import uri
from archive.crawl.answers.answer import Answer
from archive.crawl.answers.remark import remark
from archive.crawl.answers.verdict import Outcome
from archive.crawl.bounds import scope
from archive.errors import BadUrl
from archive.model import Finding, Link, LinkKind, Look, Page, PageKind, PageStatus, Target, TargetState
from archive.store.recorder import PageSeen

_FINE = (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REDIRECT)
_LISTED_AS = {LinkKind.POST: PageKind.POST, LinkKind.PAGE: PageKind.PAGE}
_FINDINGS = {Outcome.GONE: Finding.GONE, Outcome.BLOCKED: Finding.BLOCKED}
_STATUSES = {
    Outcome.NOT_MODIFIED: PageStatus.LIVE,
    Outcome.GONE: PageStatus.GONE,
    Outcome.BLOCKED: PageStatus.BLOCKED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """How a Target ends, and what its Capture is a picture of.

    ``page`` is the Page that it belongs to. Whether it shows that, or a wall in its place, its Capture says: the last
    good one stays the one that is shown.
    """

    state: TargetState
    error: str | None = None
    page: PageSeen | None = None
    links: tuple[Link, ...] = ()
    onward: Target | None = None  # where a redirect leads

    def finding(self, answer: Answer, known: Page | None) -> Finding | None:
        """What came of it for the article that it shows, compared with what was known; None when it shows none."""
        outcome = answer.verdict.outcome
        if outcome in _FINDINGS:
            return _FINDINGS[outcome] if known is not None else None
        if self.page is None or self.state is TargetState.FAILED:
            return None
        if known is None or known.captures == 0 or _only_told(known):
            return Finding.NEW
        return Finding.CHANGED if answer.look.changed else Finding.UNCHANGED

    def counts(self, finding: Finding | None) -> dict[str, int]:
        """What a Crawl's Progress counts of it."""
        if self.state is TargetState.FAILED:
            return {"failed": 1}
        return {str(finding): 1} if finding is not None else {}


def _only_told(known: Page) -> bool:
    """Whether an article is known from an export alone: nobody has looked at it on the web yet."""
    return known.link_kind is LinkKind.EXPORT and known.visits == 0


def entry_of(answer: Answer, known: Page | None, links: tuple[Link, ...], source_id: int | None) -> Entry:
    """The entry of an Answer that has an exchange. ``known`` is the Page that the archive has at its address, with
    its ``links``. What is done may have a remark in place of an error: kept, but cut, say."""
    entry = _entry_of(answer, known, links, source_id)
    if entry.error is not None or answer.exchange is None:
        return entry
    return replace(entry, error=remark(answer.exchange.truncated, answer.problem, answer.discovery.notices))


def _entry_of(answer: Answer, known: Page | None, links: tuple[Link, ...], source_id: int | None) -> Entry:
    verdict = answer.verdict
    state = TargetState.DONE if verdict.outcome in _FINE else TargetState.FAILED
    if answer.fault is not None:
        return Entry(TargetState.FAILED, answer.fault)
    if verdict.outcome is Outcome.OK:
        return Entry(state, page=_article(answer, source_id), links=answer.discovery.links)
    if verdict.outcome is Outcome.REDIRECT and verdict.location is not None:
        return Entry(state, onward=redirected(answer.target, verdict.location))
    if answer.discovery.listing is not None and answer.discovery.listing.complete:
        return Entry(TargetState.DONE)  # a page past the last one of a list is how the list ends
    if known is not None and verdict.outcome in _STATUSES:
        return _looked_at_again(answer, known, links, state, source_id)
    return Entry(state, verdict.reason or None)


def _looked_at_again(
    answer: Answer, known: Page, links: tuple[Link, ...], state: TargetState, source_id: int | None
) -> Entry:
    status = _STATUSES[answer.verdict.outcome]
    if answer.verdict.outcome is Outcome.GONE:
        state = TargetState.DONE
    error = None if state is TargetState.DONE else answer.verdict.reason
    look = Look() if status is PageStatus.LIVE else None
    page = replace(_tied(answer.target, known, source_id), status=status, look=look)
    return Entry(state, error, page=page, links=links)


def _tied(target: Target, known: Page, source_id: int | None) -> PageSeen:
    """A known Page under the tie that it has, or under its own Source's if that now lists what was only seen from
    outside before; with what the list that named it says of it now."""
    role = scope.role(target)
    kind = _LISTED_AS.get(role)
    if kind is None:
        return PageSeen(known.url, known.kind, known.source_id, via=known.via, link_kind=known.link_kind)
    if known.kind is PageKind.RELATED:
        return PageSeen(known.url, kind, source_id, facts=target.facts, via=target.via, link_kind=role)
    return PageSeen(
        known.url, known.kind, known.source_id, facts=target.facts, via=known.via, link_kind=known.link_kind
    )


def _article(answer: Answer, source_id: int | None) -> PageSeen | None:
    kind = answer.discovery.page_kind
    if kind is None:
        return None
    target = answer.target
    return PageSeen(
        address(answer),
        kind,
        source_id,
        facts=answer.discovery.facts or target.facts,
        via=target.via,
        link_kind=scope.role(target),
        look=answer.look,
    )


def address(answer: Answer) -> str:
    """The address of an article: what the page calls its canonical one, if that is of the same site and not its home
    page; folded."""
    url, canonical = answer.target.url, answer.discovery.canonical
    with suppress(BadUrl):
        if canonical and uri.site(canonical) == uri.site(url) and _is_home(canonical) <= _is_home(url):
            return uri.fold(canonical)
    return uri.fold(url)


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


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
