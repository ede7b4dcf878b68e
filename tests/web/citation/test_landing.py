"""An article's page as programs read it: Zotero, Signposting, and the links of its snapshots."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from archive.model import Facts, PageKind
from archive.store.pages import page_id
from archive.uri import page_surt
from tests.web.conftest import ARABIC, POST
from tests.web.library import MARCH, Library

ROOT = "http://localhost"
ID = page_id(page_surt(POST))


def soup_of(library: Library, url: str = POST) -> BeautifulSoup:
    response = library.client().get(f"/page/{page_id(page_surt(url))}")
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "lxml")


def links_of(library: Library, path: str) -> list[tuple[str, str, str | None]]:
    """Target, relation and type of each ``Link`` value (RFC 8288 §3)."""
    head = library.client().get(path).headers["Link"]
    return [
        (target, rel, mime or None)
        for target, rel, mime in re.findall(
            r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?(?:; datetime="[^"]*")?', head
        )
    ]


ZOTERO_TYPES = {"blogPost", "webpage", "journalArticle", "newspaperArticle", "document", "book"}


def as_zotero_reads(soup: BeautifulSoup) -> dict[str, Any]:
    """What Zotero's translators “Embedded Metadata” and “RDF” make of a page, by their rules as of 2026: prefixes from
    ``schema.*`` links, each tag a statement, and for each field the first of the properties that they look at."""
    assert soup.select("meta[name^=citation_]") == []  # alone it makes a journal article
    prefixes = {"og": "og", "article": "article"}
    for link in soup.select('link[rel^="schema."]'):
        prefixes[str(link["rel"][0]).partition(".")[2].lower()] = {
            "http://purl.org/dc/elements/1.1/": "dc",
            "http://purl.org/dc/terms/": "dcterms",
        }[str(link["href"])]
    told: dict[str, list[str]] = {}
    for meta in soup.select("meta[content]"):
        prefix, _, rest = re.sub(
            r"[:.]", " ", str(meta.get("name") or meta.get("property") or ""), count=1
        ).partition(" ")
        if prefix.lower() in prefixes and meta["content"]:
            name = f"{prefixes[prefix.lower()]}:{rest[:1].lower()}{rest[1:]}"
            told.setdefault(name, []).append(str(meta["content"]))

    def first(*names: str) -> list[str]:
        return next((told[name] for name in names if name in told), [])

    sort = first("dc:type", "dcterms:type")
    canonical = soup.select_one("head > link[rel=canonical]")
    return {
        "itemType": sort[0] if sort and sort[0] in ZOTERO_TYPES else "webpage",
        "title": first("dc:title", "dcterms:title", "og:title"),
        "creators": first("dc:creator", "dcterms:creator"),
        "blogTitle": first("dc:source", "dcterms:source") or first("og:site_name"),
        "date": first("og:published_time", "article:published_time", "dc:date"),
        "url": first("og:url") or [str(canonical["href"]) if canonical else ""],
        "abstract": first("og:description", "dcterms:abstract"),
        "language": first("dc:language"),
        "tags": first("dc:subject", "article:tag"),
    }


def test_zotero_finds_a_blog_post_with_all_that_is_known(shelf: Library) -> None:
    item = as_zotero_reads(soup_of(shelf))
    abstract = item.pop("abstract")
    assert item == {
        "itemType": "blogPost",
        "title": ["Ferries in the fog"],
        "creators": ["Quill, Ada"],
        "blogTitle": ["Quay & <Co>"],
        "date": ["2026-02-09T12:00:00Z"],
        "url": [f"{ROOT}/page/{ID}"],
        "language": ["en"],
        "tags": ["Fog", "Boats"],
    }
    assert abstract[0].startswith("The third telling of the ferry")


def test_zotero_finds_an_arabic_post(shelf: Library) -> None:
    item = as_zotero_reads(soup_of(shelf, ARABIC))
    assert item["title"] == ["رسالة من الليل"]
    assert item["creators"] == ["نورس"]
    assert item["language"] == ["ar"]


def test_other_readers_find_the_same(shelf: Library) -> None:
    soup = soup_of(shelf)
    tags = {
        str(tag.get("name") or tag.get("property")): tag["content"]
        for tag in soup.find_all("meta", content=True)
    }
    permalink = f"{ROOT}/page/{ID}"
    assert tags["og:type"] == "article"
    assert tags["og:title"] == tags["DC.title"] == "Ferries in the fog"
    assert tags["og:url"] == tags["DC.identifier"] == permalink
    assert tags["article:published_time"] == tags["DC.date"] == "2026-02-09T12:00:00Z"
    assert tags["author"] == tags["article:author"] == "Ada Quill"
    assert tags["DCTERMS.isVersionOf"] == POST
    assert tags["DCTERMS.hasVersion"] == f"{ROOT}/web/20260410120000/{POST}"
    assert "DC.source" not in tags  # Zotero takes it for the periodical's title
    assert soup.select_one("link[rel=canonical]")["href"] == permalink  # type: ignore[index]


def test_signposts_lead_from_the_landing_page(shelf: Library) -> None:
    links = links_of(shelf, f"/page/{ID}")
    assert [link for link in links if link[1] in ("cite-as", "type", "author")] == [
        (f"{ROOT}/page/{ID}", "cite-as", None),
        ("https://schema.org/AboutPage", "type", None),
        ("https://schema.org/BlogPosting", "type", None),
        (f"{ROOT}/search?author=Ada%20Quill", "author", None),
    ]
    assert [(target, mime) for target, rel, mime in links if rel == "item"] == [
        (f"{ROOT}/web/20260410120000/{POST}", "text/html"),
        (f"{ROOT}/wacz/page/{ID}.wacz", "application/wacz"),
        (f"{ROOT}/web/20260303120000/{POST}", "text/html"),
        (f"{ROOT}/web/20260301120000/{POST}", "text/html"),
    ]
    described = [link for link in links if link[1] == "describedby"]
    assert len(described) == 3
    for target, _, mime in described:
        response = shelf.client().get(target.removeprefix(ROOT))
        assert response.status_code == 200
        assert response.content_type.partition(";")[0] == mime


def test_a_snapshot_leads_back_and_to_its_citation(shelf: Library) -> None:
    links = links_of(shelf, f"/web/20260303120000/{POST}")
    described = {mime: target for target, rel, mime in links if rel == "describedby"}
    assert described["text/html"] == f"{ROOT}/page/{ID}"
    answer = shelf.client().get(described["application/vnd.citationstyles.csl+json"].removeprefix(ROOT))
    assert answer.get_json(force=True)[0]["URL"] == f"{ROOT}/web/20260303120000/{POST}"


def test_links_stay_small_however_many_captures_there_are(library: Library) -> None:
    url = f"https://quay.example/{'long/' * 60}"
    for minute in range(40):
        library.keep(
            url, f"text {minute}", at=MARCH.replace(minute=minute), page=True, facts=Facts(title="Often")
        )
    head = library.client().get(f"/page/{page_id(page_surt(url))}").headers["Link"]
    assert len(head) < 6_000
    assert 'rel="item"' in head


def test_the_article_can_be_cited_on_its_page_and_each_capture_in_the_list(shelf: Library) -> None:
    soup = soup_of(shelf)
    usual = soup.select_one("#cite .cite")
    assert usual is not None
    assert " ".join(usual.get_text().split()) == (
        "Quill, A. (2026, February 9). Ferries in the fog. Quay & <Co>. "
        f"{ROOT}/web/20260410120000/{POST} (Archived April 10, 2026, from {POST})"
    )
    listed = BeautifulSoup(shelf.client().get(f"/page/{ID}/captures").text, "lxml")
    cites = [str(link["href"]) for link in listed.select('.captures.long a[href^="/cite/"]')]
    assert len(cites) == 3
    assert all(shelf.client().get(path).status_code == 200 for path in cites)


def test_an_article_that_was_never_captured_has_nothing_to_cite(library: Library) -> None:
    library.backfile.catalogue.pages.seen(POST, kind=PageKind.POST)
    soup = soup_of(library)
    assert "no capture yet that could be cited" in soup.get_text()
    assert soup.select("meta[property^=og]") == []


@pytest.mark.parametrize(
    "title", ["</title><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a\u202eb\u2066c"]
)
def test_hostile_titles_stay_in_their_attribute(library: Library, title: str) -> None:
    library.keep(POST, page=True, facts=Facts(title=title, author=title))
    response = library.client().get(f"/page/{ID}")
    soup = BeautifulSoup(response.text, "lxml")
    assert soup.select_one('meta[name="DC.title"]')["content"] == re.sub("[\u202e\u2066]", "", title)  # type: ignore[index]
    assert [tag.get("src") for tag in soup.select("script, img")] in ([soup.select_one("script")["src"]],)  # type: ignore[index]
    assert "\n" not in response.headers["Link"]
