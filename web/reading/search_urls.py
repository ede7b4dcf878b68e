"""A search's state as a URL, and the URLs of its neighbours: one value more, one less, the next page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from indexer.facet_value import facet_value
from indexer.model import DATES, FacetChoice, Query, Sort
from indexer.parameters import to_args
from web.listing.since import write_since

FACET_PAGES = "/search/facet"


@dataclass(frozen=True, slots=True)
class SearchUrls:
    """The URLs around one Query. Every change of what is asked goes back to page 1."""

    query: Query
    path: str = "/search"

    def here(self, path: str | None = None) -> str:
        """This very search, at another path when one is named."""
        pairs = to_args(self.query)
        return (path or self.path) + (f"?{urlencode(pairs)}" if pairs else "")

    def listed(self, path: str | None = None) -> str:
        """The whole list, in its order: without a page."""
        whole = replace(self.query, page=1, per_page=Query().per_page)
        return SearchUrls(whole, path or "/search").here()

    def feed(self, since: datetime | None, page: int = 1, path: str | None = None) -> str:
        """The feed of this search that announces what is news after ``since`` (None: all, the latest first)."""
        pairs = to_args(replace(self.query, page=page, per_page=Query().per_page, sort=Sort.RELEVANCE))
        if since is not None:
            pairs.append(("since", write_since(since)))
        return (path or self.path) + (f"?{urlencode(pairs)}" if pairs else "")

    def page(self, number: int) -> str:
        """Another page of the same list."""
        return self._with(page=number)

    def sorted_by(self, sort: str) -> str:
        """The same list in another order."""
        return self._with(sort=Sort(sort), page=1)

    def spelled(self, text: str) -> str:
        """The same filters with other words."""
        return self._with(text=text, page=1)

    def toggled(self, name: str, value: str) -> str:
        """With a value chosen that was not, or the other way round; an exclusion of it is lifted."""
        choice = self.query.chosen.get(name, FacetChoice())
        chosen = value in choice.any_of
        any_of = _without(choice.any_of, value) if chosen else (*choice.any_of, value)
        wanted = FacetChoice(any_of, _without(choice.none_of, value))
        return self._chosen(name, wanted) if chosen else self._widened(name, wanted)

    def excluded(self, name: str, value: str) -> str:
        """With a value excluded, or its exclusion lifted."""
        choice = self.query.chosen.get(name, FacetChoice())
        lifted = value in choice.none_of
        none_of = _without(choice.none_of, value) if lifted else (*choice.none_of, value)
        return self._chosen(name, FacetChoice(_without(choice.any_of, value), none_of))

    def only(self, name: str, value: str) -> str:
        """With this one value of a facet, whatever was chosen of it before."""
        return self._widened(name, FacetChoice((value,)))

    def all_values(self, name: str, containing: str = "") -> str:
        """All values of a facet for this search; those with ``containing`` in their names."""
        pairs = to_args(replace(self.query, page=1))
        if containing:
            pairs.append(("containing", containing))
        return f"{FACET_PAGES}/{name}" + (f"?{urlencode(pairs)}" if pairs else "")

    def any_date(self) -> str:
        """Without years, months and days."""
        chosen = {name: choice for name, choice in self.query.chosen.items() if name not in DATES}
        return self._with(chosen=chosen, page=1)

    def each_copy(self, wanted: bool) -> str:
        """With each copy of a text on its own, or all as one."""
        return self._with(each_copy=wanted, page=1)

    def undated(self) -> str:
        """Without the two date fields."""
        return self._with(since=None, until=None, page=1)

    def unfiltered(self) -> str:
        """The words alone."""
        return self._with(chosen={}, since=None, until=None, page=1)

    def _widened(self, name: str, choice: FacetChoice) -> str:
        """With more of a facet. Of a date, what another level asks for would take it away again: it is dropped."""
        if name not in DATES:
            return self._chosen(name, choice)
        others = {
            other: FacetChoice((), kept.none_of) if other in DATES else kept
            for other, kept in self.query.chosen.items()
        }
        chosen = {**others, name: choice}
        return self._with(chosen={key: kept for key, kept in chosen.items() if kept != FacetChoice()}, page=1)

    def _chosen(self, name: str, choice: FacetChoice) -> str:
        chosen = {key: value for key, value in self.query.chosen.items() if key != name}
        if choice != FacetChoice():
            chosen[name] = choice
        return self._with(chosen=chosen, page=1)

    def _with(self, **changes: Any) -> str:
        return SearchUrls(replace(self.query, **changes), self.path).here()


def search_of(value: str, facet: str) -> str:
    """The URL of all that has this value of a facet."""
    return SearchUrls(Query(chosen={facet: FacetChoice((facet_value(value),))})).here()


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in values if other != value)
