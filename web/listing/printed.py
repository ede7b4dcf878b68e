"""A whole list in one of the forms that a command prints, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from indexer.model import Query
from web.listing import feed, records
from web.listing.forms import LIST_FORMS
from web.reading.answer import answer_json
from web.reading.search_urls import SearchUrls

if TYPE_CHECKING:
    from web.compose import Backfile


def pieces(form: str, query: Query, joined: Backfile, root: str, *, most: int | None) -> Iterator[str]:
    """All that the search finds (``most`` of it, where that is given), in its order."""
    documents = islice(joined.engine.listed(query), most)
    if form == "json":
        head = answer_json(joined.engine.search(replace(query, page=1, per_page=1)))
        for name in ("page", "per_page", "hits", "took_ms"):
            del head[name]
        return records.whole(head, documents, root)
    if form == "atom":
        urls = SearchUrls(query, "/search.atom")
        about = feed.Feed(
            root=root,
            archive=joined.settings.title,
            title=f"{query.text or 'All articles'} · {joined.settings.title}",
            path=urls.feed(None),
            name=urls.feed(None).removeprefix("/"),
            page=urls.listed("/search"),
            updated=joined.engine.as_of(),
        )
        return feed.write_pieces(about, documents)
    return LIST_FORMS[form].write(documents, joined, root)
