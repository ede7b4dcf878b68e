"""When an article is news: it came in, or another text of it was found. Pure.

It is told by the moment at which the index took it up, which only grows from one commit to the next: who was told up to
one moment has missed nothing below it, whatever was captured when (a crawl takes minutes, an import brings in old
captures). An index that is built out of nothing takes the times of the captures instead: all of it was there before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from indexer.model import Document

_TICK = timedelta(microseconds=1)


def news_at(document: Document, known: Document | None, now: datetime | None) -> datetime | None:
    """When ``document`` was last news; ``known`` is what the index held of it, ``now`` the moment of this commit (None:
    the index is built out of nothing)."""
    if known is not None and not _another_text(document, known):
        return known.news_at
    return now or max(filter(None, (document.first_captured, document.last_changed)), default=None)


def moment(now: datetime, last: datetime | None) -> datetime:
    """``now``, but later than all that was news already, whatever the clock says."""
    return now if last is None or now > last else last + _TICK


def _another_text(document: Document, known: Document) -> bool:
    """Whether the newest text is another one. Digests of different forms of the measure tell nothing."""
    if not document.versions or not known.versions:
        return False
    new, old = document.versions[-1].text_digest, known.versions[-1].text_digest
    return new != old and new.partition(":")[0] == old.partition(":")[0]
