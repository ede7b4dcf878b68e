"""Hostile pages in a real browser, archived by our own crawler from a site that serves them over HTTP.

Each is looked at twice: as a reader gets it, and with the policy of its headers taken away, so that the rewriting
has to hold alone. Not one was copied from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route

from archive.model import Facts
from archive.timestamp import to_timestamp
from archive.uri import page_surt
from tests.browser.conftest import Listener, Seen, served
from tests.browser.payloads.documents import DOCUMENTS, HEADERS, PARTS
from tests.browser.payloads.pages import PAGES
from tests.origins.origin import Answer, Origin, Request
from tests.web.library import Library
from web.app import create_app
from web.compose import build
from web.settings import Settings

pytestmark = pytest.mark.browser

RAN = "4711"
POLICY_ONLY = {"style by variable"}
"""What the rewriting can't know to be an address: a string in a custom property, put to use elsewhere."""


@dataclass(frozen=True, slots=True)
class Trap:
    """The archived pages: where Backfile serves them, and the address of each by its name."""

    site: str
    snapshots: dict[str, tuple[str, str]]  # timestamp and URL

    def address(self, name: str, form: str) -> str:
        stamp, url = self.snapshots[name]
        return f"{self.site}/web/{stamp}{form}/{url}"


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory, outside: Listener) -> Iterator[Trap]:
    def filled(text: str) -> str:
        text = text.replace("RUN", f"document.title={RAN}").replace("EVIL", origin.url(""))
        return text.replace("OUTHOST", outside.url.removeprefix("http://")).replace("OUT", outside.url)

    def answer(request: Request) -> Answer:
        if not (request.path in PARTS or request.path.startswith(("/page-", "/document-"))):
            return Answer(status=404)
        if request.path in PARTS:
            mime, body = PARTS[request.path]
        else:
            kind, _, number = request.path.strip("/").partition("-")
            mime, body = (
                (
                    "text/html; charset=utf-8",
                    f"<!doctype html><title>inert</title><p>marker</p>{pages[int(number)]}",
                )
                if kind == "page"
                else documents[int(number)]
            )
        content = filled(body)
        encoded = content.encode("utf-8" if mime.endswith("utf-8") and kind_is_page(request) else "latin-1")
        headers = [(name, filled(value)) for name, value in HEADERS]
        return Answer(encoded, mime=filled(mime), headers=headers)

    def kind_is_page(request: Request) -> bool:
        return request.path.startswith("/page-")

    pages, documents = list(PAGES.values()), list(DOCUMENTS.values())
    settings = Settings(
        data=Path(tmp_path_factory.mktemp("trap") / "data"),
        min_delay=0,
        allow_networks=(ip_network("127.0.0.0/8"),),
    )
    backfile = build(settings)
    with Origin({"*": answer}) as origin:
        paths = {name: f"page-{number}" for number, name in enumerate(PAGES)}
        paths |= {f"document: {name}": f"document-{number}" for number, name in enumerate(DOCUMENTS)}
        with backfile.archiving("a test") as archiving:
            results = archiving.crawler.archive([origin.url(f"/{path}") for path in paths.values()])
        captures = [result.capture for result in results]
        assert [result for result in results if result.capture is None] == []
        snapshots = {
            name: (capture.timestamp, capture.url)
            for name, capture in zip(paths, captures, strict=True)
            if capture
        }
        with served(create_app(backfile)) as site:
            yield Trap(site, snapshots)
    backfile.close()


def expect_nothing(page: Page, trap: Trap, seen: Seen, outside: Listener, *, walled: bool = True) -> None:
    """No script ran, nothing was sent but within the replay, no cookie, no dialog, no second window. ``walled``:
    the policy may have stopped what the page asked for."""
    for frame in page.frames:
        assert frame.title() != RAN
        for button in frame.query_selector_all("#go"):
            button.dispatch_event("click")
    page.wait_for_timeout(15)
    assert all(frame.title() != RAN for frame in page.frames)
    inside = (
        f"{trap.site}/",
        "data:",
        "about:",
        "chrome-extension:",
        "chrome:",
    )  # the last two: Chromium's own PDF viewer
    stopped = set(seen.failed) if walled else set()
    assert {url for url in seen.requests if not url.startswith(inside)} - stopped == set()
    assert outside.heard == []
    assert seen.dialogs == []
    assert page.context.cookies() == []
    assert len(page.context.pages) == 1


@pytest.mark.parametrize(
    ("form", "name"),
    [
        *(("mp_", name) for name in PAGES),
        *((form, f"document: {name}") for name in DOCUMENTS for form in ("", "mp_")),
        *(("", name) for name in list(PAGES)[::6]),  # the same document, in its frame
    ],
)
def test_a_hostile_page_is_inert(
    page: Page, trap: Trap, seen: Seen, outside: Listener, form: str, name: str
) -> None:
    outside.heard.clear()
    try:
        page.goto(trap.address(name, form), wait_until="load")
    except Error as error:
        assert "Download is starting" in str(error)  # noqa: PT017 - a file is saved, not shown
        return
    expect_nothing(page, trap, seen, outside)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in POLICY_ONLY])
def test_the_rewriting_holds_alone(page: Page, trap: Trap, seen: Seen, outside: Listener, name: str) -> None:
    def without_policy(route: Route) -> None:
        answer = route.fetch(max_redirects=0, max_retries=3)
        headers = {
            header: value
            for header, value in answer.headers.items()
            if header not in ("content-security-policy", "x-frame-options")
        }
        route.fulfill(response=answer, headers=headers)

    outside.heard.clear()
    page.route("**/*", without_policy)
    page.goto(trap.address(name, "mp_"), wait_until="load")
    assert "marker" in page.content()
    expect_nothing(page, trap, seen, outside, walled=False)
    page.unroute_all(behavior="ignoreErrors")


def test_what_is_not_held_is_told_safely(page: Page, trap: Trap, seen: Seen, outside: Listener) -> None:
    outside.heard.clear()
    run = f"document.title={RAN}"
    for address in (
        f'http://none.example/"><script>{run}</script>',
        f"http://none.example/'onmouseover={run}//",
        f"http://none.example/?a=<img src=x onerror={run}>",
        f"http://none.example/#{run}",
        f"javascript:{run}//http://none.example/",
        "http://none.example/%22%3E%3Cscript%3Edocument.title=4711%3C/script%3E",
        "http://none.example/\u202e<svg onload=RUN>",
    ):
        for path in ("/web/2026/", "/web/*/", "/timegate/"):
            page.goto(f"{trap.site}{path}{address}", wait_until="load")
            assert page.title() != RAN
    expect_nothing(page, trap, seen, outside)


def test_a_hostile_title_and_address_stay_text_in_the_bar(
    page: Page, archive: Library, site: str, seen: Seen
) -> None:
    url = f"https://bar.example/'\"><img%20src=x%20onerror=document.title={RAN}>"
    title = (
        f"</title></iframe>\"'><script>document.title={RAN}</script><img src=x onerror=document.title={RAN}>"
    )
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    archive.keep(url, "<p>words about bars</p>", at=moment, page=True, facts=Facts(title=title))
    archive.index()
    page_id = archive.backfile.catalogue.pages.by_surt(page_surt(url))
    assert page_id is not None
    for path in (
        f"/web/{to_timestamp(moment)}/{url}",
        f"/web/*/{url}",
        f"/page/{page_id.id}",
        "/search?q=bars",
        "/",
    ):
        page.goto(site + path, wait_until="load")
        assert page.title() != RAN
        assert page.query_selector("img[src=x]") is None
    assert seen.dialogs == []
