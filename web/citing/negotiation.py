"""Datetime negotiation (RFC 7089 §4.1, 302-style): which memento is asked for, and the answer that leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response, request

from archive.model import Capture
from archive.timestamp import parse_http_date
from web.citing import links
from web.current import site_root
from web.replay.choice import around
from web.statuses import BadDate

EXAMPLE = "Tue, 03 Mar 2026 12:00:00 GMT"


def wanted() -> datetime | None:
    """What the request's ``Accept-Datetime`` says; None where it has none. Raises BadDate."""
    text = request.headers.get("Accept-Datetime")
    if text is None:
        return None
    found = parse_http_date(text)
    if found is None:
        raise BadDate(text, EXAMPLE)
    return found


def lead(url: str, captures: Sequence[Capture], chosen: Capture, location: str) -> Response:
    """The redirect to the memento that was chosen of a URL's captures, which are oldest first."""
    root = site_root()
    values = [*links.resource_links(root, url), *links.memento_links(root, around(captures, chosen), chosen)]
    response = Response(status=302)
    response.headers["Location"] = location
    response.headers["Vary"] = "accept-datetime"
    response.headers["Link"] = ", ".join(values)
    response.headers["Cache-Control"] = "no-cache"
    return response
