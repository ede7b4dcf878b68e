"""``/web/…``: snapshots, their frame, all captures of a URL, and what is not held.

``/web/<14 digits>/<url>`` is the memento itself: the inert document with its Memento headers, for programs and
for everything that is embedded. A browser that navigates there gets the frame page instead (with the same
headers): our bar, and the document in an ``<iframe>`` at ``…mp_/``, so that nothing in the document can reach,
cover or imitate the bar. The frame page is never cached, so a memento needs no ``Vary`` (RFC 7089 §4.1).
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive import charset, uri
from archive.errors import BackfileError
from archive.model import Capture, Memento
from archive.timestamp import last_moment, parse_timestamp
from web import headers
from web.citing import negotiation
from web.citing.views import asked_url
from web.current import backfile, home_host, site_host
from web.held import as_taken_down, captures_of
from web.reading.calendar import lay_out
from web.replay import address, choice, head
from web.replay.files import name_of
from web.replay.memento import IN_FRAME, NEAR, answer, memento_headers
from web.replay.payload import Kind, essence, kind_of, peek
from web.replay.shown import Shown
from web.statuses import BadDate, NoSnapshot, status_of

replay = Blueprint("replay", __name__)

_HEAD = 8_192  # bytes in which a page's refresh is looked for


@replay.get("/web/")
def look_up() -> AnyResponse:
    """The form on the first page: to all captures of an address that was typed."""
    typed = request.args.get("url", "").strip()
    if not typed:
        return redirect("/#lookup")
    return redirect(f"{address.PREFIX}*/{address.escaped(address.readable_url(typed))}")


@replay.get("/web/<path:rest>")
def snapshot(rest: str) -> AnyResponse:
    """A snapshot by time and URL."""
    asked = address.read(asked_url(rest, address.PREFIX))
    captures = captures_of(asked.url)
    if asked.stamp == "*":
        return _all_captures(asked.url, captures)
    capture = _chosen(asked, captures)
    if capture is None:
        return _missing(asked)
    exact = asked.stamp == capture.timestamp
    if asked.form == address.FRAME and request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect(address.path_of(capture.timestamp, capture.url))  # opened by itself: with its bar
    if not exact and asked.form not in (address.IMAGE, address.STYLE):
        place = address.path_of(capture.timestamp, capture.url, asked.form)
        if asked.stamp is None and not asked.form:
            return negotiation.lead(asked.url, captures, capture, place)
        found = redirect(place)
        found.headers["Cache-Control"] = NEAR
        return found
    shown = Shown(capture, choice.around(captures, capture), asked.form, exact=exact)
    if _wants_frame(asked) and not _is_redirect(capture):
        return _framed(shown)
    try:
        return answer(shown)
    except BackfileError as error:
        if asked.form not in IN_FRAME:
            raise
        return _in_place(error, capture.url)


def _chosen(asked: address.Asked, captures: list[Capture]) -> Capture | None:
    if asked.stamp is not None and len(asked.stamp) == 14:
        found = choice.exact(captures, asked.stamp, asked.url)
        if found is not None:
            return found
    if asked.stamp is not None:
        return choice.within(captures, *_span(asked.stamp), asked.url)
    wanted = negotiation.wanted()
    if wanted is not None:
        return choice.nearest(captures, wanted, asked.url)
    return choice.latest(captures, asked.url)


def _span(stamp: str) -> tuple[datetime, datetime]:
    try:
        return parse_timestamp(stamp), last_moment(stamp)
    except ValueError:
        raise BadDate(stamp, "1 to 14 digits, such as 20260303 or 20260303120000") from None


def _is_redirect(capture: Capture) -> bool:
    return 300 <= capture.status < 400 and capture.status != 304


def _wants_frame(asked: address.Asked) -> bool:
    """Whether a browser shows this address in a tab. Over plain HTTP beyond this machine browsers send no
    ``Sec-Fetch-Dest``; ``Upgrade-Insecure-Requests`` they send with every navigation, and programs never."""
    if asked.form:
        return False
    dest = request.headers.get("Sec-Fetch-Dest")
    return dest == "document" or (dest is None and request.headers.get("Upgrade-Insecure-Requests") == "1")


def _framed(shown: Shown) -> AnyResponse:
    capture = shown.capture
    with ExitStack() as stack:
        memento = stack.enter_context(backfile().mementos.open(capture))
        mime, problem, status = essence(memento), memento.problem, memento.status
        size = memento.payload.seek(0, 2)
        memento.payload.seek(0)
        leads_on = _leads_on(memento) if kind_of(mime) is Kind.HTML else None
    page = render_template(
        "replay/frame.html",
        capture=capture,
        around=shown.around,
        mime=mime,
        problem=problem,
        title=_title_of(capture),
        is_file=kind_of(mime) is Kind.FILE,
        is_pdf=mime == "application/pdf",
        size=size,
        name=name_of(capture.url),
        leads_on=leads_on,
        path_of=address.path_of,
        forms=address,
    )
    response = make_response(page, status if 400 <= status <= 599 else 200)
    headers.guard_replay(response.headers, headers.frame_policy(site_host(), home_host()))
    response.headers["X-Frame-Options"] = "DENY"
    memento_headers(response, shown)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _leads_on(memento: Memento) -> tuple[str, str] | None:
    """Where the page would have sent its reader by itself: the address in the replay, and the URL."""
    capture = memento.capture
    target = head.leads_on_to(charset.decode(peek(memento, _HEAD), memento.header("Content-Type")).text)
    url = uri.join(capture.url, target) if target else None
    return (address.path_of(capture.timestamp, url), url) if url and url != capture.url else None


def _title_of(capture: Capture) -> str | None:
    if capture.page_id is None:
        return None
    document = backfile().engine.get(capture.page_id)
    if document is not None:
        return document.title
    page = backfile().catalogue.pages.get(capture.page_id)
    return page.facts.title if page else None


def _all_captures(url: str, captures: list[Capture]) -> AnyResponse:
    if not captures:
        return _missing(address.Asked("*", "", url))
    newest_first = captures[::-1]
    page_id = next((capture.page_id for capture in newest_first if capture.page_id), None)
    page = render_template(
        "replay/captures.html",
        url=url,
        captures=captures,
        newest_first=newest_first,
        years=lay_out(captures),
        page_id=page_id,
    )
    return make_response(page)


def _missing(asked: address.Asked) -> Response:
    """What is not held: said in a page that leads to the live web, or in a line for what is embedded. Raises TakenDown."""
    error = NoSnapshot(asked.url)
    told = as_taken_down(error)
    if told is not error:
        raise told
    if asked.form in IN_FRAME:
        return _in_place(error, asked.url)
    dest = request.headers.get("Sec-Fetch-Dest", "document")
    if asked.form in (address.IMAGE, address.STYLE) or dest not in ("document", "iframe", "frame", "empty"):
        return Response(f"{error}\n", status=status_of(error), mimetype="text/plain")
    page = render_template("replay/missing.html", url=asked.url, text=str(error), host=_host(asked.url))
    return make_response(page, status_of(error))


def _in_place(error: BackfileError, url: str) -> Response:
    """What can't be shown, said in the very frame where it would stand."""
    page = render_template("replay/notice.html", text=str(error), url=url)
    response = make_response(page, status_of(error))
    headers.guard_replay(response.headers, headers.notice_policy(site_host()))
    return response


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
