"""``/sources.json``, ``.csv``, ``.opml``: who is followed."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive.model import Source
from indexer.engine import EVERY_VALUE
from indexer.facet_value import facet_value
from indexer.model import Query
from web.current import backfile, site_root
from web.listing import followed, spreadsheet

sources = Blueprint("sources", __name__)


@sources.get("/sources.json")
def sources_json() -> Response:
    """The Sources with how many articles each has."""
    known = backfile().catalogue.sources.all()
    return jsonify(followed.as_json(known, articles_of(known), site_root()))


@sources.get("/sources.csv")
def sources_csv() -> Response:
    """The same for spreadsheets."""
    known = backfile().catalogue.sources.all()
    body = "".join(followed.as_csv(known, articles_of(known), site_root()))
    response = Response(body, content_type=f"{spreadsheet.MEDIA_TYPE}; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="sources.csv"'
    return response


@sources.get("/sources.opml")
def sources_opml() -> Response:
    """The list for feed readers."""
    joined = backfile()
    body = followed.as_opml(joined.catalogue.sources.all(), joined.settings.title)
    response = Response(body, content_type=f"{followed.OPML_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sources.opml"'
    return response


def articles_of(known: list[Source]) -> dict[str, int]:
    """How many articles each Source has, by its name."""
    listed = backfile().engine.values(Query(), "source", most=EVERY_VALUE)
    counts = {value.value: value.count for value in listed.values}
    return {source.name: counts.get(facet_value(source.name), 0) for source in known}
