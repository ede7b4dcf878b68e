"""The texts that a Page has had, oldest first, and what each edit took out and put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from archive.errors import RecordError
from archive.model import Capture
from indexer.model import Article, Passage, Version
from indexer.wording import text_digest
from indexer.wording.passages import Passages, passages

MOST_KEPT = 200_000
"""Characters of passages that are kept of one Page: those of its newest edits."""

_UNREADABLE = Passages((), (), cut=True)


def versions_of(
    new: Iterable[Capture],
    known: tuple[Version, ...],
    captures: dict[int, Capture],
    read: Callable[[Capture], Article],
) -> tuple[Version, ...]:
    """The versions that are known, and those that captures of payloads not seen before (oldest first) show on top.

    ``captures`` by number hold the known versions' own: the newest of those is read again when a text differs from it.
    A capture that can't be read shows no version.
    """
    versions = list(known)
    digests = {version.text_digest for version in known}
    last: Article | None = None  # what versions[-1] says
    for capture in new:
        article = _read(capture, read)
        digest = text_digest(article) if article is not None else None
        if article is None or digest is None or digest in digests:
            continue
        edit = Passages((), ())
        if versions:
            before = last or _read(captures.get(versions[-1].capture_id), read)
            edit = passages(before, article) if before is not None else _UNREADABLE
        versions.append(
            Version(
                capture.id,
                capture.captured_at,
                digest,
                edit.added,
                edit.removed,
                edit.cut,
                edit.words_added,
                edit.words_removed,
            )
        )
        digests.add(digest)
        last = article
    return _within(versions)


def _read(capture: Capture | None, read: Callable[[Capture], Article]) -> Article | None:
    try:
        return read(capture) if capture is not None else None
    except RecordError:
        return None  # told by `verify`; a version that can't be read is no version to show


def _within(versions: list[Version]) -> tuple[Version, ...]:
    """The same with at most ``MOST_KEPT`` characters of passages: the oldest edits keep none."""
    kept: list[Version] = []
    length = 0
    for version in reversed(versions):
        length += _length(version.added) + _length(version.removed)
        kept.append(version if length <= MOST_KEPT else replace(version, added=(), removed=(), cut=True))
    return tuple(reversed(kept))


def _length(found: tuple[Passage, ...]) -> int:
    return sum(len(passage.text) for passage in found)
