"""Bytes: what is saved, what is streamed with ranges, and the digest that they can be held against."""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import timedelta

import pytest

from tests.web.library import MARCH, Library
from tests.web.replay.test_snapshots import FIRST, NAVIGATION, assert_inert
from web.replay.files import name_of

URL = "https://quay.example/a"
FILM = bytes(range(256)) * 40
TEXT = "<p>" + "words that are sent in chunks, " * 90


def test_the_exact_form_is_the_body_as_sent_and_bears_its_digest(library: Library) -> None:
    packed = gzip.compress(TEXT.encode(), mtime=0)
    chunked = b"".join(
        f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (packed[:40], packed[40:], b"")
    )
    coded = [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]
    capture = library.keep(URL, chunked, headers=coded)
    client = library.client()
    response = client.get(f"/web/{FIRST}as_/{URL}")
    assert response.data == chunked
    assert hashlib.sha256(response.data).hexdigest() == capture.sha256
    digest = base64.b64encode(hashlib.sha256(chunked).digest()).decode()
    assert response.headers["Content-Digest"] == f"sha-256=:{digest}:"
    assert response.content_length == len(chunked)
    assert "Content-Encoding" not in response.headers
    assert response.content_type == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert_inert(response)
    assert client.get(f"/web/{FIRST}id_/{URL}").text == TEXT


def test_the_exact_form_of_a_revisit_is_its_originals_body(library: Library) -> None:
    body = gzip.compress((TEXT * 9).encode() + bytes(range(256)) * 9, mtime=0)
    for day in range(2):
        library.keep(URL, body, at=MARCH + timedelta(days=day), headers=[("Content-Encoding", "gzip")])
    response = library.client().get(f"/web/20260302120000as_/{URL}")
    assert response.data == body


@pytest.mark.parametrize("form", ["", "mp_", "im_"])
def test_a_part_of_a_film_is_given(library: Library, form: str) -> None:
    library.keep(URL, FILM, mime="video/webm")
    client, path = library.client(), f"/web/{FIRST}{form}/{URL}"
    whole = client.get(path)
    assert (whole.status_code, whole.data, whole.headers["Accept-Ranges"]) == (200, FILM, "bytes")
    for asked, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=10000-", 10_000, 10_239),
        ("bytes=-4", 10_236, 10_239),
    ):
        part = client.get(path, headers={"Range": asked})
        assert (part.status_code, part.data) == (206, FILM[first : last + 1])
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"
        assert_inert(part)
    same = {"Range": "bytes=0-9", "If-Range": whole.headers["ETag"]}
    assert client.get(path, headers=same).status_code == 206
    assert client.get(path, headers={**same, "If-Range": '"another"'}).data == FILM
    beyond = client.get(path, headers={"Range": "bytes=99999-"})
    assert beyond.status_code == 416
    assert_inert(beyond)


def test_what_is_held_of_a_range_is_shown_as_what_it_is(library: Library) -> None:
    library.keep(
        URL, FILM, mime="video/webm", status=206, headers=[("Content-Range", f"bytes 0-{len(FILM) - 1}/*")]
    )
    response = library.client().get(f"/web/{FIRST}im_/{URL}")
    assert (response.status_code, response.data) == (200, FILM)


def test_a_file_tells_its_name_and_size_and_how_it_is_had(library: Library) -> None:
    pdf, other = "https://quay.example/d/Hafen%20plan.pdf", "https://quay.example/d/charts.zip"
    library.keep(pdf, b"%PDF-1.7" + b"x" * 3_000, mime="application/pdf")
    library.keep(other, b"PK" * 900, mime="application/zip")
    page = library.client().get(f"/web/{FIRST}/{pdf}", headers=NAVIGATION).text
    assert "<iframe" not in page
    assert "Hafen_plan.pdf" in page
    assert "A PDF document of 3" in page
    assert f'href="/web/{FIRST}mp_/{pdf}">Read it' in page
    assert f'href="/web/{FIRST}id_/{pdf}">Save it' in page
    page = library.client().get(f"/web/{FIRST}/{other}", headers=NAVIGATION).text
    assert "application/zip" in page
    assert "Read it" not in page


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://quay.example/", "quay.example"), ("https://quay.example/a/b.html?c=d", "b.html"),
        ("https://quay.example/a/..%2F..%2Fetc%2Fpasswd", "etc_passwd"), ("https://quay.example/%D0%BF.pdf", "п.pdf"),
        ("https://quay.example/a%22%0d%0aX:%20y", "a_X_y"), ("https://quay.example/.htaccess", "htaccess"),
        ("https://quay.example/" + "x" * 200 + ".zip", "x" * 76 + ".zip"),
        ("https://quay.example/%E2%80%AEgpj.exe", "gpj.exe"),
    ],
)  # fmt: skip
def test_a_files_name_is_never_a_path_nor_a_header(url: str, name: str) -> None:
    assert name_of(url) == name


def test_a_name_in_another_alphabet_reaches_the_reader(library: Library) -> None:
    library.keep("https://quay.example/%D0%BF.pdf", b"%PDF-", mime="application/pdf")
    response = library.client().get(f"/web/{FIRST}id_/https://quay.example/%D0%BF.pdf")
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename=\"{FIRST}-_.pdf\"; filename*=UTF-8''{FIRST}-%D0%BF.pdf"
    )


def test_the_bar_says_where_a_page_sent_its_readers(library: Library) -> None:
    library.keep(URL, "<meta content=\"0; URL='/b?c=1&amp;d'\" http-equiv=Refresh><p>moved")
    page = library.client().get(f"/web/{FIRST}/{URL}", headers=NAVIGATION).text
    assert "This page sent its readers on to" in page
    assert f'href="/web/{FIRST}/https://quay.example/b?c=1' in page
    library.keep(URL + "2", '<meta http-equiv="refresh" content="300"><p>again')
    page = library.client().get(f"/web/{FIRST}/{URL}2", headers=NAVIGATION).text
    assert "sent its readers" not in page
