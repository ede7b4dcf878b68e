"""Whether the index is as it was written, and holds what the archive holds: of each Page the Document that is made of it
now, found by each of its words, and nothing else.

1. Each file has the SHA-256 of when it was written, and no change is ahead of the catalogue's.
2. Every Page that should have a Document has one, once, and there is no other.
3. The Document is the one that the Page's captures give when it is made again: title, text, facets, versions, all of it.
4. What is searched is what the Document says: postings, lengths, columns (``SearchEngine.proofread``).

1 and 2 are looked at whole, 3 and 4 of every Page or of a sample.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fault import Fault
from indexer.document import DocumentMaker
from indexer.engine import SearchEngine
from indexer.errors import IndexProblem
from indexer.model import Document
from indexer.pages import PageDocuments

REBUILD = "`backfile index --rebuild` makes the index anew from the archive."
FOLDER = "index"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class IndexExamined:
    """What is off, how many Documents there are, and how many of them were made again and compared."""

    faults: list[Fault] = field(default_factory=list)
    documents: int = 0
    compared: int = 0


def examine_index(
    engine: SearchEngine,
    catalogue: Catalogue,
    mementos: Mementos,
    *,
    documents: DocumentMaker | None = None,
    sample: int | None = None,
    on_progress: Progress | None = None,
) -> IndexExamined:
    """Compare the index with the archive; with ``sample`` so many Documents of it, chosen at random, and only the presence
    of their words. A Page whose change the index has yet to apply is left out. ``on_progress`` is given Pages done and the
    total. Changes nothing; runs beside who writes either."""
    examined = IndexExamined()
    try:
        examined.faults += [_fault(f"{FOLDER}/{name}", problem) for name, problem in engine.problems()]
        ahead, last = engine.checkpoint(), catalogue.changes.last()
        if ahead > last:
            problem = (
                f"it knows of change {ahead}, and the catalogue of {last} only: it is of another archive"
            )
            examined.faults.append(_fault(FOLDER, problem))
        if examined.faults:
            return examined  # what such an index says is not worth a comparison
        pages = PageDocuments(catalogue, documents or DocumentMaker(mementos))
        comparison = _Comparison(engine, catalogue, pages, examined)
        examined.faults += comparison.faults(sample, on_progress)
    except IndexProblem as problem:
        examined.faults.append(_fault(FOLDER, f"it {problem.reason}"))
    return examined


def _fault(filename: str, problem: str, url: str | None = None) -> Fault:
    return Fault(None, filename, 0, problem, REBUILD, url=url)


class _Comparison:
    def __init__(
        self, engine: SearchEngine, catalogue: Catalogue, pages: PageDocuments, examined: IndexExamined
    ) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._pages = pages
        self._examined = examined
        self._doubtful: list[str] = []

    def faults(self, sample: int | None, on_progress: Progress | None) -> Iterator[Fault]:
        page_ids, held = self._catalogue.pages.all_ids(), Counter(self._engine.ids())
        self._examined.documents = held.total()
        for page_id, times in held.items():
            if times > 1:
                yield _fault(FOLDER, f"page {page_id} is in it {times} times", self._url(page_id))
        self._doubtful += sorted(held.keys() - set(page_ids))
        missing = [page_id for page_id in page_ids if page_id not in held]
        there = [page_id for page_id in page_ids if page_id in held]
        if sample is not None:
            there = random.sample(there, min(sample, len(there)))
        sound = self._sound(missing + there, on_progress)
        for page_id, problem in self._engine.proofread(sound, thorough=sample is None):
            yield _fault(FOLDER, f"page {page_id} is not found as it should: {problem}", self._url(page_id))
        yield from self._second_look()

    def _sound(self, page_ids: list[str], on_progress: Progress | None) -> Iterator[Document]:
        """The Documents that are what their Pages give; those that are not are doubtful."""
        for done, page_id in enumerate(page_ids, 1):
            made, problem = self._compare(page_id)
            if problem is not None:
                self._doubtful.append(page_id)
            elif made is not None:
                self._examined.compared += 1
                yield made
            if on_progress is not None:
                on_progress(done, len(page_ids))

    def _second_look(self) -> Iterator[Fault]:
        """What of it was no matter of the moment: a crawl may have added to the Page, and the index not yet."""
        if not self._doubtful:
            return
        waiting = self._waiting()
        for page_id in self._doubtful:
            _, problem = self._compare(page_id)
            if problem is not None and page_id not in waiting and page_id not in self._waiting():
                yield _fault(FOLDER, problem, self._url(page_id))

    def _waiting(self) -> set[str]:
        """The Pages of changes that the index does not hold yet."""
        waiting, seq = set[str](), self._engine.checkpoint()
        while changes := self._catalogue.changes.after(seq, limit=1000):
            waiting.update(change.page_id for change in changes)
            seq = changes[-1].seq
        return waiting

    def _compare(self, page_id: str) -> tuple[Document | None, str | None]:
        """The Document made again, if it can be; and what is wrong with the one that the index holds."""
        held = self._engine.get(page_id)
        try:
            made = self._pages.of(page_id)
        except Exception:  # noqa: BLE001 -- a fault of the record's, or what can't be extracted: ``sync`` leaves it as it is
            return None, None
        if held is None:
            return None, f"page {page_id} is missing in it" if made is not None else None
        if made is None:
            known = self._catalogue.pages.get(page_id) is not None
            why = "which has nothing to show" if known else "which the catalogue does not know"
            return None, f"it holds page {page_id}, {why}"
        made = replace(made, news_at=held.news_at)  # which only the index knows
        different = _different(held, made)
        if different:
            return (
                made,
                f"page {page_id} is in it in another state: not with the {different} that the archive gives",
            )
        return made, None

    def _url(self, page_id: str) -> str | None:
        page = self._catalogue.pages.get(page_id)
        return page.url if page is not None else None


_NOT_KEPT = frozenset({"links"})
"""What a Document is searched by, and does not give back."""


def _different(held: Document, made: Document) -> str:
    """The names of what is not the same."""
    names = (one.name for one in fields(Document) if one.name not in _NOT_KEPT)
    return ", ".join(name for name in names if _whole(getattr(held, name)) != _whole(getattr(made, name)))


def _whole(value: object) -> object:
    """A value with all that can differ in it: two moments may be the same and stand in other days."""
    return value.isoformat() if isinstance(value, datetime) else value
