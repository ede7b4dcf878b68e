"""Answers that hold as long as the index does: one commit, one answer per address."""

from __future__ import annotations

import hashlib

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from web.current import backfile
from web.version import VERSION


def fresh(response: AnyResponse, *, weak: bool = False) -> AnyResponse:
    """Kept by the reader's own browser, and asked for again: unchanged until the index changes. ``weak``: what it says
    of the catalogue's own doings (checks) may be older."""
    stamp = f"{VERSION} {backfile().engine.generation()} {request.host_url} {request.full_path}"
    response.set_etag(hashlib.sha256(stamp.encode("utf-8", "replace")).hexdigest()[:24], weak)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
