"""Which two captures of an article a comparison is asked for. Pure: captures and versions in, two captures out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.model import Capture
from archive.timestamp import parse_timestamp
from indexer.model import Version
from web.statuses import BadParameter, NoSuchPage

_UUID = re.compile(r"(?:<?urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>?", re.IGNORECASE)
_SAID = "a capture of this article, by its 14-digit timestamp, its number or the id of its record"


def chosen(
    captures: Sequence[Capture], versions: Sequence[Version], earlier: str, later: str
) -> tuple[Capture, Capture] | None:
    """The two captures of ``from`` and ``to`` ("" where they are not given); None where there are no two.

    ``captures`` are the article's, oldest first. Neither given: the last two versions. One given: it and the version
    before or after it. Raises BadParameter and NoSuchPage.
    """
    first = _named(captures, "from", earlier) if earlier else None
    last = _named(captures, "to", later) if later else None
    if first is not None and last is not None:
        return first, last
    if first is not None:
        following = _after(captures, versions, first)
        return (first, following) if following else None
    if last is not None:
        before = _before(captures, versions, last)
        return (before, last) if before else None
    return _newest_two(captures, versions)


def _named(captures: Sequence[Capture], name: str, asked: str) -> Capture:
    if found := _UUID.fullmatch(asked):
        wanted = f"urn:uuid:{found[1].lower()}"
        return _one([one for one in captures if one.record_id.lower() == wanted], found[1])
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 14):
        raise BadParameter(name, asked, f"name {_SAID}")
    if len(asked) < 14:
        return _one([one for one in captures if one.id == int(asked)], asked)
    try:
        moment = parse_timestamp(asked)
    except ValueError:
        raise BadParameter(name, asked, f"name {_SAID}") from None
    near = sorted(
        captures,
        key=lambda one: (
            abs((one.captured_at - moment).total_seconds()) // 1,
            not one.shows_article,
            -one.id,
        ),
    )
    return _one(near, asked)


def _one(found: Sequence[Capture], asked: str) -> Capture:
    if not found:
        raise NoSuchPage("capture", asked)
    return found[0]


def _newest_two(captures: Sequence[Capture], versions: Sequence[Version]) -> tuple[Capture, Capture] | None:
    by_number = {capture.id: capture for capture in captures}
    told = [by_number[version.capture_id] for version in versions[-2:] if version.capture_id in by_number]
    if len(told) == 2:
        return told[0], told[1]
    good = [capture for capture in captures if capture.shows_article]
    if len(good) < 2:
        return None
    other = [capture for capture in good if capture.sha256 != good[-1].sha256]
    return (other[-1] if other else good[0]), good[-1]


def _before(captures: Sequence[Capture], versions: Sequence[Version], last: Capture) -> Capture | None:
    by_number = {capture.id: capture for capture in captures}
    until = [version for version in versions if version.captured_at <= last.captured_at]
    if len(until) > 1 and until[-2].capture_id in by_number:
        return by_number[until[-2].capture_id]
    place = captures.index(last)
    return _nearest(captures[:place][::-1], last)


def _after(captures: Sequence[Capture], versions: Sequence[Version], first: Capture) -> Capture | None:
    by_number = {capture.id: capture for capture in captures}
    then = [version for version in versions if version.captured_at > first.captured_at]
    if then and then[0].capture_id in by_number:
        return by_number[then[0].capture_id]
    return _nearest(captures[captures.index(first) + 1 :], first)


def _nearest(others: Sequence[Capture], to: Capture) -> Capture | None:
    """The first that shows the article in other bytes; where none does, the first that shows it."""
    good = [capture for capture in others if capture.shows_article]
    return next((one for one in good if one.sha256 != to.sha256), next(iter(good), None))


_CHOICES = 60
"""Captures that a form offers."""


def choices(
    captures: Sequence[Capture], versions: Sequence[Version], two: tuple[Capture, Capture]
) -> list[Capture]:
    """Captures to choose from, newest first: the two, those that versions began with, the newest that show the article."""
    good = [capture for capture in captures if capture.shows_article]
    firsts = {version.capture_id for version in versions}
    wanted = [*two, *(capture for capture in good if capture.id in firsts), *reversed(good)]
    kept = list(dict.fromkeys(wanted))[:_CHOICES]
    return sorted(kept, key=lambda capture: (capture.captured_at, capture.id), reverse=True)


def steps(versions: Sequence[Version], two: tuple[Capture, Capture]) -> dict[str, tuple[int, int]]:
    """The edits before (``earlier``) and after (``later``) those between two captures: numbers of the captures of each."""
    start, end = sorted((two[0].captured_at, two[1].captured_at))
    edits = list(pairwise(versions))
    before = [edit for edit in edits if edit[1].captured_at <= start][-1:]
    after = [edit for edit in edits if edit[1].captured_at > end][:1]
    return {
        name: (edit[0].capture_id, edit[1].capture_id)
        for name, found in (("earlier", before), ("later", after))
        for edit in found
    }
