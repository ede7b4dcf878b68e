"""What was taken out in one place and put in in another, word for word: it moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.wording.alignment import Block
from indexer.wording.atoms import Atoms

Range = tuple[int, int]
"""Atoms, from the first to before the last."""

_SEED = 5  # atoms that begin one sentence only of each text: what is alike around them is looked at
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
    seeds = _seeds(after, [block.after for block in changed])
    unique = _seeds(before, [block.before for block in changed])
    found: list[Move] = []
    taken: set[int] = set()
    for block in changed:
        done = block.before[0]
        for start in _starts(before, block.before):
            seed = _seed(before, start)
            place = seeds.get(seed)
            if start < done or place is None or unique.get(seed) is None:
                continue
            move = _grown(before, after, (done, block.before[1]), place[1], taken, start, place[0])
            if move is not None:
                found.append(move)
                done = move.before + move.length
                taken.update(range(move.after, move.after + move.length))
    return found


def _starts(atoms: Atoms, within: Range) -> list[int]:
    """The sentences that begin in a range, and are long enough to tell them by their beginning."""
    first = bisect_left(atoms.sentences, within[0])
    return atoms.sentences[first : bisect_right(atoms.sentences, within[1] - _SEED)]


def _seed(atoms: Atoms, start: int) -> tuple[str, ...]:
    return tuple(atoms.says[start : start + _SEED])


def _seeds(atoms: Atoms, ranges: Sequence[Range]) -> dict[tuple[str, ...], tuple[int, Range] | None]:
    """Where each beginning of a sentence is, and in which range; None for one that is in several places."""
    found: dict[tuple[str, ...], tuple[int, Range] | None] = {}
    for within in ranges:
        for at in _starts(atoms, within):
            seed = _seed(atoms, at)
            found[seed] = None if seed in found else (at, within)
    return found


def _grown(
    before: Atoms,
    after: Atoms,
    old: Range,
    new: Range,
    taken: set[int],
    start: int,
    place: int,
) -> Move | None:
    """As much around a seed as is alike; None if that is too little to be more than a phrase."""
    first = 0
    while (
        start - first > old[0]
        and place - first > new[0]
        and place - first - 1 not in taken
        and before.says[start - first - 1] == after.says[place - first - 1]
    ):
        first += 1
    last = 0
    while (
        start + last < old[1]
        and place + last < new[1]
        and place + last not in taken
        and before.says[start + last] == after.says[place + last]
    ):
        last += 1
    length = first + last
    says = before.says[start - first : start + last]
    characters = sum(map(len, says))
    least = _LEAST_DENSE if characters <= 1.5 * len(says) else _LEAST
    return Move(start - first, place - first, length) if last and characters >= least else None
