"""The names that Documents bear (authors, labels, sources), as what is typed is compared with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.language.folding import fold_in_place
from indexer.language.words import WORD, analyse_word
from indexer.whoosh_engine.segment import FacetColumn


@dataclass(frozen=True, slots=True)
class Name:
    """A name, how many Documents bear it, and its words folded, a space before each: `` ada quill``."""

    text: str
    count: int
    folded: str


def start_of(written: str) -> str:
    """How a word that begins with what was written stands in ``Name.folded``: behind a space, or in scripts that have no
    spaces anywhere."""
    surfaces = analyse_word(written).surfaces
    return f" {surfaces[-1]}" if surfaces else fold_in_place(written)


def having(names: Iterable[Name], starts: Iterable[str]) -> list[Name]:
    """Those that have all of these, in their order."""
    found = list(names)
    for start in starts:
        found = [name for name in found if start in name.folded]
    return found


def names_of(columns: Iterable[tuple[FacetColumn, NDArray[np.bool_] | None]]) -> tuple[Name, ...]:
    """All names of segments with living Documents (masks; None: all are), the most frequent first."""
    counts: Counter[str] = Counter()
    for column, alive in columns:
        ordinals = column.ordinals if alive is None else column.ordinals[alive[column.documents]]
        found = np.bincount(ordinals, minlength=len(column.values))
        counts.update({column.values[at]: int(found[at]) for at in np.flatnonzero(found)})
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Name(text, count, _folded(text)) for text, count in ordered)


def _folded(text: str) -> str:
    words = ((written, analyse_word(written).surfaces) for written in WORD.findall(text))
    return "".join(f" {' '.join(surfaces or (fold_in_place(written),))}" for written, surfaces in words)
