"""A real browser, the application on a real port, and a listener that must never hear anything."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, sync_playwright
from waitress.server import create_server
from waitress.wasyncore import close_all

from tests.conftest import MovableClock
from tests.web.conftest import fill
from tests.web.library import MARCH, Library, open_library

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Elsewhere than in CI a missing one skips the test."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a browser at {CHROMIUM}")
        pytest.skip(f"there is no {CHROMIUM} on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield launched
        launched.close()


@dataclass
class Listener:
    """A site outside the archive: ``heard`` are the paths that it was asked for."""

    url: str
    heard: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def outside() -> Iterator[Listener]:
    listener = Listener("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's names
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """An application on a port of its own, by the server that Backfile uses.

    Chromium keeps connections apart by origin, and each sandboxed document has an origin of its own: a test that
    opens hundreds of them leaves more idle connections behind than any reader.
    """
    server = create_server(
        app,
        host="127.0.0.1",
        port=0,
        threads=6,
        connection_limit=2_000,
        channel_timeout=5,
        cleanup_interval=2,
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # In the loop's own thread: what is closed under its hands it would ask the system for, and die of it.
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A small archive with a keeper; tests may add to it, under addresses of their own."""
    with open_library(tmp_path_factory.mktemp("archive") / "data", MovableClock(MARCH)) as opened:
        fill(opened)
        opened.add_keeper()
        yield opened


@pytest.fixture(scope="session")
def site(archive: Library) -> Iterator[str]:
    """Where the archive is served."""
    with served(archive.app) as address:
        yield address


@dataclass
class Seen:
    """What happened in a browser: requests, console lines, dialogs, and requests that were refused or failed."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("console", lambda message: self.console.append(message.text))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(15_000)
    yield opened
    try:
        opened.close()
    except Error as error:  # a page that is still being torn down
        assert "closed" in str(error)  # noqa: PT017 - not the subject of a test


@pytest.fixture
def page(context: BrowserContext, seen: Seen) -> Page:
    opened = context.new_page()
    seen.watch(opened)
    return opened
