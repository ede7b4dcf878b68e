"""Blogger: seeds, feeds, sitemaps, and the traps of its themes."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.discover import blogger
from archive.discover.discovery import Listing, seeds
from archive.model import Facts, LinkKind, PageKind
from tests.archive.discover.made_up import (
    BLOG,
    BLOG_ID,
    a_blogger_page,
    a_feed,
    a_source,
    an_entry,
    answer,
    linked,
    urls,
)

FEED = f"{BLOG}feeds/posts/default?max-results=150&start-index=1"
POST = f"{BLOG}2024/05/roses.html"


@pytest.mark.parametrize("full", [True, False])
def test_a_crawl_begins_with_both_feeds_the_sitemap_and_the_home_page(full: bool) -> None:
    found = seeds(a_source("http://garden.blogspot.de/"), full=full)
    assert [(target.url, target.kind, target.depth, target.hops) for target in found] == [
        ("http://garden.blogspot.com/feeds/posts/default?max-results=150&start-index=1", LinkKind.FEED, 0, 0),
        ("http://garden.blogspot.com/feeds/pages/default?max-results=150&start-index=1", LinkKind.FEED, 0, 0),
        ("http://garden.blogspot.com/sitemap.xml", LinkKind.SITEMAP, 0, 0),
        ("http://garden.blogspot.com/", LinkKind.SEED, 0, 0),
    ]


def test_an_entry_becomes_a_post_at_depth_1_with_what_the_feed_says_of_it() -> None:
    found = answer(
        a_feed([an_entry(7, title="Roses &lt;b> &amp; thorns")]), LinkKind.FEED, FEED, source=a_source()
    )
    (post,) = found.targets
    assert (post.url, post.kind, post.depth, post.hops, post.via) == (
        f"{BLOG}2024/05/roses-7.html",
        LinkKind.POST,
        1,
        0,
        FEED,
    )
    assert post.facts == Facts(
        title="Roses <b> & thorns",
        author="Wilma Hedge",
        published=datetime(2024, 5, 8, 17, 0, tzinfo=UTC),
        updated=datetime(2024, 6, 1, 8, 0, tzinfo=UTC),
        labels=("Flowers", "R&D"),
        platform_id=f"tag:blogger.com,1999:blog-{BLOG_ID}.post-7",
    )
    assert found.listing == Listing(total=1, entries=1, next=None, complete=True)
    assert found.page_kind is None


def test_only_the_html_alternate_is_the_posts_address() -> None:
    bare = an_entry(1).replace('rel="alternate" type="text/html"', 'rel="related" type="text/html"')
    found = answer(a_feed([bare, an_entry(2)], total=2), LinkKind.FEED, FEED, source=a_source())
    assert urls(found, LinkKind.POST) == [f"{BLOG}2024/05/roses-2.html"]
    assert found.listing == Listing(2, 2, None, True, nameless=1)


def test_paging_advances_by_what_was_received_and_follows_to_another_host() -> None:
    onward = f'<link rel="next" type="application/atom+xml" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default?start-index=151&amp;max-results=150"/>'
    body = a_feed([an_entry(n) for n in range(100)], total=543, onward=onward)
    found = answer(body, LinkKind.FEED, FEED, source=a_source())
    following = f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default?start-index=101&max-results=150"
    assert found.listing == Listing(543, 100, following, False)
    (target,) = [target for target in found.targets if target.kind is LinkKind.FEED]
    assert (target.url, target.depth, target.hops) == (following, 0, 0)


def test_paging_goes_on_without_a_next_link_while_the_total_says_so() -> None:
    body = a_feed([an_entry(n) for n in range(25)], total=60, start=26)
    found = answer(body, LinkKind.FEED, FEED.replace("index=1", "index=26"), source=a_source())
    assert found.listing is not None
    assert found.listing.next == f"{BLOG}feeds/posts/default?max-results=150&start-index=51"


def test_an_empty_page_ends_the_paging_whatever_it_says_of_more() -> None:
    onward = f'<link rel="next" href="{FEED}"/>'
    found = answer(a_feed([], total=900, onward=onward), LinkKind.FEED, FEED, source=a_source())
    assert found.targets == ()
    assert found.listing == Listing(900, 0, None, True)


def test_the_feed_of_pages_gives_standing_pages() -> None:
    url = f"{BLOG}feeds/pages/default?max-results=150&start-index=1"
    found = answer(a_feed([an_entry(1, path="p/about.html")]), LinkKind.FEED, url, source=a_source())
    assert urls(found, LinkKind.PAGE) == [f"{BLOG}p/about.html"]


def test_a_feed_that_feedburner_answers_is_asked_for_again_past_it() -> None:
    found = answer(
        a_feed([an_entry(1)]),
        LinkKind.FEED,
        "https://feeds.feedburner.com/garden",
        asked=FEED,
        source=a_source(),
    )
    assert urls(found, LinkKind.FEED) == [f"{FEED}&redirect=false"]
    again = answer(
        a_feed([an_entry(1)]),
        LinkKind.FEED,
        "https://feeds.feedburner.com/garden",
        asked=f"{FEED}&redirect=false",
    )
    assert urls(again, LinkKind.FEED) == []


def test_comments_are_nobodys_posts() -> None:
    url = f"{BLOG}feeds/comments/default"
    assert answer(a_feed([an_entry(1)]), LinkKind.FEED, url, source=a_source()).targets == ()


def test_the_sitemap_index_leads_to_its_pages_and_those_on_until_one_is_empty() -> None:
    source, index = a_source(), f"{BLOG}sitemap.xml"
    body = f"<sitemapindex><sitemap><loc>{index}?page=1</loc></sitemap></sitemapindex>"
    found = answer(body, LinkKind.SITEMAP, index, source=source, mime="application/xml")
    assert [(target.url, target.kind, target.depth) for target in found.targets] == [
        (f"{index}?page=1", LinkKind.SITEMAP, 0)
    ]
    places = f"""<urlset><url><loc>{BLOG}2024/05/roses.html</loc><lastmod>2024-06-01T08:00:00Z</lastmod></url>
<url><loc>{BLOG}p/about.html</loc></url><url><loc>{BLOG}</loc></url><url><loc>{BLOG}2024/05/</loc></url></urlset>"""
    page = answer(places, LinkKind.SITEMAP, f"{index}?page=1", source=source, mime="text/xml")
    assert urls(page, LinkKind.POST) == [POST]
    assert urls(page, LinkKind.PAGE) == [f"{BLOG}p/about.html"]
    assert page.listing == Listing(None, 4, f"{index}?page=2", False)
    assert page.targets[0].facts == Facts(updated=datetime(2024, 6, 1, 8, 0, tzinfo=UTC))
    last = answer("<urlset/>", LinkKind.SITEMAP, f"{index}?page=2", source=source, mime="text/xml")
    assert (last.targets, last.listing) == ((), Listing(None, 0, None, True))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("2024/05/roses.html", PageKind.POST),
        ("p/about.html", PageKind.PAGE),
        ("", None),
        ("search/label/Flowers", None),
        ("2024/05/", None),
        ("2024_05_01_archive.html", None),
    ],
)
def test_an_address_tells_what_it_is(path: str, kind: PageKind | None) -> None:
    assert blogger.kind_of(BLOG + path) is kind
    assert blogger.is_index(BLOG + path) is (kind is None)
    body = a_blogger_page("<div class='post-body entry-content'>Text</div>", url=BLOG + path)
    assert answer(body, LinkKind.RELATED, BLOG + path, source=a_source()).page_kind is kind


def test_the_year_one_is_no_date() -> None:
    item = '{"@type": "BlogPosting", "headline": "Roses", "datePublished": "0001-01-01T00:00:00Z"}'
    body = a_blogger_page("<p>Text</p>", head=f'<script type="application/ld+json">{item}</script>')
    assert answer(body, LinkKind.RELATED, POST, source=a_source()).facts == Facts(title="Roses")


CONTEMPO = a_blogger_page(f"""
<main id='main'><div class='widget Blog' data-version='2' id='Blog1'><article class='post-outer-container'><div class='post'>
<script type='application/ld+json'>{{"@context":"http://schema.org","@type":"BlogPosting",
"mainEntityOfPage":{{"@type":"WebPage","@id":"{POST}"}},"headline":"Roses &amp; thorns","datePublished":"2024-05-01T11:02:00-07:00",
"author":{{"@type":"Person","name":"Wilma Hedge"}}}}</script>
<h3 class='post-title entry-title'>Roses &amp; thorns</h3>
<div class='sharing'><a href='https://www.blogger.com/share-post.g?postID=1'>Share</a>
<a href='https://twitter.com/intent/tweet?url=x'>X</a></div>
<div class='post-body entry-content float-container' id='post-body-1'><p>See <a href='https://river.example/report'>the report</a>,
<a href='https://garden.blogspot.com/2023/01/soil.html?m=1'>soil</a>, <a href='https://x.com/hedge_w'>me</a>,
<a href='/search/label/Flowers'>flowers</a> and <a href='/feeds/posts/default'>the feed</a>.
<a href='https://blogger.googleusercontent.com/img/b/x/s1600/rose.jpg'><img src='https://blogger.googleusercontent.com/img/b/x/s320/rose.jpg'></a></p>
<div class='post-labels'><a rel='tag' href='/search/label/Roses'>Roses</a></div></div>
<section class='comments' id='comments'><a href='https://spam.example/'>a reader</a></section></div></article></div>
<div class='widget PopularPosts' data-version='2' id='PopularPosts1'><h3 class='title'>ما الذي يُقرأ</h3>
<article class='post'><h3 class='post-title'><a href='{BLOG}2022/02/ivy.html?m=1'>Ivy</a></h3>
<a class='timestamp-link' rel='bookmark' href='{BLOG}2022/02/ivy.html?m=1'><time class='published' datetime='2022-02-01T00:00:00Z'/></a>
<div class='post-body entry-content'>{"A snippet of another post, longer than the post itself. " * 9}</div></article></div></main>
<aside><div class='widget Profile'><a href='https://www.blogger.com/profile/0815' rel='author'>Wilma</a></div>
<div class='widget Text'>Stay tuned to <a href='https://orchard.example/'>The Orchard</a></div>
<div class='widget LinkList'><a href='http://sister-garden.blogspot.com/'>Sister</a><a href='https://mas.example/@wilma'>toot</a></div>
<div class='widget PageList'><a href='/p/about.html'>About</a></div>
<div class='widget BlogArchive'><a href='/2024/04/'>April</a></div><div class='widget Label'><a href='/search/label/Moss'>Moss</a></div>
<div class='widget Attribution'><a href='https://www.blogger.com'>Powered by Blogger</a></div></aside>
""")


def test_a_page_of_the_contempo_theme() -> None:
    found = answer(
        CONTEMPO, url=f"{POST}?m=1", source=a_source(), facts=Facts(title="Roses, as the feed has it")
    )
    assert found.page_kind is PageKind.POST
    assert found.canonical == POST
    assert found.facts == Facts(
        title="Roses, as the feed has it",
        author="Wilma Hedge",
        published=datetime(2024, 5, 1, 18, 2, tzinfo=UTC),
    )
    assert linked(found, LinkKind.BODY) == ["https://river.example/report", f"{BLOG}2023/01/soil.html?m=1"]
    assert [(link.url, link.text) for link in found.links if link.kind is LinkKind.POPULAR] == [
        (f"{BLOG}2022/02/ivy.html?m=1", "Ivy")
    ]
    assert linked(found, LinkKind.SISTER) == [
        "https://orchard.example/",
        "http://sister-garden.blogspot.com/",
    ]
    assert linked(found, LinkKind.SOCIAL) == ["https://x.com/hedge_w", "https://mas.example/@wilma"]
    assert linked(found, LinkKind.AUTHOR) == ["https://www.blogger.com/profile/0815"]


def test_depth_and_hops_of_what_a_page_leads_to() -> None:
    found = answer(CONTEMPO, source=a_source(), depth=1)
    reached = {target.url: (target.kind, target.depth, target.hops) for target in found.targets}
    assert reached == {
        f"{BLOG}2022/02/ivy.html": (LinkKind.POPULAR, 2, 0),
        f"{BLOG}2023/01/soil.html": (LinkKind.BODY, 2, 0),
        f"{BLOG}p/about.html": (LinkKind.PAGE, 2, 0),
        "https://river.example/report": (LinkKind.BODY, 2, 1),
        "https://orchard.example/": (LinkKind.SISTER, 2, 1),
        "http://sister-garden.blogspot.com/": (LinkKind.SISTER, 2, 1),
        "https://www.blogger.com/profile/0815": (LinkKind.AUTHOR, 2, 1),
        "https://blogger.googleusercontent.com/img/b/x/s320/rose.jpg": (LinkKind.REQUISITE, 2, 0),
    }


def test_a_list_of_posts_gives_no_links_of_theirs_but_what_stands_around_them() -> None:
    found = answer(CONTEMPO.replace(POST, BLOG), LinkKind.SEED, BLOG, source=a_source())
    assert found.page_kind is None
    assert linked(found, LinkKind.BODY) == []
    assert linked(found, LinkKind.POPULAR) == [f"{BLOG}2022/02/ivy.html?m=1"]


def test_a_classic_theme() -> None:
    found = answer(
        a_blogger_page(f"""<div class='widget Blog' id='Blog1'><div class='post hentry'><h3 class='post-title entry-title'>Roses</h3>
<div class='post-body entry-content' id='post-body-1'>From <a href='https://river.example/report'>here</a>.</div>
<span class='post-author vcard'><a href='https://www.blogger.com/profile/0815' rel='author'>Wilma</a></span>
<span class='post-comment-link'><a class='comment-link' href='{POST}#comment-form'>1</a></span>
<span class='post-icons'><a href='https://www.blogger.com/email-post.g?blogID=1'>mail</a></span></div>
<div class='blog-pager'><a href='{BLOG}2024/04/older.html'>Older</a></div></div>
<div class='widget PopularPosts'><div class='widget-content popular-posts'><ul><li><div class='item-thumbnail'>
<a href='{BLOG}2022/02/ivy.html'><img src='/ivy.jpg'></a></div><div class='item-title'><a href='{BLOG}2022/02/ivy.html'>Ivy</a></div></li></ul>
<a class='quickedit' href='//www.blogger.com/rearrange?blogID=1&widgetType=PopularPosts'>edit</a></div></div>"""),
        source=a_source(),
    )
    assert [(link.kind, link.url, link.text) for link in found.links] == [
        (LinkKind.BODY, "https://river.example/report", "here"),
        (LinkKind.AUTHOR, "https://www.blogger.com/profile/0815", "Wilma"),
        (LinkKind.POPULAR, f"{BLOG}2022/02/ivy.html", "Ivy"),
    ]
    assert urls(found, LinkKind.REQUISITE) == [f"{BLOG}ivy.jpg"]


def test_the_theme_that_keeps_the_text_in_a_template() -> None:
    found = answer(
        a_blogger_page("""<div class='post-body'><div class='post-content'><script type='text/template'>
<p>As <a href="https://river.example/report">reported</a> <img src="/map.png"></p></script></div></div>"""),
        source=a_source(),
    )
    assert linked(found, LinkKind.BODY) == ["https://river.example/report"]
    assert urls(found, LinkKind.REQUISITE) == [f"{BLOG}map.png"]


def test_a_dynamic_view_is_a_post_and_says_that_its_text_is_elsewhere() -> None:
    found = answer(
        a_blogger_page("", head="<meta content='dynamic' name='blogger-template'/>"), source=a_source()
    )
    assert found.page_kind is PageKind.POST
    assert "dynamic view" in found.notices[0]


@pytest.mark.parametrize(
    ("body", "status", "headers", "words"),
    [
        (
            "<iframe src='https://www.blogger.com/blogin.g?blogspotURL=https://garden.blogspot.com/'>",
            200,
            (),
            "warns of its content",
        ),
        ("<h1>Sorry, the blog at garden.blogspot.com has been removed.</h1>", 404, (), "removed"),
    ],
)
def test_what_stands_in_front_of_a_blog_is_named_and_not_passed(
    body: str, status: int, headers: list[tuple[str, str]], words: str
) -> None:
    found = answer(body, status=status, headers=headers, source=a_source())
    assert found.wall is not None
    assert words in found.wall.reason
    assert (found.targets, found.page_kind) == ((), None)


def test_the_profile_leads_to_the_authors_other_blogs() -> None:
    body = (
        "<ul><li><a href='http://orchard.blogspot.com/' rel='contributor-to nofollow'>Orchard</a></li></ul>"
    )
    found = answer(body, LinkKind.AUTHOR, "https://www.blogger.com/profile/0815", source=a_source(), hops=1)
    assert urls(found, LinkKind.SISTER) == ["http://orchard.blogspot.com/"]
    assert found.page_kind is None
