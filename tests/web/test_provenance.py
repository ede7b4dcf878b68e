"""How an article came in, for each kind of link; and the sites that a blog points to, on the desk."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from archive.model import Facts, Link, LinkKind, Page, PageKind, Source, SourceKind, Tally, Trigger
from archive.uri import page_surt
from tests.web.admin.test_entry import log_in
from tests.web.conftest import BLOG, POST
from tests.web.library import MARCH, Library
from web.reading.provenance import WAYS_IN, way_in

SOURCE = Source(
    1, f"{BLOG}/", "", "Quay", SourceKind.BLOGGER, MARCH, f"{BLOG}/feeds/posts/default", f"{BLOG}/sitemap.xml"
)
NAMING = Page("naming", POST, page_surt(POST), PageKind.POST, facts=Facts(title="Ferries in the fog"))


def came(kind: LinkKind, via: str | None, named_by: Page | None = None) -> tuple[str, str | None]:
    page = Page("id", f"{BLOG}/x.html", "", PageKind.RELATED, source_id=1, via=via, link_kind=kind)
    found = way_in(page, named_by, SOURCE)
    return " ".join(part for part in (found.words, found.name) if part), found.href


def test_there_are_words_for_every_kind_of_link() -> None:
    assert set(WAYS_IN) == set(LinkKind)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LinkKind.POPULAR, "named in the popular posts of Ferries in the fog"),
        (LinkKind.RELATED, "named in the related posts of Ferries in the fog"),
        (LinkKind.BODY, "linked from the text of Ferries in the fog"),
        (LinkKind.SISTER, "on a sister site, named by Ferries in the fog"),
        (LinkKind.AUTHOR, "named as its author’s own page by Ferries in the fog"),
    ],
)
def test_what_an_article_named_says_how_and_links_to_it(kind: LinkKind, words: str) -> None:
    assert came(kind, POST, NAMING) == (words, "/page/naming")


@pytest.mark.parametrize(
    ("via", "words"),
    [
        (f"{BLOG}/feeds/posts/default?max-results=150", "from the feed of Quay"),
        (f"{BLOG}/sitemap.xml?page=2", "from the sitemap of Quay"),
        (f"{BLOG}/wp-json/wp/v2/posts?page=1", "from the REST API of Quay"),
        (f"{BLOG}/2026/02/", "from an archive page of Quay"),
        (f"{BLOG}/", "from the home page of Quay"),
    ],
)
def test_what_a_list_named_says_which(via: str, words: str) -> None:
    assert came(LinkKind.POST, via) == (words, f"/web/*/{via}")


def test_what_nobody_named_and_what_an_export_brought() -> None:
    assert came(LinkKind.SEED, None) == ("typed as an address", None)
    assert came(LinkKind.POST, None) == ("typed as an address", None), "a post that no list named"
    assert came(LinkKind.EXPORT, "blog.xml") == ("imported from blog.xml", None)
    assert came(LinkKind.SISTER, "https://isle.example/") == (
        "on a sister site, named by isle.example", "/web/*/https://isle.example/",
    )  # fmt: skip


def test_the_page_tells_how_it_came_in_and_which_accounts_the_blog_names(library: Library) -> None:
    source = library.follow(f"{BLOG}/", "Quay")
    links = [
        Link("https://social.example/@quay", LinkKind.SOCIAL),
        Link("https://isle.example/", LinkKind.SISTER, "The isle"),
    ]
    capture = library.keep(POST, page=True, source=source, links=links, facts=Facts(title="Ferries"))
    library.backfile.catalogue.pages.seen(
        f"{BLOG}/old.html", kind=PageKind.RELATED, source_id=source.id, via=POST, link_kind=LinkKind.BODY
    )
    library.index()
    old = library.backfile.catalogue.pages.by_surt(page_surt(f"{BLOG}/old.html"))
    assert old is not None
    soup = BeautifulSoup(library.client().get(f"/page/{old.id}").text, "lxml")
    facts = soup.select_one(".fact-block dl")
    assert facts is not None
    assert "Linked from the text of Ferries, with Quay" in " ".join(facts.text.split())
    assert facts.select_one(f'a[href="/page/{capture.page_id}"]')
    own = library.client().get(f"/page/{capture.page_id}").text
    assert "https://social.example/@quay" in own


def test_the_desk_offers_to_follow_the_sites_that_a_blog_points_to(library: Library) -> None:
    source = library.follow(f"{BLOG}/", "Quay")
    links = [
        Link("https://isle.example/", LinkKind.SISTER, "The isle"),
        Link(f"{BLOG}/p/us.html", LinkKind.PAGE),
    ]
    library.keep(POST, page=True, source=source, links=links)
    crawl = library.backfile.catalogue.crawls.request(source.id, Trigger.ADMIN)
    library.backfile.catalogue.tallies.set(
        crawl.id, [Tally(source.url, LinkKind.SEED, 9, 9, 8, False, "1 answered 404")]
    )
    library.add_keeper()
    client = library.client()
    log_in(client)
    soup = BeautifulSoup(client.get(f"/admin/sources/{source.id}").text, "lxml")
    sisters = soup.select_one("#sisters")
    assert sisters is not None
    assert [link["href"] for link in sisters.select("li > a")] == ["https://isle.example/"]
    form = sisters.select_one('form[action="/admin/"] input[name=url]')
    assert form is not None
    assert form["value"] == "https://isle.example/"
    assert "backfile add https://isle.example/" in sisters.text
    assert "8 of 9 posts that the platform states are held: 1 answered 404." in soup.text
