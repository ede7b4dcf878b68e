"""Archived HTML made inert."""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from web.replay.document import inert

URL = "https://quay.example/2026/post.html"
STAMP = "20260301120000"
AT = f"/web/{STAMP}"
SANDBOX = "allow-top-navigation-by-user-activation"
XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(inert(html, URL, STAMP), "html.parser")


@pytest.mark.parametrize(
    ("html", "selector", "attribute", "value"),
    [
        ('<a href="b.html#c2">', "a", "href", f"{AT}/https://quay.example/2026/b.html#c2"),
        ('<a href="//other.example/x?a=1&amp;b=2">', "a", "href", f"{AT}/https://other.example/x?a=1&b=2"),
        ('<a href="#here">', "a", "href", "#here"),
        ('<a href="mailto:a@quay.example">', "a", "href", "mailto:a@quay.example"),
        ('<img src="/a.png">', "img", "src", f"{AT}im_/https://quay.example/a.png"),
        ('<img src="data:image/png;base64,AAAA">', "img", "src", "data:image/png;base64,AAAA"),
        ('<img srcset="a.png 1x, b.png 2x">', "img", "srcset",
         f"{AT}im_/https://quay.example/2026/a.png 1x, {AT}im_/https://quay.example/2026/b.png 2x"),
        ('<video poster="p.jpg">', "video", "poster", f"{AT}im_/https://quay.example/2026/p.jpg"),
        ('<body background="b.gif">', "body", "background", f"{AT}im_/https://quay.example/2026/b.gif"),
        ('<link rel="stylesheet" href="s.css">', "link", "href", f"{AT}cs_/https://quay.example/2026/s.css"),
        ('<p style="background:url(x.png)">', "p", "style",
         f'background:url("{AT}im_/https://quay.example/2026/x.png")'),
        ('<svg><image href="i.png"/></svg>', "image", "href", f"{AT}im_/https://quay.example/2026/i.png"),
        ('<svg><use xlink:href="#a"/></svg>', "use", "xlink:href", "#a"),
        ('<img data-src="late.png" src="data:image/gif;base64,R0">', "img", "src",
         f"{AT}im_/https://quay.example/2026/late.png"),
        ('<base href="/stem/"><a href="x">', "a", "href", f"{AT}/https://quay.example/stem/x"),
        ('<base href="https://cdn.example/"><img src="x">', "img", "src", f"{AT}im_/https://cdn.example/x"),
    ],
)  # fmt: skip
def test_addresses_lead_into_the_replay(html: str, selector: str, attribute: str, value: str) -> None:
    found = soup_of(html).select_one(selector)
    assert found is not None
    assert found[attribute] == value


@pytest.mark.parametrize(
    "html",
    [
        '<script>alert(1)</script>', '<script src="x.js"></script>', '<base href="https://evil.example/">',
        '<link rel="preload" href="x" as="image">', '<link rel="dns-prefetch" href="//evil.example">',
        '<link rel="modulepreload" href="x">', '<link rel="manifest" href="x">',
        '<meta http-equiv="Content-Security-Policy" content="img-src none">',
        '<meta http-equiv="Set-Cookie" content="a=b">', '<meta name="referrer" content="unsafe-url">',
        '<applet code="x"></applet>', '<portal src="x"></portal>',
    ],
)  # fmt: skip
def test_elements_that_act_are_dropped(html: str) -> None:
    soup = soup_of(f"<p>before</p>{html}<p>after</p>")
    assert soup.get_text(" ", strip=True) == "before after"
    assert soup.find(["script", "base", "link", "meta", "applet", "portal"]) is None


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="x()"', 'ONLOAD="x()"', 'onpointerrawupdate=x()', 'srcdoc="<p>"', 'ping="https://evil.example"',
        'integrity="sha256-x"', 'crossorigin', 'nonce="x"', 'action="https://evil.example"',
        'formaction="javascript:x()"', 'href="javascript:x()"', 'href=" jav&#x09;ascript:x()"',
        'href="&#1;javascript:x()"', 'href="data:text/html,<script>x()</script>"', 'href="vbscript:x"',
        'src="javascript:x()"', 'title="javascript:x()"', 'xlink:href="javascript:x()"', 'target="_blank"', 'autofocus',
        'href="file:///etc/passwd"', 'href="blob:https://quay.example/1"',
    ],
)  # fmt: skip
def test_attributes_that_act_are_dropped(attribute: str) -> None:
    element = soup_of(f"<div {attribute}>text</div>").select_one("div")
    assert element is not None
    assert element.attrs == {}


def test_links_open_in_place_of_the_whole_page() -> None:
    links = soup_of('<a href="x" target="frame">a</a><a href="#y">b</a>').find_all("a")
    assert [link.get("target") for link in links] == ["_top", None]


def test_a_refresh_is_told_but_never_runs() -> None:
    meta = soup_of('<meta http-equiv="refresh" content="0; URL=\'https://evil.example/x\'">').meta
    assert meta is not None
    assert meta["content"] == f"0; url={AT}/https://evil.example/x"
    assert not meta.has_attr("http-equiv")


def test_text_after_what_is_dropped_stays() -> None:
    text = soup_of("<p>one<script>x</script>two<!-- no -->three<script>y</script>four</p>").get_text()
    assert text == "onetwothreefour"


def test_the_charset_becomes_the_one_that_is_served() -> None:
    soup = soup_of('<meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><p>سلام')
    assert soup.meta is not None
    assert soup.meta.attrs == {"charset": "utf-8"}
    assert "سلام" in soup.get_text()


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        ("<!doctype html><p>x", "<!DOCTYPE html>\n<html>"),
        ("<p>no doctype: quirks", "<html>"),
        (f"{XHTML}<p>", XHTML),
        ("<!DOCTYPE html PUBLIC \"a'><script>\"><p>", "<!DOCTYPE html>\n"),
    ],
)  # fmt: skip
def test_the_doctype_decides_the_layout_so_it_is_kept(html: str, begins: str) -> None:
    assert inert(html, URL, STAMP).startswith(begins)


def test_a_style_element_can_not_be_closed_from_within() -> None:
    html = "<style>p::before { content: '<\\/style><script>x()</script>' } a { b: '\\3c/style>' }</style>"
    assert soup_of(html).find("script") is None
    html = '<svg><style><img src="https://evil.example/x" onerror="x()"></style></svg>'
    assert "<img" not in inert(html, URL, STAMP)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "the text at the bottom",
        "<div>" * 3_000 + "<script>" * 100_000 + "</script>the text at the bottom",
        "<script></script>x" * 200_000 + "the text at the bottom",
        "".join(f'<a href="x{n}">' for n in range(200_000)) + "the text at the bottom",
        "<p " + " ".join(f"on{n}=1" for n in range(500_000)) + ">the text at the bottom",
        "<svg>" + "<g>" * 1_500 + "<style></style>" * 50_000,
        "<!--" * 200_000, "<" * 1_000_000, "&" * 1_000_000, "<p style='a:url(x)'>" * 20_000,
        "<style>" + "a{b:url(" * 100_000, "<style>" + "(" * 100_000 + "url(x)",
        "<img srcset='" + "a 1x," * 300_000 + "'>", "<table><tr><td>" * 30_000, "\0" * 100_000,
    ],
)  # fmt: skip
def test_hostile_html_takes_little_time_and_keeps_its_text(html: str) -> None:
    begun = time.process_time()
    made = inert(html, URL, STAMP)
    assert time.process_time() - begun < 10
    assert "the text at the bottom" not in html or "the text at the bottom" in made


TAGS = [
    "a",
    "img",
    "svg",
    "style",
    "script",
    "iframe",
    "link",
    "meta",
    "template",
    "noscript",
    "math",
    "table",
    "form",
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from([
        ' href="', " src='", " onclick=", " style=", '"', "'", ">", "<", "/", "=", "javascript:", "url(", ")", "<!--",
        "-->", "<![CDATA[", "]]>", "&#", ";", "\\", "\0", "http://evil.example/", " srcset=", "@import ", "<?", "?>",
    ]),
    st.text(max_size=5),
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_soup_keeps_a_script_a_handler_or_an_address_outside(html: str) -> None:
    soup = soup_of(html)
    assert soup.find(["script", "base"]) is None
    assert all(frame.get("sandbox") == [SANDBOX] for frame in soup.find_all("iframe"))
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            assert not name.lower().startswith("on")
            if name.lower() in ("href", "src", "xlink:href", "poster", "data"):
                reached = urljoin(f"http://archive.test{AT}mp_/{URL}", str(value))
                assert reached.startswith(("http://archive.test/web/", "mailto:", "tel:", "data:image/"))


@pytest.mark.parametrize(
    "html",
    [
        '<svg><rect filter="url(https://away.example/f#x)" mask="u\\72l(//away.example/m#x)"/></svg>',
        '<svg><image><set attributeName="href" to="https://away.example/a"/></image></svg>',
        '<svg><a><animate attributeName="xlink:href" values="javascript:1;x"/></a></svg>',
        '<svg><rect><animate attributeName="mask" values="url(//away.example/m)"/></rect></svg>',
        '<object data="https://away.example/o.svg">instead</object>',
        '<embed src="https://away.example/e.svg">',
    ],
)
def test_what_svg_and_embedding_could_reach_is_taken_out(html: str) -> None:
    made = inert(html, URL, STAMP)
    assert "javascript" not in made
    lead_in = re.compile(rf"/web/{STAMP}(im_|if_)?/https?://$|>Embedded: https://$")
    assert [text for text in made.split("away.example")[:-1] if not lead_in.search(text)] == []
