"""A host of its own for snapshots (``replay_url``): what was asked for on one host and lives on the other is led there.

A browser keeps cookies and storage by host, whatever the port: only another host is a wall. The keeper's desk answers on
the readers' host alone, so that nothing under the snapshots' host ever meets its session.
"""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from web.current import backfile
from web.replay.address import PREFIX, reassembled


def led_to_its_host() -> AnyResponse | None:
    """The redirect to where an address lives, None where it is asked for in the right place, or there is one host."""
    settings = backfile().settings
    if settings.replay_url is None or settings.public_url is None or request.path == "/healthz":
        return None
    on_replay = request.host.lower() == settings.replay_url.partition("://")[2].lower()
    if request.path.startswith(PREFIX):
        return None if on_replay else _at(settings.replay_url)
    return _at(settings.public_url) if on_replay and not request.path.startswith("/static/") else None


def _at(root: str) -> AnyResponse:
    sent = request.environ.get("REQUEST_URI") or request.environ.get("RAW_URI") or ""
    if not sent.startswith("/"):
        sent = reassembled(request.path, request.query_string.decode("latin-1"))
    return redirect(root + sent)
