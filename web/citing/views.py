"""TimeGate and TimeMap (RFC 7089)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from archive.model import Capture
from archive.timestamp import http_date, iso
from web.citing import links, negotiation
from web.citing.cdx import forms
from web.citing.cdx.row import rows_of
from web.current import site_root
from web.held import captures_of
from web.replay import address
from web.replay.choice import nearest
from web.statuses import BadParameter, NoSnapshot, status_of

citing = Blueprint("citing", __name__)

PER_TIMEMAP = 1_000
FORMS = ("link", "json", "cdxj")


@citing.get("/timegate/<path:rest>")
def timegate(rest: str) -> AnyResponse:
    """Leads to the memento nearest to ``Accept-Datetime``, or to the latest (RFC 7089 §4.1, 302-style)."""
    url = address.readable_url(asked_url(rest, "/timegate/"))
    captures = captures_of(url)
    if not captures:
        raise NoSnapshot(url)
    at = negotiation.wanted() or captures[-1].captured_at
    chosen = nearest(captures, at, url)
    if chosen is None:
        raise NoSnapshot(url)
    return negotiation.lead(url, captures, chosen, links.memento_url(site_root(), chosen))


@citing.get("/timemap/<form>/<path:rest>")
def timemap(form: str, rest: str) -> AnyResponse:
    """Every memento of a URL, oldest first, in pages."""
    if form not in FORMS:
        error = BadParameter("timemap", form, f"it is one of {', '.join(FORMS)}")
        return make_response({"message": str(error)}, status_of(error))  # to a program, as pywb does
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
        "timemap_uri": {form: links.timemap_url(root, url, form) for form in FORMS},
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
