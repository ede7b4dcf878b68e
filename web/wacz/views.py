"""WACZ packages for everyone: those that are published, with byte ranges, and one made of a single article."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response as AnyResponse
from werkzeug.wsgi import wrap_file

from archive.exchange.package.writing import Bounds, Wanted
from archive.model import Page
from archive.timestamp import iso
from web.current import backfile, site_root
from web.publishing import BadExportName, published, published_path, withheld
from web.statuses import NoSuchPage, TooBusy, Withheld
from web.wacz.ranges import Part, Range, Unsatisfiable, range_of

wacz = Blueprint("wacz", __name__, url_prefix="/wacz")

MEDIA_TYPE = "application/wacz"
AT_ONCE = 2
"""Packages of single articles that are made at the same time: readers of pages go first."""

BOUNDS = Bounds(captures=2000, bytes=100_000_000)
"""What a package of a single article may hold; a larger one is made by the command line."""

_making = BoundedSemaphore(AT_ONCE)


@wacz.get("/")
def listing() -> str:
    """The packages that are published."""
    return render_template("wacz/list.html", packages=_listed(), root=site_root())


@wacz.get("/index.json")
def listing_json() -> Response:
    """The same as JSON."""
    listed = [
        {"name": one["name"], "bytes": one["bytes"], "at": iso(one["at"]), "url": f"/wacz/{one['name']}"}
        for one in _listed()
    ]
    return jsonify({"packages": listed})


def _listed() -> list[dict[str, Any]]:
    takedowns = backfile().catalogue.takedowns.all()
    return [
        {"name": path.name, "bytes": seen.st_size, "at": datetime.fromtimestamp(seen.st_mtime, UTC)}
        for path in published(Path(backfile().settings.data))
        if not withheld(path, takedowns)
        for seen in (path.stat(),)
    ]


@wacz.route("/<name>.wacz", methods=["GET"], provide_automatic_options=False)
def package(name: str) -> AnyResponse:
    """A published package: whole, or a range of its bytes (RFC 9110 §14), by which viewers open it in place."""
    path = _found(name)
    seen = path.stat()
    response = Response(mimetype=MEDIA_TYPE)
    response.set_etag(f"{seen.st_ino:x}-{seen.st_mtime_ns:x}-{seen.st_size:x}")
    response.last_modified = datetime.fromtimestamp(int(seen.st_mtime), UTC)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    asked = request.headers.get("Range") if _same(response) else None
    try:
        wanted = range_of(asked, seen.st_size)
    except Unsatisfiable:
        response.status_code = 416
        response.headers["Content-Range"] = f"bytes */{seen.st_size}"
        return _shared(response)
    if not is_resource_modified(request.environ, response.get_etag()[0], None, response.last_modified):
        response.status_code = 304
        return _shared(response)
    _fill(response, path, wanted, seen.st_size)
    return _shared(response)


def _same(response: Response) -> bool:
    """Whether the file is still the one of which a part is asked for (RFC 9110 §13.1.5)."""
    condition = request.if_range
    if condition.etag is not None:
        return condition.etag == response.get_etag()[0]
    return condition.date is None or condition.date == response.last_modified


def _fill(response: Response, path: Path, wanted: Range | None, size: int) -> None:
    response.content_length = wanted.length if wanted is not None else size
    if wanted is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {wanted.first}-{wanted.last}/{size}"
    if request.method != "HEAD":
        part = Part(path.open("rb"), wanted or Range(0, size - 1))
        response.response = wrap_file(request.environ, io.BufferedReader(part))
        response.direct_passthrough = True


@wacz.route("/<name>.wacz", methods=["OPTIONS"])
def preflight(name: str) -> AnyResponse:
    """What a viewer on another origin may send: a browser asks before it sends a range."""
    response = Response(status=204)
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
    response.headers["Access-Control-Allow-Headers"] = "Range, If-Range, If-None-Match, If-Modified-Since"
    response.headers["Access-Control-Max-Age"] = "86400"
    return _shared(response)


@wacz.get("/page/<page_id>.wacz")
def of_page(page_id: str) -> AnyResponse:
    """One article with all its captures and what they need to be shown, made when it is asked for."""
    page = backfile().catalogue.pages.get(page_id)
    if page is None or not page.captures:
        raise NoSuchPage("article", page_id)
    if request.method == "HEAD":
        return _download(Response(mimetype=MEDIA_TYPE), page)
    if not _making.acquire(blocking=False):
        raise TooBusy("packages")
    try:
        made = _made(page)
    finally:
        _making.release()
    response = Response(wrap_file(request.environ, made), mimetype=MEDIA_TYPE, direct_passthrough=True)
    response.content_length = made.seek(0, io.SEEK_END)
    made.seek(0)
    return _download(response, page)


def _made(page: Page) -> BinaryIO:
    folder = Path(tempfile.gettempdir())
    file = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 -- closed with the answer
    try:
        wanted = Wanted(page.facts.title or page.url, iter((page.id,)), bounds=BOUNDS)
        backfile().packaging().write_to(file, folder, wanted)
    except BaseException:
        file.close()
        raise
    return file


def _download(response: AnyResponse, page: Page) -> AnyResponse:
    response.headers["Accept-Ranges"] = "none"
    response.headers["Content-Disposition"] = f'attachment; filename="page-{page.id}.wacz"'
    response.headers["Cache-Control"] = "no-store"
    return _shared(response)


def _found(name: str) -> Path:
    try:
        path = published_path(Path(backfile().settings.data), name)
    except BadExportName:
        raise NoSuchPage("package", name) from None
    if path.is_symlink() or not path.is_file():
        raise NoSuchPage("package", name)
    if withheld(path, backfile().catalogue.takedowns.all()):
        raise Withheld(path.name)
    return path


def _shared(response: AnyResponse) -> AnyResponse:
    """Any site may read it: packages are as public as the pages, hold no session of anybody's, and are asked for without
    cookies; a viewer is most often another site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = (
        "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
