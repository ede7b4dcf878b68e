"""An article's history: which text it had from when to when, when it was away, and when it came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from archive.model import Capture, PageStatus
from archive.timestamp import iso
from indexer.model import Document, Version
from web.replay.address import path_of
from web.wording import WALLS


class What(StrEnum):
    """What a stretch of captures shows."""

    TEXT = "text"
    TOLD = "told"  # by an export or a feed: no visit
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Captures one after another that show the same. ``version`` is the number of the text, from 1 (None where it is not
    indexed yet); ``edit`` what is known of it; ``again``: it was there before. ``met``: what stood in its place."""

    what: What
    first: datetime
    last: datetime
    captures: int = 1
    version: int | None = None
    edit: Version | None = None
    before: Version | None = None
    again: bool = False
    met: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Stretches, oldest first. ``ended`` says how it stands now where the article is not there: ``gone``, ``blocked`` or
    ``exported``; ``since``: the first visit that met it so, where one did."""

    stretches: tuple[Stretch, ...]
    ended: str | None = None
    since: datetime | None = None

    @property
    def edits(self) -> int:
        """How often the text changed into one that it had not had before."""
        return sum(one.before is not None and not one.again for one in self.stretches)


def history_of(captures: Sequence[Capture], document: Document | None, status: PageStatus) -> History:
    """The history of an article. ``captures`` are oldest first; redirects tell nothing of it."""
    told = _Telling(document.versions if document else ())
    stretches = _joined(one for capture in captures if (one := told.stretch(capture)) is not None)
    ended = {PageStatus.GONE: "gone", PageStatus.BLOCKED: "blocked"}.get(status)
    if ended is None and stretches and all(one.what is What.TOLD for one in stretches):
        ended = "exported"
    away = stretches[-1] if stretches and stretches[-1].what is What.AWAY else None
    return History(tuple(stretches), ended, away.first if ended and away else None)


class _Telling:
    """Captures one after another, and which version each shows: that of its bytes, else the last that began."""

    def __init__(self, versions: tuple[Version, ...]) -> None:
        self._versions = versions
        self._begins = {version.capture_id: number for number, version in enumerate(versions)}
        self._of_bytes: dict[str, int] = {}
        self._current: int | None = None

    def stretch(self, capture: Capture) -> Stretch | None:
        at = capture.captured_at
        if not capture.shows_article:
            met = _met(capture)
            return Stretch(What.AWAY, at, at, met=met) if met else None
        number = self._begins.get(capture.id, self._of_bytes.get(capture.sha256, self._current))
        what = What.TEXT if capture.live else What.TOLD
        if number is None:
            return Stretch(what, at, at)
        self._of_bytes.setdefault(capture.sha256, number)
        self._current = number
        return Stretch(
            what,
            at,
            at,
            version=number + 1,
            edit=self._versions[number],
            before=self._versions[number - 1] if number else None,
        )


def _met(capture: Capture) -> str | None:
    if capture.wall is not None:
        return WALLS[capture.wall][1]
    if capture.status in (404, 410):
        return f"“{'gone' if capture.status == 410 else 'not found'}” ({capture.status})"
    return f"an answer of {capture.status}" if capture.status >= 400 else None


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    seen: set[int | None] = set()
    for one in stretches:
        last = joined[-1] if joined else None
        if last is not None and (last.what, last.version, last.met) == (one.what, one.version, one.met):
            joined[-1] = replace(last, last=one.last, captures=last.captures + 1)
            continue
        again = one.what is What.TEXT and one.version in seen
        seen.add(one.version if one.what is What.TEXT else -1)
        joined.append(replace(one, again=again))
    return joined


def history_json(history: History) -> dict[str, object]:
    """A history as JSON."""
    return {
        "ended": history.ended,
        "since": iso(history.since) if history.since else None,
        "stretches": [
            {
                "what": one.what,
                "first": iso(one.first),
                "last": iso(one.last),
                "captures": one.captures,
                "version": one.version,
                "again": one.again,
                "words_added": one.edit.words_added if one.edit and one.before else None,
                "words_removed": one.edit.words_removed if one.edit and one.before else None,
                "met": one.met,
            }
            for one in history.stretches
        ],
    }


def capture_json(capture: Capture) -> dict[str, object]:
    """A capture as JSON."""
    return {
        "id": capture.id,
        "record_id": capture.record_id,
        "timestamp": capture.timestamp,
        "captured": iso(capture.captured_at),
        "status": capture.status,
        "wall": capture.wall,
        "snapshot_url": path_of(capture.timestamp, capture.url),
        "sha256": capture.sha256,
    }
