"""What a reader sees: one commit of the index, whole, for as long as it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from indexer.errors import IndexProblem, IndexUnreadable
from indexer.whoosh_engine.reading.copies import Copies, copies_of
from indexer.whoosh_engine.reading.names import Name, names_of
from indexer.whoosh_engine.reading.pairs import KnownPairs
from indexer.whoosh_engine.reading.segment import Segment
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.searchers import Searcher
from indexer.whoosh_engine.storing.folder import INDEX_NAME, IndexFolder
from indexer.whoosh_engine.storing.record import moment_of
from indexer.whoosh_engine.storing.storage import MappedStorage


@dataclass(frozen=True)
class Part:
    """A segment as one commit has it: ``alive`` masks its deleted documents (None: none is)."""

    segment: Segment
    alive: NDArray[np.bool_] | None

    def find(self, page_id: str) -> list[int]:
        """Where the living documents of an id are: one place, or none."""
        places = self.segment.places(page_id)
        return [int(n) for n in places if self.alive is None or self.alive[n]]

    def without(self, hidden: frozenset[str]) -> Part:
        """The same with these ids deleted."""
        places = [place for page_id in hidden for place in self.find(page_id)]
        if not places:
            return self
        alive = np.ones(self.segment.size, np.bool_) if self.alive is None else self.alive.copy()
        alive[places] = False
        return Part(self.segment, alive)

    @cached_property
    def count(self) -> int:
        return self.segment.size if self.alive is None else int(self.alive.sum())


@dataclass(frozen=True)
class Edition:
    """One commit. ``generation`` names it: the folder's name and Whoosh's number. Questions
    go to ``searcher`` first."""

    generation: str
    checkpoint: int
    parts: tuple[Part, ...]
    searcher: Searcher = Searcher.ARRAYS  # who is asked first
    known_pairs: KnownPairs = field(default_factory=KnownPairs, compare=False, repr=False)
    _names: dict[str, tuple[Name, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def whole(self) -> Whole:
        """What questions are asked of."""
        alive = None
        if any(part.alive is not None for part in self.parts):
            alive = np.concatenate(
                [
                    np.ones(part.segment.size, np.bool_) if part.alive is None else part.alive
                    for part in self.parts
                ]
            )
        return Whole([part.segment for part in self.parts], alive)

    @cached_property
    def size(self) -> int:
        """Documents, deleted ones included: what frequencies are relative to."""
        return sum(part.segment.size for part in self.parts)

    @cached_property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @cached_property
    def as_of(self) -> datetime | None:
        """The latest ``news_at``."""
        last = max((int(part.segment.news.max(initial=MISSING)) for part in self.parts), default=MISSING)
        return None if last == MISSING else moment_of(last)

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The codes of all rules by which any text was analysed (``Whole.rules``)."""
        return tuple(self.whole.rules)

    @cached_property
    def copies(self) -> Copies:
        """The texts that more than one Document has."""
        return copies_of(self.whole, self.known_pairs.of([part.segment for part in self.parts]))

    def find(self, page_id: str) -> int | None:
        """The number of an id's Document in the whole."""
        first = 0
        for part in self.parts:
            for place in part.find(page_id):
                return first + place
            first += part.segment.size
        return None

    def without(self, hidden: frozenset[str], mark: str) -> Edition:
        """The same with these documents as good as deleted: found by nothing and counted nowhere."""
        parts = tuple(part.without(hidden) for part in self.parts)
        return Edition(f"{self.generation}.{mark}", self.checkpoint, parts, self.searcher, self.known_pairs)

    def names(self, of: str) -> tuple[Name, ...]:
        """The names in a facet's exact field, the most frequent first; gathered once."""
        if of not in self._names:
            self._names[of] = names_of(self.whole.facet(of), self.whole.living, self.copies)
        return self._names[of]


EMPTY = Edition("0", 0, ())


def generation_of(folder: IndexFolder, name: str | None = None) -> str:
    """The name of the commit that a reader would see now. Costs one small file and one listing."""
    name = name or folder.current()
    if name is None:
        return EMPTY.generation
    number: int = TOC._latest_generation(MappedStorage(folder.path / name), INDEX_NAME)
    return f"{name}.{number}"


def take(
    folder: IndexFolder,
    name: str,
    known: dict[str, Segment],
    searcher: Searcher,
    known_pairs: KnownPairs,
) -> Edition:
    """Read the newest commit of a generation. Segments in ``known`` are used again, they don't change, and so are the pairs
    of their copies.

    Raises IndexProblem. Raises FileNotFoundError when a writer's clean-up was quicker: take again.
    """
    storage = folder.open(name)
    try:
        toc: Any = TOC.read(storage, INDEX_NAME)
        parts = tuple(_part(storage, toc.schema, segment, known) for segment in toc.segments)
    except (IndexProblem, FileNotFoundError):
        raise
    except Exception as error:  # a damaged pickle raises anything
        raise IndexUnreadable(
            str(folder.path / name), f"can't be read ({type(error).__name__}: {error})"
        ) from error
    return Edition(f"{name}.{toc.generation}", toc.schema.checkpoint, parts, searcher, known_pairs)


def _part(storage: MappedStorage, schema: Any, segment: Any, known: dict[str, Segment]) -> Part:
    kept = known.get(segment.segment_id()) or Segment(storage, schema, segment)
    if not segment.has_deletions():
        return Part(kept, None)
    alive = np.ones(kept.size, np.bool_)
    alive[list(segment.deleted_docs())] = False
    return Part(kept, alive)
