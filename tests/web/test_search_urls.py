"""The URLs around a search: one value more, one less, the next page."""

from __future__ import annotations

from indexer.model import FacetChoice, Query, Sort
from web.reading.search_urls import SearchUrls


def test_urls_around_a_query() -> None:
    urls = SearchUrls(Query(text="fog", chosen={"source": FacetChoice(("A",))}, page=3))
    assert urls.here() == "/search?q=fog&source=A&page=3"
    assert urls.toggled("source", "B") == "/search?q=fog&source=A&source=B"
    assert urls.toggled("source", "A") == "/search?q=fog"
    assert urls.excluded("source", "A") == "/search?q=fog&source=-A"
    assert urls.only("year", "2024") == "/search?q=fog&source=A&year=2024"
    assert urls.page(4) == "/search?q=fog&source=A&page=4"
    assert urls.sorted_by(Sort.OLDEST) == "/search?q=fog&source=A&sort=oldest"
    assert urls.unfiltered() == "/search?q=fog"
    assert urls.here("/search.json") == "/search.json?q=fog&source=A&page=3"
