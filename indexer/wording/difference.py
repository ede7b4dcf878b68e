"""What an edit did to a text: which words stayed, went, came and moved, as stretches of both texts.

Only what moves the digest (``digest``) is a change of words: two texts of one wording differ in nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from indexer.wording.alignment import Block, aligned, merged
from indexer.wording.atoms import Atoms, atoms_of, lines_of
from indexer.wording.furniture import kept_lines
from indexer.wording.moves import Move, moves_of
from indexer.wording.tidying import tidied
from indexer.wording.typography import unset

_HUGE = 3_000_000
"""Characters of both texts, beyond which lines are compared as they stand."""

Span = tuple[int, int]
"""Where a stretch starts and ends, in characters."""


class Kind(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text before, of the text after, or (the same words) of both. A move is two pieces, one in each
    text, with one number. ``words`` counts words and numbers, not signs."""

    kind: Kind
    before: Span
    after: Span
    words: int
    move: int | None = None


@dataclass(frozen=True)
class Difference:
    """Pieces in order: those of each text, one after another, are the whole text. ``coarse``: a stretch was too large to
    be compared word by word, and is said to be removed and added as a whole."""

    pieces: tuple[Piece, ...]
    coarse: bool = False

    @cached_property
    def changed(self) -> bool:
        """Whether any word differs."""
        return any(piece.kind is not Kind.SAME for piece in self.pieces)

    def words(self, kind: Kind) -> int:
        """How many words are of a kind; each that moved counts once."""
        return sum(
            piece.words for piece in self.pieces if piece.kind == kind and (not piece.move or _came(piece))
        )


def _came(piece: Piece) -> bool:
    return piece.after[1] > piece.after[0]


def difference(before: str, after: str) -> Difference:
    """What became of ``before`` in ``after``. The same texts give the same answer, in time and memory that are bounded
    whatever they are."""
    if before == after:
        return _alike(before, after)
    if len(before) + len(after) > _HUGE:
        return _between(_Side(lines_of(before), before), _Side(lines_of(after), after), coarse=True)
    kept = kept_lines(before), kept_lines(after)
    if _wording(kept[0]) == _wording(kept[1]):
        return _alike(before, after)
    old = atoms_of(before, kept[0])
    new = atoms_of(after, kept[1]) if old is not None else None
    coarse = old is None or new is None
    if old is None or new is None:
        old, new = lines_of(before, kept[0]), lines_of(after, kept[1])
    return _between(_Side(old, before), _Side(new, after), coarse=coarse)


def _wording(kept: Sequence[str | None]) -> str:
    """What the digest is made of."""
    return unset("\n".join(line for line in kept if line is not None))


def _alike(before: str, after: str) -> Difference:
    return Difference((Piece(Kind.SAME, (0, len(before)), (0, len(after)), len(after.split())),))


def _between(old: _Side, new: _Side, *, coarse: bool) -> Difference:
    blocks, too_large = _blocks(old.atoms, new.atoms)
    moves = moves_of(old.atoms, new.atoms, blocks)
    return Difference(tuple(_pieces(old, new, blocks, moves)), coarse or too_large)


def _blocks(old: Atoms, new: Atoms) -> tuple[list[Block], bool]:
    """Atoms that stayed and that did not: whole sentences first, words between them."""
    sentences = aligned(_sentences(old), _sentences(new))
    if sentences is None:
        sentences = [Block(False, (0, len(old.sentences)), (0, len(new.sentences)))]
    old_starts, new_starts = [*old.sentences, len(old)], [*new.sentences, len(new)]
    blocks: list[Block] = []
    coarse = False
    for block in sentences:
        first, last = old_starts[block.before[0]], old_starts[block.before[1]]
        start, end = new_starts[block.after[0]], new_starts[block.after[1]]
        within = None if block.same else aligned(old.says[first:last], new.says[start:end])
        if within is None:
            coarse = coarse or not block.same
            blocks.append(Block(block.same, (first, last), (start, end)))
            continue
        blocks += [
            Block(
                one.same,
                (one.before[0] + first, one.before[1] + first),
                (one.after[0] + start, one.after[1] + start),
            )
            for one in within
        ]
    return tidied(old, new, list(merged(blocks))), coarse


def _sentences(atoms: Atoms) -> list[tuple[str, ...]]:
    ends = [*atoms.sentences[1:], len(atoms)]
    return [tuple(atoms.says[start:end]) for start, end in zip(atoms.sentences, ends, strict=False)]


class _Side:
    """One of the two texts: its atoms, and what stands between them."""

    def __init__(self, atoms: Atoms, text: str) -> None:
        self.atoms = atoms
        self._starts = [*atoms.starts, len(text)]
        self._noise = atoms.noise
        self._at = 0  # up to where the text has been handed out
        self._next = 0  # of the noise

    def to(self, atom: int) -> Span:
        """Everything up to where an atom starts (or the text ends)."""
        start, self._at = self._at, self._starts[atom]
        while self._next < len(self._noise) and self._noise[self._next][0] < self._at:
            self._next += 1
        return start, self._at

    def here(self) -> Span:
        return self._at, self._at

    def changed(self, first: int, last: int) -> Iterator[tuple[bool, Span, int]]:
        """The text of some atoms as stretches: of atoms (True), and of noise behind them (False); with their words."""
        begun = first
        for atom in range(first, last):
            following = self._starts[atom + 1]
            noisy = self._next < len(self._noise) and self._noise[self._next][0] < following
            if not noisy and atom + 1 < last:
                continue
            end = self._noise[self._next][0] if noisy else following
            yield True, (self._at, end), sum(self.atoms.words[begun : atom + 1])
            self._at, begun = end, atom + 1
            if noisy:
                yield False, self.to(atom + 1), 0


def _pieces(old: _Side, new: _Side, blocks: Sequence[Block], moves: Sequence[Move]) -> Iterator[Piece]:
    gone = {move.before: (move.length, number) for number, move in enumerate(moves, 1)}
    come = {move.after: (move.length, number) for number, move in enumerate(moves, 1)}
    if not blocks or not blocks[0].same:
        yield Piece(Kind.SAME, old.to(0), new.to(0), 0)
    for block in blocks:
        if block.same:
            words = sum(new.atoms.words[block.after[0] : block.after[1]])
            yield Piece(Kind.SAME, old.to(block.before[1]), new.to(block.after[1]), words)
            continue
        for first, last, move in _parts(block.before, gone):
            for changed, span, words in old.changed(first, last):
                kind = (Kind.MOVED if move else Kind.REMOVED) if changed else Kind.SAME
                yield Piece(kind, span, new.here(), words, move if changed else None)
        for first, last, move in _parts(block.after, come):
            for changed, span, words in new.changed(first, last):
                kind = (Kind.MOVED if move else Kind.ADDED) if changed else Kind.SAME
                yield Piece(kind, old.here(), span, words, move if changed else None)


def _parts(span: Span, moved: dict[int, tuple[int, int]]) -> Iterator[tuple[int, int, int | None]]:
    """A range of atoms cut where what moved begins and ends."""
    at = begun = span[0]
    while at < span[1]:
        if at not in moved:
            at += 1
            continue
        if begun < at:
            yield begun, at, None
        length, number = moved[at]
        yield at, at + length, number
        at = begun = at + length
    if begun < span[1]:
        yield begun, span[1], None
