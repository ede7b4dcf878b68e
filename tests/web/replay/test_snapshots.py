"""``/web/…`` over real records: mementos, the frame, redirects, revisits, what is missing."""

from __future__ import annotations

import gzip
import shutil
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.web.conftest import BLOG, PNG, POST
from tests.web.library import MARCH, Library

FIRST, SECOND, THIRD = "20260301120000", "20260303120000", "20260410120000"
NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
URL = "https://quay.example/a"

HOSTILE_HEADERS = (
    ("Set-Cookie", "stolen=1; Path=/"),
    ("Content-Security-Policy", "default-src *"),
    ("Content-Security-Policy-Report-Only", "default-src *; report-uri https://evil.example"),
    ("Refresh", "0; url=https://evil.example/"),
    ("Clear-Site-Data", '"*"'),
    ("Service-Worker-Allowed", "/"),
    ("Strict-Transport-Security", "max-age=99999999"),
    ("Access-Control-Allow-Origin", "*"),
    ("Link", "<https://evil.example/x.css>; rel=preload; as=style"),
    ("Location", "https://evil.example/"),
    ("X-Frame-Options", "ALLOWALL"),
    ("Report-To", "{}"),
    ("NEL", "{}"),
    ("Alt-Svc", 'h3=":443"'),
    ("SourceMap", "https://evil.example/map"),
    ("WWW-Authenticate", "Basic"),
    ("Public-Key-Pins", "x"),
    ("Content-Disposition", "inline"),
    ("X-Content-Type-Options", "none"),
)


def policy(response: TestResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def assert_inert(response: TestResponse) -> None:
    said = policy(response)
    assert said["default-src"] == said["script-src"] == said["connect-src"] == said["base-uri"] == "'none'"
    assert "allow-scripts" not in said["sandbox"]
    assert "allow-same-origin" not in said["sandbox"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in response.headers


def test_a_memento_is_the_inert_document_with_its_headers(shelf: Library) -> None:
    response = shelf.client().get(f"/web/{SECOND}/{POST}")
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert "The second telling of the ferry" in response.text
    assert "<script" not in response.text
    assert_inert(response)
    assert policy(response) == {
        "sandbox": "",
        "default-src": "'none'",
        "img-src": "localhost/web/ data:",
        "style-src": "localhost/web/ 'unsafe-inline'",
        "font-src": "localhost/web/ data:",
        "media-src": "localhost/web/",
        "frame-src": "localhost/web/",
        "script-src": "'none'",
        "connect-src": "'none'",
        "object-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert response.headers["Memento-Datetime"] == "Tue, 03 Mar 2026 12:00:00 GMT"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Vary" not in response.headers
    root = "http://localhost"
    memento, described = response.headers["Link"].split(", <")[:6], response.headers["Link"].split(", <")[6:]
    assert [link.partition("; ")[2] for link in described] == [
        'rel="describedby"; type="application/vnd.citationstyles.csl+json"',
        'rel="describedby"; type="text/html"',
    ]
    assert memento == [
        f'<{POST}>; rel="original"',
        f'{root}/timegate/{POST}>; rel="timegate"',
        f'{root}/timemap/link/{POST}>; rel="timemap"; type="application/link-format"',
        f'{root}/web/{FIRST}/{POST}>; rel="first prev memento"; datetime="Sun, 01 Mar 2026 12:00:00 GMT"',
        f'{root}/web/{SECOND}/{POST}>; rel="memento"; datetime="Tue, 03 Mar 2026 12:00:00 GMT"',
        f'{root}/web/{THIRD}/{POST}>; rel="last next memento"; datetime="Fri, 10 Apr 2026 12:00:00 GMT"',
    ]


def test_a_browser_gets_the_bar_and_the_document_in_a_frame(shelf: Library) -> None:
    response = shelf.client().get(f"/web/{SECOND}/{POST}", headers=NAVIGATION)
    soup = BeautifulSoup(response.text, "lxml")
    frame = soup.iframe
    assert frame is not None
    assert frame["src"] == f"/web/{SECOND}mp_/{POST}"
    assert frame["sandbox"] == ["allow-top-navigation-by-user-activation"]
    assert soup.find("script") is None
    assert_inert(response)
    assert response.headers["Memento-Datetime"] == "Tue, 03 Mar 2026 12:00:00 GMT"
    assert 'rel="timegate"' in response.headers["Link"]
    assert response.headers["Cache-Control"] == "private, no-cache"
    links = {link.get_text(strip=True): link["href"] for link in soup.select("nav a")}
    assert links["‹ Earlier"] == f"/web/{FIRST}/{POST}"
    assert links["Later ›"] == f"/web/{THIRD}/{POST}"
    assert links["All captures"] == f"/web/*/{POST}"
    assert links["Raw"] == f"/web/{SECOND}id_/{POST}"
    assert links["Live"] == POST
    assert str(links["Article"]).startswith("/page/")


def test_a_browser_that_says_less_of_itself_gets_the_frame_too(shelf: Library) -> None:
    client = shelf.client()
    assert "<iframe" in client.get(f"/web/{FIRST}/{POST}", headers={"Upgrade-Insecure-Requests": "1"}).text
    assert "<iframe" not in client.get(f"/web/{FIRST}/{POST}", headers={"Accept": "text/html"}).text
    embedded = {"Sec-Fetch-Dest": "iframe", "Upgrade-Insecure-Requests": "1"}
    assert "<iframe" not in client.get(f"/web/{FIRST}/{POST}", headers=embedded).text


def test_the_framed_document_may_only_follow_a_readers_click(shelf: Library) -> None:
    response = shelf.client().get(f"/web/{SECOND}mp_/{POST}")
    assert "The second telling" in response.text
    assert_inert(response)
    assert policy(response)["sandbox"] == "allow-top-navigation-by-user-activation"
    assert "X-Frame-Options" not in response.headers
    assert "frame-ancestors" not in policy(response)


@pytest.mark.parametrize(
    ("asked", "stamp"),
    [
        ("2026", THIRD), ("202603", SECOND), ("20260301", FIRST), ("20260302", SECOND),
        ("20260302120000", SECOND), ("20260303", SECOND), ("2031", THIRD),
        ("1", FIRST), ("2", THIRD),
    ],
)  # fmt: skip
def test_another_time_leads_to_the_nearest(shelf: Library, asked: str, stamp: str) -> None:
    response = shelf.client().get(f"/web/{asked}/{POST}")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/web/{stamp}/{POST}"
    assert_inert(response)


@pytest.mark.parametrize(
    "spelling",
    [POST.removeprefix("https://"), POST.replace("https://", "https:/"), POST.replace("https", "http"), POST + "?m=1",
     POST + "?utm_source=x", POST.replace("quay", "www.quay"), POST.replace(":", "%3A").replace("/", "%2F")],
)  # fmt: skip
def test_a_url_is_found_however_it_is_spelt(shelf: Library, spelling: str) -> None:
    response = shelf.client().get(f"/web/2026/{spelling}")
    assert response.headers["Location"] == f"/web/{THIRD}/{POST}"


def test_without_a_time_the_latest_answers(shelf: Library) -> None:
    assert shelf.client().get(f"/web/{POST}").headers["Location"] == f"/web/{THIRD}/{POST}"


def test_images_and_styles_come_with_the_document(shelf: Library) -> None:
    client = shelf.client()
    image = client.get(f"/web/{THIRD}im_/{BLOG}/boat.png")
    assert (image.status_code, image.content_type, image.data) == (200, "image/png", PNG)
    assert image.headers["Cache-Control"] == "private, no-cache"
    assert_inert(image)
    sheet = client.get(f"/web/{FIRST}cs_/{BLOG}/quay.css")
    assert sheet.content_type == "text/css; charset=utf-8"
    assert sheet.text == f'body {{ background: url("/web/{FIRST}im_/{BLOG}/boat.png") }}'
    assert_inert(sheet)


def test_the_raw_form_is_saved_and_never_shown(shelf: Library) -> None:
    response = shelf.client().get(f"/web/{FIRST}id_/{POST}")
    assert response.content_type == "application/octet-stream"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{FIRST}-ferries.html"'
    assert '<script>document.title = "ran"</script>' in response.text
    assert_inert(response)


def test_ranges_and_etags_hold_for_media(shelf: Library) -> None:
    client = shelf.client()
    path = f"/web/{FIRST}/{BLOG}/boat.png"
    part = client.get(path, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (
        206,
        b"PNG",
        f"bytes 1-3/{len(PNG)}",
    )
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert_inert(again)


def test_headers_of_the_archived_site_are_never_passed_on(library: Library) -> None:
    for mime, path in (
        ("text/html", "p"),
        ("image/svg+xml", "s"),
        ("text/plain", "t"),
        ("application/pdf", "d"),
    ):
        url = f"https://evil.example/{path}"
        library.keep(url, b"<p>x</p>", mime=mime, headers=HOSTILE_HEADERS)
        for form in ("", "mp_", "im_", "id_"):
            response = library.client().get(f"/web/{FIRST}{form}/{url}")
            assert response.status_code == 200
            assert_inert(response)
            assert "evil" not in str(response.headers).replace(url, "")
            for name in ("Refresh", "Clear-Site-Data", "Service-Worker-Allowed", "Strict-Transport-Security", "Location",
                         "Access-Control-Allow-Origin", "Report-To", "NEL", "Alt-Svc", "SourceMap", "Public-Key-Pins",
                         "WWW-Authenticate"):  # fmt: skip
                assert name not in response.headers


def test_archived_errors_are_mementos_too(library: Library) -> None:
    library.keep(URL, "<p>not here</p>", status=404)
    for headers in ({}, NAVIGATION):
        response = library.client().get(f"/web/{FIRST}/{URL}", headers=headers)
        assert response.status_code == 404
        assert response.headers["Memento-Datetime"] == "Sun, 01 Mar 2026 12:00:00 GMT"
        assert_inert(response)


@pytest.mark.parametrize("headers", [{}, NAVIGATION])
def test_archived_redirects_lead_on_within_the_archive(library: Library, headers: dict[str, str]) -> None:
    library.keep(URL, "", status=301, headers=[("Location", "/b?c=1#d")])
    response = library.client().get(f"/web/{FIRST}/{URL}", headers=headers)
    assert response.status_code == 301
    assert response.headers["Location"] == f"/web/{FIRST}/https://quay.example/b?c=1#d"
    assert response.headers["Memento-Datetime"] == "Sun, 01 Mar 2026 12:00:00 GMT"
    assert_inert(response)


def test_http_to_https_is_followed_to_its_end(library: Library) -> None:
    plain = URL.replace("https", "http")
    library.keep(plain, "", status=301, headers=[("Location", URL)])
    library.keep(URL, "<p>arrived</p>", at=MARCH + timedelta(seconds=3))
    response = library.client().get(f"/web/2026/{plain}", follow_redirects=True)
    assert "arrived" in response.text


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "https://quay.example/a", "", "http://[", "data:text/html,x"]
)
def test_a_redirect_to_nowhere_is_said(library: Library, location: str) -> None:
    library.keep(URL, "", status=302, headers=[("Location", location)])
    response = library.client().get(f"/web/{FIRST}/{URL}")
    assert response.status_code == 404
    assert_inert(response)


def test_a_revisit_shows_its_original(library: Library) -> None:
    text = "<p>" + "the same text as before " * 100
    library.keep(URL, text)
    library.keep(URL, text, at=MARCH + timedelta(days=1))
    response = library.client().get(f"/web/20260302120000/{URL}")
    assert "the same text as before" in response.text
    assert response.headers["Memento-Datetime"] == "Mon, 02 Mar 2026 12:00:00 GMT"


def test_a_coded_payload_is_decoded(library: Library) -> None:
    library.keep(URL, gzip.compress("<p>packed سلام".encode()), headers=[("Content-Encoding", "gzip")])
    client = library.client()
    assert "packed سلام" in client.get(f"/web/{FIRST}/{URL}").text
    raw = client.get(f"/web/{FIRST}id_/{URL}")
    assert raw.text == "<p>packed سلام"
    assert "Content-Encoding" not in raw.headers


def test_a_text_keeps_its_alphabet(library: Library) -> None:
    library.keep(URL, "<p>Здравствуй".encode("windows-1251"), mime="text/html; charset=windows-1251")
    response = library.client().get(f"/web/{FIRST}/{URL}")
    assert "Здравствуй" in response.text
    assert response.content_type == "text/html; charset=utf-8"


def test_a_script_can_not_be_loaded_from_the_replay(library: Library) -> None:
    library.keep(URL, "alert(1)", mime="text/javascript")
    for form in ("", "im_", "js_", "mp_"):
        response = library.client().get(f"/web/{FIRST}{form}/{URL}")
        assert response.mimetype == "text/plain"
        assert_inert(response)


def test_a_font_may_be_loaded_by_a_document_without_an_origin(library: Library) -> None:
    library.keep("https://quay.example/f.woff2", b"wOF2", mime="font/woff2")
    response = library.client().get(f"/web/{FIRST}im_/https://quay.example/f.woff2")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_file_is_offered_for_saving(library: Library) -> None:
    library.keep(URL, b"%PDF-1.7", mime="application/pdf")
    response = library.client().get(f"/web/{FIRST}/{URL}", headers=NAVIGATION)
    assert "<iframe" not in response.text
    assert f"/web/{FIRST}id_/{URL}" in response.text


def test_a_huge_document_is_not_rewritten_but_can_be_saved(library: Library) -> None:
    library.keep(URL, b"<p>" + b"many words, " * 1_400_000)
    client = library.client()
    shown = client.get(f"/web/{FIRST}/{URL}")
    assert shown.status_code == 501
    assert "Not shown here" in shown.text
    assert "Its raw bytes can be downloaded" in shown.text
    assert_inert(shown)
    framed = client.get(f"/web/{FIRST}mp_/{URL}")
    assert "larger than 16 MB" in framed.text
    assert "frame-ancestors" not in policy(framed)
    assert_inert(framed)
    assert client.get(f"/web/{FIRST}id_/{URL}").status_code == 200


def test_a_record_that_is_gone_is_said_and_not_blank(library: Library) -> None:
    library.keep(URL, "<p>kept</p>")
    shutil.rmtree(library.backfile.settings.data / "warc")
    response = library.client().get(f"/web/{FIRST}/{URL}")
    assert response.status_code >= 500
    assert_inert(response)
    assert "backfile verify" in response.text or "Nothing in the archive changed" in response.text


@pytest.mark.parametrize(
    "url",
    [
        "https://nowhere.example/", 'https://nowhere.example/"><script>alert(1)</script>',
        "https://nowhere.example/'onerror='alert(1)", "https://nowhere.example/</title><script>alert(1)</script>",
        "https://nowhere.example/{{7*7}}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["2026/", "*/", "20260301120000id_/", ""])
def test_what_is_not_held_says_so_and_leads_to_the_live_web(shelf: Library, url: str, form: str) -> None:
    response = shelf.client().get(f"/web/{form}{url}")
    assert response.status_code == 404
    assert_inert(response)
    assert "Memento-Datetime" not in response.headers
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.find("script") is None
    assert "49" not in soup.get_text().replace("404", "")
    live = soup.select_one("a[rel~=external]")
    assert live is not None
    assert str(live["href"]).startswith("https://nowhere.example/")
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_a_line_break_in_an_address_ends_no_header(shelf: Library) -> None:
    response = shelf.client().get("/web/2026/https://nowhere.example/%0d%0aSet-Cookie:%20a=b")
    assert response.status_code == 404
    assert_inert(response)


def test_a_missing_image_is_a_line_not_a_page(shelf: Library) -> None:
    response = shelf.client().get(f"/web/2026im_/{BLOG}/none.png")
    assert (response.status_code, response.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("path", ["/web/99999999999999/https://quay.example/", f"/web/20261399/{POST}", "/web/2026/ftp://x/",
                                  "/web/2026/javascript:alert(1)"])  # fmt: skip
def test_what_can_not_be_read_is_said(shelf: Library, path: str) -> None:
    response = shelf.client().get(path)
    assert response.status_code in (400, 404)
    assert_inert(response)


def test_all_captures_are_listed(shelf: Library) -> None:
    response = shelf.client().get(f"/web/*/{POST}")
    soup = BeautifulSoup(response.text, "lxml")
    stamps = [str(link["href"]).split("/")[2] for link in soup.select('.captures.long a[href^="/web/"]')]
    assert stamps == [THIRD, SECOND, FIRST]
    assert_inert(response)


def test_an_address_that_was_typed_is_looked_up(shelf: Library) -> None:
    response = shelf.client().get("/web/", query_string={"url": "quay.example/2026/02/ferries.html"})
    assert response.headers["Location"] == "/web/*/http://quay.example/2026/02/ferries.html"
    assert shelf.client().get(response.headers["Location"]).status_code == 200


def test_a_strange_host_header_gives_no_strange_policy(shelf: Library) -> None:
    for host in ("[::1]:8080", "evil.example;script-src *", "a b", ""):
        response = shelf.client().get(f"/web/{FIRST}/{POST}", headers={"Host": host})
        if response.status_code == 200:
            assert policy(response)["img-src"] == "'self' data:"
            assert_inert(response)
