"""A manifest: the digests of all that came into the archive up to the end of a day, chained by hash to the one before it.

Plain text, in one canonical form, that ``sha256sum`` and ``grep`` can check without Backfile. It holds no URL: a record id
leads to one for as long as the archive shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

FORM = "backfile-manifest 1"
NONE = "-"
_SHA256 = r"[0-9a-f]{64}"
_ENTRY = re.compile(rf"(\S+) (\d{{14}}) ({_SHA256}|-) ({_SHA256}|-)")
_HEAD = re.compile(
    rf"{re.escape(FORM)}\nday (\d{{4}}-\d\d-\d\d)\nprevious ({_SHA256}|-)\ncaptures (\d{{1,12}})\n"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A Capture: its record id, timestamp (14 digits), and the SHA-256 of its payload and of its record (lower hex, or
    None where the catalogue has none)."""

    record_id: str
    timestamp: str
    sha256: str | None
    record_sha256: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """What a manifest begins with. ``previous``: the SHA-256 of the manifest before it (None: it is the first)."""

    day: date
    previous: str | None
    captures: int


class ManifestBroken(ValueError):
    """What was read is no manifest; the message is a clause that says why."""


def lines(head: Head, entries: Iterable[Entry]) -> Iterator[str]:
    """The manifest's text, line by line."""
    yield f"{FORM}\n"
    yield f"day {head.day.isoformat()}\n"
    yield f"previous {head.previous or NONE}\n"
    yield f"captures {head.captures}\n"
    for one in entries:
        yield f"{one.record_id} {one.timestamp} {one.sha256 or NONE} {one.record_sha256 or NONE}\n"


def parse_head(text: str) -> Head:
    """The head, from a text that begins with one. Raises ManifestBroken."""
    found = _HEAD.match(text)
    if found is None:
        raise ManifestBroken("its head can't be read")
    try:
        return Head(date.fromisoformat(found[1]), None if found[2] == NONE else found[2], int(found[3]))
    except ValueError:
        raise ManifestBroken("its day is none") from None


def parse_entry(line: str) -> Entry:
    """An entry, from its line. Raises ManifestBroken."""
    found = _ENTRY.fullmatch(line.rstrip("\n"))
    if found is None:
        raise ManifestBroken("a line in it can't be read")
    sha256, record = (None if value == NONE else value for value in (found[3], found[4]))
    return Entry(found[1], found[2], sha256, record)


def day_to_write(last: date | None, first_after: date | None, today: date, *, waiting: bool) -> date | None:
    """The day whose manifest can be written now; None: none yet.

    ``last`` is the day of the newest manifest; ``first_after`` the day of the first waiting Capture (by number) that was
    captured after that day, and not later than ``today``; ``waiting``: whether any is waiting, imports of old captures
    among them. Days are UTC days; one on which nothing came has no manifest.
    """
    if not waiting:
        return None
    yesterday = date.fromordinal(today.toordinal() - 1)
    day = first_after if first_after is not None and first_after < today else yesterday
    return day if last is None or last < day else None
