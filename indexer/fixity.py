"""Whether the index is as it was written, and holds what the catalogue says that it should: each Page in its present
state, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.errors import RecordError
from archive.model import Capture, Page
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fault import Fault
from indexer.document import DocumentMaker
from indexer.engine import SearchEngine
from indexer.errors import IndexProblem
from indexer.model import Document

REBUILD = "`backfile index --rebuild` makes the index anew from the archive."
FOLDER = "index"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class IndexExamined:
    """What was compared, and what is off."""

    faults: list[Fault] = field(default_factory=list)
    documents: int = 0


def examine_index(
    engine: SearchEngine,
    catalogue: Catalogue,
    mementos: Mementos,
    *,
    documents: DocumentMaker | None = None,
    on_progress: Progress | None = None,
) -> IndexExamined:
    """Read the index's files, and compare each Document with its Page. A Page whose change the index has yet to apply is
    left out. ``on_progress`` is given Pages done and the total. Changes nothing; runs beside who writes either."""
    examined = IndexExamined()
    try:
        examined.faults += [_fault(f"{FOLDER}/{name}", problem) for name, problem in engine.problems()]
        if examined.faults:
            return examined  # what such files say is not worth a comparison
        comparison = _Comparison(engine, catalogue, documents or DocumentMaker(mementos))
        doubtful = comparison.first_look(examined, on_progress)
        examined.faults += comparison.second_look(doubtful)
    except IndexProblem as problem:
        examined.faults.append(_fault(FOLDER, f"it {problem.reason}"))
    return examined


def _fault(filename: str, problem: str, url: str | None = None) -> Fault:
    return Fault(None, filename, 0, problem, REBUILD, url=url)


class _Comparison:
    def __init__(self, engine: SearchEngine, catalogue: Catalogue, documents: DocumentMaker) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._documents = documents

    def first_look(self, examined: IndexExamined, on_progress: Progress | None) -> list[str]:
        """The ids of the Pages and Documents that do not fit."""
        held, pages = set(self._engine.ids()), self._catalogue.pages.all_ids()
        doubtful = sorted(held.difference(pages))
        for done, page_id in enumerate(pages, 1):
            examined.documents += page_id in held
            if self._problem(page_id) is not None:
                doubtful.append(page_id)
            if on_progress is not None:
                on_progress(done, len(pages))
        return doubtful

    def second_look(self, doubtful: list[str]) -> Iterator[Fault]:
        """What of it was no matter of the moment: a crawl may have added to the Page, and the index not yet."""
        if not doubtful:
            return
        waiting = self._waiting()
        for page_id in doubtful:
            problem = self._problem(page_id)
            if problem is not None and page_id not in waiting and page_id not in self._waiting():
                page = self._catalogue.pages.get(page_id)
                yield _fault(FOLDER, problem, page.url if page is not None else None)

    def _waiting(self) -> set[str]:
        """The Pages of changes that the index does not hold yet."""
        waiting, seq = set[str](), self._engine.checkpoint()
        while changes := self._catalogue.changes.after(seq, limit=1000):
            waiting.update(change.page_id for change in changes)
            seq = changes[-1].seq
        return waiting

    def _problem(self, page_id: str) -> str | None:
        document, page = self._engine.get(page_id), self._catalogue.pages.get(page_id)
        if page is None:
            return None if document is None else f"it holds page {page_id}, which the catalogue does not know"
        captures = self._catalogue.captures.of_page(page_id)
        if document is None:
            missing = self._should_be_there(page, captures)
            return f"page {page_id} is missing in it" if missing else None
        return None if _fits(document, page, captures) else f"page {page_id} is in it in another state"

    def _should_be_there(self, page: Page, captures: list[Capture]) -> bool:
        try:
            return self._documents.make(page, captures, None, None) is not None
        except RecordError:
            return False  # a fault of the record's, not of the index
        except Exception:  # noqa: BLE001 -- what can't be extracted is not indexed; ``sync`` has logged why
            return False


def _fits(document: Document, page: Page, captures: list[Capture]) -> bool:
    if not captures:
        return False
    numbers = {capture.id for capture in captures}
    return (
        document.id == page.id
        and document.url == page.url
        and document.captures == len(captures)
        and document.first_captured == captures[0].captured_at
        and document.last_captured == captures[-1].captured_at
        and all(version.capture_id in numbers for version in document.versions)
    )
