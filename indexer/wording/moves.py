"""What was taken out in one place and put in in another, word for word: it moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.wording.alignment import Block
from indexer.wording.atoms import Atoms

Range = tuple[int, int]
"""Atoms, from the first to before the last."""

_SEED = 5  # atoms that begin a sentence of one text and are in the other once: what is alike around them is looked at
_LEAST = 24  # characters of what moved: less is a phrase that was written again
_LEAST_DENSE = 10  # of a script that puts a word into one or two of them


@dataclass(frozen=True, slots=True)
class Move:
    """``length`` atoms that stood at ``before`` in the one text, and stand at ``after`` in the other."""

    before: int
    after: int
    length: int


def moves_of(before: Atoms, after: Atoms, blocks: Sequence[Block]) -> list[Move]:
    """What moved from the changed blocks of one text into those of the other; none overlaps another."""
    changed = [block for block in blocks if not block.same]
    old, new = [block.before for block in changed], [block.after for block in changed]
    met = [(*here, *there) for here, there in _meetings(before, after, old, new)]
    met += [(*there, *here) for here, there in _meetings(after, before, new, old)]
    found: list[Move] = []
    gone: set[int] = set()
    come: set[int] = set()
    for start, within, place, around in sorted(met):
        if start in gone or place in come:
            continue
        move = _grown((before, start, within, gone), (after, place, around, come))
        if move is not None:
            found.append(move)
            gone.update(range(move.before, move.before + move.length))
            come.update(range(move.after, move.after + move.length))
    return sorted(found, key=lambda move: move.before)


Place = tuple[int, Range]
"""An atom, and the changed range that it is in."""


def _meetings(
    one: Atoms, other: Atoms, ranges: Sequence[Range], others: Sequence[Range]
) -> Iterator[tuple[Place, Place]]:
    """Beginnings of sentences that are once in the changed ranges of the one text, and once in the other's."""
    begins: dict[tuple[str, ...], Place | None] = {}
    for within in ranges:
        first = bisect_left(one.sentences, within[0])
        for at in one.sentences[first : bisect_right(one.sentences, within[1] - _SEED)]:
            seed = tuple(one.says[at : at + _SEED])
            begins[seed] = None if seed in begins else (at, within)
    first_words = {seed[0] for seed in begins}
    there: dict[tuple[str, ...], Place | None] = {}
    for within in others:
        for at in range(within[0], within[1] - _SEED + 1):
            if other.says[at] in first_words and (seed := tuple(other.says[at : at + _SEED])) in begins:
                there[seed] = None if seed in there else (at, within)
    for seed, begin in begins.items():
        place = there.get(seed)
        if begin is not None and place is not None:
            yield begin, place


Growing = tuple[Atoms, int, Range, set[int]]
"""A text, where a seed is in it, the range that it may grow in, and the atoms that are taken."""


def _grown(old: Growing, new: Growing) -> Move | None:
    """As much around a seed as is alike; None if that is too little to be more than a phrase."""
    before, start, within, gone = old
    after, place, around, come = new

    def alike(by: int) -> bool:
        here, there = start + by, place + by
        inside = within[0] <= here < within[1] and around[0] <= there < around[1]
        return inside and here not in gone and there not in come and before.says[here] == after.says[there]

    first = last = 0
    while alike(first - 1):
        first -= 1
    while alike(last):
        last += 1
    says = before.says[start + first : start + last]
    characters = sum(map(len, says))
    least = _LEAST_DENSE if characters <= 1.5 * len(says) else _LEAST
    return Move(start + first, place + first, last - first) if characters >= least else None
