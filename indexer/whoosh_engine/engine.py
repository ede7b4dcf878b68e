"""The search engine over Whoosh: the ``SearchEngine`` port."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from archive.store.disk import Disk
from indexer.engine import Hidden
from indexer.errors import IndexProblem, IndexUnreadable
from indexer.language.glossary import Glossary
from indexer.model import Batch, Copy, Document, Query, Results, Suggestion, ValueOrder, Values, as_copy
from indexer.whoosh_engine.answer import answer
from indexer.whoosh_engine.lists import every_answer, every_document, news
from indexer.whoosh_engine.reading.edition import Edition, Part
from indexer.whoosh_engine.reading.editions import PAUSE, TRIES, Editions
from indexer.whoosh_engine.searchers import Searcher, usual
from indexer.whoosh_engine.storing.folder import IndexFolder, writing
from indexer.whoosh_engine.storing.pool import GaveWay
from indexer.whoosh_engine.telling.related import related
from indexer.whoosh_engine.telling.suggest import suggestions
from indexer.whoosh_engine.values import values
from indexer.whoosh_engine.writing.merging import due, overdue, purged
from indexer.whoosh_engine.writing.proofreading import proofread
from indexer.whoosh_engine.writing.writer import commit, merge


class WhooshEngine:
    """A search index in a folder (its form: ``folder.py``). One process writes; any number of threads and
    processes read, each seeing whole commits.

    Raises IndexProblem from any method where the folder holds no index of ours, of this form, undamaged.
    """

    def __init__(
        self,
        folder: Path,
        hidden: Hidden | None = None,
        disk: Disk | None = None,
        searcher: Searcher | None = None,
    ) -> None:
        self._folder = IndexFolder(folder, disk)
        self._disk = disk
        self._hidden = hidden
        self._searcher = searcher or usual()
        self._editions = Editions(self._folder, hidden, self._searcher)
        self._glossary = Glossary()

    @classmethod
    def open(
        cls,
        folder: Path,
        hidden: Hidden | None = None,
        *,
        disk: Disk | None = None,
        searcher: Searcher | None = None,
    ) -> WhooshEngine:
        """The engine of a folder, which need not exist before the first ``apply``. What is ``hidden`` is in no answer.
        What is written goes to ``disk``. Questions go to ``searcher`` first, or to that of ``searchers.usual``.

        Raises UnknownSearcher.
        """
        return cls(folder, hidden, disk, searcher)

    # Reading

    def checkpoint(self) -> int:
        """The last change applied (0: none, or none that can be read), kept inside the index itself."""
        try:
            return self._editions.newest().checkpoint
        except IndexProblem:
            return 0  # so that whoever asks whether there is work to do sends ``sync``, which rebuilds

    def edition(self) -> Edition:
        """The newest commit as readers may see it: what each question is asked of."""
        return self._editions.shown()

    def search(self, query: Query, /) -> Results:
        """Answer; see ``answer.py``."""
        started = time.perf_counter()
        with self._undamaged():
            return answer(query, self.edition(), started=started)

    def values(
        self,
        query: Query,
        facet: str,
        /,
        *,
        containing: str = "",
        order: ValueOrder = ValueOrder.COUNT,
        skip: int = 0,
        most: int = 100,
    ) -> Values:
        """A stretch of the whole list of a facet's values; see ``values.py``."""
        with self._undamaged():
            return values(
                query, self.edition(), facet, containing=containing, order=order, skip=skip, most=most
            )

    def found(self, query: Query, /) -> Iterator[str]:
        """The ids of all Documents that ``search`` would find; see ``lists.py``."""
        return every_answer(query, self.edition())

    def listed(self, query: Query, /) -> Iterator[Document]:
        """All Documents that ``search`` would find, in its order, out of one commit; see ``lists.py``."""
        with self._undamaged():
            yield from every_document(query, self.edition())

    def news(
        self, query: Query, /, *, after: datetime | None = None, skip: int = 0, most: int = 100
    ) -> list[Document]:
        """Of all that ``search`` would find, what was news later than ``after``; see ``lists.py``."""
        with self._undamaged():
            return news(query, self.edition(), after=after, skip=skip, most=most)

    def suggest(self, typed: str, /, *, most: int = 8) -> tuple[Suggestion, ...]:
        """What a reader who has typed so much may mean; see ``suggest.py``."""
        with self._undamaged():
            return suggestions(typed, self.edition(), most)

    def related(self, id: str, /, *, most: int = 5) -> list[Document]:  # noqa: A002  (the port's name)
        """Documents on what this one is about; see ``related.py``."""
        with self._undamaged():
            return related(id, self.edition(), most)

    def copies(self, id: str, /) -> list[Copy]:  # noqa: A002  (the port's name)
        """The other Documents with the text of this one; see ``copies.py``."""
        with self._undamaged():
            edition = self.edition()
            number = edition.find(id)
            others = edition.copies.others_of(number) if number is not None else []
            return [as_copy(edition.whole.document(other)) for other in others]

    def as_of(self) -> datetime | None:
        """The latest ``news_at`` of all Documents."""
        return self.edition().as_of

    def get(self, id: str, /) -> Document | None:  # noqa: A002  (the port's name)
        """One Document, whole."""
        with self._undamaged():
            for part in self.edition().parts:
                for place in part.find(id):
                    return part.segment.document(place)
        return None

    def ids(self) -> Iterator[str]:
        """The ids of all Documents, in no order."""
        with self._undamaged():
            whole = self.edition().whole
            yield from (key.decode() for key in whole.keys[whole.living])

    def count(self) -> int:
        """How many Documents there are."""
        return self.edition().count

    def problems(self) -> list[tuple[str, str]]:
        """The files of the index that are not as they were written, each with what is wrong."""
        for _ in range(TRIES):
            with suppress(FileNotFoundError):
                return self._folder.problems(self._editions.beside)
            time.sleep(PAUSE)
        raise IndexUnreadable(str(self._folder.path), "has lost files that it names")

    def proofread(self, documents: Iterable[Document], /, *, thorough: bool) -> Iterator[tuple[str, str]]:
        """Those of these Documents that would not be found as they should; see ``proofreading.py``."""
        with self._undamaged():
            yield from proofread(self._editions.newest(), documents, thorough=thorough)

    def generation(self) -> str:
        """A short string that changes with every commit, and when something else is hidden."""
        return self._editions.generation()

    def close(self) -> None:
        """Let go of the files."""
        self._editions.let_go()

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """What a changed byte makes of an answer may be any error: the files are looked at, and it is told as damage."""
        try:
            yield
        except IndexProblem:
            raise
        except Exception as error:
            if problems := self.problems():
                name, problem = problems[0]
                raise IndexUnreadable(str(self._folder.path), f"is damaged: of {name}, {problem}") from error
            raise

    # Writing

    def apply(self, batch: Batch, /, *, checkpoint: int) -> None:
        """Apply a batch and its checkpoint in one commit. Idempotent: a Document replaces the one of its id.

        Raises DiskFull or NotWritable; then nothing of the batch was applied.
        """
        with writing(self._folder.path):
            name = self._editions.name
            if name is None:
                name = self._folder.create()
                self._folder.adopt(name)
            storage = self._folder.open(name)
            newest = self._editions.newest()
            commit(storage, newest, batch, checkpoint, self._glossary)
            if chosen := overdue(newest.parts):
                merge(self._folder.open(name), chosen)

    def merge(self, give_way: Callable[[], bool] = bool) -> bool:
        """Merge segments, one step, where it is time; whether it was. Between any two pieces of the work ``give_way`` is
        asked, and with a yes all is left as it was. Raises DiskFull, NotWritable."""
        with writing(self._folder.path), suppress(GaveWay):
            return self._merge(due, give_way)
        return False

    def forget(self) -> None:
        """Write anew the segments that hold deleted Documents; the old files go. Raises DiskFull, NotWritable."""
        with writing(self._folder.path):
            self._merge(purged)

    def _merge(
        self, choose: Callable[[Sequence[Part]], list[Part]], give_way: Callable[[], bool] = bool
    ) -> bool:
        chosen = choose(self._editions.newest().parts)
        name = self._editions.name
        if name is not None and chosen:
            merge(self._folder.open(name), chosen, give_way)
        return bool(chosen)

    def reset(self) -> None:
        """Empty the index; the checkpoint is 0 again. Works on an index that can't be read, too."""
        self._folder.adopt(self._folder.create())

    def beside(self, origin: str, /) -> WhooshEngine:
        """An empty engine that writes beside this one, which goes on answering: for a rebuild."""
        return self._writing(self._folder.create(origin))

    def unfinished(self) -> tuple[WhooshEngine, str] | None:
        """What was begun beside this one and can be gone on with: of this form, and every byte as it was written."""
        with suppress(IndexProblem, FileNotFoundError):
            name = self._folder.unfinished()
            if name is not None and not self._folder.problems(name):
                other = self._writing(name)
                other.count()
                return other, self._folder.origin(name)
        return None

    def _writing(self, name: str) -> WhooshEngine:
        other = WhooshEngine(self._folder.path, self._hidden, self._disk, self._searcher)
        other._editions.beside = name
        return other

    def adopt(self, other: WhooshEngine) -> None:
        """Let what was built beside take this one's place, in one step, for all readers."""
        if other._editions.beside is not None:
            self._folder.adopt(other._editions.beside)
            other._editions.beside = None

    def discard(self, other: WhooshEngine) -> None:
        """Drop what was built beside, with the room that it takes."""
        if other._editions.beside is not None:
            self._folder.discard(other._editions.beside)
            other._editions.beside = None

    def clear(self, begun_before: datetime) -> None:
        """Remove what a writer that died has left."""
        self._folder.clear(begun_before)
