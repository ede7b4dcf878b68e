"""What became of the articles that lists named: held, or why not, in plain words."""

from __future__ import annotations

from collections.abc import Collection

from archive import uri
from archive.crawl.bounds.scope import MAX_REDIRECTS
from archive.crawl.frontier.frontier import Fate, Frontier
from archive.model import Capture, TargetState
from archive.store.catalogue import Catalogue

_KEPT = (200, 203)
_UNFINISHED = (TargetState.QUEUED, TargetState.LEASED)


def why_not(fate: Fate | None) -> str | None:
    """Why there is no article, as the end of “4 …”; None when what answered is kept. Pure."""
    if fate is None:
        return "not asked for in this crawl"
    if fate.state in _UNFINISHED:
        return "not reached before the crawl ended"
    if fate.state is TargetState.REFUSED:
        robots = fate.error is not None and "robots.txt" in fate.error
        return "refused by robots.txt" if robots else f"left out ({fate.error or 'no reason was given'})"
    if fate.status is not None and fate.status >= 400:
        return f"answered {fate.status}"
    if fate.status is not None and 300 <= fate.status < 400:
        return "redirected to what is no article"
    if fate.state is TargetState.DONE:
        return None
    return f"could not be had ({fate.error or 'no reason was given'})"


class Fates:
    """Reads, for one Crawl, what the archive has of the articles that its lists named."""

    def __init__(self, catalogue: Catalogue, frontier: Frontier, crawl_id: int) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._crawl_id = crawl_id

    def of(self, keys: Collection[str]) -> dict[str, str]:
        """Of those of these keys (``uri.page_surt``) that the archive has nothing of: why not."""
        held = self._catalogue.pages.held(keys)
        known = self._frontier.ends(self._crawl_id, [key for key in keys if key not in held])
        reasons = {key: self._reason(key, known.get(key)) for key in keys if key not in held}
        return {key: reason for key, reason in reasons.items() if reason is not None}

    def _reason(self, key: str, fate: Fate | None) -> str | None:
        last = self._catalogue.captures.latest(key)
        if last is None:
            return why_not(fate)
        if last.page_id is not None:
            return None  # it is kept under the address that it calls its canonical one
        if 300 <= last.status < 400 and last.location:
            return self._redirected(last)
        if fate is None:  # it was asked for in an earlier crawl
            fate = Fate(TargetState.DONE if last.status in _KEPT else TargetState.FAILED, status=last.status)
        return why_not(fate)

    def _redirected(self, first: Capture) -> str | None:
        """Why there is nothing where a redirect leads."""
        last: Capture | None = first
        for _ in range(MAX_REDIRECTS + 1):
            if last is None or not last.location or not 300 <= last.status < 400:
                break
            onward = uri.join(last.url, last.location)
            key = uri.page_surt(onward) if onward else None
            if key is not None and self._catalogue.pages.held([key]):
                return None
            after = self._catalogue.captures.latest(key) if key else None
            if after is not None and after.page_id is not None:
                return None
            if after is None:
                return why_not(self._frontier.ends(self._crawl_id, [key]).get(key)) if key else why_not(None)
            last = after
        return (
            "redirected to what is no article"
            if last is None or last.status < 400
            else f"answered {last.status}"
        )
