"""What of the Targets that were found enters a Crawl: in scope, due, and within the Source's budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress

from archive import uri
from archive.crawl.again import lastmod
from archive.crawl.again.revisiting import Revisiting
from archive.crawl.bounds import scope
from archive.crawl.bounds.policy import left_out
from archive.crawl.bounds.scope import AROUND, ARTICLES, LISTINGS
from archive.crawl.bounds.shares import Budget, by_turns
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.run.surroundings import Surroundings
from archive.errors import BadUrl, TakenDown
from archive.model import (
    NO_POLICY,
    Capture,
    Crawl,
    Facts,
    LinkKind,
    Page,
    PageKind,
    PageStatus,
    Source,
    Target,
)
from archive.store.catalogue import Catalogue


class Intake:
    """Keeps one Crawl's budget. Only for the thread that runs the crawl."""

    def __init__(
        self, catalogue: Catalogue, frontier: Frontier, crawl: Crawl, source: Source | None, again: Revisiting
    ) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._crawl_id = crawl.id
        self._source = source
        self._again = again
        self._considered: dict[tuple[LinkKind, str], bool] = {}  # and whether it was wanted
        self._built: set[str] = set()  # addresses whose time of update is their list's
        # By host: claims that are followed to learn what they are worth.
        self._on_trial: dict[str, set[str]] = {}
        self.hints: dict[str, Facts] = {}
        """What sites that are not believed claimed of their Pages, by id."""
        self._policy = source.policy if source is not None else NO_POLICY
        self._budget = Budget(source.related if source else 0, self._policy.budgets)
        for entry in frontier.of_kinds(crawl.id, AROUND):
            self._budget.spend(entry.target.kind, not entry.target.look)
        self._surroundings = Surroundings(catalogue, frontier, crawl, source)
        self._pages: dict[str, Page | None] = {}  # those of the Targets in hand, by key
        self._captures: dict[str, Capture | None] = {}
        self._allowed: dict[
            str, int | None
        ] = {}  # claims of a host that are followed, while these are in hand
        self.left_out: dict[LinkKind, int] = {}
        """Of each kind, what lies around the Source and was left to later crawls, as far as is known now."""
        self._listings_left = scope.MAX_LISTINGS - self._held(LISTINGS)
        self._archives_left = scope.MAX_ARCHIVES - self._held(frozenset({LinkKind.ARCHIVE}))

    def add(self, found: Iterable[Target]) -> int:
        """Queue what is wanted; returns how many were new to the Crawl. What lies around the Source waits for
        ``surround``."""
        found = list(found)
        self._built |= lastmod.built_at_once(found)
        with self._in_hand(found):
            wanted = [target for target in found if self._wanted(target)]
        around = [target for target in wanted if target.kind in AROUND]
        listings = [target for target in wanted if target.kind in LISTINGS]
        others = [target for target in wanted if target.kind not in AROUND | LISTINGS]
        added = self._frontier.add(self._crawl_id, others)
        for target in listings:
            of_archive = target.kind is LinkKind.ARCHIVE
            if self._listings_left > 0 and (self._archives_left > 0 or not of_archive):
                new = self._frontier.add(self._crawl_id, [target])
                self._listings_left -= new
                self._archives_left -= new if of_archive else 0
                added += new
        for target in around:
            self._surroundings.offer(target)
        return added

    def surround(self, pages: Iterable[Page]) -> list[Target]:
        """What is to be fetched of what lies around the Source (``pages`` are its own), as far as the budget goes: the
        newest articles' links first, and no kind or host at the cost of the others. To be asked when nothing else is
        left."""
        if not self._budget.total and not any(self._budget.own.values()):
            return []
        chosen: list[Target] = []
        left_out: Counter[LinkKind] = Counter()
        for target in by_turns(self._surroundings.candidates(pages)):
            if self._budget.left(target.kind) <= 0:
                left_out[target.kind] += self.refusal(target) is None
            elif self._around(target):
                self._budget.spend(target.kind)
                chosen.append(target)
        self.left_out = {kind: count for kind, count in left_out.items() if count}
        return chosen

    def refusal(self, target: Target) -> str | None:
        """Why a Target is outside of the Crawl's scope, or None."""
        return scope.refusal(target, self._policy.depths)

    def denial(self, target: Target) -> str | None:
        """Why a Target may not come back, or None."""
        denied = self._catalogue.takedowns.denial(target.url)
        return TakenDown(denied.at, denied.reason).clause if denied is not None else None

    def _around(self, target: Target) -> bool:
        with suppress(BadUrl):
            return self.refusal(target) is None and self.denial(target) is None and self._due(target)
        return False

    def all_known(self, found: Iterable[Target]) -> bool:
        """Whether none of the articles among these Targets would be fetched."""
        articles = [target for target in found if target.kind in ARTICLES]
        self._built |= lastmod.built_at_once(articles)
        with self._in_hand(articles):
            return not any(self._due(target) for target in articles)

    @contextmanager
    def _in_hand(self, targets: Collection[Target]) -> Iterator[None]:
        """Read what the archive knows of them with a few questions, not with two or three for each."""
        known = [target for target in targets if (target.kind, target.url) not in self._considered]
        surts = {surt for target in known if (surt := _key(uri.surt, target)) is not None}
        keys = {
            key
            for target in known
            if _may_be_page(target) and (key := _key(uri.page_surt, target)) is not None
        }
        self._pages = dict.fromkeys(keys) | self._catalogue.pages.by_surts(keys)
        self._captures = dict.fromkeys(surts) | self._catalogue.captures.latest_live_of(surts)
        try:
            yield
        finally:
            self._pages, self._captures, self._allowed = {}, {}, {}

    def _wanted(self, target: Target) -> bool:
        name = target.kind, target.url
        if name in self._considered:  # another list may say more of the same article
            return self._considered[name] and target.kind in ARTICLES and target.facts is not None
        self._considered[name] = wanted = self._wanted_at_first(target)
        return wanted

    def _wanted_at_first(self, target: Target) -> bool:
        if target.kind is LinkKind.REDIRECT:
            return True  # one too many is told in the frontier
        if self._source is None and target.kind is not LinkKind.REQUISITE:
            return False
        if self.refusal(target) is not None:
            return False
        if target.kind in AROUND and self._source is not None and left_out(self._source.policy, target):
            return False  # it costs nothing of the budget
        with suppress(BadUrl):
            return self._due(target)
        return False

    def _due(self, target: Target) -> bool:
        page = self._page(target)
        if page is not None and target.kind in AROUND and page.kind is not PageKind.RELATED:
            return self._again.full  # the Source's lists say when its own articles are due
        if page is not None and target.kind in ARTICLES and page.kind is PageKind.RELATED:
            return True  # so far it was seen from outside; now its own Source lists it
        away = page is not None and page.status is not PageStatus.LIVE
        last = None if away else self._last(target)
        if last is None and target.kind in ARTICLES:
            return self._due_that_was_away(target, page)
        if away:
            return True
        due = self._again.due(target, last, page.facts if page is not None else None)
        if not due or last is None or self._again.full or target.kind not in ARTICLES:
            return due
        return self._believed(target, page)

    def _due_that_was_away(self, target: Target, page: Page | None) -> bool:
        """Whether an article is looked for that its lists name, and that was not to be had before."""
        tried = self._latest(uri.surt(target.url))
        if tried is None or not self._again.rests(tried):
            return True
        return self._again.due(target, tried, page.facts if page is not None else None)

    def _believed(self, target: Target, page: Page | None) -> bool:
        """Whether a claim that an article was updated is followed. If not, it is a hint for the day's looks, or, from a
        list that was made all at once, nothing."""
        if target.url in self._built:
            return False
        host = uri.host(target.url)
        if host not in self._allowed:
            self._allowed[host] = lastmod.allowance(self._catalogue.lastmods.of(host))
        allowed = self._allowed[host]
        trial = self._on_trial.setdefault(host, set())
        if allowed is None or target.url in trial:
            return True
        if len(trial) < allowed:
            trial.add(target.url)
            return True
        if page is not None and target.facts is not None:
            self.hints[page.id] = target.facts
        return False

    def _page(self, target: Target) -> Page | None:
        if not _may_be_page(target):
            return None
        key = uri.page_surt(target.url)
        return self._pages[key] if key in self._pages else self._catalogue.pages.by_surt(key)

    def _latest(self, surt: str) -> Capture | None:
        return self._captures[surt] if surt in self._captures else self._catalogue.captures.latest_live(surt)

    def _last(self, target: Target) -> Capture | None:
        """The Capture that tells whether a Target is due: of its own articles one that shows the article."""
        if target.kind is LinkKind.REQUISITE or target.kind in AROUND:
            return self._latest(uri.surt(target.url))
        onward: str | None = target.url
        for _ in range(scope.MAX_REDIRECTS + 1):
            capture = self._latest(uri.surt(onward)) if onward else None
            if capture is None or capture.wall is not None:
                return None
            if capture.status in (200, 203, 304):
                return capture
            onward = uri.join(capture.url, capture.location or "") if capture.status < 400 else None
        return None

    def _held(self, kinds: frozenset[LinkKind]) -> int:
        return len(self._frontier.of_kinds(self._crawl_id, kinds))


def _may_be_page(target: Target) -> bool:
    return target.kind is not LinkKind.REQUISITE and target.kind not in LISTINGS


def _key(of: Callable[[str], str], target: Target) -> str | None:
    with suppress(BadUrl):
        return of(target.url)
    return None
