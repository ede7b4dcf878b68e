"""Where changes begin and end: an alignment as short as can be is not yet one that reads well."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.wording.alignment import Block, merged
from indexer.wording.atoms import Atoms

_LEAST_SAME = 40
"""Characters of a stretch that stays a stretch of its own however much changed on either side of it."""

_FURTHEST = 400  # atoms that a change may be shifted: more than a sentence has


def tidied(old: Atoms, new: Atoms, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, without crumbs of what stayed, and with changes that begin where sentences do, if they can."""
    kept = _without_crumbs(old, blocks)
    starts = frozenset(old.sentences), frozenset(new.sentences)
    for place, block in enumerate(kept):
        if not block.same:
            _shift(old, new, starts, kept, place)
            _close(old, new, starts, kept, place)
    return list(merged(kept))


def _without_crumbs(old: Atoms, blocks: Sequence[Block]) -> list[Block]:
    """Words that happen to be in both of two stretches that have little in common are no words that stayed: a short
    stretch between two that changed more than it is long belongs to the change."""
    kept: list[Block] = []
    for block in blocks:
        kept.append(block)
        while not block.same and len(kept) >= 3 and _is_crumb(old, kept[-3], kept[-2], kept[-1]):
            first, _, last = kept[-3:]
            kept[-3:] = [Block(False, (first.before[0], last.before[1]), (first.after[0], last.after[1]))]
    return kept


def _is_crumb(old: Atoms, first: Block, between: Block, last: Block) -> bool:
    length = sum(map(len, old.says[between.before[0] : between.before[1]]))
    if length >= _LEAST_SAME:
        return False
    return all(
        between.before[1] - between.before[0]
        <= max(side.before[1] - side.before[0], side.after[1] - side.after[0])
        for side in (first, last)
    )


Starts = tuple[frozenset[int], frozenset[int]]


def _shift(old: Atoms, new: Atoms, starts: Starts, blocks: list[Block], place: int) -> None:
    """ "…agreed[. We left]." and "…agreed. [We left.]" are one change: shift one that is in one text only to the beginning
    of a sentence."""
    block = blocks[place]
    if not 0 < place < len(blocks) - 1:
        return
    if block.before[0] == block.before[1]:
        says, (first, last), beginnings = new.says, block.after, starts[1]
    elif block.after[0] == block.after[1]:
        says, (first, last), beginnings = old.says, block.before, starts[0]
    else:
        return
    ahead, behind = _length(blocks[place - 1]), _length(blocks[place + 1])
    for by in range(min(behind, _FURTHEST) + 1):
        # All that stayed may go to the other side of the change only where no other change is next.
        if first + by in beginnings and (by < behind or place + 2 == len(blocks)):
            _move(blocks, place, by)
            return
        if by == behind or says[first + by] != says[last + by]:
            break
    for by in range(1, min(ahead, _FURTHEST) + 1):
        if says[first - by] != says[last - by]:
            return
        if first - by in beginnings and (by < ahead or place == 1):
            _move(blocks, place, -by)
            return


def _length(block: Block) -> int:
    return block.before[1] - block.before[0]


def _move(blocks: list[Block], place: int, by: int) -> None:
    ahead, block, behind = blocks[place - 1 : place + 2]
    blocks[place - 1 : place + 2] = [
        Block(True, _to(ahead.before, by), _to(ahead.after, by)),
        Block(False, _by(block.before, by), _by(block.after, by)),
        Block(True, _from(behind.before, by), _from(behind.after, by)),
    ]


def _to(ends: tuple[int, int], by: int) -> tuple[int, int]:
    return ends[0], ends[1] + by


def _by(ends: tuple[int, int], by: int) -> tuple[int, int]:
    return ends[0] + by, ends[1] + by


def _from(ends: tuple[int, int], by: int) -> tuple[int, int]:
    return ends[0] + by, ends[1]


def _close(old: Atoms, new: Atoms, starts: Starts, blocks: list[Block], place: int) -> None:
    """The full stop of a sentence that took another's place is no word that stayed."""
    block = blocks[place]
    if place == len(blocks) - 1 or not (block.before[0] in starts[0] and block.after[0] in starts[1]):
        return
    if block.before[0] == block.before[1] or block.after[0] == block.after[1]:
        return
    behind = blocks[place + 1]
    at_old, at_new = block.before[1], block.after[1]
    ends = at_old + 1 in starts[0] | {len(old)} and at_new + 1 in starts[1] | {len(new)}
    if ends and not old.words[at_old] and not new.words[at_new]:
        blocks[place] = Block(False, _to(block.before, 1), _to(block.after, 1))
        blocks[place + 1] = Block(True, _from(behind.before, 1), _from(behind.after, 1))
