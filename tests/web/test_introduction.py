"""What a Source is, on one screen: fit for a terminal, and the same on the desk."""

# ruff: noqa: E501 -- a Source and what is said of it stand in one line

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from archive import uri
from archive.discover.platform import Platform
from archive.model import Expected, Source, SourceKind
from tests.web.admin.test_entry import log_in
from tests.web.library import Library
from web.introduction import PLATFORMS, WIDTH, headline, introduction, lines

HOME = "https://garden.example/"


def a_source(**other: Any) -> Source:
    made = {
        "url": HOME, "name": "The Garden", "kind": SourceKind.BLOGGER, "feed_url": f"{HOME}feeds/posts/default",
        "sitemap_url": f"{HOME}sitemap.xml", "platform": "blogger-contempo", "every": timedelta(hours=6), "related": 50,
        "expected": (Expected("posts", 1543, f"{HOME}feeds/posts/default"), Expected("pages", 1, f"{HOME}feeds/pages/default")),
    }  # fmt: skip
    made |= other
    surt = uri.page_surt(str(made["url"]))
    return Source(id=1, surt=surt, created_at=datetime(2026, 1, 1, tzinfo=UTC), **made)  # type: ignore[arg-type]


def test_one_screen() -> None:
    assert lines(introduction(a_source())) == [
        "  Address      https://garden.example/",
        "  Made by      Blogger, with a theme of Contempo’s family",
        "  Expected     1,543 posts, as its feed says",
        "               1 standing page, as its feed says",
        "  Followed by  the feed of its posts, page by page",
        "                 https://garden.example/feeds/posts/default",
        "               the feed of its standing pages",
        "               its sitemap, for all that there is",
        "                 https://garden.example/sitemap.xml",
        "  Visited      every 6 hours: its lists, then what is new or changed",
        "  Around it    up to 50 articles that its posts link to, in each crawl",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (a_source(expected=()), "It does not say how much there is"),
        (a_source(related=0), "its own articles only"),
        (a_source(kind=SourceKind.FEED, expected=(Expected("entries", 10, HOME, least=True),)), "at least 10 entries: a feed shows only the newest"),
        (a_source(kind=SourceKind.FEED, expected=(Expected("addresses", 70, HOME),)), "70 addresses of articles, as its sitemap says"),
        (a_source(kind=SourceKind.FEED, expected=(Expected("addresses", 70, HOME, least=True),)), "has more parts"),
        (a_source(kind=SourceKind.FEED, sitemap_url=None), "no sitemap was found"),
        (a_source(kind=SourceKind.WORDPRESS, platform_id=f"{HOME}wp-json/"), "1,543 posts, as its REST API says"),
        (a_source(kind=SourceKind.WORDPRESS, platform="wordpress-feeds"), "its REST API shut"),
        (a_source(kind=SourceKind.PAGE, feed_url=None, sitemap_url=None), "this one page"),
        (a_source(kind=SourceKind.SITEMAP, platform=None), "a site with a sitemap"),
    ],
)  # fmt: skip
def test_what_it_says(source: Source, words: str) -> None:
    told = " ".join(" ".join(lines(introduction(source))).split())
    assert words.lower() in told.lower()


def test_what_could_not_be_read_is_on_the_screen() -> None:
    assert "  But          its feed could not be read (it answered with status 404)" in lines(
        introduction(a_source()), ["its feed could not be read (it answered with status 404)"]
    )


def test_every_platform_has_its_words() -> None:
    assert set(PLATFORMS) == set(Platform)


def test_what_others_wrote_is_no_command_and_stays_within_the_screen() -> None:
    url = f"https://garden.example/{'a' * 300}"
    source = a_source(
        url=url,
        platform="\x1b[2Jgone\nAdded: nothing",
        feed_url=url + "/feed",
        sitemap_url=url + "/sitemap.xml",
    )
    told = lines(introduction(source))
    assert len(told) <= 23
    assert all(len(line) <= WIDTH and line.isprintable() for line in told)
    assert not [line for line in told if line.startswith("Added")]
    first = headline(introduction(a_source(name="\x1b]0;a title\x07\n" + "n" * 300)), 5)
    assert (len(first), first.isprintable()) == (WIDTH, True)
    assert first.endswith("… (looked up with 5 requests)")


def test_the_desk_says_the_same(library: Library) -> None:
    made = library.follow(HOME, "The Garden <b>")
    library.backfile.catalogue.sources.update(
        made.id,
        platform="blogger-contempo",
        feed_url=f"{HOME}feeds/posts/default",
        expected=a_source().expected,
    )
    library.add_keeper()
    keeper = library.client()
    log_in(keeper)
    page = BeautifulSoup(keeper.get(f"/admin/sources/{made.id}").text, "lxml").get_text(" ")
    shape = introduction(library.backfile.catalogue.sources.get(made.id))
    said = [shape["made_by"], shape["around"], *(one["text"] for one in shape["expected"]), *(one["what"] for one in shape["follows"])]  # fmt: skip
    for words in said:
        assert words[1:] in page
    assert "The Garden <b>" in page
