"""A list's Documents as Citations, some hundred at a time: each of the capture that its text comes from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from indexer.model import Document
from web.citation.citation import Citation, InManifest
from web.citation.work import cite, work_of
from web.reading.article import shown_of

if TYPE_CHECKING:
    from web.compose import Backfile

_AT_ONCE = 200


def citations(documents: Iterable[Document], joined: Backfile, root: str) -> Iterator[Citation]:
    """One after another, in their order; what was taken down meanwhile is left out."""
    catalogue, manifests = joined.catalogue, joined.catalogue.manifests.all()
    last_named = [manifest.last_capture_id for manifest in manifests]
    rest = iter(documents)
    while chunk := list(islice(rest, _AT_ONCE)):
        ids = [document.id for document in chunk]
        pages, captures = catalogue.pages.by_ids(ids), catalogue.captures.of_pages(ids)
        for document in chunk:
            page = pages.get(document.id)
            capture = shown_of(captures.get(document.id, []), document.memento)
            if page is None or capture is None:
                continue
            at = bisect_left(last_named, capture.id)
            day = manifests[at] if at < len(manifests) else None
            named = InManifest(f"{root}/manifests/{day.day}", day.sha256) if day else None
            yield cite(capture, work_of(page, document), root, joined.settings.title, named)
