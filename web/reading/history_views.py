"""An article's history: its captures and versions, and two of them side by side."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.model import Capture
from indexer.model import Version
from web.current import backfile, site_root
from web.listing import capture_sheet, spreadsheet
from web.reading.article import Article, article_of
from web.reading.calendar import lay_out
from web.reading.choosing import choices, chosen, steps
from web.reading.compare_address import CompareAddress
from web.reading.history import capture_json, history_json, history_of

history = Blueprint("history", __name__)

# What compares texts is imported where it is used: extraction takes half a second and 60 MB, and no other page of this
# process needs it.


@history.get("/page/<id>/captures")
def captures(id: str) -> str:  # noqa: A002 - the word in the address
    """Every capture of an article: its history, a calendar, a list."""
    found = article_of(id)
    return render_template(
        "reading/captures.html",
        article=found,
        history=history_of(found.captures, found.document, found.page.status),
        years=lay_out(found.captures),
        newest_first=found.captures[::-1],
    )


@history.get("/page/<id>/captures.json")
def captures_json(id: str) -> Response:  # noqa: A002
    """The same as JSON."""
    found = article_of(id)
    told = history_of(found.captures, found.document, found.page.status)
    facts = {"id": found.id, "url": found.url, "title": found.title, "status": found.status}
    listed = [capture_json(capture) for capture in found.captures]
    return jsonify({**facts, "history": history_json(told), "captures": listed})


@history.get("/page/<id>/captures.csv")
def captures_csv(id: str) -> Response:  # noqa: A002
    """The captures as CSV."""
    body = "".join(capture_sheet.write(article_of(id).captures, site_root()))
    response = Response(body, content_type=f"{spreadsheet.MEDIA_TYPE}; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="captures.csv"'
    return response


@history.get("/page/<id>/compare")
def compare(id: str) -> AnyResponse:  # noqa: A002
    """Two captures of an article side by side, or as one text; long stretches that stayed are folded."""
    found = article_of(id)
    two = _chosen(found)
    if two is None:
        return _unkept(make_response(render_template("reading/compare.html", article=found, choices=[])))
    from web.reading.comparison import compare as compared
    from web.reading.pairing import laid_out

    address = CompareAddress.of(two, request.args)
    comparison = compared(backfile().mementos, *two)
    page = render_template(
        "reading/compare.html",
        article=found,
        compared=comparison,
        layout=laid_out(comparison, one_column=address.one_column, everything=address.everything),
        address=address,
        step=steps(_versions(found), two),
        choices=choices(found.captures, _versions(found), two),
    )
    return _unkept(make_response(page))


@history.get("/page/<id>/compare.json")
def compare_json(id: str) -> AnyResponse:  # noqa: A002
    """The same as JSON: what stayed, was removed, added and moved, in order."""
    found = article_of(id)
    two = _chosen(found)
    if two is None:
        return _unkept(jsonify({"id": found.id, "from": None, "to": None, "changed": False, "pieces": []}))
    from web.reading.comparison import compare as compared
    from web.reading.comparison import comparison_json

    return _unkept(jsonify({"id": found.id, **comparison_json(compared(backfile().mementos, *two))}))


def _chosen(found: Article) -> tuple[Capture, Capture] | None:
    asked = request.args
    return chosen(
        found.captures, _versions(found), asked.get("from", "").strip(), asked.get("to", "").strip()
    )


def _versions(found: Article) -> tuple[Version, ...]:
    return found.document.versions if found.document else ()


def _unkept(response: Response) -> AnyResponse:
    """What is taken down must not come out of a cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
