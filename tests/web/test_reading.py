"""Home, an article, its captures, and what browsers and operators look for."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from archive.model import Facts
from archive.store.pages import page_id
from archive.uri import page_surt
from tests.web.conftest import ARABIC, POST
from tests.web.library import MARCH, Library
from web.reading.calendar import lay_out

ID = page_id(page_surt(POST))


def soup_of(library: Library, url: str) -> BeautifulSoup:
    response = library.client().get(url)
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "lxml")


def test_home_has_the_search_box_what_is_new_and_the_sources(shelf: Library) -> None:
    soup = soup_of(shelf, "/")
    form = soup.select_one("main form[role=search]")
    assert form is not None
    assert form["action"] == "/search"
    assert [title.get_text() for title in soup.select(".newest .hit-title")] == [
        "Ferries in the fog",
        "رسالة من الليل",
    ]
    assert soup.select_one(".source-name").get_text() == "Quay & <Co>"  # type: ignore[union-attr]
    assert "2 articles" in soup.select_one(".source-facts").get_text()  # type: ignore[union-attr]


def test_an_empty_archive_says_how_to_begin(library: Library) -> None:
    assert "backfile add" in soup_of(library, "/").get_text()
    assert "no articles yet" in soup_of(library, "/search").get_text()


def test_an_article_shows_its_text_facts_captures_and_links(shelf: Library) -> None:
    soup = soup_of(shelf, f"/page/{ID}")
    assert soup.h1 is not None
    assert soup.h1.get_text() == "Ferries in the fog"
    prose = soup.select_one(".prose")
    assert prose is not None
    assert "The third telling" in prose.get_text()
    dates = [link["href"] for link in soup.select(".captures a")]
    assert dates == [
        f"/web/{stamp}/{POST}" for stamp in ("20260410120000", "20260303120000", "20260301120000")
    ]
    text = " ".join(soup.get_text(" ").split())
    for fact in ("Ada Quill", "9 February 2026", "English", "Fog", "sha256:", "urn:uuid:"):
        assert fact in text
    out = {link.get_text(): link["href"] for link in soup.select(".links a")}
    assert out["<b>away</b>"] == "/web/20260410120000/https://away.example/x"
    assert out["ليل"] == f"/web/20260410120000/{ARABIC}"


def test_the_digest_is_that_of_the_bytes_beside_it(shelf: Library) -> None:
    digest = soup_of(shelf, f"/page/{ID}").select_one("dd:has(a[href*='as_/'])")
    assert digest is not None
    assert digest.a is not None
    body = shelf.client().get(str(digest.a["href"])).data
    assert f"sha256:{hashlib.sha256(body).hexdigest()}" in digest.get_text()


def test_links_in_are_listed(shelf: Library) -> None:
    soup = soup_of(shelf, f"/page/{page_id(page_surt(ARABIC))}")
    here = next(
        block for block in soup.select(".fact-block") if block.h2 and block.h2.get_text() == "Links here"
    )
    assert [link["href"] for link in here.select("ul a")] == [f"/page/{ID}"]
    (asking,) = here.select("p a")
    found = shelf.client().get(str(asking["href"]).replace("/search?", "/search.json?")).json
    assert found is not None
    assert [hit["id"] for hit in found["hits"]] == [ID], "links: counts the same links"


def test_the_calendar_links_every_day_with_a_capture(shelf: Library) -> None:
    soup = soup_of(shelf, f"/page/{ID}/captures")
    assert [caption.get_text() for caption in soup.select(".month caption")] == ["April 2026", "March 2026"]
    days = [(day.get_text(), day["href"]) for day in soup.select("a.day")]
    assert days == [
        ("10", f"/web/20260410120000/{POST}"),
        ("1", f"/web/20260301120000/{POST}"),
        ("3", f"/web/20260303120000/{POST}"),
    ]
    assert len(soup.select(".captures.long li")) == 3


def test_a_calendar_is_laid_out_newest_first(library: Library) -> None:
    captures = [library.keep(POST, f"text {days}", at=MARCH + timedelta(days=days)) for days in (0, 0, 400)]
    years = lay_out(captures)
    assert [(year.number, year.count) for year in years] == [(2027, 1), (2026, 2)]
    march = years[1].months[0]
    assert (march.name, march.count) == ("March 2026", 2)
    assert [len(week) for week in march.weeks] == [7] * len(march.weeks)
    assert sorted(day.number for week in march.weeks for day in week if day.number) == list(range(1, 32))


def test_an_article_that_is_not_indexed_yet_is_shown_by_what_is_known(library: Library) -> None:
    library.keep(POST, page=True, facts=Facts(title="Fresh"))
    soup = soup_of(library, f"/page/{ID}")
    assert soup.h1 is not None
    assert soup.h1.get_text() == "Fresh"
    assert "not indexed yet" in soup.get_text()


def test_right_to_left_texts_are_marked(shelf: Library) -> None:
    soup = soup_of(shelf, f"/page/{page_id(page_surt(ARABIC))}")
    assert soup.select_one(".prose")["dir"] == "rtl"  # type: ignore[index]
    assert soup.select_one("article")["lang"] == "ar"  # type: ignore[index]


@pytest.mark.parametrize("path", ["/page/nothing", "/page/nothing/captures", "/page/%00", "/nowhere"])
def test_what_is_not_there_is_a_page_with_a_way_on(shelf: Library, path: str) -> None:
    response = shelf.client().get(path)
    assert response.status_code == 404
    assert 'href="/search"' in response.text


def test_opensearch_robots_and_health(shelf: Library) -> None:
    client = shelf.client()
    description = client.get("/opensearch.xml")
    assert description.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://localhost/search?q={searchTerms}"' in description.text
    assert "Disallow: /web/" in client.get("/robots.txt").text
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").json == {
        "ready": True,
        "articles": 2,
        "changes_to_index": 0,
        "short_of_room": None,
    }


def test_an_article_names_related_ones(library: Library) -> None:
    telling = "The keeper of the lighthouse trimmed the lantern and wrote of gulls. "
    bread = (
        "A baker kneads before four, weighs salt by hand, and sends two boys with baskets down every street. "
    )
    for name, text in (
        ("one", telling * 4),
        ("two", f"Gulls sat on a lantern. {bread * 3}"),
        ("three", "Ropes. " * 20),
    ):
        body = f'<title>{name}</title><div class="post-body entry-content"><p>{text}</p></div>'
        library.keep(f"https://quay.example/{name}.html", body, page=True, facts=Facts(title=f"Of {name}"))
    library.index()
    soup = soup_of(library, f"/page/{page_id(page_surt('https://quay.example/one.html'))}")
    (related,) = [
        block
        for block in soup.select(".fact-block")
        if block.h2 and block.h2.get_text() == "Related articles"
    ]
    assert [link.get_text() for link in related.select("a")] == ["Of two"]
