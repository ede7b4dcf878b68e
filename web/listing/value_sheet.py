"""A facet's values as CSV, by the rules of ``spreadsheet.py``. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.model import Values
from web.listing.spreadsheet import cell, line
from web.reading.search_urls import SearchUrls
from web.wording import value_name

COLUMNS = ("value", "name", "count", "chosen", "search_url")


def write(values: Values, root: str) -> Iterator[str]:
    """A line of names, then one for each value: what it is called, how many articles have it, whether it is chosen or
    excluded, and the address at which it is."""
    urls = SearchUrls(values.query)
    yield "\ufeff" + line(COLUMNS)
    for value in values.values:
        chosen = "yes" if value.selected else "excluded" if value.excluded else ""
        address = root + urls.only(values.facet, value.value)
        named = value_name(value.value, values.facet)
        yield line(cell(text) for text in (value.value, named, str(value.count), chosen, address))
