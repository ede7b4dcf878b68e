"""The names that Documents bear (authors, labels, sources), as what is typed is compared with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.language.words import WORD, analyse_word
from indexer.whoosh_engine.segment import FacetColumn


@dataclass(frozen=True, slots=True)
class Name:
    """A name, how many Documents bear it, and its words folded, a space before each: `` ada quill``."""

    text: str
    count: int
    folded: str


def beginning(names: Iterable[Name], starts: Iterable[str]) -> list[Name]:
    """Those in which each of these (folded) is how some word begins, in their order."""
    found = list(names)
    for start in starts:
        wanted = f" {start}"
        found = [name for name in found if wanted in name.folded]
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
    return "".join(f" {surface}" for one in WORD.findall(text) for surface in analyse_word(one).surfaces)
