"""More hostile pages in a real browser, each in a frame of its own and many at once, so that none can mask another and all
are quick: as readers get them, and with the policy and the sandbox taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from html import escape

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.browser.conftest import Listener, Seen
from tests.browser.payloads.documents import DOCUMENTS, HEADERS
from tests.browser.payloads.drawings import DRAWINGS, DRAWN
from tests.browser.payloads.frames import FRAME_PARTS, FRAMES
from tests.browser.payloads.markup import MARKUP
from tests.browser.payloads.pages import PAGES
from tests.browser.payloads.polyglots import POLYGLOTS
from tests.browser.payloads.styles import STYLES
from tests.web.library import Library

pytestmark = pytest.mark.browser

RAN = "4711"
STAMP = "20260301120000"
EVIL = "http://hostile.example"
TOGETHER_AT_MOST = 14
BODIES = {"frames": FRAMES, "drawn": DRAWN, "styles": STYLES, "markup": MARKUP}
TYPED = {"drawings": DRAWINGS, "polyglots": POLYGLOTS}
REPLAYED = re.compile(rf"/together$|^http://[^/]+/web/{STAMP}/")
WALLS_DOWN = ("content-security-policy", "x-frame-options")
POLICY_ONLY = {"frames: xml in a frame"}
"""XML that is neither a drawing nor a page is sent as it was; the policy alone makes it inert."""

ADDRESSES = """() => document.querySelector('body.notice') ? [] : [...document.querySelectorAll('*')].flatMap(element =>
    ['href', 'src', 'action', 'data', 'formaction'].map(name => element[name]?.baseVal ?? element[name])
    .filter(value => typeof value === 'string' && value))"""
CLICKS = """() => document.querySelectorAll('#go').forEach(element =>
    element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, view: window})))"""


@dataclass
class Hostile:
    """The archived payloads: the site that serves them, and the URL of each by its name."""

    site: str
    urls: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def hostile(archive: Library, site: str, outside: Listener) -> Hostile:
    made = Hostile(site)

    def filled(text: str) -> str:
        text = text.replace("RUN", f"document.title={RAN}").replace("EVIL", EVIL)
        text = text.replace("OUTHOST", outside.url.removeprefix("http://")).replace("OUT", outside.url)
        return text.replace("OWNHOST", site.removeprefix("http://")).replace("OWN", site)

    headers = [(name, filled(value)) for name, value in HEADERS]
    for path, (mime, status, body) in FRAME_PARTS.items():
        if mime == "Location":
            archive.keep(f"{EVIL}{path}", "", status=status, headers=[*headers, ("Location", filled(body))])
        else:
            archive.keep(
                f"{EVIL}{path}", filled(body).encode("latin-1"), mime=mime, status=status, headers=headers
            )
    for kind, bodies in BODIES.items():
        for number, (name, body) in enumerate(bodies.items()):
            made.urls[f"{kind}: {name}"] = url = f"{EVIL}/{kind}-{number}"
            page = f"<!doctype html><title>inert</title><p>marker</p>{filled(body)}"
            archive.keep(url, page, headers=headers)
    for kind, documents in TYPED.items():
        for number, (name, (mime, content)) in enumerate(documents.items()):
            made.urls[f"{kind}: {name}"] = url = f"{EVIL}/{kind}-{number}"
            archive.keep(url, filled(content).encode("latin-1"), mime=mime, headers=headers)
    return made


@pytest.fixture(scope="module")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        opened.set_default_timeout(20_000)
        yield opened


@pytest.fixture
def page(shared_context: BrowserContext, seen: Seen) -> Iterator[Page]:
    with shared_context.new_page() as opened:
        seen.watch(opened)
        yield opened


def groups(kind: str) -> list[tuple[str, int]]:
    count = len(BODIES.get(kind) or TYPED[kind])
    return [(kind, start) for start in range(0, count, TOGETHER_AT_MOST)]


def addresses(hostile: Hostile, kind: str, start: int, without: Set[str] = frozenset()) -> list[str]:
    names = [name for name in hostile.urls if name.startswith(f"{kind}: ")][start : start + TOGETHER_AT_MOST]
    return [f"/web/{STAMP}mp_/{hostile.urls[name]}" for name in names if name not in without]


def open_together(page: Page, hostile: Hostile, shown: list[str], *, walled: bool) -> None:
    """A page with these in frames, as our own frame page holds one. A click that leads to another snapshot is answered
    with 204, so that the page stays."""
    sandbox = 'sandbox="allow-top-navigation-by-user-activation"' if walled else ""
    frames = "".join(f'<iframe {sandbox} src="{escape(each)}"></iframe>' for each in shown)

    def answer(route: Route) -> None:
        url = route.request.url
        if url == f"{hostile.site}/together":
            route.fulfill(content_type="text/html", body=f"<!doctype html><title>together</title>{frames}")
        elif url.startswith(f"{hostile.site}/web/{STAMP}/"):
            route.fulfill(status=204)
        elif walled or not url.startswith(f"{hostile.site}/web/"):
            route.continue_()
        else:
            answer = route.fetch(max_redirects=0, max_retries=3)
            kept = {name: value for name, value in answer.headers.items() if name not in WALLS_DOWN}
            route.fulfill(response=answer, headers=kept)

    page.route(REPLAYED if walled else "**/*", answer)
    page.goto(f"{hostile.site}/together", wait_until="load")


def click_everything(page: Page) -> None:
    """What a reader may click on, in every frame."""
    for frame in page.frames[1:]:
        try:
            frame.evaluate(CLICKS)
        except Error as error:
            assert "detached" in str(error) or "destroyed" in str(error)  # noqa: PT017 - it went with the frame around it
    page.wait_for_timeout(60)


def expect_nothing(page: Page, hostile: Hostile, seen: Seen, outside: Listener, *, walled: bool) -> None:
    assert page.url == f"{hostile.site}/together"
    assert page.title() == "together"
    assert [frame.url for frame in page.frames if frame.title() == RAN] == []
    inside = (
        f"{hostile.site}/web/",
        f"{hostile.site}/static/",
        f"{hostile.site}/together",
        "data:",
        "about:",
    )
    browsers_own = ("chrome-extension:", "chrome:")  # Chromium's PDF viewer
    stopped = set(seen.failed) if walled else set()
    sent = {url for url in seen.requests if not url.startswith((*inside, *browsers_own))}
    assert sent - stopped == set()
    assert outside.heard == []
    assert seen.dialogs == []
    assert page.context.cookies() == []
    assert len(page.context.pages) == 1


def expect_addresses_of_the_replay(page: Page, hostile: Hostile) -> None:
    harmless = ("/web/", f"{hostile.site}/web/", f"{hostile.site}/static/", "#", "data:image/", "about:")
    for frame in page.frames[1:]:
        assert [each for each in frame.evaluate(ADDRESSES) if not each.startswith(harmless)] == []


@pytest.mark.parametrize(("kind", "start"), [group for kind in (*BODIES, *TYPED) for group in groups(kind)])
def test_hostile_pages_are_inert_in_frames(
    page: Page, hostile: Hostile, seen: Seen, outside: Listener, kind: str, start: int
) -> None:
    outside.heard.clear()
    saved: list[str] = []
    page.on("download", lambda download: saved.append(download.url))
    shown = addresses(hostile, kind, start)
    open_together(page, hostile, shown, walled=True)
    expect_nothing(page, hostile, seen, outside, walled=True)
    if kind in BODIES:
        assert len([frame for frame in page.frames if "marker" in frame.content()]) >= len(shown)
    click_everything(page)
    expect_nothing(page, hostile, seen, outside, walled=True)
    assert saved == []
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize(("kind", "start"), [group for kind in BODIES for group in groups(kind)])
def test_the_rewriting_holds_alone_in_frames(
    page: Page, hostile: Hostile, seen: Seen, outside: Listener, kind: str, start: int
) -> None:
    outside.heard.clear()
    open_together(page, hostile, addresses(hostile, kind, start, POLICY_ONLY), walled=False)
    expect_nothing(page, hostile, seen, outside, walled=False)
    expect_addresses_of_the_replay(page, hostile)
    click_everything(page)
    expect_nothing(page, hostile, seen, outside, walled=False)
    page.unroute_all(behavior="ignoreErrors")


def test_there_are_enough_of_them() -> None:
    tables = [list(table) for table in (PAGES, DOCUMENTS, FRAMES, DRAWN, DRAWINGS, STYLES, MARKUP, POLYGLOTS)]
    assert sum(len(names) for names in tables) >= 250
    assert len(HEADERS) >= 15
