"""Lists of sources, captures, manifests and packages, to take away."""

from __future__ import annotations

import csv
import io
import json

from archive.exchange import opml
from archive.store.pages import page_id
from archive.uri import page_surt
from tests.web.conftest import BLOG, POST
from tests.web.library import Library


def rows(library: Library, url: str) -> list[dict[str, str]]:
    response = library.client().get(url)
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def test_sources_with_their_articles(shelf: Library) -> None:
    (source,) = json.loads(shelf.client().get("/sources.json").data)["sources"]
    assert (source["name"], source["url"], source["articles"]) == ("Quay & <Co>", f"{BLOG}/", 2)
    address = source["search_url"].removeprefix("http://localhost")
    assert json.loads(shelf.client().get(address.replace("/search", "/search.json")).data)["total"] == 2
    (row,) = rows(shelf, "/sources.csv")
    assert (row["name"], row["articles"]) == ("Quay & <Co>", "2")
    home = shelf.client().get("/").text
    assert "2 articles ·" in home
    assert "/sources.opml" in home


def test_the_sources_as_opml_are_read_again(library: Library) -> None:
    library.follow(f"{BLOG}/", '=cmd() & <"Co">\x07')
    body = library.client().get("/sources.opml").data
    (outline,) = opml.parse(body).outlines
    assert (outline.url, outline.name) == (f"{BLOG}/", '=cmd() & <"Co">')
    assert rows(library, "/sources.csv")[0]["name"].startswith("'=cmd()")


def test_the_captures_of_an_article(shelf: Library) -> None:
    path = f"/page/{page_id(page_surt(POST))}/captures"
    listed = rows(shelf, f"{path}.csv")
    assert [row["status"] for row in listed] == ["200"] * 3
    assert [row["timestamp"] for row in listed] == sorted(row["timestamp"] for row in listed)
    told = json.loads(shelf.client().get(f"{path}.json").data)["captures"]
    assert [row["sha256"] for row in listed] == [capture["sha256"] for capture in told]
    assert listed[0]["snapshot_url"] == f"http://localhost/web/{listed[0]['timestamp']}/{POST}"
    assert f"{path}.csv" in shelf.client().get(path).text
    assert shelf.client().get("/page/nothing/captures.csv").status_code == 404


def test_manifests_and_packages(shelf: Library) -> None:
    for path, name in (("/manifests/index.json", "manifests"), ("/wacz/index.json", "packages")):
        assert json.loads(shelf.client().get(path).data) == {name: []}
