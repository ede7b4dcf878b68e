"""The newest commit of an index as readers may see it, read once for all who ask until there is another."""

from __future__ import annotations

import hashlib
import time
from threading import Lock

from indexer.engine import Hidden
from indexer.errors import IndexUnreadable
from indexer.whoosh_engine.reading.edition import EMPTY, Edition, generation_of, take
from indexer.whoosh_engine.reading.pairs import KnownPairs
from indexer.whoosh_engine.reading.segment import Segment
from indexer.whoosh_engine.searchers import Searcher
from indexer.whoosh_engine.storing.folder import IndexFolder

TRIES = 20
"""To read a commit while a writer replaces it: each takes some milliseconds of its work."""
PAUSE = 0.02  # seconds between two of them


class Editions:
    """The editions of a folder, one after another. ``beside`` names the generation that is looked at in the place of the
    live one. Thread-safe."""

    def __init__(self, folder: IndexFolder, hidden: Hidden | None, searcher: Searcher) -> None:
        self.beside: str | None = None
        self._folder = folder
        self._hidden = hidden
        self._searcher = searcher
        self._edition = EMPTY
        self._shown = EMPTY, EMPTY  # an edition, and what of it may be shown
        self._pairs = KnownPairs()
        self._lock = Lock()

    @property
    def name(self) -> str | None:
        """The generation that is looked at; None: there is no index yet."""
        return self.beside or self._folder.current()

    def newest(self) -> Edition:
        """The newest commit. Where nothing was committed since the last look this costs one listing. Raises
        IndexProblem."""
        for _ in range(TRIES):
            name = self.name
            if name is None:
                return EMPTY
            seen = self._edition
            if generation_of(self._folder, name) == seen.generation:
                return seen
            try:
                return self._take(name)
            except FileNotFoundError:
                time.sleep(PAUSE)  # a writer cleaned up between our listing and our opening
        raise IndexUnreadable(str(self._folder.path), "has lost files that it names")

    def shown(self) -> Edition:
        """What may be shown of the newest commit. Raises IndexProblem."""
        newest, mark = self.newest(), self._mark()
        if self._hidden is None:
            return newest
        of, shown = self._shown
        if of is not newest or shown.generation != f"{newest.generation}.{mark}":
            # The mark is older than what is hidden, never newer: what comes in between is looked for again.
            shown = newest.without(self._hidden.hidden_pages(), mark)
            self._shown = newest, shown
        return shown

    def generation(self) -> str:
        """A short string that changes with every commit, and when something else is hidden."""
        return f"{generation_of(self._folder, self.beside)}.{self._mark()}"

    def let_go(self) -> None:
        """Keep nothing of what was read."""
        self._edition = EMPTY
        self._shown = EMPTY, EMPTY

    def _mark(self) -> str:
        if self._hidden is None:
            return "0"
        return hashlib.sha256(repr(self._hidden.mark()).encode()).hexdigest()[:12]

    def _take(self, name: str) -> Edition:
        with self._lock:
            known: dict[str, Segment] = {part.segment.name: part.segment for part in self._edition.parts}
            self._edition = take(self._folder, name, known, self._searcher, self._pairs)
            return self._edition
