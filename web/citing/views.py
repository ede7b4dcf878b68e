"""TimeGate and TimeMap (RFC 7089)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from archive.model import Capture
from archive.timestamp import http_date, iso, parse_http_date
from web.citing import links
from web.citing.cdx import forms
from web.citing.cdx.row import rows_of
from web.current import backfile, site_root
from web.held import captures_of
from web.replay import address
from web.replay.choice import nearest
from web.statuses import BadDate, NoSnapshot

citing = Blueprint("citing", __name__)

PER_TIMEMAP = 1_000
HTTP_DATE_EXAMPLE = "Tue, 03 Mar 2026 12:00:00 GMT"


@citing.get("/timegate/<path:rest>")
def timegate(rest: str) -> AnyResponse:
    """Leads to the memento nearest to ``Accept-Datetime``, or to the latest (RFC 7089 §4.1, 302-style)."""
    url = address.readable_url(asked_url(rest, "/timegate/"))
    wanted = request.headers.get("Accept-Datetime")
    at = parse_http_date(wanted) if wanted is not None else backfile().clock()
    if at is None:
        raise BadDate(wanted or "", HTTP_DATE_EXAMPLE)
    captures = captures_of(url)
    chosen = nearest(captures, at, url)
    if chosen is None:
        raise NoSnapshot(url)
    root = site_root()
    response = Response(status=302)
    response.headers["Location"] = links.memento_url(root, chosen)
    response.headers["Vary"] = "accept-datetime"
    response.headers["Link"] = ", ".join([*links.resource_links(root, url), *_ends(root, captures)])
    response.headers["Cache-Control"] = "no-cache"
    return response


def _ends(root: str, captures: list[Capture]) -> list[str]:
    if len(captures) == 1:
        return [links.memento_link(root, captures[0], ["first", "last"])]
    return [
        links.memento_link(root, captures[0], ["first"]),
        links.memento_link(root, captures[-1], ["last"]),
    ]


@citing.get("/timemap/<any(link, json, cdxj):form>/<path:rest>")
def timemap(form: str, rest: str) -> AnyResponse:
    """Every memento of a URL, oldest first, in pages."""
    page, url = _page_and_url(asked_url(rest, f"/timemap/{form}/"))
    captures = captures_of(url)
    pages = max(1, -(-len(captures) // PER_TIMEMAP))
    if not captures or page > pages:
        raise NoSnapshot(url)
    shown = captures[(page - 1) * PER_TIMEMAP : page * PER_TIMEMAP]
    if form == "cdxj":
        return Response(forms.cdxj(rows_of(shown)), content_type="text/x-cdxj")
    root = site_root()
    if form == "json":
        return jsonify(_timemap_json(root, url, shown, page, pages))
    body = ",\n".join(_timemap_links(root, url, shown, page, pages)) + "\n"
    return Response(body, content_type=links.LINK_FORMAT)


def _page_and_url(rest: str) -> tuple[int, str]:
    number, slash, after = rest.partition("/")
    if slash and number.isascii() and number.isdigit() and len(number) <= 6:
        return max(1, int(number)), address.readable_url(after)
    return 1, address.readable_url(rest)


def _timemap_links(root: str, url: str, shown: list[Capture], page: int, pages: int) -> Iterator[str]:
    yield f'<{address.escaped(url)}>; rel="original"'
    yield f'<{links.timegate_url(root, url)}>; rel="timegate"'
    span = f'from="{http_date(shown[0].captured_at)}"; until="{http_date(shown[-1].captured_at)}"'
    yield f'<{links.timemap_url(root, url, page=page)}>; rel="self"; type="{links.LINK_FORMAT}"; {span}'
    for rel, number in (("prev", page - 1), ("next", page + 1)):
        if 1 <= number <= pages:
            other = links.timemap_url(root, url, page=number)
            yield f'<{other}>; rel="timemap {rel}"; type="{links.LINK_FORMAT}"'
    for at, capture in enumerate(shown):
        first = ["first"] if page == 1 and at == 0 else []
        last = ["last"] if page == pages and at == len(shown) - 1 else []
        yield links.memento_link(root, capture, first + last)


def _timemap_json(root: str, url: str, shown: list[Capture], page: int, pages: int) -> dict[str, object]:
    others = {
        name: links.timemap_url(root, url, "json", number)
        for name, number in (("prev", page - 1), ("next", page + 1))
        if 1 <= number <= pages
    }
    return {
        "original_uri": url,
        "self": links.timemap_url(root, url, "json", page),
        "timegate_uri": links.timegate_url(root, url),
        "timemap_uri": {form: links.timemap_url(root, url, form) for form in ("link", "json", "cdxj")},
        "mementos": {
            "list": [
                {"datetime": iso(capture.captured_at), "uri": links.memento_url(root, capture)}
                for capture in shown
            ],
            "first": links.memento_url(root, shown[0]),
            "last": links.memento_url(root, shown[-1]),
        },
        **others,
    }


def asked_url(rest: str, prefix: str) -> str:
    """The URL behind a prefix as it was sent, its query included."""
    sent = request.environ.get("REQUEST_URI") or request.environ.get("RAW_URI") or ""
    found = address.raw_rest(sent, prefix)
    return found if found else address.reassembled(rest, request.query_string.decode("latin-1"))
