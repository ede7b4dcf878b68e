"""Following a blog: what an address is, and the Source that is made of it. The one way for every door."""

from __future__ import annotations

import time
from collections.abc import Callable

from archive import uri
from archive.crawl.survey import survey
from archive.discover.recognise import Recognised
from archive.errors import BadResponse, ConnectionFailed, TakenDown, TooSlow
from archive.model import LinkKind, PageKind, Source
from web.compose import Backfile
from web.visits import Visits


def look_at(backfile: Backfile, url: str, *, sleep: Callable[[float], None] = time.sleep) -> Recognised:
    """Find out what can be followed at a URL, with a few polite requests. A bare host or path is tried with https, then
    with http, as browsers do. Raises TakenDown, BadUrl, FetchError, NothingToFollow."""
    denied = backfile.catalogue.takedowns.denial(f"https://{url}" if uri.is_bare(url) else url)
    if denied is not None:
        raise TakenDown(denied.at, denied.reason)
    if not uri.is_bare(url):
        return _surveyed(backfile, url, sleep)
    try:
        return _surveyed(backfile, f"https://{url}", sleep)
    except (ConnectionFailed, TooSlow, BadResponse):
        return _surveyed(backfile, f"http://{url}", sleep)


def _surveyed(backfile: Backfile, url: str, sleep: Callable[[float], None]) -> Recognised:
    return survey(url, backfile.fetcher, politeness=backfile.politeness, sleep=sleep)


def follow(
    backfile: Backfile,
    found: Recognised,
    *,
    name: str | None = None,
    visits: Visits = Visits(),  # noqa: B008 -- frozen
    related: int | None = None,
) -> Source:
    """Add what a survey recognised as a Source, visited as its own pace asks for unless wished otherwise; an article that
    was typed is its first, whether or not its lists name it. Raises SourceExists."""
    catalogue = backfile.catalogue
    with catalogue.transaction():
        source = _added(backfile, found, name, visits, related)
        if found.article is not None and catalogue.takedowns.denial(found.article) is None:
            catalogue.pages.seen(
                found.article, kind=PageKind.POST, source_id=source.id, link_kind=LinkKind.POST
            )
    return source


def _added(
    backfile: Backfile, found: Recognised, name: str | None, visits: Visits, related: int | None
) -> Source:
    return backfile.catalogue.sources.add(
        found.url,
        found.surt,
        name or found.name,
        found.kind,
        feed_url=found.feed_url,
        sitemap_url=found.sitemap_url,
        platform_id=found.platform_id,
        platform=found.platform,
        expected=found.expected,
        related=backfile.settings.related if related is None else related,
        **{"every": backfile.settings.every, **visits.columns},
    )
