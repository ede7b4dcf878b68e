"""The whole list of a facet's values as a URL, and its neighbours: another order, another page, another form of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer.model import Query, ValueOrder
from indexer.parameters import parse_query, to_args
from indexer.querylang import BOUNDS
from web.reading.search_urls import FACET_PAGES, SearchUrls

PER_PAGE = 100
_OWN = ("containing", "order", "page")


@dataclass(frozen=True, slots=True)
class FacetUrls:
    """The URLs around one list: ``query`` is the search that it belongs to, ``containing`` what is looked for inside."""

    query: Query
    facet: str
    containing: str = ""
    order: ValueOrder = ValueOrder.COUNT
    page: int = 1

    @property
    def search(self) -> SearchUrls:
        """The search itself, where what is picked here leads."""
        return SearchUrls(self.query)

    @property
    def around(self) -> SearchUrls:
        """The same list around other searches."""
        return SearchUrls(self.query, self._path())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that looks for something else inside keeps."""
        return [*to_args(self.query), *self._ordered()]

    def here(self, form: str = "") -> str:
        """This very page; as a file of a form (``.json``, ``.csv``) the same values."""
        own = [("containing", self.containing)] if self.containing else []
        paged = [("page", str(self.page))] if self.page > 1 else []
        pairs = [*to_args(self.query), *own, *self._ordered(), *paged]
        return self._path(form) + (f"?{urlencode(pairs)}" if pairs else "")

    def whole(self, form: str = "") -> str:
        """The list from its beginning."""
        return replace(self, page=1).here(form)

    def ordered(self, order: str) -> str:
        """The same values in another order."""
        return replace(self, order=ValueOrder(order), page=1).here()

    def at(self, page: int) -> str:
        """Another page of the list."""
        return replace(self, page=page).here()

    def all(self) -> str:
        """All values, whatever they contain."""
        return replace(self, containing="", page=1).here()

    def _path(self, form: str = "") -> str:
        return f"{FACET_PAGES}/{self.facet}{form}"

    def _ordered(self) -> list[tuple[str, str]]:
        return [("order", self.order.value)] if self.order is not ValueOrder.COUNT else []


def read_facet(facet: str, parameters: Mapping[str, Sequence[str]]) -> tuple[FacetUrls, tuple[str, ...]]:
    """What the parameters of a facet's list ask for, and a sentence for each that had to be changed."""
    query, notices = parse_query({name: values for name, values in parameters.items() if name not in _OWN})
    paged, more = parse_query({"page": parameters.get("page", ()), "per_page": [str(PER_PAGE)]})
    containing = " ".join(next(iter(parameters.get("containing", ())), "").replace("\0", " ").split())
    asked = next(iter(parameters.get("order", ())), "")
    order = ValueOrder(asked) if asked in list(ValueOrder) else ValueOrder.COUNT
    unknown = (
        [f"order={asked[:40]} is unknown; there are {', '.join(ValueOrder)}."]
        if asked and asked != order
        else []
    )
    longest = BOUNDS["value"]
    cut = [f"containing: {longest.text}"] if len(containing) > longest.limit else []
    urls = FacetUrls(query, facet, containing[: longest.limit].strip(), order, paged.page)
    return urls, (*notices, *more, *unknown, *cut)
