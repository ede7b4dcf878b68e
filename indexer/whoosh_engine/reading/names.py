"""The names that Documents bear (authors, labels, sources), as what is typed is compared with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from indexer.language.folding import fold_in_place
from indexer.language.words import WORD, analyse_word
from indexer.whoosh_engine.reading import folded
from indexer.whoosh_engine.reading.column import FacetColumn, Ids
from indexer.whoosh_engine.reading.copies import Copies


@dataclass(frozen=True, slots=True)
class Name:
    """A name, how many texts bear it, and its words folded, a space before each: `` ada quill``."""

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


def names_of(column: FacetColumn, alive: Ids, copies: Copies) -> tuple[Name, ...]:
    """All names that living Documents bear, the most frequent first; counted as choosing one lists them, copies once."""
    counts = folded.counts(folded.repeated(copies, alive), alive, column)
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]  # alike ones by name: so they lie
    return tuple(Name(column.values[at], int(counts[at]), _folded(column.values[at])) for at in order)


def _folded(text: str) -> str:
    words = ((written, analyse_word(written).surfaces) for written in WORD.findall(text))
    return "".join(f" {' '.join(surfaces or (fold_in_place(written),))}" for written, surfaces in words)
