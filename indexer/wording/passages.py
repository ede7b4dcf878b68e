"""What an edit took out and put in, as passages that can be looked for and shown."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Article, Passage
from indexer.wording.difference import Kind, Span, difference

MOST = 100_000
"""Characters that are kept of what was added, and of what was removed: a long article that was written anew."""

_AROUND = 100  # characters of a sentence that are shown before and behind what changed
_SENTENCE_ENDS = ".!?。！？؟।\n"


@dataclass(frozen=True, slots=True)
class Passages:
    """What one edit added and removed, at most ``MOST`` characters of either (``cut``: there was more); how many words."""

    added: tuple[Passage, ...]
    removed: tuple[Passage, ...]
    cut: bool = False
    words_added: int = 0
    words_removed: int = 0


def passages(before: Article, after: Article) -> Passages:
    """The passages that an edit added and removed, the title's first. What only moved is in neither; nor is what is only
    set otherwise, or a sign."""
    added: list[Passage] = []
    removed: list[Passage] = []
    words_added = words_removed = 0
    for old, new in ((before.title or "", after.title or ""), (before.text, after.text)):
        found = difference(old, new)
        removed += _of(
            old, [piece.before for piece in found.pieces if piece.kind is Kind.REMOVED and piece.words]
        )
        added += _of(new, [piece.after for piece in found.pieces if piece.kind is Kind.ADDED and piece.words])
        words_added += found.words(Kind.ADDED)
        words_removed += found.words(Kind.REMOVED)
    kept = _within(added), _within(removed)
    cut = len(kept[0]) < len(added) or len(kept[1]) < len(removed)
    return Passages(*kept, cut, words_added, words_removed)


def _of(text: str, changed: list[Span]) -> list[Passage]:
    """Passages around what changed: two changes in one sentence are in one."""
    found: list[tuple[int, int, list[Span]]] = []
    for start, end in changed:
        end = start + len(text[start:end].rstrip())
        begin, close = _sentence(text, start, end)
        if found and begin <= found[-1][1]:
            begin, _, spans = found.pop()
            found.append((begin, close, [*spans, (start, end)]))
        else:
            found.append((begin, close, [(start, end)]))
    return [
        Passage(text[begin:close], tuple((start - begin, end - begin) for start, end in spans))
        for begin, close, spans in found
    ]


def _sentence(text: str, start: int, end: int) -> Span:
    """Where the sentence around a stretch begins and ends, or as much of it as is shown."""
    before = text[max(0, start - _AROUND) : start]
    cut = max(before.rfind(sign) for sign in _SENTENCE_ENDS) + 1
    if not cut and start > _AROUND:
        cut = before.find(" ") + 1  # no half word
    begin = start - len(before[cut:].lstrip())
    if start < end and text[end - 1] in _SENTENCE_ENDS:
        return begin, end
    behind = text[end : end + _AROUND]
    close = min((at + 1 for sign in _SENTENCE_ENDS if (at := behind.find(sign)) >= 0), default=None)
    if close is None:
        close = len(behind) if end + _AROUND >= len(text) else behind.rfind(" ") + 1
    return begin, end + len(behind[:close].rstrip())


def _within(found: list[Passage]) -> tuple[Passage, ...]:
    kept: list[Passage] = []
    length = 0
    for passage in found:
        length += len(passage.text)
        if length > MOST:
            break
        kept.append(passage)
    return tuple(kept)
