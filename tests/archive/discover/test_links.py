"""Links of any page: what is a link and what is not, canonical addresses, what a page says that it is."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import json

import pytest

from archive.discover import places
from archive.model import LinkKind, PageKind, SourceKind
from tests.archive.discover.made_up import a_page, a_source, answer, linked, urls

HOME = "https://notes.example/"
URL = f"{HOME}posts/tidy"


def in_body(inner: str, **other: str) -> str:
    return a_page(f"<article><div class='entry-content'>{inner}</div></article>", **other)


@pytest.mark.parametrize(
    "href",
    ["#top", "", URL, f"{URL}#part", "javascript:alert(1)", "data:text/html,x", "mailto:ida@notes.example", "tel:1", "/feed.xml/feed/",
     "http://[::1", "https:///", "ftp://notes.example/x", "/tag/red/", "/search?s=x", "https://twitter.com/intent/tweet?url=x",
     "https://www.facebook.com/sharer/sharer.php?u=x", "https://api.whatsapp.com/send?text=x", "/pictures/big.jpg"],
)  # fmt: skip
def test_what_is_no_link(href: str) -> None:
    found = answer(in_body(f"<a href='{href}'>x</a>"), url=URL)
    assert found.links == ()


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../other", f"{HOME}other"),
        (" \n/spaced\n ", f"{HOME}spaced"),
        ("//Elsewhere.example:443/A%7eb", "https://elsewhere.example/A~b"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
    ],
)
def test_links_are_resolved_and_canonical(href: str, url: str) -> None:
    assert linked(answer(in_body(f"<a href='{href}'>x</a>"), url=URL), LinkKind.BODY) == [url]


def test_base_href_is_honoured() -> None:
    page = in_body(
        "<a href='x'>x</a><img src='i.png'>", head="<base target=_top><base href='/deep/'><base href='/no/'>"
    )
    found = answer(page, url=URL)
    assert linked(found, LinkKind.BODY) == [f"{HOME}deep/x"]
    assert urls(found, LinkKind.REQUISITE) == [f"{HOME}deep/i.png"]


def test_tracking_is_left_out_of_what_is_fetched_and_kept_in_what_is_recorded() -> None:
    found = answer(in_body("<a href='/other?utm_source=x&id=1'>x</a>"), url=URL)
    assert linked(found, LinkKind.BODY) == [f"{HOME}other?utm_source=x&id=1"]
    assert urls(found, LinkKind.BODY) == [f"{HOME}other?id=1"]


def test_files_and_networks_are_recorded_but_not_crawled() -> None:
    hrefs = [f"{HOME}paper.pdf", "https://x.com/ida/status/1", "https://github.com/ida/notes/wiki"]
    found = answer(in_body("".join(f"<a href='{href}'>x</a>" for href in hrefs)), url=URL)
    assert linked(found, LinkKind.BODY) == hrefs
    assert urls(found, LinkKind.BODY) == hrefs[2:]


@pytest.mark.parametrize(
    ("url", "is_account"),
    [
        ("https://x.com/ida_fen", True),
        ("https://twitter.com/ida_fen/status/12", False),
        ("https://mobile.twitter.com/ida_fen", True),
        ("https://www.facebook.com/pages/Ida/123", True),
        ("https://www.youtube.com/@ida", True),
        ("https://www.youtube.com/watch?v=1", False),
        ("https://t.me/ida", True),
        ("https://www.pinterest.de/ida/", True),
        ("https://anything.social/@ida", True),
        ("https://anything.social/@ida/1234", False),
        ("https://medium.com/@ida", False),
        ("https://x.com/", False),
        ("https://twitter.com/share?url=x", False),
        ("https://notes.example/ida", False),
    ],
)
def test_accounts_on_networks(url: str, is_account: bool) -> None:
    assert places.account(url) is is_account


def test_only_the_text_of_the_article_gives_body_links() -> None:
    found = answer(
        a_page("""<header><a href="https://far.example/deep/page.html">ad</a></header><main><h1>Tidy</h1><p>
<a href="https://river.example/report">report</a></p><aside class="related-posts"><a href="/posts/next">Next</a></aside></main>
<footer>See <a href="https://sister.example/">our sister site</a> <a rel="sponsored" href="https://shop.example/">buy</a></footer>"""),
        url=URL,
    )
    assert [(link.kind, link.url) for link in found.links] == [
        (LinkKind.BODY, "https://river.example/report"),
        (LinkKind.RELATED, f"{HOME}posts/next"),
        (LinkKind.SISTER, "https://sister.example/"),
    ]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("<div class='yarpp yarpp-related'>{}</div>", LinkKind.RELATED),
        ("<div id='jp-relatedposts'>{}</div>", LinkKind.RELATED),
        ("<div class='rp4wp-related-posts'>{}</div>", LinkKind.RELATED),
        ("<div class='wp_rp_wrap'>{}</div>", LinkKind.RELATED),
        ("<div class='relpost-thumb-wrapper'>{}</div>", LinkKind.RELATED),
        ("<section class='single-related-posts-section'>{}</section>", LinkKind.RELATED),
        ("<aside class='read-more-wrap'>{}</aside>", LinkKind.RELATED),
        ("<div class='read-next-feed'>{}</div>", LinkKind.RELATED),
        ("<section class='see-also'>{}</section>", LinkKind.RELATED),
        ("<div class='you-may-also-like'>{}</div>", LinkKind.RELATED),
        ("<div class='similar-articles'>{}</div>", LinkKind.RELATED),
        ("<div class='td_block_related_posts'>{}</div>", LinkKind.RELATED),
        ("<article class='related-post-card'>{}</article>", LinkKind.RELATED),
        ("<div class='widget PopularPosts'>{}</div>", LinkKind.POPULAR),
        ("<ul class='wpp-list'>{}</ul>", LinkKind.POPULAR),
        ("<div class='tptn_posts_widget'>{}</div>", LinkKind.POPULAR),
        ("<div class='most-read'>{}</div>", LinkKind.POPULAR),
        ("<div class='sidebar-trending-articles-list'>{}</div>", LinkKind.POPULAR),
        ("<div class='top-stories'>{}</div>", LinkKind.POPULAR),
        # A label, a setting and other things that only sound like it.
        ("<div class='category-popular-posts'>{}</div>", LinkKind.BODY),
        ("<div class='has-related-posts'>{}</div>", LinkKind.BODY),
        ("<div class='popular-tags-note'>{}</div>", LinkKind.BODY),
        ("<div class='unrelated-posts'>{}</div>", LinkKind.BODY),
        ("<div class='top-links'>{}</div>", LinkKind.BODY),
    ],
)
def test_blocks_of_related_and_popular_posts_are_told_by_the_build_of_their_names(
    block: str, kind: LinkKind
) -> None:
    found = answer(in_body(f"<p>Plain words.</p>{block.format('<a href=/posts/next>Next</a>')}"), url=URL)
    assert [(link.kind, link.url) for link in found.links] == [(kind, f"{HOME}posts/next")]


def test_a_picture_link_and_a_word_link_to_one_place_are_one_link_with_words() -> None:
    page = in_body(
        "<a href='/x'><img src='i.png' alt=' A\n hedge '></a><a href='/y'><img src='j.png'></a><a href='/y'>Why</a>"
    )
    assert [(link.url, link.text) for link in answer(page, url=URL).links] == [
        (f"{HOME}x", "A hedge"),
        (f"{HOME}y", "Why"),
    ]


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/posts/tidy?id=1", f"{HOME}posts/tidy?id=1"),
        ("https://www.notes.example/posts/tidy", "https://www.notes.example/posts/tidy"),
        ("https://victim.example/their-post", None),
        ("/", None),
        ("javascript:x", None),
    ],
)
def test_the_canonical_address_is_believed_within_the_site(href: str, canonical: str | None) -> None:
    assert answer(a_page("x", head=f"<link rel='canonical' href='{href}'>"), url=URL).canonical == canonical


def test_a_site_with_several_hosts_is_one_site_but_a_blog_service_is_not() -> None:
    head = "<link rel='canonical' href='https://blog.example.com/tidy'>"
    assert (
        answer(a_page("x", head=head), url="https://example.com/tidy").canonical
        == "https://blog.example.com/tidy"
    )
    head = "<link rel='canonical' href='https://victim.blogspot.com/2024/05/tidy.html'>"
    assert (
        answer(a_page("x", head=head), url="https://other.blogspot.com/2024/05/tidy.html").canonical is None
    )


def ld(*items: dict[str, object]) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(item)}</script>" for item in items)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (a_page("x", head=ld({"@type": "BlogPosting", "url": URL})), PageKind.POST),
        (a_page("x", head=ld({"@graph": [{"@type": ["Thing", "NewsArticle"], "headline": "T"}]})), PageKind.POST),
        (a_page("x", head=ld({"@type": "BlogPosting", "url": f"{HOME}a"}, {"@type": "BlogPosting", "url": f"{HOME}b"})), None),
        (a_page("x", head=ld({"@type": "CollectionPage"}) + "<meta property='og:type' content='article'>"), None),
        (a_page("x", head="<meta property='og:type' content='article'>"), PageKind.POST),
        (a_page("x", head="<meta property='og:type' content='website'>"), None),
        (a_page("x", head="<meta property='article:published_time' content='2024-01-01'>"), PageKind.POST),
        (a_page("<div class=hentry>x</div>"), PageKind.POST),
        (a_page("<div class=hentry>x</div><div class=hentry>y</div>"), None),
        (a_page("<script type='application/ld+json'>{broken</script>"), None),
        ("", None),
    ],
)  # fmt: skip
def test_a_page_says_what_it_is(page: str, kind: PageKind | None) -> None:
    assert answer(page, LinkKind.SISTER, url=URL, source=a_source(HOME, SourceKind.FEED)).page_kind is kind


@pytest.mark.parametrize(
    ("link_kind", "hops", "url", "kind"),
    [
        (LinkKind.POST, 0, URL, PageKind.POST),
        (LinkKind.PAGE, 0, f"{HOME}about", PageKind.PAGE),
        (LinkKind.POST, 0, HOME, None),
        (LinkKind.POST, 0, f"{HOME}tag/red/", None),
        (LinkKind.SEED, 0, HOME, None),
        (LinkKind.BODY, 0, f"{HOME}hidden", PageKind.RELATED),
        (LinkKind.BODY, 1, "https://river.example/report", PageKind.RELATED),
        (LinkKind.BODY, 1, "https://river.example/", None),
        (LinkKind.SISTER, 1, "https://sister.example/welcome", None),
    ],
)
def test_where_the_page_is_silent_the_one_who_named_it_is_believed(
    link_kind: LinkKind, hops: int, url: str, kind: PageKind | None
) -> None:
    found = answer(
        a_page("<p>Plain words</p>"), link_kind, url, source=a_source(HOME, SourceKind.FEED), hops=hops
    )
    assert found.page_kind is kind


@pytest.mark.parametrize("url", [HOME, URL, f"{HOME}tag/red/"])
def test_what_a_person_asked_for_by_name_is_a_page_whatever_it_is(url: str) -> None:
    assert answer(a_page("<p>Plain words</p>"), LinkKind.SEED, url).page_kind is PageKind.PAGE
    followed = a_source(url, SourceKind.PAGE)
    assert (
        answer(a_page("<p>Plain words</p>"), LinkKind.SEED, url, source=followed).page_kind is PageKind.PAGE
    )


def test_a_link_back_to_the_source_is_no_hop() -> None:
    page = in_body(f"<a href='{URL}'>home again</a><a href='https://third.example/x'>on</a>")
    found = answer(
        page,
        LinkKind.BODY,
        "https://river.example/report",
        source=a_source(HOME, SourceKind.FEED),
        hops=1,
        depth=2,
    )
    assert [(target.url, target.depth, target.hops) for target in found.targets] == [
        (URL, 3, 0),
        ("https://third.example/x", 3, 2),
    ]


@pytest.mark.parametrize("mime", ["image/png", "application/pdf", "application/octet-stream", "text/plain"])
def test_what_is_no_page_leads_nowhere(mime: str) -> None:
    found = answer(b"\x89PNG\r\n<a href='/x'>x</a>", LinkKind.BODY, URL, mime=mime)
    assert (found.targets, found.links, found.page_kind) == ((), (), None)


@pytest.mark.parametrize("status", [0, 301, 304, 404, 500])
def test_an_error_page_leads_nowhere(status: int) -> None:
    found = answer(in_body("<a href='/x'>x</a>"), url=URL, status=status)
    assert (found.targets, found.links, found.page_kind) == ((), (), None)


def test_an_empty_answer_is_no_page() -> None:
    assert answer("", url=URL).page_kind is None
