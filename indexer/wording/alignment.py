"""Which of two sequences' members are the same ones: the longest common subsequence, within bounds.

The exact answer costs the product of the lengths (bit-parallel, ``rapidfuzz``; Hyyrö 2004, "Bit-parallel LCS-length
computation revisited"). So sentences are aligned first, and words only between those that stayed; a stretch that is still
too large is not compared word by word, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

MOST_CELLS = 100_000_000
"""Of one comparison: 10,000 words by 10,000. It takes some 30 ms and 13 MB."""


@dataclass(frozen=True, slots=True)
class Block:
    """Members ``before`` of the one sequence and ``after`` of the other, as half-open ranges: the same ones, or not."""

    same: bool
    before: tuple[int, int]
    after: tuple[int, int]


def aligned(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Block] | None:
    """Both sequences as blocks in order, no two of one kind beside each other; None where that is too much to work out."""
    head = 0
    shortest = min(len(before), len(after))
    while head < shortest and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    rest = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(rest[0]) * len(rest[1]) > MOST_CELLS:
        return None
    blocks = [Block(True, (0, head), (0, head))]
    for block in LCSseq.opcodes(*rest) if rest[0] and rest[1] else ():
        ranges = (
            (block.src_start + head, block.src_end + head),
            (
                block.dest_start + head,
                block.dest_end + head,
            ),
        )
        blocks.append(Block(block.tag == "equal", *ranges))
    if not (rest[0] and rest[1]):
        blocks.append(Block(False, (head, len(before) - tail), (head, len(after) - tail)))
    blocks.append(Block(True, (len(before) - tail, len(before)), (len(after) - tail, len(after))))
    return list(merged(blocks))


def merged(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks without empty ones, and with neighbours of one kind as one."""
    last: Block | None = None
    for block in blocks:
        if block.before[0] == block.before[1] and block.after[0] == block.after[1]:
            continue
        if last is not None and last.same is block.same:
            last = Block(last.same, (last.before[0], block.before[1]), (last.after[0], block.after[1]))
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last
