"""An article's captures as CSV, by the rules of ``spreadsheet.py``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.model import Capture
from archive.timestamp import iso
from web.citing.links import memento_url
from web.listing.spreadsheet import cell, line

COLUMNS = ("captured", "timestamp", "url", "status", "mime", "wall", "sha256", "record_id", "snapshot_url")


def write(captures: Iterable[Capture], root: str) -> Iterator[str]:
    """A line of names, then one for each, in their order. ``root`` is this site's address."""
    yield "\ufeff" + line(COLUMNS)
    for capture in captures:
        values = (
            iso(capture.captured_at),
            capture.timestamp,
            capture.url,
            str(capture.status),
            capture.mime,
            str(capture.wall or ""),
            capture.sha256,
            capture.record_id,
            memento_url(root, capture),
        )
        yield line(map(cell, values))
