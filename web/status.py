"""What an operator wants to know at a glance, as one JSON shape."""

from __future__ import annotations

import platform
from dataclasses import asdict
from typing import Any

from archive.errors import BackfileError
from archive.store.room import free_bytes
from archive.timestamp import iso
from web.compose import Backfile
from web.progress import size
from web.shapes import crawl_shape
from web.version import VERSION


def status_of(backfile: Backfile) -> dict[str, Any]:
    """Counts, sizes (bytes), how far the index lags behind (changes), the last crawl, versions."""
    catalogue = backfile.catalogue
    checkpoint, last_change = backfile.engine.checkpoint(), catalogue.changes.last()
    oldest = catalogue.checks.oldest()
    recent = catalogue.crawls.recent(1)
    source = catalogue.sources.get(recent[0].source_id) if recent and recent[0].source_id else None
    return {
        "data": str(backfile.settings.data),
        **asdict(catalogue.counts()),
        "fixity": {
            "faulty_captures": catalogue.checks.count_faulty(),
            "faulty_files": [known.name for known in catalogue.segments.all() if known.fault is not None],
            "oldest_check": iso(oldest) if oldest is not None else None,
        },
        "documents": backfile.engine.count(),
        "index_lag": max(0, last_change - checkpoint),
        "free": free_bytes(backfile.room.data),
        "min_free": backfile.settings.min_free,
        "short_of_room": _told(backfile.room.short()),
        "last_crawl": crawl_shape(recent[0], source) if recent else None,
        "versions": {
            "backfile": VERSION,
            "python": platform.python_version(),
            "sqlite": str(catalogue.database.sqlite),
        },
    }


def _told(short: BackfileError | None) -> str | None:
    return str(short) if short is not None else None


def status_text(status: dict[str, Any]) -> str:
    """The status as lines for people."""
    last = status["last_crawl"]
    lines = [
        f"folder     {status['data']}",
        f"sources    {status['sources']}",
        f"pages      {status['pages']}, with {status['captures']} captures",
        f"archive    {status['segments']} WARC files, {size(status['bytes'])}",
        f"audit      {_audit(status['fixity'])}",
        f"index      {status['documents']} documents, {status['index_lag']} changes behind",
        f"disk       {size(status['free'])} free",
        f"frontier   {status['frontier_queued']} addresses waiting",
        f"last crawl {last['source'] or 'typed addresses'}: {last['state']}"
        if last
        else "last crawl none yet",
        "versions   " + ", ".join(f"{name} {number}" for name, number in status["versions"].items()),
    ]
    if status["short_of_room"]:
        lines.append(status["short_of_room"])
    return "\n".join(lines)


def _audit(fixity: dict[str, Any]) -> str:
    faults = fixity["faulty_captures"] + len(fixity["faulty_files"])
    if faults:
        return f"{faults} faults found; `backfile verify --full` lists them"
    return "no fault found" if fixity["oldest_check"] else "nothing was read back yet"
