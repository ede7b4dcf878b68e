"""The seam between Backfile and a search engine: what readers need, and what a rebuild needs on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol, Self

from indexer.model import Batch, Copy, Document, Query, Results, Suggestion, ValueOrder, Values


class Hidden(Protocol):
    """What may not be shown, whatever an index still holds of it: takedowns count at once, not when they are indexed."""

    def mark(self) -> object:
        """What differs once anything else is hidden. Asked for at each search."""
        ...

    def hidden_pages(self) -> frozenset[str]:
        """The ids of the Pages."""
        ...


EVERY_VALUE = 2**31
"""For ``values``: as many as there are."""


class SearchEngine(Protocol):
    """A search engine. One process writes; any number of threads and processes read.

    A reader sees a batch after ``apply`` has returned in the writing process, at its next call.
    """

    def checkpoint(self) -> int:
        """The last change applied (0: none), kept inside the index itself."""
        ...

    def apply(self, batch: Batch, /, *, checkpoint: int) -> None:
        """Apply a batch and its checkpoint in one commit. Idempotent."""
        ...

    def search(self, query: Query, /) -> Results:
        """Answer; copies of one text are one hit, and one in every count, unless ``Query.each_copy``. Never raises for
        anything that a person can type: what can't be understood is searched as words, with a notice."""
        ...

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
        """The values of one of ``CHOICES``, however many, that Documents have which ``search`` would find but for what is
        chosen of it: each with that count. ``containing``: only those with these words or parts of words, whatever their
        case and marks. In this order ``most`` from ``skip`` on; the Query's page does not count. ``year`` has ``UNDATED``,
        too."""
        ...

    def found(self, query: Query, /) -> Iterator[str]:
        """The ids of all Documents that ``search`` would find, however many, in no order; the Query's page does not
        count."""
        ...

    def listed(self, query: Query, /) -> Iterator[Document]:
        """All Documents that ``search`` would find, however many, in the Query's order, one after the other out of one
        commit; the Query's page does not count."""
        ...

    def news(
        self, query: Query, /, *, after: datetime | None = None, skip: int = 0, most: int = 100
    ) -> list[Document]:
        """Of all that ``search`` would find, what was news (``Document.news_at``) later than ``after``, the latest first. A
        copy of what was news before is none, unless it was edited, or each copy is asked for."""
        ...

    def suggest(self, typed: str, /, *, most: int = 8) -> tuple[Suggestion, ...]:
        """What a reader who has typed so much may mean. Each has results."""
        ...

    def related(self, page_id: str, /, *, most: int = 5) -> list[Document]:
        """Documents on what this one is about, the nearest first: without itself and without copies of it."""
        ...

    def copies(self, page_id: str, /) -> list[Copy]:
        """The other Documents that have the text of this one, small edits and what is put around it aside: the likeliest
        original first."""
        ...

    def as_of(self) -> datetime | None:
        """The latest ``news_at`` of all Documents; None: there is none."""
        ...

    def get(self, page_id: str, /) -> Document | None:
        """One Document, whole."""
        ...

    def ids(self) -> Iterator[str]:
        """The ids of all Documents, in no order."""
        ...

    def count(self) -> int:
        """How many Documents there are."""
        ...

    def problems(self) -> list[tuple[str, str]]:
        """The files of the index that are not as they were written, by path within its folder, each with what is wrong
        (a clause). Raises IndexProblem."""
        ...

    def proofread(self, documents: Iterable[Document], /, *, thorough: bool) -> Iterator[tuple[str, str]]:
        """Those of these Documents of which the index holds other than ``apply`` would write: the id, and what is wrong (a
        clause). ``thorough``: what it holds too much is found as well, at the price of going through all of it."""
        ...

    def generation(self) -> str:
        """A short string that changes with every commit (for ETags)."""
        ...

    def reset(self) -> None:
        """Empty the index; the checkpoint is 0 again."""
        ...

    def close(self) -> None:
        """Let go of files. The engine is not used afterwards."""
        ...


class RebuildableEngine(SearchEngine, Protocol):
    """An engine that can be built anew beside itself, while it goes on answering."""

    def merge(self, give_way: Callable[[], bool] = bool) -> bool:
        """Do one step of what makes reading quick again after many commits, where it is time; whether it was. ``apply``
        leaves it to whoever has nothing to apply. As soon as ``give_way``, which is asked now and then, answers with yes,
        the step is left undone. At any moment readers see all Documents."""
        ...

    def forget(self) -> None:
        """Write anew whatever still holds Documents that were deleted or replaced: of those no file has anything left."""
        ...

    def beside(self, origin: str, /) -> Self:
        """An empty engine beside this one, which no reader sees; what was begun beside before goes. ``origin``: what the
        archive was when this began, for ``unfinished``."""
        ...

    def unfinished(self) -> tuple[Self, str] | None:
        """What was begun beside this one, in whatever process, and was neither adopted nor discarded, whole up to its last
        commit; and its origin. None: there is none, or none that can be gone on with."""
        ...

    def adopt(self, other: Self, /) -> None:
        """Let what was built beside take this one's place, in one step."""
        ...

    def discard(self, other: Self, /) -> None:
        """Drop what was built beside and is not to take this one's place."""
        ...

    def clear(self, begun_before: datetime, /) -> None:
        """Remove what a process that died has left, but for what can be gone on with and was written to since."""
        ...
