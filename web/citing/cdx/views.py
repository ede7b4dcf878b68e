"""``/cdx``, as pywb answers, and ``/cdx/search/cdx``, as the Wayback CDX server does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import BackfileError
from archive.store.captures import Captures
from web.citing.cdx import answer, forms
from web.citing.cdx.dialect import PYWB, WAYBACK, Dialect
from web.citing.cdx.page import DEFAULT_SIZE, pages
from web.citing.cdx.question import Question, read
from web.citing.cdx.row import Row
from web.current import backfile
from web.statuses import BadParameter, status_of

cdx_server = Blueprint("cdx", __name__)

_PYWB_FORMS = {
    "cdxj": ("text/x-cdxj", forms.cdxj),
    "json": ("text/x-ndjson", forms.json_lines),
    "text": ("text/plain", forms.text),
}


@cdx_server.errorhandler(BackfileError)
def _refused(error: BackfileError) -> tuple[Response, int]:
    """Programs ask here: what is wrong is said in JSON, as pywb does."""
    return jsonify(message=str(error)), int(status_of(error))


@cdx_server.get("/cdx")
def pywb() -> AnyResponse:
    """Captures as pywb's CDX server lists them."""
    captures, asked = _asked(PYWB)
    if asked.count_pages:
        return jsonify(pages(answer.count(captures, asked), _page_size(asked)))
    found = _rows(captures, asked, PYWB)
    if asked.output == "link":
        return Response(forms.links(found), content_type="application/link-format")
    mime, write = _PYWB_FORMS[asked.output]
    return Response(write(found, asked.fields), content_type=mime)


@cdx_server.get("/cdx/search/cdx")
def wayback() -> AnyResponse:
    """Captures as the Wayback CDX server lists them."""
    captures, asked = _asked(WAYBACK)
    if asked.count_pages:
        number = pages(answer.count(captures, asked), _page_size(asked))["pages"]
        return Response(f"{number}\n", content_type="text/plain")
    found: Iterable[Row]
    if asked.show_resume and asked.limit > 0 and not (asked.reverse or asked.closest):
        found = answer.Resumable(captures, asked, WAYBACK)
    else:
        found = _rows(captures, asked, WAYBACK)
    if asked.output == "json":
        return Response(forms.wayback_json(found, asked.fields), content_type="application/json")
    return Response(forms.wayback_text(found, asked.fields), content_type="text/plain")


def _asked(dialect: Dialect) -> tuple[Captures, Question]:
    asked = read(request.args, dialect, backfile().clock())
    captures = backfile().catalogue.captures
    if asked.page is not None and asked.page.number and asked.page.first >= answer.count(captures, asked):
        raise BadParameter("page", str(asked.page.number), "there are not that many pages")
    return captures, asked


def _page_size(asked: Question) -> int:
    return asked.page.size if asked.page is not None else DEFAULT_SIZE


def _rows(captures: Captures, asked: Question, dialect: Dialect) -> Iterator[Row]:
    return answer.rows(captures, asked, dialect)
