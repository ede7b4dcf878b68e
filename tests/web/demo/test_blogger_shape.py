"""The Blogger-shaped blogs do what CRAWL.md says that the real ones do."""

from __future__ import annotations

import json

import pytest

from tests.web.demo.visitor import ATOM, OPEN_SEARCH, Visitor
from web.demo.world import World

TIDEWATER = "http://tidewater-letters.example/"
HARBOUR = "http://harbour-notebook.example/"
FEED = f"{TIDEWATER}feeds/posts/default"


def posts_of(world: World, home: str) -> set[str]:
    return {url for url, article in world.articles(home).items() if not article.standing}


def read_feed(visit: Visitor, url: str | None) -> list[str]:
    """The posts of a feed, following ``next`` to its end."""
    found = []
    while url:
        feed = visit(url).xml()
        for entry in feed.iter(f"{ATOM}entry"):
            found += [str(a.get("href")) for a in entry.iter(f"{ATOM}link") if a.get("rel") == "alternate"]
        url = next((a.get("href") for a in feed.findall(f"{ATOM}link") if a.get("rel") == "next"), None)
    return found


@pytest.mark.parametrize("home", [TIDEWATER, HARBOUR])
def test_paging_a_feed_by_its_next_gives_every_post_once(world: World, visit: Visitor, home: str) -> None:
    found = read_feed(visit, f"{home}feeds/posts/default?max-results=150")
    assert len(found) == len(set(found))
    assert set(found) == posts_of(world, home)


def test_a_feed_page_holds_ten_entries_whatever_was_asked_and_says_how_many_there_are(visit: Visitor) -> None:
    feed = visit(f"{FEED}?max-results=500&start-index=4").xml()
    assert len(feed.findall(f"{ATOM}entry")) == 10
    assert feed.findtext(f"{OPEN_SEARCH}totalResults") == "31"
    assert feed.findtext(f"{OPEN_SEARCH}startIndex") == "4"
    assert feed.findtext(f"{OPEN_SEARCH}itemsPerPage") == "10"


def test_next_and_self_lead_to_the_platforms_own_host(visit: Visitor) -> None:
    links = {a.get("rel"): str(a.get("href")) for a in visit(FEED).xml().findall(f"{ATOM}link")}
    assert links["next"].startswith("http://www.blogger.example/feeds/4481926013377250846/posts/default?")
    assert links["self"].startswith("http://www.blogger.example/feeds/4481926013377250846/posts/default")
    assert visit(links["next"]).status == 200


def test_the_last_page_of_a_feed_has_no_next_and_one_behind_it_no_entry(visit: Visitor) -> None:
    last = visit(f"{FEED}?start-index=31").xml()
    behind = visit(f"{FEED}?start-index=32").xml()
    assert len(last.findall(f"{ATOM}entry")) == 1
    assert not [a for a in last.findall(f"{ATOM}link") if a.get("rel") == "next"]
    assert not behind.findall(f"{ATOM}entry")


def test_orderby_updated_with_updated_min_gives_what_changed_since(visit: Visitor) -> None:
    since = visit(f"{FEED}?orderby=updated&updated-min=2022-09-07T00:00:00%2B02:00&max-results=500")
    ignored = visit(f"{FEED}?updated-min=2022-09-07T00:00:00Z")
    titles = [entry.findtext(f"{ATOM}title") for entry in since.xml().findall(f"{ATOM}entry")]
    assert titles[0] == "A note to readers who keep copies"
    assert since.xml().findtext(f"{OPEN_SEARCH}totalResults") == "21"
    assert ignored.xml().findtext(f"{OPEN_SEARCH}totalResults") == "31"


@pytest.mark.parametrize("query", ["start-index=x", "orderby=taste", "published-min=yesterday"])
def test_a_feed_refuses_nonsense(visit: Visitor, query: str) -> None:
    assert visit(f"{FEED}?{query}").status == 400


def test_label_summary_rss_page_comment_and_single_entry_feeds(world: World, visit: Visitor) -> None:
    rivers = read_feed(visit, f"{FEED}/-/Rivers")
    post = next(iter(visit(FEED).xml().iter(f"{ATOM}entry")))
    number = str(post.findtext(f"{ATOM}id")).rpartition("-")[2]
    summary = visit(f"{TIDEWATER}feeds/posts/summary").xml().find(f"{ATOM}entry")
    assert rivers
    assert all("Rivers" in world.articles(TIDEWATER)[url].labels for url in rivers)
    assert summary is not None
    assert summary.find(f"{ATOM}content") is None
    assert len(visit(f"{FEED}/{number}").xml().findall(f"{ATOM}entry")) == 1
    assert visit(f"{FEED}?alt=rss").xml().findtext("channel/item/title") == post.findtext(f"{ATOM}title")
    assert len(read_feed(visit, f"{TIDEWATER}feeds/pages/default")) == 2
    assert len(visit(f"{TIDEWATER}feeds/comments/default").xml().findall(f"{ATOM}entry")) == 3
    assert visit(f"{TIDEWATER}feeds/taste/default").status == 404


@pytest.mark.parametrize("home", [TIDEWATER, HARBOUR])
def test_the_sitemap_is_an_index_of_pages_until_one_is_empty(world: World, visit: Visitor, home: str) -> None:
    pages = visit(f"{home}sitemap.xml").locations()
    found = [url for page in pages for url in visit(page).locations()]
    behind = visit(f"{home}sitemap.xml?page={len(pages) + 1}")
    assert len(pages) > 1
    assert found == [url for url, article in world.articles(home).items() if not article.standing]
    assert behind.status == 200
    assert behind.locations() == []


def test_robots_is_the_platforms_default_and_lists_are_behind_it(visit: Visitor) -> None:
    robots = visit(f"{TIDEWATER}robots.txt").text
    listed = visit(f"{TIDEWATER}search/label/Grain").html()
    assert "Disallow: /search\n" in robots
    assert f"Sitemap: {TIDEWATER}sitemap.xml" in robots
    assert [str(a.text_content()) for a in listed.cssselect("article .post-title a")] == [
        "Counting wheat",
        "When the gauge stood still",
        "Grain by barge, grain by rail",
    ]


def test_todays_theme_has_json_ld_and_a_popular_posts_widget_that_reuses_the_posts_classes(
    visit: Visitor,
) -> None:
    page = visit(f"{TIDEWATER}2022/09/the-map-of-1911.html").html()
    facts = json.loads(str(page.cssselect("script[type='application/ld+json']")[0].text))
    popular = page.cssselect("main .widget.PopularPosts[data-version='2'] article.post .post-title a")
    assert facts["@type"] == "BlogPosting"
    assert facts["headline"] == "The map of 1911"
    assert facts["dateModified"] == "2022-09-07T12:40:00+02:00"
    assert len(popular) == 3
    assert len(page.cssselect("time.published")) == 4
    assert [str(h.text).strip() for h in page.cssselect("#Blog1 .entry-title")] == ["The map of 1911"]
    assert page.cssselect("#Blog1 .post-body.entry-content.float-container")


def test_what_the_platform_prints_is_in_the_posts_language(visit: Visitor) -> None:
    arabic = visit(f"{TIDEWATER}2025/06/blog-post.html").html()
    russian = visit(f"{TIDEWATER}2025/07/blog-post_29.html").html()
    assert (arabic.get("dir"), arabic.get("lang")) == ("rtl", "ar")
    assert "المشاركات الشائعة" in arabic.cssselect(".PopularPosts .title")[0].text_content()
    assert "Популярные сообщения" in russian.cssselect(".PopularPosts .title")[0].text_content()


def test_the_classic_theme_has_hentry_and_an_abbr_and_no_json_ld(visit: Visitor) -> None:
    page = visit(f"{HARBOUR}2023/05/blog-post_16.html").html()
    assert (
        page.cssselect(".hentry h3.post-title.entry-title")[0].text_content().strip()
        == "Смотритель и его журнал"
    )
    assert page.cssselect("abbr.published")[0].get("title") == "2023-05-16T09:30:00+02:00"
    assert page.cssselect(".post-author .fn")[0].text_content() == "Чайка с причала"
    assert len(page.cssselect(".PopularPosts .popular-posts li .item-title a")) == 3
    assert [a.text for a in page.cssselect(".post-labels a[rel=tag]")] == ["Маяки", "Архивы"]
    assert page.cssselect(".post-body.entry-content")[0].get("id", "").startswith("post-body-")
    assert "ld+json" not in visit(f"{HARBOUR}2023/05/blog-post_16.html").text


@pytest.mark.parametrize(
    "url", [f"{TIDEWATER}2021/03/river-keeps-its-own-minutes.html", f"{HARBOUR}2023/02/blog-post.html"]
)
def test_the_phones_twin_says_the_same_and_names_the_plain_one_as_canonical(visit: Visitor, url: str) -> None:
    plain, twin = visit(url).html(), visit(f"{url}?m=1").html()
    bodies = [page.cssselect(".post-body")[0].text_content() for page in (plain, twin)]
    assert bodies[0] == bodies[1]
    assert twin.cssselect("link[rel=canonical]")[0].get("href") == url
    assert any(str(a.get("href")).endswith(".html?m=1") for a in twin.cssselect("a"))
    assert not any(str(a.get("href")).endswith("?m=1") for a in plain.cssselect("a"))


def test_a_page_that_is_not_there_is_the_platforms_404(visit: Visitor) -> None:
    reply = visit(f"{TIDEWATER}2021/03/no-such-letter.html")
    assert reply.status == 404
    assert "does not exist" in reply.text


def test_pictures_style_sheets_and_favicon_are_what_they_say(visit: Visitor) -> None:
    page = visit(f"{TIDEWATER}2021/10/a-lighthouse-with-two-flags.html").html()
    picture = visit(str(page.cssselect(".post-body img")[0].get("src")))
    style = visit(str(page.cssselect("link[rel=stylesheet]")[0].get("href")))
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.body.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(picture.body) < 10_000
    assert '@import url("type.css")' in style.text
    assert (
        visit("http://www.blogger.example/static/v1/type.css").headers["Content-Type"].startswith("text/css")
    )
    assert visit("http://www.blogger.example/static/v1/paper.svg").headers["Content-Type"] == "image/svg+xml"
    assert visit(f"{TIDEWATER}favicon.ico").body[:4] == b"\0\0\1\0"
