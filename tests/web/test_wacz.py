"""Packages over HTTP: published ones by ranges, and one of a single article."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from archive.exchange.package.writing import Bounds, Wanted
from tests.conftest import MovableClock
from tests.web.conftest import BLOG, POST
from tests.web.library import Library
from web.wacz import views

BYTES = bytes(range(256)) * 4


@pytest.fixture
def published(library: Library) -> str:
    """A published package's address; its bytes are BYTES."""
    folder = Path(library.backfile.settings.data) / "exports"
    folder.mkdir()
    (folder / "fog.wacz").write_bytes(BYTES)
    (folder / "half.wacz.new").write_bytes(b"not yet")
    (folder / "link.wacz").symlink_to("/etc/hostname")
    return "/wacz/fog.wacz"


def test_whole(library: Library, published: str) -> None:
    response = library.client().get(published)
    assert (response.status_code, response.data) == (200, BYTES)
    assert response.headers["Content-Type"] == "application/wacz"
    assert response.headers["Content-Length"] == "1024"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in response.headers["Access-Control-Expose-Headers"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    response.close()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=1000-", 1000, 1023),
        ("bytes=-22", 1002, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1020-9999", 1020, 1023),
    ],
)
def test_a_range(library: Library, published: str, asked: str, first: int, last: int) -> None:
    for method in ("GET", "HEAD"):
        response = library.client().open(published, method=method, headers={"Range": asked})
        assert response.status_code == 206
        assert response.headers["Content-Range"] == f"bytes {first}-{last}/1024"
        assert response.headers["Content-Length"] == str(last - first + 1)
        assert response.data == (BYTES[first : last + 1] if method == "GET" else b"")
        response.close()


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=0-1,4-5", "bytes=-0"])
def test_ranges_that_are_refused(library: Library, published: str, asked: str) -> None:
    response = library.client().get(published, headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */1024"
    response.close()


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=x-y", "lines=1-2", "bytes"])
def test_what_is_no_range_is_passed_over(library: Library, published: str, asked: str) -> None:
    response = library.client().get(published, headers={"Range": asked})
    assert (response.status_code, len(response.data)) == (200, 1024)
    response.close()


def test_if_range(library: Library, published: str) -> None:
    client = library.client()
    first = client.get(published)
    tag = first.headers["ETag"]
    first.close()
    for given, status in ((tag, 206), ('"another"', 200)):
        response = client.get(published, headers={"Range": "bytes=0-3", "If-Range": given})
        assert response.status_code == status
        response.close()
    assert client.get(published, headers={"If-None-Match": tag}).status_code == 304


def test_another_origin_asks_first(library: Library, published: str) -> None:
    response = library.client().options(published, headers={"Access-Control-Request-Headers": "range"})
    assert response.status_code == 204
    assert "Range" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "name",
    ["none.wacz", "half.wacz.new", "half.wacz", "link.wacz", "..%2fcatalogue.wacz", "%2e%2e.wacz", ".wacz"],
)
def test_what_is_not_there(library: Library, published: str, name: str) -> None:
    assert library.client().get(f"/wacz/{name}").status_code == 404


def test_the_list(library: Library, published: str) -> None:
    text = library.client().get("/wacz/").text
    assert "/wacz/fog.wacz" in text
    assert "half" not in text
    assert "link.wacz" not in text


def test_an_empty_list(library: Library) -> None:
    assert "None has been published" in library.client().get("/wacz/").text


def test_one_article(shelf: Library) -> None:
    client = shelf.client()
    (hit,) = client.get("/search.json?q=ferries").get_json()["hits"]
    address = f"/wacz/page/{hit['id']}.wacz"
    assert address in client.get(hit["page_url"]).text
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/wacz"
    assert int(response.headers["Content-Length"]) == len(response.data)
    with zipfile.ZipFile(io.BytesIO(response.data)) as package:
        assert package.read("pages/pages.jsonl").count(b"\n") == 2
        assert POST.encode() in package.read("pages/pages.jsonl")
        assert package.testzip() is None
    response.close()
    assert client.head(address).status_code == 200


def test_an_article_that_is_too_large_to_pack_meanwhile(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = library.keep(f"{BLOG}/a", page=True)
    monkeypatch.setattr(views, "BOUNDS", Bounds(captures=0, bytes=10))
    response = library.client().get(f"/wacz/page/{kept.page_id}.wacz")
    assert response.status_code == 413
    assert "backfile export" in response.text


def test_an_article_that_is_not_there(library: Library) -> None:
    assert library.client().get("/wacz/page/aaaaaaaaaa.wacz").status_code == 404


def test_a_package_from_before_a_takedown_is_withheld(library: Library, clock: MovableClock) -> None:
    folder = Path(library.backfile.settings.data) / "exports"
    folder.mkdir()
    for name in ("a", "b"):
        library.keep(f"{BLOG}/{name}", page=True)
    client = library.client()
    library.backfile.packaging().write(folder / "old.wacz", Wanted("All"))
    clock.move(timedelta(minutes=1))
    library.backfile.catalogue.takedowns.take_down(f"{BLOG}/a")
    assert client.get("/wacz/old.wacz").status_code == 451
    assert "old.wacz" not in client.get("/wacz/").text
    clock.move(timedelta(minutes=1))
    library.backfile.packaging().write(folder / "new.wacz", Wanted("All"))
    with client.get("/wacz/new.wacz") as response:
        assert response.status_code == 200
        with zipfile.ZipFile(io.BytesIO(response.data)) as package:
            everything = b"".join(map(package.read, package.namelist()))
            (warc,) = (name for name in package.namelist() if name.startswith("archive/"))
            plain = gzip.decompress(package.read(warc))
    assert f"{BLOG}/a".encode() not in everything + plain
    assert f"{BLOG}/b".encode() in plain
