"""Memento as RFC 7089 has it, and as pywb's own tests ask of pywb: headers, links, and what has none."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from archive.timestamp import http_date, parse_timestamp
from tests.web.conftest import POST
from tests.web.library import MARCH, Library

ROOT = "http://localhost"
FIRST, SECOND, THIRD = "20260301120000", "20260303120000", "20260410120000"
MOVED = "https://quay.example/moved"
GONE = "https://quay.example/gone"
BROKEN = "https://quay.example/broken"
LINK = re.compile(r'<([^>]*)>((?:; *[a-z]+="[^"]*")*)(?:,\s*|\s*$)')


def links_of(text: str) -> list[tuple[str, dict[str, str]]]:
    """Link values (RFC 8288), as RFC 6690 writes them in a document too; nothing may be left over."""
    found = [(each[1], dict(re.findall(r'([a-z]+)="([^"]*)"', each[2]))) for each in LINK.finditer(text)]
    assert "".join(each[0] for each in LINK.finditer(text)) == text
    return found


def by_rel(text: str, rel: str) -> list[str]:
    return [url for url, told in links_of(text) if rel in told["rel"].split()]


def assert_memento(response: TestResponse, url: str, stamp: str, form: str = "") -> None:
    """What pywb's tests hold of every memento."""
    date, link = http_date(parse_timestamp(stamp)), response.headers["Link"]
    assert response.headers["Memento-Datetime"] == date
    assert "Vary" not in response.headers
    assert response.headers["Content-Location"] == f"{ROOT}/web/{stamp}{form}/{url}"
    assert (f"{ROOT}/web/{stamp}/{url}", date) in [
        (uri, told.get("datetime")) for uri, told in links_of(link)
    ]
    assert by_rel(link, "timegate") == [f"{ROOT}/timegate/{url}"]
    assert by_rel(link, "timemap") == [f"{ROOT}/timemap/link/{url}"]
    assert by_rel(link, "original") == [url]
    assert len(by_rel(link, "first")) == len(by_rel(link, "last")) == 1


def assert_timegate(response: TestResponse, url: str, stamp: str) -> None:
    assert response.status_code == 302
    assert response.headers["Vary"] == "accept-datetime"
    assert "Memento-Datetime" not in response.headers
    assert response.headers["Location"].endswith(f"/web/{stamp}/{url}")
    link = response.headers["Link"]
    assert f"{ROOT}/web/{stamp}/{url}" in by_rel(link, "memento")
    assert by_rel(link, "timegate") == [f"{ROOT}/timegate/{url}"]
    assert by_rel(link, "timemap") == [f"{ROOT}/timemap/link/{url}"]
    assert by_rel(link, "original") == [url]


def assert_none(response: TestResponse, status: int) -> None:
    assert response.status_code == status
    assert not {"Vary", "Memento-Datetime", "Link"} & set(response.headers.keys())


@pytest.fixture
def moved(library: Library) -> Library:
    library.keep(MOVED, b"", status=301, headers=[("Location", POST)])
    library.keep(GONE, "<p>It was here once.", status=404)
    library.keep(BROKEN, "<p>Later, perhaps.", status=503)
    return library


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("stamp", [FIRST, SECOND, THIRD])
@pytest.mark.parametrize("form", ["", "id_", "mp_", "as_"])
def test_a_memento(shelf: Library, form: str, stamp: str, method: str) -> None:
    response = shelf.client().open(f"/web/{stamp}{form}/{POST}", method=method)
    assert response.status_code == 200
    assert_memento(response, POST, stamp, form)
    assert bool(response.data) == (method == "GET")


def test_the_frame_page_has_the_same_headers(shelf: Library) -> None:
    response = shelf.client().get(f"/web/{SECOND}/{POST}", headers={"Sec-Fetch-Dest": "document"})
    assert_memento(response, POST, SECOND)
    assert SECOND in response.text
    assert POST in response.text


def test_its_neighbours_are_named(shelf: Library) -> None:
    link = shelf.client().get(f"/web/{SECOND}/{POST}").headers["Link"]
    assert [by_rel(link, rel) for rel in ("first", "prev", "next", "last")] == [
        [f"{ROOT}/web/{stamp}/{POST}"] for stamp in (FIRST, FIRST, THIRD, THIRD)
    ]


def test_a_memento_that_is_not_modified_is_still_one(shelf: Library) -> None:
    client = shelf.client()
    etag = client.get(f"/web/{FIRST}/{POST}").headers["ETag"]
    response = client.get(f"/web/{FIRST}/{POST}", headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert_memento(response, POST, FIRST)


def test_a_memento_does_not_negotiate(shelf: Library) -> None:
    asked = {"Accept-Datetime": "Tue, 03 Mar 2026 12:00:00 GMT"}
    response = shelf.client().get(f"/web/{FIRST}/{POST}", headers=asked)
    assert_memento(response, POST, FIRST)
    partial = shelf.client().get(f"/web/2/{POST}", headers=asked)
    assert "Vary" not in partial.headers
    assert partial.headers["Location"].endswith(f"/web/{THIRD}/{POST}")


@pytest.mark.parametrize(("url", "status"), [(MOVED, 301), (GONE, 404), (BROKEN, 503)])
def test_archived_redirects_and_errors_are_mementos(moved: Library, url: str, status: int) -> None:
    response = moved.client().get(f"/web/{FIRST}/{url}")
    assert response.status_code == status
    assert_memento(response, url, FIRST)
    assert_timegate(moved.client().get(f"/timegate/{url}"), url, FIRST)
    if status == 301:
        assert response.headers["Location"] == f"/web/{FIRST}/{POST}"


# The TimeGate, at both of its addresses


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("gate", ["/timegate/", "/web/"])
@pytest.mark.parametrize(
    ("asked", "stamp"),
    [
        (None, THIRD),
        ("Sun, 01 Mar 2026 12:00:00 GMT", FIRST),
        ("Mon, 02 Mar 2026 11:59:59 GMT", FIRST),
        ("Mon, 02 Mar 2026 12:00:01 GMT", SECOND),
        ("Tue, 11 Sep 2001 20:36:10 GMT", FIRST),
        ("Thu, 31 May 2035 20:35:00 GMT", THIRD),
        ("Tuesday, 03-Mar-26 12:00:00 GMT", SECOND),  # the older forms of RFC 9110 §5.6.7
        ("Tue Mar  3 12:00:00 2026", SECOND),
    ],
)
def test_a_timegate(shelf: Library, gate: str, asked: str | None, stamp: str, method: str) -> None:
    headers = {"Accept-Datetime": asked} if asked else {}
    response = shelf.client().open(gate + POST, method=method, headers=headers)
    assert_timegate(response, POST, stamp)


@pytest.mark.parametrize("gate", ["/timegate/", "/web/"])
@pytest.mark.parametrize(
    "asked", ["Sun", "", "2026-03-01T12:00:00Z", "Sun, 31 Feb 2026 12:00:00 GMT", "20260301120000"]
)
def test_a_malformed_date_is_a_bad_request(shelf: Library, gate: str, asked: str) -> None:
    assert_none(shelf.client().get(gate + POST, headers={"Accept-Datetime": asked}), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/timegate/",
        "/web/",
        f"/web/{FIRST}/",
        "/web/2026/",
        "/web/*/",
        "/timemap/link/",
        "/timemap/json/",
        "/timemap/cdxj/",
    ],
)
@pytest.mark.parametrize("asked", [{}, {"Accept-Datetime": "Tue, 03 Mar 2026 12:00:00 GMT"}])
def test_what_is_not_held_has_no_memento_headers(shelf: Library, path: str, asked: dict[str, str]) -> None:
    assert_none(shelf.client().get(f"{path}https://quay.example/x-not-found", headers=asked), 404)


# TimeMaps


def test_a_timemap_lists_all(shelf: Library) -> None:
    response = shelf.client().get(f"/timemap/link/{POST}")
    assert (response.status_code, response.content_type) == (200, "application/link-format")
    found = links_of(response.text)
    told = {rel: (url, what) for url, what in found for rel in what["rel"].split() if rel != "memento"}
    assert told["original"][0] == POST
    assert told["timegate"][0] == f"{ROOT}/timegate/{POST}"
    where, about = told["self"]
    assert where == f"{ROOT}/timemap/link/{POST}"
    assert about["type"] == "application/link-format"
    assert (about["from"], about["until"]) == tuple(
        http_date(parse_timestamp(stamp)) for stamp in (FIRST, THIRD)
    )
    assert by_rel(response.text, "memento") == [
        f"{ROOT}/web/{stamp}/{POST}" for stamp in (FIRST, SECOND, THIRD)
    ]
    for url in by_rel(response.text, "memento"):
        memento = shelf.client().get(url.removeprefix(ROOT))
        assert memento.headers["Memento-Datetime"] in [
            what.get("datetime") for uri, what in found if uri == url
        ]


def test_an_unknown_form_is_a_bad_request(shelf: Library) -> None:
    response = shelf.client().get(f"/timemap/foo/{POST}")
    assert (response.status_code, list(response.get_json())) == (400, ["message"])


@pytest.mark.parametrize("form", ["link", "json", "cdxj"])
def test_a_head_says_what_a_get_would(shelf: Library, form: str) -> None:
    head, got = (shelf.client().open(f"/timemap/{form}/{POST}", method=method) for method in ("HEAD", "GET"))
    assert (head.status_code, head.content_type, head.data) == (200, got.content_type, b"")


@pytest.mark.parametrize("query", ["?a=1&b=2", "?u=http://a.example/?c=d", "?q=%26%3F"])
def test_a_query_belongs_to_the_url(library: Library, query: str) -> None:
    url = f"https://quay.example/search{query}"
    library.keep(url, "<p>found")
    client = library.client()
    assert_memento(client.get(f"/web/{FIRST}/{url}"), url, FIRST)
    assert_timegate(client.get(f"/timegate/{url}"), url, FIRST)
    assert by_rel(client.get(f"/timemap/link/{url}").text, "memento") == [f"{ROOT}/web/{FIRST}/{url}"]


def test_a_revisit_is_a_memento_with_its_original_s_body(library: Library) -> None:
    body = "<title>The same</title><p>" + "Words that did not change. " * 60
    library.keep(POST, body)
    library.keep("https://elsewhere.example/copy", body, at=MARCH + timedelta(days=2))
    response = library.client().get(f"/web/{SECOND}/https://elsewhere.example/copy")
    assert_memento(response, "https://elsewhere.example/copy", SECOND)
    assert "Words that did not change." in response.text
