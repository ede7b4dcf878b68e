"""Whole lists and feeds over a real archive: all of a list, in its order; nothing announced that was there before."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import feedparser
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree

from archive.model import Facts
from tests.browser.conftest import served
from tests.conftest import MovableClock
from tests.web.library import MARCH, Library
from web.listing import sitemap, views

BLOG = "https://quay.example"


def keep(library: Library, name: str, text: str = "The ferry left in fog.", *, days: int = 0) -> None:
    """An article of the blog, captured and indexed."""
    body = f'<html><head><title>{name}</title></head><body><div class="post-body entry-content"><p>{text * 8}</p></div>'
    facts = Facts(title=f"Of {name}", author="Ada Quill", published=MARCH - timedelta(days=len(name)))
    at = MARCH + timedelta(days=days)
    library.keep(f"{BLOG}/2026/02/{name}.html", body, at=at, page=True, facts=facts)


@pytest.fixture
def filled(library: Library, clock: MovableClock) -> Library:
    for number in range(25):
        keep(library, "a" * (number + 1))
    library.index()
    clock.move(timedelta(hours=1))
    return library


def lines(client: FlaskClient, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("ending", ["csv", "bib", "ris", "jsonl"])
def test_a_list_comes_whole_from_the_real_server(ending: str, filled: Library) -> None:
    with served(filled.client().application) as site, urlopen(f"{site}/search.{ending}?q=ferry") as answer:
        assert answer.headers["Content-Length"] is None  # it is written as it is read
        assert answer.read().decode().count("Of a") >= 25


def test_a_list_is_whole_and_in_its_order(filled: Library) -> None:
    client = filled.client()
    pages = [client.get(f"/search.json?q=ferry&sort=oldest&page={page}").json for page in (1, 2)]
    shown = [hit["id"] for page in pages for hit in page["hits"]]  # type: ignore[index]
    assert len(shown) == 25
    assert [
        line["id"] for line in lines(client, "/search.csv?q=ferry&sort=oldest&page=2&per_page=5")
    ] == shown
    assert len(lines(client, "/search.csv?author=-Ada+Quill")) == 0
    entries = parse_bibtex(client.get("/search.bib?q=ferry").text).entries
    assert len({entry.key for entry in entries}) == 25
    assert len(rispy.loads(client.get("/search.ris?q=ferry").text)) == 25


def test_a_list_has_a_name_and_is_unchanged_until_the_index_is(filled: Library) -> None:
    client = filled.client()
    for ending in ("csv", "bib", "ris", "jsonl"):
        url = f"/search.{ending}?q=Ferry+%22in+fog%22+%D9%84%D9%8A%D9%84/../x"
        first = client.get(url)
        assert (
            first.headers["Content-Disposition"] == f'attachment; filename="articles-ferry-in-fog-x.{ending}"'
        )
        head = client.head(url)
        assert (head.status_code, head.data, head.content_type) == (200, b"", first.content_type)
        assert "Content-Length" not in head.headers
        assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    keep(filled, "new")
    filled.index()
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_only_some_lists_are_written_at_once_and_a_place_is_given_back(filled: Library) -> None:
    client = filled.client()
    reading = [client.get("/search.csv") for _ in range(views.AT_ONCE)]
    refused = client.get("/search.csv")
    assert (refused.status_code, refused.mimetype) == (503, "text/plain")
    assert "Other lists are being made" in refused.text
    reading[0].close()  # its reader went
    reading[1].get_data()  # it came to its end
    for _ in range(3):
        assert len(lines(client, "/search.csv")) == 25
    for response in reading:
        response.close()


def test_what_was_taken_down_is_in_no_list(filled: Library) -> None:
    client = filled.client()
    filled.backfile.catalogue.takedowns.take_down(f"{BLOG}/2026/02/aaa.html")
    for path in (
        "/search.csv",
        "/search.bib",
        "/search.ris",
        "/search.jsonl",
        "/search.atom",
        "/feed.atom",
        "/sitemap-1.xml",
    ):
        text = client.get(path).text
        assert "aaaa.html" in text or "/page/" in text
        assert "/aaa.html" not in text
    assert len(etree.fromstring(client.get("/sitemap-1.xml").data)) == 24


# Feeds


def feed(client: FlaskClient, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    read = feedparser.parse(response.data)
    assert not read.bozo
    assert [entry.updated for entry in read.entries] == sorted(
        (entry.updated for entry in read.entries), reverse=True
    )
    return [entry.title for entry in read.entries]


def subscribed(client: FlaskClient, url: str = "/search?q=ferry&sort=oldest&page=2") -> str:
    """The address of the feed that a search's page names, in its head and among its links."""
    soup = BeautifulSoup(client.get(url).text, "lxml")
    named = soup.select_one('link[rel=alternate][type="application/atom+xml"][href^="/search.atom"]')
    assert named is not None
    href = str(named["href"])
    assert soup.select_one(f'main a[href="{href}"]') is not None
    assert set(parse_qs(urlsplit(href).query)) == {"q", "since"}
    return href


def test_a_subscription_announces_what_comes_after_it_alone(filled: Library, clock: MovableClock) -> None:
    client = filled.client()
    url = subscribed(client)
    assert feed(client, url) == []
    keep(filled, "later", days=1)
    keep(filled, "elsewhere", "Nothing of that kind. ", days=1)
    filled.index()
    assert feed(client, url) == ["Of later"]
    assert feed(client, subscribed(client)) == []
    clock.move(timedelta(days=1))
    keep(filled, "aaa", days=2)  # seen again, as it was
    filled.index()
    assert feed(client, url) == ["Of later"]
    keep(filled, "aaa", "The ferry left in sun, and with another text.", days=3)
    filled.index()
    assert feed(client, url) == ["Of aaa", "Of later"]
    assert len(feed(client, "/search.atom?q=ferry")) == 26
    newest = feed(client, "/feed.atom")
    assert newest[0] == "Of aaa"
    assert set(newest[1:3]) == {"Of elsewhere", "Of later"}


def test_what_was_captured_before_and_indexed_after_is_announced(filled: Library) -> None:
    client = filled.client()
    keep(filled, "waiting", days=-400)  # an import brings in what is old, too
    url = subscribed(client)
    filled.index()
    assert feed(client, url) == ["Of waiting"]


def test_an_index_made_anew_announces_nothing_again(filled: Library, clock: MovableClock) -> None:
    client = filled.client()
    keep(filled, "early")
    filled.index()
    url = subscribed(client)
    clock.move(timedelta(days=9))
    with filled.backfile.indexing("a test") as sync:
        sync.rebuild()
    assert feed(client, url) == []
    before = feed(client, "/search.atom?q=ferry")
    keep(filled, "later", days=9)
    filled.index()
    assert feed(client, url) == ["Of later"]
    filled.backfile.engine.close()
    shutil.rmtree(filled.backfile.settings.data / "index")
    filled.index()
    assert set(feed(client, "/search.atom?q=ferry")) == {*before, "Of later"}
    assert "Of early" not in feed(client, url)


def test_a_feed_has_pages(library: Library) -> None:
    for number in range(views.ENTRIES + 3):
        keep(library, f"n{number}")
    library.index()
    client = library.client()
    first = feedparser.parse(client.get("/search.atom?q=ferry&per_page=3").data)
    following = [link.href for link in first.feed.links if link.rel == "next"]
    second = feedparser.parse(client.get(following[0].removeprefix("http://localhost")).data)
    assert (len(first.entries), len(second.entries)) == (views.ENTRIES, 3)
    assert not {entry.id for entry in first.entries} & {entry.id for entry in second.entries}
    assert {link.rel for link in second.feed.links} == {"self", "alternate", "first", "previous"}


def test_a_feed_is_unchanged_until_the_index_is(filled: Library) -> None:
    client = filled.client()
    tag = client.get("/search.atom?q=ferry").headers["ETag"]
    assert client.get("/search.atom?q=ferry", headers={"If-None-Match": tag}).status_code == 304
    keep(filled, "later", days=1)
    filled.index()
    assert client.get("/search.atom?q=ferry", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-13-01", "9999-99", "0001-01-01T00:00:00+23:59", "\x00", "1" * 999]
)
def test_a_since_that_is_none_never_announces_everything(shelf: Library, since: str) -> None:
    response = shelf.client().get("/search.atom", query_string={"since": since})
    assert response.status_code == 400
    assert "since=" in response.text


def test_a_since_may_be_any_date(shelf: Library) -> None:
    client = shelf.client()
    assert feed(client, "/search.atom?since=2026-04-01") == ["Ferries in the fog"]
    assert len(feed(client, "/search.atom?since=2026-01-01T00:00:00Z")) == 2
    assert feed(client, "/search.atom?since=2026-05-01T00:00:00-07:00") == []


# The map


def test_the_map_names_our_own_pages(shelf: Library) -> None:
    client = shelf.client()
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    index = etree.fromstring(client.get("/sitemap.xml").data)
    assert [place[0].text for place in index] == ["http://localhost/sitemap-1.xml"]
    part = etree.fromstring(client.get("/sitemap-1.xml").data)
    assert all(re.fullmatch(r"http://localhost/page/\w{10}", place[0].text or "") for place in part)
    assert sorted(place[1].text or "" for place in part) == ["2026-03-01T12:00:00Z", "2026-04-10T12:00:00Z"]
    assert client.get("/sitemap-2.xml").status_code == 404


def test_the_map_has_as_many_parts_as_it_needs() -> None:
    parts = [
        len(etree.fromstring(sitemap.index("http://a.example", n))) for n in (0, 1, 50_000, 50_001, 500_000)
    ]
    assert parts == [1, 1, 1, 2, 10]
