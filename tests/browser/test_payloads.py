"""Hostile pages in a real browser, archived by our own crawler from a site that serves them over HTTP.

Each is looked at twice: as a reader gets it, and with the policy of its headers taken away, so that the rewriting
has to hold alone. Not one was copied from anywhere.
"""

# ruff: noqa: E501 - a payload is one line

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
from tests.origins.origin import Answer, Origin, Request
from tests.web.library import Library
from web.app import create_app
from web.compose import build
from web.settings import Settings

pytestmark = pytest.mark.browser

RAN = "4711"
LEGACY = "\x1b$B"  # ISO-2022-JP: what follows are two-byte characters, until the way back

# In each, RUN is a script, OUT a site outside the archive (OUTHOST without its scheme), EVIL the page's own site.
PAGES = {
    # what one parser takes for text and the other for tags
    "style in svg": '<svg></p><style><a id="</style><img src=x onerror=RUN>">',
    "style in mglyph": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=RUN&gt;'>",
    "nested forms": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>",
    "title attribute ends noembed": "<noembed><p title='</noembed><img src=x onerror=RUN>'></noembed>",
    "title attribute ends noframes": "<noframes><p title='</noframes><img src=x onerror=RUN>'></noframes>",
    "title attribute ends xmp": "<xmp><p title='</xmp><img src=x onerror=RUN>'></xmp>",
    "title attribute ends textarea": "<svg><textarea><p title='</textarea><img src=x onerror=RUN>'></textarea></svg>",
    "title attribute ends title": "<svg><title><p title='</title><img src=x onerror=RUN>'></title></svg>",
    "title attribute ends iframe": "<svg><iframe><p title='</iframe><img src=x onerror=RUN>'></iframe></svg>",
    "title attribute ends noscript": "<svg><noscript><p title='</noscript><img src=x onerror=RUN>'></noscript></svg>",
    "style in noscript": "<noscript><style></noscript><img src=x onerror=RUN></style></noscript>",
    "plaintext in svg": "<svg><plaintext><p title='</plaintext><img src=x onerror=RUN>'>",
    "tag in a select": "<select><style></select><img src=x onerror=RUN></style>",
    "comment that ends early": "<!--><img src=x onerror=RUN>--><!---><img src=x onerror=RUN>--><!-- --!><img src=x onerror=RUN>",
    "comment in an attribute": "<p title='<!--'><img src=x onerror=RUN><p title='-->'>",
    "cdata in svg": "<svg><![CDATA[><img src=x onerror=RUN>]]></svg><math><![CDATA[</math><img src=x onerror=RUN>]]></math>",
    "processing instruction": "<?php echo '><img src=x onerror=RUN>' ?><?xml-stylesheet href='OUT/a.css'?>",
    "doctype": "<!DOCTYPE html PUBLIC '\"><img src=x onerror=RUN>' '><script>RUN</script>'>",
    "second body": "<body><p>x</p><body onload=RUN onpageshow=RUN></body></html><html onclick=RUN><body onload=RUN>",
    "template": "<template><img src=x onerror=RUN></template><div><template shadowrootmode=open><img src=x onerror=RUN></template></div>",
    "foster parent": "<table><tr><img src=x onerror=RUN><a href=javascript:RUN id=go>x</a><style><td></style><script>RUN</script>",
    # attributes that are spelt so that a filter passes over them
    "slashes for spaces": "<img/src=x/onerror=RUN><svg/onload=RUN><input/autofocus/onfocus=RUN>",
    "form feed and null": "<img src=x onerror\x0c=RUN><img src=x \x00onerror=RUN><img src=x on\x00error=RUN><scr\x00ipt>RUN</script>",
    "quote in a name": "<img src=x a\"onerror=RUN b=\"><img src=x ='onerror=RUN'><img src=x \"'onerror=RUN>",
    "prefix in a name": "<img src=x svg:onerror=RUN><svg:script>RUN</svg:script><html:img src=x onerror=RUN><x:script xmlns:x='http://www.w3.org/1999/xhtml'>RUN</x:script>",
    "back ticks": "<img src=`x` onerror=RUN alt=``><p style=`background:url(OUT/a)`>x</p>",
    "events that nobody lists": "<style>@keyframes k{}</style><p style='animation:k 1ms' onanimationstart=RUN onanimationend=RUN>x</p>"
    "<div style='content-visibility:auto' oncontentvisibilityautostatechange=RUN>x</div><details open ontoggle=RUN>x</details>",
    "popover": "<button popovertarget=p id=go>x</button><div popover id=p onbeforetoggle=RUN ontoggle=RUN>x</div>",
    "script in an address": "<a href='jav&#x09;ascript:RUN' id=go>x</a>",
    "script in an address by entities": "<a href='&#x6A;avascript&colon;RUN' id=go>x</a>",
    "script in an address after a control": "<a href='\x01javascript:RUN' id=go>x</a>",
    "script in an address over lines": "<a href='java\nscr\tipt:RUN' id=go>x</a>",
    "script in a base": "<base href='javascript:/a/-RUN//'><a href='b' id=go>x</a><img src=x>",
    "script in math": "<math><maction actiontype='statusline' xlink:href='javascript:RUN' id=go><mi>x</mi></maction></math>",
    "script in annotation": "<math><annotation-xml encoding='text/html'><img src=x onerror=RUN><script>RUN</script></annotation-xml></math>",
    "animated link": "<svg><a id=go><animate attributeName=href to=javascript:RUN begin=0s fill=freeze /><text y=20>x</text></a></svg>",
    "animated handler": "<svg onbegin=RUN><animate onbegin=RUN attributeName=x dur=1s /><set attributeName=href onbegin=RUN /><discard onbegin=RUN /></svg>",
    "use with data": "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='x' onerror='RUN'/></svg>#x\"/></svg>",
    "script in svg": "<svg><script href='EVIL/run.js'></script><script xlink:href='data:,RUN'></script><script>RUN</script></svg>",
    "foreign object": "<svg><foreignObject><body onload=RUN><script>RUN</script><iframe srcdoc='<script>top.document.title=4711</script>'></foreignObject></svg>",
    "own script": "<script src='/run.js'></script><script src='run.js?x' type=module></script><link rel=modulepreload href=/run.js>",
    "own frames": "<iframe src=/frame.html></iframe><object data=/frame.html type=text/html></object><embed src=/evil.svg type=image/svg+xml>",
    "own frameset": "<frameset onload=RUN><frame src=/frame.html><frame src='javascript:RUN'></frameset>",
    "data frames": "<iframe src='data:text/html;base64,PHNjcmlwdD50b3AuZG9jdW1lbnQudGl0bGU9NDcxMTwvc2NyaXB0Pg=='></iframe><object data='data:image/svg+xml,<svg onload=RUN>'></object>",
    "own images that are more": "<img src=/evil.svg><img src=/frame.html><svg><image href=/evil.svg width=9 height=9 /></svg><video src=/frame.html autoplay onerror=RUN></video>",
    "own sheets": "<link rel=stylesheet href=/evil.css onload=RUN><link rel='alternate stylesheet' title=x href=/evil.css><link rel=stylesheet href=/frame.html>",
    "sheet in data": "<link rel=stylesheet href=\"data:text/css,@import 'OUT/a.css'\"><style>@import url(\"data:text/css,@import 'OUT/b.css'\");</style>",
    "speculation": "<script type=speculationrules>{\"prefetch\":[{\"source\":\"list\",\"urls\":[\"OUT/a\"]}]}</script><link rel='prerender prefetch' href=OUT/b>",
    "service worker": "<script>navigator.serviceWorker.register('/run.js')</script><link rel=serviceworker href=/run.js scope=/>",
    # addresses outside, by every way to spell one
    "odd slashes": "<img src='https:///OUTHOST/a'><img src='/\\OUTHOST/b'><img src='\\\\OUTHOST/c'><img src='///OUTHOST/d'><img src='http:OUTHOST/e'><img src='http:\nOUTHOST/f'>",
    "odd sets": "<img srcset=',OUT/a 1x,, OUT/b 2x,'><img srcset='OUT/c\t640w ,data:image/png;base64,AA 1x, OUT/d'><picture><source media='(min-width:1px)' srcset='OUT/e'><img></picture>",
    "lazy images": "<img data-src='OUT/a' loading=lazy><img data-srcset='OUT/b 1x'><img src='data:,' data-original='javascript:RUN'>",
    "old backgrounds": "<body background=OUT/a><table background=OUT/b><tr background=OUT/c><td background=OUT/d>x</table><img lowsrc=OUT/e dynsrc=OUT/f>",
    "media": "<video src=OUT/a autoplay muted></video><video poster=OUT/b></video><audio autoplay><source src=OUT/c></audio><video><track default src=OUT/d></video>",
    "plug-ins": "<object data=OUT/a><param name=movie value=OUT/b></object><embed src=OUT/c><applet code=OUT/d archive=OUT/e></applet><object classid=OUT/f></object>",
    "input image": "<form action=OUT/a><input type=image src=OUT/b formaction=OUT/c id=go></form>",
    "forms": "<form id=f action=OUT/a target=_blank></form><input form=f type=submit formtarget=_top formmethod=post id=go>",
    "svg by reference": "<svg><image href=OUT/a /><image xlink:href=OUT/b /><feImage href=OUT/c /><use href='OUT/d#x'/><pattern href='OUT/e#x'/></svg>",
    "svg by attribute": "<svg width=99 height=99><rect width=50 height=50 filter='url(OUT/a#f)' mask='url(OUT/b#m)' clip-path='url(OUT/c#c)' fill='url(OUT/d#g)'/>"
    "<path d='M0 0L9 9' marker-end='url(OUT/e#m)' stroke='url(OUT/f#s)' cursor='url(OUT/g),auto'/></svg>",
    "svg by animation": "<svg width=99 height=99><image width=9 height=9 href=x><set attributeName=href to=OUT/a /></image>"
    "<image width=9 height=9><animate attributeName=href values='OUT/b;OUT/c' dur=1s /></image></svg>",
    "svg by animated style": "<svg width=99 height=99><rect width=50 height=50><set attributeName=filter to='url(OUT/a#f)'/>"
    "<animate attributeName=mask values='url(OUT/b#m);url(OUT/c#m)' dur=1s /></rect></svg>",
    "style functions": "<style>p{background:URL( OUT/a );list-style:u\\rl(OUT/b) inside;border-image:-webkit-image-set(url(OUT/c) 1x)}"
    "p::before{content:image-set('OUT/d' 1x)}p::after{content:-webkit-cross-fade(url(OUT/e),url(OUT/f),50%)}</style><p style='mask:url(OUT/g);filter:url(OUT/h#x)'>x</p>",
    "style by variable": "<style>:root{--a:url(OUT/a);--b:'OUT/b'}p{background:var(--a)}q{background:image-set(var(--b) 1x)}</style><p>x</p><q>x</q>",
    "style by registered variable": "<style>@property --a{syntax:'<url>';inherits:true;initial-value:url(OUT/a)}p{background:var(--a)}</style><p>x</p>",
    "style by attribute value": "<style>p{background:image-set(attr(title) 1x);content:attr(title type(<url>))}</style><p title='OUT/a'>x</p>",
    "imports": "<style>@import\\20'OUT/a';</style><style>@im\\70ort 'OUT/b';</style><style>@import/**/\"OUT/c\"layer(x);</style>"
    "<style>@import url('OUT/d') supports(display:grid) screen;</style><style>@IMPORT url(OUT/e);</style><style>@import src('OUT/f');</style>",
    "import after a clipped string": "<style>p{content:'x\n@import 'OUT/a';}</style><style>/* @import 'OUT/b'; *//**/@import 'OUT/c'</style><style><!-- @import 'OUT/d'; --></style>",
    "fonts": "<style>@font-face{font-family:a;src:local(x),url(OUT/a)format('woff'),url(OUT/b)}@font-face{font-family:b;src:url(//OUTHOST/c)}*{font-family:a,b}</style>x",
    "other rules": "<style>@namespace url(OUT/a);@document url(OUT/b){p{}}@supports(background:url(OUT/c)){p{background:url(OUT/d)}}@media all{@layer x{p{cursor:url(OUT/e),auto}}}p{&:hover,&{background:url(OUT/f)}}</style><p>x</p>",
    "refresh in other words": "<meta http-equiv=' refresh ' content='0 , url = \"OUT/a\"'><meta content='0;OUT/b' http-equiv=REFRESH><meta http-equiv=refresh content='0;url=data:text/html,<script>RUN</script>'>",
    "headers by meta": "<meta http-equiv=Link content='<OUT/a>;rel=preload;as=image'><meta http-equiv=x-dns-prefetch-control content=on><meta http-equiv=Set-Cookie content='stolen=1'><meta http-equiv=default-style content=x>",
    "links of all kinds": "<link rel='PREFETCH' href=OUT/a><link rel='icon' href=OUT/b><link rel='apple-touch-icon mask-icon' href=OUT/c><link rel=manifest href=OUT/d><link rel=search href=OUT/e>"
    "<link rel=preload as=font href=OUT/f crossorigin><link rel=preload as=image imagesrcset='OUT/g 1x'><link rel=import href=OUT/h><link rel='dns-prefetch preconnect' href=OUT>",
    "old attributes": "<html manifest=OUT/a profile=OUT/b><p xml:base=OUT/ xlink:href=OUT/c><a href=x ping=OUT/d attributionsrc=OUT/e id=go>x</a><img src=x attributionsrc=OUT/f longdesc=OUT/g>",
    "into our own house": "<img src='EVIL/../../../admin/'><img src='/static/../admin/logout'><a href='/admin/logout' id=go>x</a>",
}  # fmt: skip

POLICY_ONLY = {"style by variable"}
"""What the rewriting can't know to be an address: a string in a custom property, put to use elsewhere."""

DOCUMENTS = {
    "iso-2022-jp": ("text/html; charset=iso-2022-jp", f"<img alt='{LEGACY}'><img src=x alt='\x1b(B' onerror=RUN>"),
    "hz": ("text/html; charset=hz-gb-2312", "<img alt='~{'><img src=x onerror=RUN alt='~}'>"),
    "utf-7 by meta": ("text/html", "<meta charset=utf-7>+ADw-img src=x onerror=RUN+AD4-"),
    "utf-7 by mark": ("text/html", "+/v8-+ADw-img src=x onerror=RUN+AD4-"),
    "ebcdic": ("text/html; charset=cp037", "\x4c\xa2\x83\x99\x89\x97\xa3\x6e\x4c\x61\xa2\x83\x99\x89\x97\xa3\x6e"),
    "quote that is eaten": ("text/html; charset=gbk", "<p title='\xbf'><img src=x onerror=RUN title='>"),
    "overlong": ("text/html; charset=utf-8", "\xc0\xbcimg src=x onerror=RUN\xc0\xbe"),
    "two charsets": ("text/html; charset=utf-16; charset=utf-8", "<img src=x onerror=RUN>"),
    "charset that is none": ("text/html; charset='\"><script>RUN</script>", "<img src=x onerror=RUN>"),
    "svg": ("image/svg+xml", ("<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><script>RUN</script><image href='OUT/a' width='9' height='9'/>"
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='OUT/b'/></foreignObject></svg>")),
    "svg that says it is html": ("text/html", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><script>RUN</script></svg>"),
    "html that says it is an image": ("image/png", "<script>RUN</script><img src=OUT/a>"),
    "html that says nothing": ("", "<!-- x --><html><script>RUN</script><img src=x onerror=RUN>"),
    "html that says any type": ("*/*", "<html><script>RUN</script>"),
    "html with a slash too many": ("text/html/xml", "<html><script>RUN</script>"),
    "xhtml": ("application/xhtml+xml", "<html xmlns='http://www.w3.org/1999/xhtml'><body onload='RUN'><script>//<![CDATA[\nRUN\n//]]></script><img src='OUT/a'/></body></html>"),
    "xml with a style sheet": ("application/xml", "<?xml-stylesheet href='OUT/a.css'?><?xml-stylesheet type='text/xsl' href='EVIL/evil.xsl'?><x/>"),
    "xml with entities": ("text/xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'OUT/a'><!ENTITY % b SYSTEM 'OUT/b'> %b;]><x>&a;</x>"),
    "xsl": ("text/xsl", "<x:stylesheet version='1.0' xmlns:x='http://www.w3.org/1999/XSL/Transform'><x:template match='/'><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></x:template></x:stylesheet>"),
    "mathml": ("application/mathml+xml", "<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:RUN'><mi>x</mi><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></math>"),
    "feed": ("application/rss+xml", "<rss><channel><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></channel></rss>"),
    "pdf": ("application/pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(OUT/a)>>>>endobj"),
    "mhtml": ("message/rfc822", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>RUN</script>"),
    "event stream": ("text/event-stream", "data: <script>RUN</script>\n\n"),
    "manifest": ("text/cache-manifest", "CACHE MANIFEST\nOUT/a\n"),
    "exchange": ("application/signed-exchange;v=b3", "sxg1-b3\x00<script>RUN</script>"),
    "script": ("text/javascript", "RUN"),
    "wasm": ("application/wasm", "\x00asm\x01\x00\x00\x00"),
}  # fmt: skip

HEADERS = (
    ("Refresh", "0;url=OUT/r"), ("Set-Cookie", "stolen=1; Path=/"), ("Link", "<OUT/l>;rel=preload;as=image"),
    ("Link", "<OUT/s.css>;rel=stylesheet"), ("Content-Security-Policy", "default-src * 'unsafe-inline'"),
    ("Service-Worker-Allowed", "/"), ("Clear-Site-Data", '"cookies"'), ("SourceMap", "OUT/m"), ("Content-Location", "OUT/"),
    ("NEL", '{"report_to":"a","max_age":99}'), ("Report-To", '{"group":"a","max_age":99,"endpoints":[{"url":"OUT/n"}]}'),
    ("Speculation-Rules", '"OUT/p"'), ("Content-Disposition", "inline"), ("X-XSS-Protection", "0"),
    ("Access-Control-Allow-Origin", "*"), ("Strict-Transport-Security", "max-age=99"), ("Origin-Agent-Cluster", "?0"),
)  # fmt: skip

PARTS = {
    "/run.js": ("text/javascript", "RUN"),
    "/frame.html": (
        "text/html",
        "<script>RUN;top.document.title=4711</script><img src=OUT/frame onerror=RUN>",
    ),
    "/evil.svg": ("image/svg+xml", DOCUMENTS["svg"][1]),
    "/evil.css": ("text/css", "@import 'OUT/css1'; @import url(evil2.css); body{background:url(OUT/css2)}"),
    "/evil2.css": ("text/css", "@charset 'x'; p{background:url(\\4f OUT/css3)} @import 'OUT/css4';"),
    "/evil.xsl": DOCUMENTS["xsl"],
}


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
        answer = route.fetch(max_redirects=0)
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
