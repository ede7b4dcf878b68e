"""What pages and style sheets need to look as they did."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import pytest

from archive.discover import requisites, stylesheets
from archive.model import LinkKind
from tests.archive.discover.made_up import a_page, answer, urls

HOME = "https://notes.example/"
URL = f"{HOME}posts/tidy"
SHEET = f"{HOME}css/main.css"


@pytest.mark.parametrize(
    ("markup", "needed"),
    [
        ("<img src='a.png'>", ["posts/a.png"]),
        ("<img src='a.png' srcset='b.png 2x, /c.png 3x'>", ["posts/a.png", "posts/b.png", "c.png"]),
        ("<img src='data:image/gif;base64,R0' data-src='/lazy.jpg'>", ["lazy.jpg"]),
        ("<picture><source srcset='/w.webp 1x, /w2.webp 2x'><img src='/w.jpg'></picture>", ["w.jpg", "w.webp", "w2.webp"]),
        ("<link rel='stylesheet' href='/s.css'><link rel='alternate stylesheet' href='/t.css'>", ["s.css", "t.css"]),
        ("<link rel='shortcut icon' href='/f.ico'><link rel='apple-touch-icon' href='/t.png'>", ["f.ico", "t.png"]),
        ("<link rel='preload' as='font' href='/f.woff2'><link rel='preload' as='script' href='/x.js'>", ["f.woff2"]),
        ("<link rel='canonical' href='/c'><link rel='alternate' href='/feed'>", []),
        ("<p style=\"background: url('/bg.png') no-repeat\">", ["bg.png"]),
        ("<style>@import '/i.css'; @font-face{src:url(/f.woff2)} p{background:url(data:image/png;base64,x)}</style>", ["i.css", "f.woff2"]),
        ("<table background='/paper.gif'><tr><td background='/cell.gif'></table>", ["paper.gif", "cell.gif"]),
        ("<input type='image' src='/go.gif'><input type='text' src='/no.gif'>", ["go.gif"]),
        ("<video poster='/still.jpg' src='/film.mp4'><source src='/film.webm'></video><audio src='/x.mp3'>", ["still.jpg"]),
        ("<svg><use href='/icons.svg#pen'/><use href='#here'/><image xlink:href='/i.png'/></svg>", ["icons.svg", "i.png"]),
        ("<script src='/x.js'></script><iframe src='/frame'></iframe><object data='/o.swf'></object>", []),
        ("<img src=''><img src='#'><img src='javascript:x'><img src='http://[bad'>", []),
        ("<noscript><img src='/fallback.png'></noscript>", ["fallback.png"]),
    ],
)  # fmt: skip
def test_what_a_page_needs(markup: str, needed: list[str]) -> None:
    assert urls(answer(a_page(markup), url=URL), LinkKind.REQUISITE) == [HOME + path for path in needed]


def test_requisites_are_one_deeper_and_no_hop_wherever_they_lie() -> None:
    found = answer(a_page("<img src='https://pictures.example/a.png'>"), url=URL, depth=2)
    assert [(target.depth, target.hops, target.via) for target in found.targets] == [(3, 0, URL)]


@pytest.mark.parametrize(
    ("css", "needed"),
    [
        ("a{background:url(img/a.png)}", ["img/a.png"]),
        ("a{background:URL( \"b.png\" )}", ["b.png"]),
        ("@import 'x.css' screen; @import url(y.css);", ["x.css", "y.css"]),
        ("@font-face{src:local('No'),url('f.woff2') format('woff2'),url(f.woff)}", ["f.woff2", "f.woff"]),
        ("a{background:image-set('one.png' 1x, url(two.png) 2x)}", ["one.png", "two.png"]),
        ("@media print{@supports (a:b){a{cursor:url(c.cur),auto}}}", ["c.cur"]),
        ("/* url(no.png) */ a{content:'url(no.png)'}", []),
        ("a{background:url(data:image/png;base64,xx)} b{filter:url(#blur)}", []),
        ("a{background:url(a.png)} b{background:url(a.png", ["a.png"]),
        ("a{b:url(un'closed)} c{d:url(ok.png)}", ["ok.png"]),
        ("a{src(x.png)}", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_a_style_sheet_needs(css: str, needed: list[str]) -> None:
    assert stylesheets.needed(css) == needed


def test_a_style_sheets_own_address_is_the_base() -> None:
    found = answer(
        "@charset 'utf-8'; a{background:url(../i/ä.png)}", LinkKind.REQUISITE, SHEET, mime="text/css"
    )
    assert [(target.url, target.kind, target.depth) for target in found.targets] == [
        (f"{HOME}i/%C3%A4.png", LinkKind.REQUISITE, 2)
    ]
    assert requisites.of_stylesheet("@import 'main.css'", SHEET) == []


def test_a_requisite_that_is_html_leads_nowhere() -> None:
    assert (
        answer(a_page("<img src=/x.png><a href=/y>y</a>"), LinkKind.REQUISITE, f"{HOME}a.png").targets == ()
    )
