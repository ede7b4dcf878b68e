"""Documents within documents in a real browser: shown in their places, and as inert there as anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page

from tests.browser.conftest import Listener, Seen
from tests.web.library import Library

pytestmark = pytest.mark.browser

STAMP = "20260301120000"
SITE = "https://frames.example"
RAN = "4711"

# Each is a document that a page holds in a frame; RUN is a script that would reach out of it, OUT a site outside.
INNER = [
    "<script>RUN</script><img src=x onerror=RUN><a href='javascript:RUN' id=go>x</a>",
    "<meta http-equiv=refresh content='0;url=OUT/a'><meta http-equiv=refresh content='0;url=javascript:RUN'>",
    "<body onload=RUN><form action=OUT/b target=_top><button id=go>x</button></form>",
    "<a href='OUT/c' target=_blank>x</a><base target=_blank href=OUT><img src=g.png>",
    "<iframe srcdoc='<script>RUN</script><img src=OUT/d>'></iframe><iframe src='OUT/e'></iframe>",
    "<iframe src='javascript:RUN'></iframe>",
    "<object data='data:text/html,<script>RUN</script>' type=text/html></object>",
    "<iframe src='/page.html'></iframe>",  # the page that holds it: a circle
]


@pytest.fixture(scope="module")
def framed(archive: Library, outside: Listener) -> str:
    """A page with frames of all kinds, held and not; its address."""

    def keep(path: str, body: str, mime: str = "text/html; charset=utf-8") -> None:
        body = body.replace("RUN", f"top.document.title={RAN};document.title={RAN};fetch(`OUT/f`)")
        archive.keep(f"{SITE}{path}", body.replace("OUT", outside.url), mime=mime)

    for number, inner in enumerate(INNER):
        keep(f"/hostile-{number}.html", f"<!doctype html><title>inner</title><p>hostile {number}</p>{inner}")
    svg = "<svg xmlns='http://www.w3.org/2000/svg'"
    drawing = f"{svg} onload='RUN'><script>RUN</script><image href='dot.svg'/><text>drawn</text></svg>"
    keep("/drawing.svg", drawing, "image/svg+xml")
    keep("/dot.svg", f"{svg} width='7' height='7'/>", "image/svg+xml")
    keep(
        "/calm.html",
        "<p>a calm inner page</p><a href='next.html'>next</a> <a href='next.html' target=_top>whole</a>",
    )
    keep("/next.html", "<p>the next one")
    keep("/left.html", "<p>left side <a href=next.html target=right>to the right</a>")
    keep(
        "/set.html",
        "<frameset cols='1,1'><frame src=left.html name=left><frame src=calm.html name=right></frameset>",
    )
    frames = "".join(f"<iframe src='/hostile-{number}.html'></iframe>" for number in range(len(INNER)))
    keep(
        "/page.html",
        f"<title>outer</title><p>outer words<iframe src=/calm.html name=calm></iframe>{frames}"
        "<object data=/drawing.svg type=image/svg+xml width=90 height=90></object>"
        "<iframe src=/not-held.html></iframe><a href=/next.html target=calm>steer</a>",
    )
    return f"/web/{STAMP}/{SITE}/page.html"


def frame_at(page: Page, ending: str) -> Frame:
    return next(frame for frame in page.frames if frame.url.endswith(ending))


def test_frames_are_shown_in_their_places_and_are_inert(
    page: Page, site: str, framed: str, seen: Seen, outside: Listener
) -> None:
    outside.heard.clear()
    page.goto(site + framed, wait_until="networkidle")
    assert "a calm inner page" in frame_at(page, "if_/https://frames.example/calm.html").inner_text("body")
    assert "holds no snapshot" in frame_at(page, "/not-held.html").inner_text("body")
    for number in range(len(INNER)):
        assert f"hostile {number}" in frame_at(page, f"/hostile-{number}.html").inner_text("body")
    drawing = frame_at(page, "/drawing.svg")
    assert "drawn" in str(drawing.evaluate("document.documentElement.textContent"))
    assert f"{site}/web/{STAMP}im_/{SITE}/dot.svg" in seen.requests
    before = page.url
    for frame in page.frames:
        for button in frame.query_selector_all("#go"):
            button.dispatch_event("click")
    page.wait_for_timeout(50)
    assert page.url == before
    assert all(RAN not in frame.title() for frame in page.frames if frame.url)
    assert outside.heard == []
    assert seen.dialogs == []
    assert page.context.cookies() == []
    assert len(page.context.pages) == 1
    inside = (f"{site}/web/", f"{site}/static/", "about:")
    assert {url for url in seen.requests if not url.startswith(inside)} - set(seen.failed) == set()


def test_links_in_frames_open_where_they_did(page: Page, site: str, framed: str) -> None:
    page.goto(site + framed, wait_until="load")
    outer = frame_at(page, "mp_/https://frames.example/page.html")
    with page.expect_event("framenavigated", lambda each: each.url.endswith("/next.html")):
        outer.click("text=steer")
    frame = frame_at(page, "if_/https://frames.example/next.html")
    assert "the next one" in frame.inner_text("body")
    assert page.url == site + framed
    page.goto(f"{site}/web/{STAMP}/{SITE}/calm.html")
    frame_at(page, "mp_/https://frames.example/calm.html").click("text=whole")
    page.wait_for_url(f"**/web/{STAMP}/{SITE}/next.html")


def test_a_frameset_is_shown(page: Page, site: str, framed: str) -> None:
    assert framed
    page.goto(f"{site}/web/{STAMP}/{SITE}/set.html", wait_until="load")
    assert "left side" in frame_at(page, "/left.html").inner_text("body")
    right = frame_at(page, "/calm.html")
    with page.expect_event("framenavigated", lambda each: each.url.endswith("/next.html")):
        right.click("text=next")
    frame_at(page, "/left.html").click("text=to the right")  # no sandboxed frame may steer the one beside it
    page.wait_for_url(f"**/web/{STAMP}/{SITE}/next.html")
