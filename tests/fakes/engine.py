"""A search engine that gives the answer it was told to give, for pages that need just that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Self

from indexer.model import Batch, Copy, Document, Query, Results, Suggestion, ValueOrder, Values


class FixedEngine:
    """A ``SearchEngine`` with one answer for every Query. ``asked`` keeps the Queries."""

    def __init__(self, answer: Results) -> None:
        self.answer = answer
        self.asked: list[Query] = []

    def checkpoint(self) -> int:
        return 0

    def apply(self, batch: Batch, /, *, checkpoint: int) -> None:
        raise NotImplementedError("the answer is fixed")

    def search(self, query: Query, /) -> Results:
        self.asked.append(query)
        return replace(self.answer, query=query)

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
        self.asked.append(query)
        held = [value for one in self.answer.facets if one.name == facet for value in one.values]
        fitting = [value for value in held if containing.casefold() in value.value.casefold()]
        if order is ValueOrder.NAME:
            fitting.sort(key=lambda value: value.value)
        return Values(query, facet, tuple(fitting[skip : skip + most]), len(fitting), self.answer.total)

    def found(self, query: Query, /) -> Iterator[str]:
        return self.ids()

    def listed(self, query: Query, /) -> Iterator[Document]:
        self.asked.append(query)
        return (hit.document for hit in self.answer.hits)

    def news(
        self, query: Query, /, *, after: datetime | None = None, skip: int = 0, most: int = 100
    ) -> list[Document]:
        return list(self.listed(query))[skip : skip + most]

    def suggest(self, typed: str, /, *, most: int = 8) -> tuple[Suggestion, ...]:
        return ()

    def related(self, id: str, /, *, most: int = 5) -> list[Document]:  # noqa: A002 - the port's own word
        return []

    def copies(self, id: str, /) -> list[Copy]:  # noqa: A002 - the port's own word
        return [copy for hit in self.answer.hits if hit.document.id == id for copy in hit.copies]

    def as_of(self) -> datetime | None:
        return self.answer.as_of

    def get(self, id: str, /) -> Document | None:  # noqa: A002 - the port's own word
        return next((hit.document for hit in self.answer.hits if hit.document.id == id), None)

    def ids(self) -> Iterator[str]:
        return (hit.document.id for hit in self.answer.hits)

    def count(self) -> int:
        return self.answer.total

    def problems(self) -> list[tuple[str, str]]:
        return []

    def proofread(self, documents: Iterable[Document], /, *, thorough: bool) -> Iterator[tuple[str, str]]:
        return iter(())

    def generation(self) -> str:
        return "fixed"

    def reset(self) -> None:
        raise NotImplementedError("the answer is fixed")

    def beside(self, origin: str, /) -> Self:
        raise NotImplementedError("the answer is fixed")

    def unfinished(self) -> tuple[Self, str] | None:
        return None

    def clear(self, begun_before: datetime, /) -> None:
        """Nothing is left by anybody."""

    def merge(self, give_way: Callable[[], bool] = bool) -> bool:
        return False

    def forget(self) -> None:
        raise NotImplementedError("the answer is fixed")

    def adopt(self, other: Self, /) -> None:
        raise NotImplementedError("the answer is fixed")

    def discard(self, other: Self, /) -> None:
        raise NotImplementedError("the answer is fixed")

    def close(self) -> None:
        """Nothing to let go of."""
