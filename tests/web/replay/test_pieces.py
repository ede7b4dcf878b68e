"""The pure pieces of replay: addresses, choice, srcset, CSS, media types."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadUrl
from archive.model import Capture, Locator, Memento, RecordType, WallKind
from archive.surt import surt
from archive.timestamp import to_timestamp
from tests.web.library import MARCH
from web.replay import quick_style, srcset, style
from web.replay.address import Asked, path_of, raw_rest, read, readable_url, reassembled
from web.replay.choice import around, exact, nearest
from web.replay.payload import Kind, essence, is_font, kind_of, shown_type

URL = "https://quay.example/a"


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ("20260301120000/https://quay.example/a", Asked("20260301120000", "", URL)),
        ("2026/quay.example/a", Asked("2026", "", "http://quay.example/a")),
        ("20260301120000id_/https://quay.example/a", Asked("20260301120000", "id_", URL)),
        ("*/https://quay.example/a", Asked("*", "", URL)),
        ("2026*/https://quay.example/a", Asked("*", "", URL)),
        ("https://quay.example/a", Asked(None, "", URL)),
        ("quay.example/a", Asked(None, "", "http://quay.example/a")),
        ("2026/https:/quay.example/a", Asked("2026", "", URL)),
        ("2026/https%3A%2F%2Fquay.example%2Fa", Asked("2026", "", URL)),
        ("2026/https://quay.example/?q=%3F%2F&x=1", Asked("2026", "", "https://quay.example/?q=%3F%2F&x=1")),
        ("2026/HTTPS://Quay.Example:443/a", Asked("2026", "", URL)),
        ("2026/quay.example:8080/a", Asked("2026", "", "http://quay.example:8080/a")),
    ],
)  # fmt: skip
def test_addresses_as_people_type_them(rest: str, asked: Asked) -> None:
    assert read(rest) == asked


@pytest.mark.parametrize(
    "rest", ["2026/javascript:alert(1)", "2026/ftp://x.example/", "2026/data:text/html,x", "2026/://"]
)
def test_what_is_no_web_address_is_refused(rest: str) -> None:
    with pytest.raises(BadUrl):
        read(rest)


def test_the_request_line_tells_an_escaped_question_mark_from_a_query() -> None:
    assert (
        raw_rest("/web/2026/https://quay.example/a%3Fb?c=d", "/web/") == "2026/https://quay.example/a%3Fb?c=d"
    )
    assert readable_url("https://quay.example/a%3Fb?c=d") == "https://quay.example/a%3Fb?c=d"
    assert reassembled("2026/https://quay.example/a?b", "c=d") == "2026/https://quay.example/a%3Fb?c=d"


@given(st.text(max_size=60))
def test_a_replay_path_holds_nothing_that_ends_an_attribute_or_a_header(text: str) -> None:
    assert not set(path_of("2026", text)) & set("\"'<>\\ \r\n\t\0()")


def a_capture(
    seconds: int, *, url: str = URL, status: int = 200, location: str | None = None, number: int = 1
) -> Capture:
    at = MARCH + timedelta(seconds=seconds)
    return Capture(
        url=url, surt=surt(url), timestamp=to_timestamp(at), captured_at=at, status=status, mime="text/html",
        digest="A" * 32, sha256="0" * 64, record_id=f"urn:uuid:{number}", record_type=RecordType.RESPONSE,
        locator=Locator("x", 0, 1), location=location, id=number,
    )  # fmt: skip


def test_the_nearest_answers_and_of_two_as_near_the_later() -> None:
    captures = [a_capture(0, number=1), a_capture(10, number=2), a_capture(20, number=3)]
    assert nearest(captures, MARCH + timedelta(seconds=4), URL) is captures[0]
    assert nearest(captures, MARCH + timedelta(seconds=5), URL) is captures[1]
    assert nearest(captures, MARCH + timedelta(days=9), URL) is captures[2]
    assert nearest([], MARCH, URL) is None


def test_a_server_failure_answers_only_where_there_is_nothing_else() -> None:
    captures = [a_capture(0, status=404, number=1), a_capture(9, status=503, number=2)]
    assert nearest(captures, MARCH + timedelta(seconds=9), URL) is captures[0]
    assert nearest(captures[1:], MARCH, URL) is captures[1]


def test_what_was_told_answers_where_the_web_never_showed_the_article() -> None:
    kind = RecordType.CONVERSION
    gone = a_capture(0, status=404, number=1)
    exported = replace(a_capture(9, number=2), record_type=kind, refers_to_url="urn:sha256:00")
    assert nearest([gone, exported], MARCH + timedelta(days=1), URL) is exported
    live = a_capture(5, number=3)
    assert nearest([gone, live, exported], MARCH + timedelta(days=1), URL) is live
    of_feed = replace(exported, refers_to_url="https://quay.example/feeds/posts/default")
    assert nearest([live, of_feed], MARCH + timedelta(days=1), URL) is of_feed


def test_a_redirect_from_http_to_https_goes_round_no_circle() -> None:
    plain, safe = "http://quay.example/a", URL
    captures = [
        a_capture(0, url=plain, status=301, location=safe, number=1),
        a_capture(0, url=safe, number=2),
    ]
    assert exact(captures, captures[0].timestamp, plain) is captures[0]
    assert exact(captures, captures[0].timestamp, safe) is captures[1]
    assert nearest(captures[:1], MARCH, safe) is None
    loop = a_capture(0, status=302, location=safe, number=3)
    assert exact([loop], loop.timestamp, "https://www.quay.example/a") is None


def test_of_one_second_the_capture_that_shows_the_page_comes_first() -> None:
    good = a_capture(0, number=7)
    wall = replace(good, id=8, wall=WallKind.CHALLENGE)
    error = replace(good, id=9, status=404)
    assert exact([good, wall, error], good.timestamp, URL) is good


def test_around_names_first_last_prev_and_next() -> None:
    captures = [a_capture(second, number=second + 1) for second in range(3)]
    middle = around(captures, captures[1])
    assert (middle.first, middle.prev, middle.next, middle.last) == (
        captures[0],
        captures[0],
        captures[2],
        captures[2],
    )
    assert around(captures, captures[0]).prev is None


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a.png 1x, b.png 2x", "A.PNG 1x, B.PNG 2x"),
        ("a.png", "A.PNG"),
        (" a.png , b.png ", "A.PNG, B.PNG"),
        ("a.png 100w,b.png 200w", "A.PNG 100w, B.PNG 200w"),
        ("data:image/png;base64,AA== 1x, b.png 2x", "DATA:IMAGE/PNG;BASE64,AA== 1x, B.PNG 2x"),
        ("a.png (x,y) 1x, drop 2x", "A.PNG (x,y) 1x"),
        ("", ""),
        (",,,", ""),
    ],
)
def test_srcset(value: str, wanted: str) -> None:
    assert srcset.rewritten(value, lambda url: None if url == "drop" else url.upper()) == wanted


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("a{color:red}", "a{color:red}"),
        ("a{b:url(x)}", 'a{b:url("i:x")}'),
        ("a{b:url( 'x y' )}", 'a{b:url("i:x y")}'),
        ("a{b:URL(x)}", 'a{b:url("i:x")}'),
        ("a{b:\\75 rl(x)}", 'a{b:url("i:x")}'),
        ('@import "x";a{b:url(y)}', '@import "s:x";a{b:url("i:y")}'),
        ("@import url(x) screen;", '@import url("s:x") screen;'),
        ("@IMPORT 'x';", '@IMPORT "s:x";'),
        ('a{b:image-set("x" 1x, url(y) 2x)}', 'a{b:image-set("i:x" 1x, url("i:y") 2x)}'),
        ("@font-face{src:url(x.woff)}", '@font-face{src:url("i:x.woff")}'),
        ("@media print{a{b:url(x)}}", '@media print{a{b:url("i:x")}}'),
        ("a{b:url(gone)}", 'a{b:url("about:invalid")}'),
        ("a{content:'</style>'}", "a{content:'<\\/style>'}"),
    ],
)
def test_css(css: str, wanted: str) -> None:
    def rewrite(url: str, is_sheet: bool) -> str | None:
        return None if url == "gone" else f"{'s' if is_sheet else 'i'}:{url}"

    made = style.rewritten(css, rewrite)
    assert made.replace('\\75 rl("', 'url("') == wanted


@given(st.text(max_size=80))
def test_any_css_stays_within_its_element(css: str) -> None:
    assert "</" not in style.rewritten(css + "url(", lambda url, is_sheet: url)


CSS_PIECES = st.sampled_from([
    "url(", ")", '"', "'", "@import", "@media", " ", "\n", "/*", "*/", "\\", "\\75", "rl(", "u", "x.png", "{", "}", ";", ":",
    "image-set(", "my", "-", "é", "(", '"x"', "'y z'", 'url("q")', "url( z )", '\\"', "@im\\port", "\r\n", "[", "]", "src(",
])  # fmt: skip


@given(st.lists(CSS_PIECES, max_size=14).map("".join))
def test_the_quick_way_finds_the_addresses_that_a_tokenizer_finds(css: str) -> None:
    def addresses(text: str) -> list[str]:
        found: list[str] = []
        style.taken_apart(text, lambda url, is_sheet: found.append(url))
        return sorted(found)

    quick: list[str] = []

    def rewrite(url: str, is_sheet: bool) -> str:
        quick.append(url)
        return "/web/r"

    made = quick_style.rewritten(css, rewrite, lambda url: f'"{url}"')
    if made is not None:
        assert sorted(quick) == addresses(css)
        assert set(addresses(made)) <= {"/web/r"}


def a_memento(headers: tuple[tuple[str, str], ...], payload: bytes = b"") -> Memento:
    capture = a_capture(0)
    return Memento(capture, capture, 200, headers, io.BytesIO(payload))


@pytest.mark.parametrize(
    ("sent", "payload", "mime"),
    [
        ("text/HTML; charset=x", b"", "text/html"),
        (None, b"  <!DOCTYPE html><p>", "text/html"),
        (None, b"GIF89a", "application/octet-stream"),
        ("nonsense", b"<html>", "text/html"),
        ("text/html\r\nX: y", b"", "application/octet-stream"),
        ("multipart/x-mixed-replace; boundary=x", b"", "application/octet-stream"),
    ],
)
def test_the_media_type(sent: str | None, payload: bytes, mime: str) -> None:
    assert essence(a_memento((("content-type", sent),) if sent else (), payload)) == mime


def test_a_script_is_never_served_as_one() -> None:
    for mime in ("text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript"):
        assert shown_type(mime, mime).startswith("text/plain")
    assert shown_type("image/png", "image/png; charset=x") == "image/png"
    assert shown_type("text/plain", "text/plain; charset=koi8-r") == "text/plain; charset=koi8-r"
    assert kind_of("application/pdf") is Kind.FILE
    assert kind_of("image/svg+xml") is Kind.DRAWING
    assert kind_of("image/png") is Kind.PLAIN
    assert is_font("application/octet-stream", "https://quay.example/f.woff2?v=1")
    assert not is_font("text/html", "https://quay.example/f.woff2")
