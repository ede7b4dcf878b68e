"""Which known articles a Crawl looks at although nobody announced an edit: the likeliest to have changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from archive import uri
from archive.crawl.again.change_rate import DUE_AT, chance
from archive.model import Facts, Page, PageKind, PageStatus, Target

BUDGET_FOR = timedelta(hours=23)
"""The time that a daily budget is for: of crawls once a day none begins to the second, and in spring a day has 23 hours."""
TRIED_AGAIN = timedelta(days=7)
"""After which an article is looked at again that robots.txt refused, or that could not be had: it grows ever likelier to
have changed, and would take the place of others each day."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def choose(
    pages: Iterable[Page],
    now: datetime,
    budget: int,
    *,
    hints: Mapping[str, Facts] | None = None,
    announcing: Collection[str] = (),
) -> list[Target]:
    """At most ``budget`` looks, the likeliest to find another text first; of equals the freshest article.

    ``hints``: what a site that is not believed says of its Pages, by id: they are looked at before others, for want
    of anything better. ``announcing``: hosts that are known to tell of edits.
    """
    hints = hints or {}
    ranked = []
    for page in pages:
        if page.status is not PageStatus.LIVE:
            continue
        told = page.facts.updated is not None and uri.host(page.url) in announcing
        likely = chance(page, now, announced=told)
        hinted = page.id in hints and likely > 0
        if hinted or likely >= DUE_AT:
            ranked.append((hinted, likely, page.facts.published or _LONG_AGO, page.id, page))
    ranked.sort(reverse=True)
    return [_target(page, hints.get(page.id)) for *_, page in ranked[: max(0, budget)]]


def _target(page: Page, facts: Facts | None) -> Target:
    around = page.kind is PageKind.RELATED
    return Target(page.url, page.link_kind, depth=1, hops=int(around), via=page.via, facts=facts, look=True)
