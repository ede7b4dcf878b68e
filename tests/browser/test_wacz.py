"""A package opens in the viewer that others use: ReplayWeb.page's own code, in a real browser, by ranges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask, Response, request, send_from_directory
from markupsafe import Markup
from playwright.sync_api import Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from archive.exchange.package.writing import Wanted
from tests.browser.conftest import Seen, served
from tests.conftest import MovableClock
from tests.web.harbour import POST, fill
from tests.web.library import MARCH, open_library
from web.app import create_app

pytestmark = pytest.mark.browser


def viewer(folder: Path) -> Flask:
    """A site that embeds the viewer, as its makers tell sites to."""
    app = Flask("viewer")

    @app.get("/embed")
    def embed() -> str:
        return Markup(
            '<!doctype html><script src="/viewer/ui.js"></script><replay-web-page source="/wacz/harbour.wacz"'
            ' url="{url}" ts="{ts}" replayBase="/viewer/"></replay-web-page>'
        ).format(url=request.args["url"], ts=request.args["ts"])

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        return send_from_directory(folder, name)

    return app


@pytest.fixture(scope="module")
def site(peers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("viewed") / "data"
    with open_library(data, MovableClock(MARCH)) as library:
        fill(library)
        (data / "exports").mkdir()
        library.backfile.packaging().write(data / "exports" / "harbour.wacz", Wanted("Harbour"))
        app = create_app(library.backfile)
        app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/viewer": viewer(peers / "replaywebpage")})  # type: ignore[method-assign]
        with served(app) as address:
            yield address


@pytest.mark.parametrize(
    ("url", "ts", "text"),
    [
        (POST, "20260321120000", "The ferry no longer waits for the fog"),
        (POST, "20260311120000", "The ferry waits for the fog"),  # a revisit of another address's record
        (POST, "20260301120000", "The ferry waits for the fog"),
    ],
)
def test_the_viewer_shows_the_article(
    site: str, page: Page, seen: Seen, url: str, ts: str, text: str
) -> None:
    page.goto(f"{site}/viewer/embed?url={quote(url)}&ts={ts}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # so that the viewer's worker is there before its frame
    replayed = page.frame_locator("replay-web-page iframe").frame_locator(
        "iframe[name='___wabac_replay_frame'], iframe"
    )
    expect(replayed.get_by_text(text).first).to_be_visible(timeout=20_000)
    assert all(address.startswith((site, "data:", "blob:")) for address in seen.requests)
