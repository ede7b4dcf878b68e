"""``create_app``: the Flask application over a joined Backfile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from archive.errors import BackfileError, TakenDown
from web import headers, wording
from web.admin.views import desk
from web.citation.views import citation
from web.citation.work import capture_name
from web.citing.cdx.views import cdx_server
from web.citing.views import citing
from web.current import KEY, backfile, home_host, site_host, site_root
from web.held import as_taken_down
from web.listing.source_views import sources
from web.listing.views import listing
from web.manifests.views import manifests
from web.reading.facet_views import facets
from web.reading.history_views import history
from web.reading.views import reading
from web.replay.host import led_to_its_host
from web.replay.views import replay
from web.statuses import TooBusy, TooManyAttempts, headline, sentence, status_of
from web.version import VERSION
from web.wacz.views import wacz

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from web.compose import Backfile

__all__ = ["backfile", "create_app"]

log = logging.getLogger(__name__)

MAX_FORM_BYTES = 64 * 1024
STATIC_FOR = (
    3600  # seconds: style sheet and script change with an upgrade, and carry the version in their address
)


def create_app(backfile: Backfile) -> Flask:
    """The application: pages, JSON, Memento, replay and the keeper's desk. It opens nothing and starts nothing."""
    app = Flask(__name__)
    app.extensions[KEY] = backfile
    app.url_map.merge_slashes = False  # /web/2024/https://example.com/ has two in a row on purpose
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES, MAX_FORM_PARTS=100, SEND_FILE_MAX_AGE_DEFAULT=STATIC_FOR
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask types its provider by the base class
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(wording.FILTERS, capture_name=capture_name)
    for blueprint in (
        reading,
        facets,
        history,
        listing,
        sources,
        citation,
        citing,
        cdx_server,
        replay,
        wacz,
        manifests,
        desk,
    ):
        app.register_blueprint(blueprint)
    app.register_error_handler(BackfileError, _on_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_fault)
    app.before_request(led_to_its_host)
    app.context_processor(_for_templates)
    app.after_request(_protected)
    return app


def _for_templates() -> dict[str, Any]:
    return {"site_title": backfile().settings.title, "version": VERSION}


def _protected(response: AnyResponse) -> AnyResponse:
    if request.path.startswith("/web/") and "Content-Security-Policy" not in response.headers:
        headers.guard_replay(response.headers, headers.frame_policy(site_host(), home_host()))
    if request.path.startswith("/admin"):
        response.headers["Cache-Control"] = "no-store"
    if request.endpoint == "static":  # for our own sandboxed pages too, whose origin is opaque
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers.protect(response.headers)
    return response


def _on_error(error: BackfileError) -> Response:
    error = as_taken_down(error)
    response = _told(int(status_of(error)), str(error))
    if isinstance(
        error, TakenDown
    ):  # RFC 7725 §3-4: who keeps it from being shown; and only as long as that holds
        response.headers["Link"] = f'<{site_root()}/>; rel="blocked-by"'
        response.headers["Cache-Control"] = "private, no-cache"
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    if isinstance(error, TooBusy):
        response.headers["Retry-After"] = "30"
    return response


def _on_http_error(error: HTTPException) -> AnyResponse:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    response = _told(error.code, sentence(error.code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _on_fault(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _told(500, sentence(500))


def _told(status: int, text: str) -> Response:
    """An error in the form that the asker reads: JSON for ``.json``, text for what is saved as text, a page for
    everyone else."""
    if request.path.endswith(".json") or request.path.startswith("/timemap/json"):
        return make_response(jsonify({"status": status, "title": headline(status), "detail": text}), status)
    if request.path.endswith((".txt", ".bib", ".ris", ".csv", ".jsonl", ".atom")):
        return Response(f"{headline(status)}\n{text}\n", status, content_type="text/plain; charset=utf-8")
    page = render_template("errors/error.html", status=status, headline=headline(status), text=text)
    return make_response(page, status)
