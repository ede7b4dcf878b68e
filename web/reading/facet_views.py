"""``/search/facet/<name>``: all values of a facet for a search, searched inside, by count or name; as JSON and CSV too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.engine import EVERY_VALUE
from indexer.model import CHOICES, DATES, ValueOrder, Values
from indexer.paging import last_page, stretch_of
from web.current import backfile, site_root
from web.listing import spreadsheet, value_sheet
from web.reading.answer import value_json
from web.reading.facet_urls import PER_PAGE, FacetUrls, read_facet
from web.reading.freshness import fresh
from web.reading.named_values import NAMED, by_names
from web.reading.search_urls import FACET_PAGES
from web.reading.turns import in_turn
from web.statuses import NoSuchPage

facets = Blueprint("facets", __name__, url_prefix=FACET_PAGES)


@facets.get("/<name>")
def values_page(name: str) -> AnyResponse:
    """A page of the list."""
    urls, notices = _asked(name)
    values = _values(urls, skip=(urls.page - 1) * PER_PAGE, most=PER_PAGE)
    page = render_template(
        "reading/facet.html",
        urls=urls,
        query=urls.query,
        values=values,
        notices=[*notices, *_ends(values, urls.page)],
        pages=last_page(values.total, PER_PAGE),
        dated=name in DATES,
    )
    return fresh(make_response(page))


@facets.get("/<name>.json")
def values_json(name: str) -> AnyResponse:
    """The same page as JSON."""
    urls, notices = _asked(name)
    values = _values(urls, skip=(urls.page - 1) * PER_PAGE, most=PER_PAGE)
    return fresh(jsonify(_shape(urls, values, [*notices, *_ends(values, urls.page)])))


@facets.get("/<name>.csv")
def values_csv(name: str) -> AnyResponse:
    """All values that the list has, however many."""
    urls, _ = _asked(name)
    response = Response(content_type=f"{spreadsheet.MEDIA_TYPE}; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer = fresh(response)
    if request.method != "HEAD" and answer.status_code != 304:
        values = _values(urls, skip=0, most=EVERY_VALUE)
        response.set_data("".join(value_sheet.write(values, site_root())))
    elif answer.status_code != 304:
        response.response = iter(())  # of no length that could be told
        answer.headers.pop("Content-Length", None)
    return answer


def _asked(name: str) -> tuple[FacetUrls, tuple[str, ...]]:
    if name not in CHOICES:
        raise NoSuchPage("facet", name)
    urls, notices = read_facet(name, request.args.to_dict(flat=False))
    if name in DATES and "order" not in request.args:
        urls = replace(urls, order=ValueOrder.NAME)
    return urls, notices


def _values(urls: FacetUrls, *, skip: int, most: int) -> Values:
    with in_turn(urls.query):
        return _counted(urls, skip=skip, most=most)


def _counted(urls: FacetUrls, *, skip: int, most: int) -> Values:
    engine = backfile().engine
    if urls.facet not in NAMED:
        asked = urls.containing
        return engine.values(urls.query, urls.facet, containing=asked, order=urls.order, skip=skip, most=most)
    whole = engine.values(urls.query, urls.facet, order=urls.order, most=EVERY_VALUE)
    return by_names(whole, containing=urls.containing, order=urls.order, skip=skip, most=most)


def _ends(values: Values, page: int) -> list[str]:
    """A word where the list ends, or can't be shown any further."""
    return [notice] if (notice := stretch_of(page, PER_PAGE, values.total).notice) else []


def _shape(urls: FacetUrls, values: Values, notices: list[str]) -> dict[str, Any]:
    return {
        "facet": urls.facet,
        "query": urls.query.text,
        "containing": urls.containing,
        "order": urls.order.value,
        "total": values.total,
        "articles": values.articles,
        "page": urls.page,
        "per_page": PER_PAGE,
        "values": [value_json(value) for value in values.values],
        "notices": notices,
    }
