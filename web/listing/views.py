"""``/search.csv``, ``.bib``, ``.ris``: whole lists, streamed. ``/search.atom`` and ``/feed.atom``: what is new.
``/sitemap.xml``: what search engines may list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.model import Query
from indexer.parameters import parse_query
from web.current import backfile, site_root
from web.listing import ENDINGS, feed, sitemap
from web.listing.forms import LIST_FORMS
from web.listing.since import read_since
from web.reading.freshness import fresh
from web.reading.search_urls import SearchUrls
from web.reading.turns import in_turn
from web.statuses import NoSuchPage, TooBusy

listing = Blueprint("listing", __name__)

AT_ONCE = 3
"""Whole lists that are written at the same time: each holds a thread for as long as its reader takes."""

ENTRIES = 100
"""Entries in one page of a feed."""

_writing = BoundedSemaphore(AT_ONCE)


@listing.get(f"/search.<any({', '.join(ENDINGS)}):ending>")
def whole_list(ending: str) -> AnyResponse:
    """All that a search finds, however much, in its order; ``page`` and ``per_page`` do not count."""
    query, _ = parse_query(request.args.to_dict(flat=False))
    form, joined, root = LIST_FORMS[ending], backfile(), site_root()
    response = Response(
        iter(()), content_type=form.content_type
    )  # of no length that could be told before it is written
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(query)}.{ending}"'
    answer = fresh(response, weak=True)
    response.response = iter(())  # a list by now, whose length would be told: that of nothing
    answer.headers.pop("Content-Length", None)
    if request.method == "HEAD" or answer.status_code == 304:
        return answer
    if not _writing.acquire(blocking=False):
        raise TooBusy("lists")
    place = _Place()
    response.call_on_close(place.leave)
    response.response = place.until_the_end(form.write(joined.engine.listed(query), joined, root))
    return response


class _Place:
    """One of the places of those that write a list: left at its end, or when its reader goes; once."""

    def __init__(self) -> None:
        self._left = False

    def leave(self) -> None:
        if not self._left:
            self._left = True
            _writing.release()

    def until_the_end(self, pieces: Iterator[str]) -> Iterator[str]:
        try:
            yield from pieces
        finally:
            self.leave()


@listing.get("/search.atom")
def search_feed() -> AnyResponse:
    """What of a search is news, the latest first; with ``since``, what became news later than that alone."""
    query, _ = parse_query(request.args.to_dict(flat=False))
    return _feed(query, "/search.atom", f"{query.text or 'All articles'} · {backfile().settings.title}")


@listing.get("/feed.atom")
def site_feed() -> AnyResponse:
    """What is new in the archive."""
    query, _ = parse_query({name: request.args.getlist(name) for name in ("page",)})
    return _feed(query, "/feed.atom", backfile().settings.title)


def _feed(query: Query, path: str, title: str) -> AnyResponse:
    joined, since = backfile(), read_since(request.args.get("since", ""))
    urls = SearchUrls(query, path)
    skip = (query.page - 1) * ENTRIES
    with in_turn(query):
        found = joined.engine.news(query, after=since, skip=skip, most=ENTRIES + 1)
    parts = {"first": 1 if query.page > 1 else 0, "previous": query.page - 1, "next": query.page + 1}
    if len(found) <= ENTRIES:
        parts["next"] = 0
    about = feed.Feed(
        root=site_root(),
        archive=joined.settings.title,
        title=title,
        path=urls.feed(since, query.page),
        name=urls.feed(None, 1).removeprefix("/"),
        page=urls.listed() if path == "/search.atom" else "/",
        updated=found[0].news_at if found else since or joined.engine.as_of(),
        **{rel: urls.feed(since, page) if page else None for rel, page in parts.items()},
    )
    body = feed.write(about, found[:ENTRIES])
    return fresh(Response(body, content_type=f"{feed.MEDIA_TYPE}; charset=utf-8"))


@listing.get("/sitemap.xml")
def sitemap_index() -> AnyResponse:
    """The parts of the map."""
    body = sitemap.index(site_root(), backfile().catalogue.pages.count_held())
    return _mapped(body)


@listing.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> AnyResponse:
    """One part of the map: our own pages of articles. What was taken down is not among them."""
    pages = backfile().catalogue.pages
    if not 1 <= number <= max(1, -(-pages.count_held() // sitemap.PART)):
        raise NoSuchPage("part of the sitemap", str(number))
    return _mapped(sitemap.part(site_root(), pages.held_in_order((number - 1) * sitemap.PART, sitemap.PART)))


def _mapped(body: bytes) -> AnyResponse:
    response = Response(body, content_type=sitemap.MEDIA_TYPE)
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def _file_name(query: Query) -> str:
    """ASCII, and nothing that a file system could trip over."""
    words = re.sub(r"[^a-z0-9]+", "-", query.text.lower())[:40].strip("-")
    return f"articles-{words}" if words else "articles"
