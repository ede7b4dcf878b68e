"""``/manifests/``: the chain of manifests, each as plain text that never changes, and its time stamp."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.store.manifests import Manifest
from archive.timestamp import iso
from web.current import backfile
from web.statuses import NoSuchPage

manifests = Blueprint("manifests", __name__)

STAMP_TYPE = "application/timestamp-reply"  # RFC 3161 §3.4
FOR_GOOD = int(timedelta(days=365).total_seconds())


@manifests.get("/manifests/")
def chain() -> str:
    """All of them, newest first."""
    return render_template("manifests/chain.html", manifests=backfile().catalogue.manifests.all()[::-1])


@manifests.get("/manifests/index.json")
def chain_json() -> Response:
    """The same as JSON."""
    listed = [
        {
            "day": one.day.isoformat(),
            "sha256": one.sha256,
            "previous": one.previous,
            "captures": one.captures,
            "stamped": iso(one.stamped_at) if one.stamped_at else None,
            "manifest_url": f"/manifests/{one.day}",
        }
        for one in backfile().catalogue.manifests.all()[::-1]
    ]
    return jsonify({"manifests": listed})


@manifests.get("/manifests/<day>")
def manifest(day: str) -> AnyResponse:
    """A day's manifest, as it lies in the archive."""
    found = _found(day)
    return _kept(backfile().notary.path(found.day), found.sha256, "text/plain; charset=us-ascii", day)


@manifests.get("/manifests/<day>.tsr")
def stamp(day: str) -> AnyResponse:
    """Its time stamp (RFC 3161)."""
    found = _found(day)
    if found.stamp_sha256 is None:
        raise NoSuchPage("time stamp", day)
    return _kept(backfile().notary.stamp_path(found.day), found.stamp_sha256, STAMP_TYPE, day)


def _found(day: str) -> Manifest:
    try:
        found = backfile().catalogue.manifests.get(date.fromisoformat(day)) if len(day) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise NoSuchPage("manifest", day)
    return found


def _kept(path: Path, sha256: str, mime: str, day: str) -> AnyResponse:
    try:
        response = Response(path.read_bytes(), content_type=mime)
    except OSError:
        raise NoSuchPage("manifest", day) from None
    response.set_etag(sha256)
    response.cache_control.public = True
    response.cache_control.max_age = FOR_GOOD
    response.cache_control.immutable = True
    return response.make_conditional(request)
