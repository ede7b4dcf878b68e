"""What came of the URLs that a person wanted archived."""

from __future__ import annotations

from dataclasses import dataclass

from archive import uri
from archive.crawl.bounds.scope import MAX_REDIRECTS
from archive.crawl.frontier.admission import key
from archive.crawl.frontier.frontier import Entry, Frontier
from archive.model import Capture, LinkKind, Target, TargetState
from archive.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    """What came of a URL that was to be archived: its Capture (behind redirects), or why there is none.

    Both are given when the site answered with something else than the page: it is kept, and told.
    """

    url: str
    capture: Capture | None
    error: str | None


class Outcomes:
    """The ends of a Crawl's seeds."""

    def __init__(self, catalogue: Catalogue, frontier: Frontier, crawl_id: int) -> None:
        entries = frontier.of_kinds(crawl_id, {LinkKind.SEED, LinkKind.REDIRECT})
        self._captures = catalogue.captures
        self._by_key = {key(entry.target): entry for entry in entries if entry.target.kind is LinkKind.SEED}
        self._by_url = {entry.target.url: entry for entry in entries}

    def of(self, url: str, target: Target) -> ArchiveResult:
        """What came of a seed, at the end of its redirects."""
        entry = self._by_url.get(target.url) or self._by_key.get(key(target))
        passed: set[str] = set()
        while entry is not None and entry.target.url not in passed and len(passed) <= MAX_REDIRECTS:
            passed.add(entry.target.url)
            capture = self._captures.get(entry.capture_id) if entry.capture_id is not None else None
            onward = uri.join(capture.url, capture.location) if capture and capture.location else None
            if _failed(entry) or onward is None or not _redirects(capture):
                return _result(url, entry, capture)
            entry = self._by_url.get(onward) or self._by_key.get(key(Target(onward, LinkKind.SEED)))
        return ArchiveResult(
            url, None, f"Could not archive {url}: its redirects lead nowhere or in a circle."
        )


def _redirects(capture: Capture | None) -> bool:
    return capture is not None and 300 <= capture.status < 400 and capture.status != 304


def _failed(entry: Entry) -> bool:
    """Whether its error tells of more than a flaw of what was archived all the same."""
    return bool(entry.error) and entry.state is not TargetState.DONE


def _result(url: str, entry: Entry, capture: Capture | None) -> ArchiveResult:
    if _failed(entry):
        kept = " The answer was kept." if capture else ""
        return ArchiveResult(url, capture, f"Could not archive {url}: {entry.error}.{kept}")
    if capture is None:
        return ArchiveResult(
            url, None, f"Could not archive {url}: it was not fetched before the crawl was stopped."
        )
    return ArchiveResult(url, capture, None)
