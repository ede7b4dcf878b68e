"""A Difference as rows of paragraphs: side by side, or as one column; what stayed is folded where it is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from indexer.wording.difference import Difference, Kind, Piece
from web.reading.comparison import Comparison

_LONG = 700  # characters of a stretch that stayed: beyond it only its ends are shown
_END = 220
_LEAST_FOLDED = 25  # words; to fold less saves nothing


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind. ``anchor``: whether it is the first of its move. A run without text is a fold of ``words``."""

    kind: Kind
    text: str
    words: int = 0
    move: int | None = None
    anchor: bool = False
    gone: bool = False  # of a move: this is where it stood before


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside each other; in one column all are in ``after``."""

    before: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    fold: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing changed in it."""
        return all(run.kind is Kind.SAME for paragraph in (*self.before, *self.after) for run in paragraph)

    @property
    def words(self) -> int:
        return sum(run.words for paragraph in self.after or self.before for run in paragraph)


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are not shown, as they did not change; ``place`` is the first one's number among all rows."""

    words: int
    place: int
    fold: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """What is shown of a Comparison: the rows of its title, and of its text. ``folded``: some are not shown."""

    title: tuple[Row, ...]
    rows: tuple[Row | Fold, ...]
    folded: bool


def laid_out(compared: Comparison, *, one_column: bool, everything: bool) -> Layout:
    """A Comparison as rows; none where there are no two texts."""
    if compared.words is None or compared.title is None:
        return Layout((), (), folded=False)
    lay = as_one_column if one_column else side_by_side
    old, new = compared.before.article, compared.after.article
    rows = lay(compared.words, old.text, new.text)
    title = lay(compared.title, old.title or "", new.title or "")
    shown = rows if everything else list(folded(rows))
    return Layout(tuple(title), tuple(shown), folded=shown != rows)


def side_by_side(found: Difference, before: str, after: str) -> list[Row]:
    """All rows: paragraphs that share words stand in one, what replaced the other too."""
    left, right = _Column(), _Column()
    links: list[tuple[int, int]] = []
    for piece in found.pieces:
        old = left.add(piece, before[slice(*piece.before)])
        new = right.add(piece, after[slice(*piece.after)])
        if piece.kind is Kind.SAME and old and new:
            links += zip_longest(old, new, fillvalue=-1) if len(old) == len(new) else _knotted(old, new)
    return list(_rows(left.paragraphs, right.paragraphs, links))


def as_one_column(found: Difference, before: str, after: str) -> list[Row]:
    """The same as one text, in which what went stands before what came."""
    column = _Column()
    for piece in found.pieces:
        column.add(piece, after[slice(*piece.after)] or before[slice(*piece.before)])
    return [Row((), (tuple(paragraph),)) for paragraph in column.paragraphs if paragraph]


def folded(rows: Sequence[Row]) -> Iterator[Row | Fold]:
    """Rows as they are shown first: of what stayed, what stands next to a change."""
    place = 0
    for same, group in groupby(rows, key=lambda row: row.same):
        stretch = list(group)
        if not same:
            yield from map(_shortened, stretch)
        else:
            first = 1 if place else 0
            last = len(stretch) - (1 if place + len(stretch) < len(rows) else 0)
            words = sum(row.words for row in stretch[first:last])
            if words < _LEAST_FOLDED:
                yield from map(_shortened, stretch)
            else:
                yield from map(_shortened, stretch[:first])
                yield Fold(words, place + first)
                yield from map(_shortened, stretch[last:])
        place += len(stretch)


class _Column:
    """The paragraphs of one text as they fill up."""

    def __init__(self) -> None:
        self.paragraphs: list[list[Run]] = [[]]
        self._moves: set[tuple[int, bool]] = set()

    def add(self, piece: Piece, text: str) -> list[int]:
        """Append a stretch; the numbers of the paragraphs that got words of it."""
        touched: list[int] = []
        length = len(text)
        for number, line in enumerate(text.split("\n")):
            if number:
                self.paragraphs.append([])
            if not line.strip():
                if line and self.paragraphs[-1]:
                    self.paragraphs[-1].append(Run(Kind.SAME, line))
                continue
            gone = piece.move is not None and piece.before[0] < piece.before[1]
            anchor = piece.move is not None and (piece.move, gone) not in self._moves
            if piece.move is not None:
                self._moves.add((piece.move, gone))
            words = round(piece.words * len(line) / length)
            said = line.rstrip()
            self.paragraphs[-1].append(Run(piece.kind, said, words, piece.move, anchor, gone))
            if said != line:
                self.paragraphs[-1].append(Run(Kind.SAME, line[len(said) :]))
            touched.append(len(self.paragraphs) - 1)
        return touched


def _knotted(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    """Paragraphs of which the borders changed: all of them stand in one row."""
    return [(old[0], each) for each in new] + [(each, new[-1]) for each in old]


def _rows(left: list[list[Run]], right: list[list[Run]], links: Iterable[tuple[int, int]]) -> Iterator[Row]:
    at_left = at_right = 0
    for first, last in _knots(links):
        yield from _unlinked(left[at_left : first[0]], right[at_right : first[1]])
        at_left, at_right = last[0] + 1, last[1] + 1
        yield Row(_cell(left[first[0] : at_left]), _cell(right[first[1] : at_right]))
    yield from _unlinked(left[at_left:], right[at_right:])


def _knots(links: Iterable[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Ranges of paragraphs that links hold together: the first and the last of either side."""
    first: tuple[int, int] | None = None
    last = (-1, -1)
    for link in sorted(set(links)):
        if first is not None and (link[0] <= last[0] or link[1] <= last[1]):
            last = max(last[0], link[0]), max(last[1], link[1])
            continue
        if first is not None:
            yield first, last
        first = last = link
    if first is not None:
        yield first, last


def _unlinked(left: list[list[Run]], right: list[list[Run]]) -> Iterator[Row]:
    """Paragraphs that share no words: those that took others' place stand beside them, those that moved for themselves."""
    old, new = _cell(left), _cell(right)
    for paragraph in filter(_only_moved, old):
        yield Row((paragraph,), ())
    replaced = (
        [each for each in old if not _only_moved(each)],
        [each for each in new if not _only_moved(each)],
    )
    for before, after in zip_longest(*replaced):
        yield Row((before,) if before else (), (after,) if after else ())
    for paragraph in filter(_only_moved, new):
        yield Row((), (paragraph,))


def _cell(paragraphs: list[list[Run]]) -> tuple[Paragraph, ...]:
    return tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)


def _only_moved(paragraph: Paragraph) -> bool:
    return all(run.kind is Kind.MOVED or not run.text.strip() for run in paragraph)


def _shortened(row: Row) -> Row:
    return Row(tuple(map(_short, row.before)), tuple(map(_short, row.after)))


def _short(paragraph: Paragraph) -> Paragraph:
    runs: list[Run] = []
    for place, run in enumerate(paragraph):
        if run.kind is not Kind.SAME or len(run.text) < _LONG:
            runs.append(run)
            continue
        begin = run.text.rfind(" ", 0, _END) + 1 or _END
        close = run.text.find(" ", len(run.text) - _END)
        close = close if close > 0 else len(run.text) - _END
        if not place:
            begin = 0
        if place == len(paragraph) - 1 and place:
            close = len(run.text)
        words = round(run.words * (close - begin) / len(run.text))
        head = [replace(run, text=run.text[:begin])] if begin else []
        tail = [replace(run, text=run.text[close:])] if close < len(run.text) else []
        runs += [*head, Run(Kind.SAME, "", words), *tail]
    return tuple(runs)
