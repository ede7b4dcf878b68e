"""TimeGate and TimeMap (RFC 7089)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive import cdxj
from tests.web.conftest import POST
from tests.web.library import MARCH, Library
from web.citing import views

ROOT = "http://localhost"
STAMPS = ("20260301120000", "20260303120000", "20260410120000")


@pytest.mark.parametrize(
    ("asked", "stamp"),
    [
        ("Sun, 01 Mar 2026 12:00:00 GMT", STAMPS[0]),
        ("Tue, 03 Mar 2026 00:00:00 GMT", STAMPS[1]),
        ("Thu, 31 May 2035 20:35:00 GMT", STAMPS[2]),
        ("Tue, 11 Sep 2001 20:36:10 GMT", STAMPS[0]),
        (None, STAMPS[2]),
    ],
)
def test_a_timegate_leads_to_the_nearest_memento(shelf: Library, asked: str | None, stamp: str) -> None:
    response = shelf.client().get(f"/timegate/{POST}", headers={"Accept-Datetime": asked} if asked else {})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{ROOT}/web/{stamp}/{POST}"
    assert response.headers["Vary"] == "accept-datetime"
    assert f'<{POST}>; rel="original"' in response.headers["Link"]
    assert (
        f'<{ROOT}/timemap/link/{POST}>; rel="timemap"; type="application/link-format"'
        in response.headers["Link"]
    )
    assert "Memento-Datetime" not in response.headers


@pytest.mark.parametrize("asked", ["yesterday", "2026-03-01", "Sun, 31 Feb 2026 12:00:00 GMT", ""])
def test_a_malformed_date_is_refused(shelf: Library, asked: str) -> None:
    response = shelf.client().get(f"/timegate/{POST}", headers={"Accept-Datetime": asked})
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/timegate/", "/timemap/link/", "/timemap/json/", "/timemap/cdxj/"])
def test_an_unknown_url_is_404_without_memento_headers(shelf: Library, path: str) -> None:
    response = shelf.client().get(f"{path}https://nowhere.example/")
    assert response.status_code == 404
    assert not {"Memento-Datetime", "Link"} & set(response.headers.keys())


def test_the_timemap_in_link_format(shelf: Library) -> None:
    response = shelf.client().get(f"/timemap/link/{POST}")
    assert response.content_type == "application/link-format"
    assert response.text == (
        f'<{POST}>; rel="original",\n'
        f'<{ROOT}/timegate/{POST}>; rel="timegate",\n'
        f'<{ROOT}/timemap/link/{POST}>; rel="self"; type="application/link-format"; '
        'from="Sun, 01 Mar 2026 12:00:00 GMT"; until="Fri, 10 Apr 2026 12:00:00 GMT",\n'
        f'<{ROOT}/web/{STAMPS[0]}/{POST}>; rel="first memento"; datetime="Sun, 01 Mar 2026 12:00:00 GMT",\n'
        f'<{ROOT}/web/{STAMPS[1]}/{POST}>; rel="memento"; datetime="Tue, 03 Mar 2026 12:00:00 GMT",\n'
        f'<{ROOT}/web/{STAMPS[2]}/{POST}>; rel="last memento"; datetime="Fri, 10 Apr 2026 12:00:00 GMT"\n'
    )


def test_the_timemap_as_json_and_cdxj(shelf: Library) -> None:
    client = shelf.client()
    answer = client.get(f"/timemap/json/{POST}").json
    assert answer is not None
    assert [memento["uri"] for memento in answer["mementos"]["list"]] == [
        f"{ROOT}/web/{stamp}/{POST}" for stamp in STAMPS
    ]
    assert answer["mementos"]["list"][0]["datetime"] == "2026-03-01T12:00:00Z"
    lines = client.get(f"/timemap/cdxj/{POST}").text.splitlines()
    assert [cdxj.parse(line).timestamp for line in lines] == list(STAMPS)


def test_a_long_timemap_comes_in_pages(library: Library) -> None:
    url = "https://quay.example/clock"
    most = views.PER_TIMEMAP
    first = library.keep(url, "x")
    captures = library.backfile.catalogue.captures
    with library.backfile.catalogue.transaction():
        for number in range(most):
            at = MARCH + timedelta(hours=number + 1)
            captures.add(first.__class__(**{
                **{name: getattr(first, name) for name in first.__slots__},
                "id": 0, "record_id": f"urn:uuid:{number}", "captured_at": at, "timestamp": f"{at:%Y%m%d%H%M%S}",
            }))  # fmt: skip
    client = library.client()
    page = client.get(f"/timemap/link/{url}").text
    assert f'<{ROOT}/timemap/link/2/{url}>; rel="timemap next"' in page
    assert page.count("datetime=") == most
    assert 'rel="first memento"' in page
    assert 'rel="last memento"' not in page
    last = client.get(f"/timemap/link/2/{url}").text
    assert last.count("datetime=") == 1
    assert 'rel="last memento"' in last
    assert client.get(f"/timemap/link/3/{url}").status_code == 404
