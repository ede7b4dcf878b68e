"""WordPress: seeds, the REST API, the paged feed, and the plugins' blocks."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.discover import wordpress
from archive.discover.discovery import Listing, seeds
from archive.model import Facts, LinkKind, PageKind, SourceKind
from tests.archive.discover.made_up import PRESS, a_page, a_source, answer, linked, urls

FEED = f"{PRESS}feed/"
REST = f"{PRESS}wp-json/"
POSTS = f"{REST}wp/v2/posts?per_page=100&page=1&_embed"


def press(**other: Any) -> Any:
    return a_source(PRESS, SourceKind.WORDPRESS, feed_url=FEED, sitemap_url=f"{PRESS}wp-sitemap.xml", **other)


def a_post(number: int, **other: Any) -> dict[str, Any]:
    return {
        "id": number,
        "link": f"{PRESS}2024/05/post-{number}/",
        "guid": {"rendered": f"{PRESS}?p={number}"},
        "title": {"rendered": "Tea &#038; <em>toast</em>"},
        "date_gmt": "2024-05-01T10:00:00",
        "modified_gmt": "2024-06-01T10:00:00",
        "_embedded": {
            "author": [{"name": "Ida Fen"}],
            "wp:term": [[{"name": "Food"}], [{"name": "Tea"}, {"name": "Food"}]],
        },
        **other,
    }


def test_seeds_ask_the_rest_api_only_when_one_is_advertised() -> None:
    assert [target.url for target in seeds(press(), full=True)] == [FEED, f"{PRESS}wp-sitemap.xml", PRESS]
    with_rest = seeds(press(platform_id=REST), full=False)
    assert [target.url for target in with_rest if target.kind is LinkKind.FEED] == [
        FEED,
        POSTS,
        POSTS.replace("posts", "pages"),
    ]


def test_a_root_behind_a_parameter() -> None:
    asked = wordpress.rest("https://press.example/?rest_route=/", "posts", 3)
    assert asked == "https://press.example/?rest_route=/wp/v2/posts&per_page=100&page=3&_embed"


def test_a_page_of_the_rest_api() -> None:
    headers = [("X-WP-Total", "250"), ("X-WP-TotalPages", "3")]
    body = json.dumps([a_post(1), {"id": 2}, "x"])
    found = answer(
        body, LinkKind.FEED, POSTS, source=press(platform_id=REST), mime="application/json", headers=headers
    )
    following = POSTS.replace("page=1&_embed", "_embed=&page=2")
    assert found.listing is not None
    assert (found.listing.total, found.listing.complete) == (250, False)
    assert urls(found, LinkKind.FEED) == [found.listing.next]
    assert wordpress.is_rest(following)
    post = found.targets[0]
    assert (post.url, post.kind, post.depth) == (f"{PRESS}2024/05/post-1/", LinkKind.POST, 1)
    assert post.facts == Facts(
        title="Tea & toast",
        author="Ida Fen",
        published=datetime(2024, 5, 1, 10, tzinfo=UTC),
        updated=datetime(2024, 6, 1, 10, tzinfo=UTC),
        labels=("Food", "Tea"),
        platform_id=f"{PRESS}?p=1",
    )


def test_the_last_page_of_the_rest_api_and_its_pages() -> None:
    headers = [("x-wp-total", "1"), ("x-wp-totalpages", "1")]
    url = POSTS.replace("posts", "pages")
    found = answer(
        json.dumps([a_post(1)]), LinkKind.FEED, url, source=press(platform_id=REST), headers=headers
    )
    assert found.listing == Listing(1, 1, None, True)
    assert urls(found, LinkKind.PAGE) == [f"{PRESS}2024/05/post-1/"]


def test_where_the_rest_api_is_shut_the_feed_is_paged() -> None:
    found = answer("{}", LinkKind.FEED, POSTS, source=press(platform_id=REST), status=401)
    assert urls(found, LinkKind.FEED) == [f"{FEED}?paged=2"]
    pages = answer(
        "{}", LinkKind.FEED, POSTS.replace("posts", "pages"), source=press(platform_id=REST), status=401
    )
    assert pages.targets == ()


RSS = "<rss version='2.0'><channel><title>Press</title><link>https://press.example/blog</link>{}</channel></rss>"
ITEM = "<item><title>One</title><link>https://press.example/blog/one/</link></item>"


def test_the_feed_is_paged_until_a_page_is_empty_or_missing() -> None:
    found = answer(
        RSS.format(ITEM), LinkKind.FEED, f"{FEED}?paged=2", source=press(), mime="application/rss+xml"
    )
    assert found.listing == Listing(None, 1, f"{FEED}?paged=3", False)
    assert answer(RSS.format(""), LinkKind.FEED, f"{FEED}?paged=3", source=press()).listing == Listing(
        None, 0, None, True
    )
    gone = answer("<html>404</html>", LinkKind.FEED, f"{FEED}?paged=3", source=press(), status=404)
    assert (gone.targets, gone.listing) == ((), Listing(None, 0, None, True))


def test_a_cache_that_answers_every_page_with_the_first_comes_to_an_end() -> None:
    last = f"{FEED}?paged={wordpress.MOST_FEED_PAGES}"
    assert urls(answer(RSS.format(ITEM), LinkKind.FEED, last, source=press()), LinkKind.FEED) == []


def test_with_the_rest_api_at_hand_the_feed_is_not_paged() -> None:
    found = answer(RSS.format(ITEM), LinkKind.FEED, FEED, source=press(platform_id=REST))
    assert urls(found, LinkKind.FEED) == []
    assert urls(found, LinkKind.POST) == [f"{PRESS}one/"]


@pytest.mark.parametrize(
    "path",
    ["category/food/", "tag/tea/", "author/ida/", "page/2/", "2024/", "2024/05/", "one/feed/", "?s=tea", "?cat=3", "one/?replytocom=4",
     "one/?share=x", "wp-login.php", "comments/feed/", "one/comment-page-2/"],
)  # fmt: skip
def test_lists_and_services_are_told_by_their_address(path: str) -> None:
    assert wordpress.is_list(PRESS + path)


@pytest.mark.parametrize(
    "path", ["2024/05/01/one/", "one/", "?p=12", "tagging-along/", "the-author-of-it/", "one/?page=2"]
)
def test_articles_are_no_lists(path: str) -> None:
    assert not wordpress.is_list(PRESS + path)


def test_a_single_post_with_plugins() -> None:
    url = f"{PRESS}one/"
    found = answer(
        a_page(
            f"""<header><nav><a href="/blog/about/">About</a></nav></header><main><article class="hentry"><div class="entry-content">
<p>It was <a href="https://river.example/report">reported</a> and <a href="{PRESS}two/">before</a>.</p>
<div class="sharedaddy"><a href="{url}?share=facebook">Facebook</a></div>
<div class="yarpp-related"><ol><li><a href="{PRESS}three/" rel="bookmark">Three</a></li></ol></div>
<div id="jp-relatedposts" class="jp-relatedposts"><a href="{PRESS}four/">Four</a></div></div>
<span class="cat-links"><a rel="category tag" href="{PRESS}category/food/">Food</a></span></article>
<nav class="post-navigation"><a rel="prev" href="{PRESS}zero/">Zero</a></nav>
<div id="comments"><a href="https://spam.example/">me too</a></div></main>
<aside><ul class="xoxo blogroll"><li><a href="https://friend.example/blog/latest/">Friend</a></li></ul>
<section class="widget widget_top-posts"><a href="{PRESS}five/">Five</a></section>
<section class="widget widget_recent_entries"><a href="{PRESS}six/">Six</a></section></aside>
<footer><div class="site-info"><a href="https://wordpress.org/">WordPress</a></div></footer>""",
            body_class="post-template-default single single-post postid-1",
        ),
        url=url,
        source=press(),
    )
    assert found.page_kind is PageKind.POST
    assert [(link.kind, link.url) for link in found.links] == [
        (LinkKind.BODY, "https://river.example/report"),
        (LinkKind.BODY, f"{PRESS}two/"),
        (LinkKind.RELATED, f"{PRESS}three/"),
        (LinkKind.RELATED, f"{PRESS}four/"),
        (LinkKind.SISTER, "https://friend.example/blog/latest/"),
        (LinkKind.POPULAR, f"{PRESS}five/"),
    ]
    assert linked(found, LinkKind.PAGE) == []


@pytest.mark.parametrize(
    ("body_class", "kind"),
    [
        ("single-post", PageKind.POST),
        ("page-template-default page page-id-2", PageKind.PAGE),
        ("archive category category-food", None),
        ("home blog", None),
        ("search search-results", None),
    ],
)
def test_the_body_says_what_the_page_is(body_class: str, kind: PageKind | None) -> None:
    head = "<meta property='og:type' content='article'>"  # which plugins put on everything
    body = a_page("<p>Text</p>", head=head, body_class=body_class)
    assert answer(body, LinkKind.REDIRECT, f"{PRESS}somewhere/", source=press()).page_kind is kind
