"""Every way in leads to one Source; and the reasons when there is none."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.discover import refusals
from archive.discover.platform import Platform
from archive.discover.recognise import MOST_ANSWERS, Answer, Recognised, Refusal, recognise
from archive.model import SourceKind
from tests.archive.discover.made_up import BLOG, BLOG_ID, PRESS, a_blogger_page, a_feed, a_page, an_entry
from tests.archive.discover.made_up_sites import ATOM, HTML, JSON, RSS, XML, Page, Web, survey

NOTES = "https://notes.example/"


GARDEN_FEED = (ATOM, a_feed([an_entry(1)], home="http://garden.blogspot.com/"))
GARDEN: dict[str, Page | str | int] = {
    BLOG: (HTML, a_blogger_page("posts", head="<title>The Garden</title>", url=BLOG)),
    f"{BLOG}?m=1": (HTML, a_blogger_page("posts", url=BLOG)),
    "http://garden.blogspot.de/": BLOG,
    f"{BLOG}2024/05/roses.html": (HTML, a_blogger_page("post", head="<title>The Garden: Roses</title>")),
    f"{BLOG}search/label/Moss": (HTML, a_blogger_page("posts", url=f"{BLOG}search/label/Moss")),
    f"{BLOG}feeds/posts/default": GARDEN_FEED,
    f"{BLOG}feeds/posts/default?max-results=1": GARDEN_FEED,
    f"{BLOG}feeds/posts/default/-/Moss": (ATOM, a_feed([], home=f"{BLOG}search/label/Moss")),
    f"{BLOG}feeds/comments/default": (ATOM, a_feed([])),
    f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default": GARDEN_FEED,
    f"{BLOG}sitemap.xml": (XML, f"<urlset><url><loc>{BLOG}2024/05/roses.html</loc></url></urlset>"),
}


def plain(found: Recognised | Refusal) -> Recognised:
    """Without platform and totals (``test_one_source`` has those)."""
    assert isinstance(found, Recognised), found
    return replace(found, platform=Platform.PAGE, expected=())


def test_a_blog_with_its_feeds_switched_off_is_named_by_its_home_page() -> None:
    web = {url: page for url, page in GARDEN.items() if "feeds" not in url}
    found, _ = survey(web, f"{BLOG}2024/05/roses.html")
    assert isinstance(found, Recognised)
    assert (found.kind, found.name) == (SourceKind.BLOGGER, "The Garden")


def a_press_page(title: str, **other: str) -> str:
    return a_page(
        "x",
        head=f"""<title>{title}</title><link rel="https://api.w.org/" href="{PRESS}wp-json/">
<link rel="alternate" type="application/rss+xml" title="Press » Feed" href="{PRESS}feed/">
<link rel="alternate" type="application/rss+xml" title="Press » Comments Feed" href="{PRESS}comments/feed/">
<meta name="generator" content="WordPress 6.5">""",
        **other,
    )


def a_press_feed(title: str) -> str:
    return f"""<rss version="2.0"><channel><title>{title}</title><link>https://press.example/blog</link>
<generator>https://wordpress.org/?v=6.5</generator><item><title>One</title><link>{PRESS}one/</link></item></channel></rss>"""


PRESS_WEB: dict[str, Page | str | int] = {
    PRESS: (HTML, a_press_page("The Press – Words")),
    "https://press.example/blog": PRESS,
    f"{PRESS}one/": (HTML, a_press_page("One – The Press", body_class="single")),
    f"{PRESS}category/food/": (HTML, a_press_page("Food – The Press", body_class="archive")),
    f"{PRESS}feed/": (RSS, a_press_feed("The Press")),
    f"{PRESS}category/food/feed/": (RSS, a_press_feed("Food – The Press")),
    f"{PRESS}wp-sitemap.xml": (
        XML,
        f"<sitemapindex><sitemap><loc>{PRESS}wp-sitemap-posts-post-1.xml</loc></sitemap></sitemapindex>",
    ),
    f"{PRESS}wp-sitemap-posts-post-1.xml": (XML, f"<urlset><url><loc>{PRESS}one/</loc></url></urlset>"),
}


@pytest.mark.parametrize("robots", [True, False])
@pytest.mark.parametrize("url", PRESS_WEB)
def test_every_way_into_a_wordpress_site_in_a_folder(url: str, robots: bool) -> None:
    web = dict(PRESS_WEB)
    if robots:
        web["https://press.example/robots.txt"] = ("text/plain", f"Sitemap: {PRESS}wp-sitemap.xml")
    found, _ = survey(web, url)
    assert isinstance(found, Recognised)
    assert (found.kind, found.url, found.surt) == (SourceKind.WORDPRESS, PRESS, "example,press)/blog")
    assert (found.name, found.feed_url, found.platform_id) == (
        "The Press",
        f"{PRESS}feed/",
        None,
    ), "its REST API is named, but answers nothing"
    assert found.sitemap_url in {f"{PRESS}wp-sitemap.xml", url}


def test_the_rest_api_in_a_link_header() -> None:
    header = (
        (
            "Link",
            '<https://press.example/wp-json/>; rel="https://api.w.org/", <https://press.example/?p=1>; rel=shortlink',
        ),
    )
    counted = (JSON, "[]", (("X-WP-Total", "0"),))
    web: Web = {
        "https://press.example/": (HTML, a_page("x"), header),
        "https://press.example/wp-json/wp/v2/posts?per_page=1&_fields=id": counted,
    }
    found, _ = survey(web, "https://press.example/")
    assert isinstance(found, Recognised)
    assert (found.kind, found.platform_id) == (SourceKind.WORDPRESS, "https://press.example/wp-json/")


NOTES_FEED = f"<rss version='2.0'><channel><title>Notes</title><link>{NOTES}</link><item><title>A</title><link>{NOTES}a</link></item></channel></rss>"
NOTES_HEAD = "<title>Some title</title><link rel=alternate type='application/rss+xml' href='/rss'>"
NOTES_WEB: dict[str, Page | str | int] = {
    NOTES: (HTML, a_page("home", head=NOTES_HEAD)),
    f"{NOTES}a": (HTML, a_page("post", head=NOTES_HEAD)),
    f"{NOTES}rss": (RSS, NOTES_FEED),
    f"{NOTES}sitemap.xml": (XML, f"<urlset><url><loc>{NOTES}a</loc></url></urlset>"),
    "http://notes.example/": NOTES,
}


@pytest.mark.parametrize("url", NOTES_WEB)
def test_every_way_into_a_site_with_feed_and_sitemap(url: str) -> None:
    found, _ = survey(NOTES_WEB, url)
    assert plain(found) == Recognised(
        SourceKind.FEED, NOTES, "example,notes)/", "Notes", f"{NOTES}rss", f"{NOTES}sitemap.xml"
    )


def test_a_feed_kept_by_a_feed_service() -> None:
    web = {**NOTES_WEB, "https://feeds.service.example/notes": (RSS, NOTES_FEED)}
    found, _ = survey(web, "https://feeds.service.example/notes")
    assert isinstance(found, Recognised)
    assert (found.kind, found.url, found.feed_url) == (
        SourceKind.FEED,
        NOTES,
        "https://feeds.service.example/notes",
    )


def test_a_feed_does_not_speak_for_a_stranger() -> None:
    """A page's feed that claims to be of another site does not make that site the Source."""
    lying = (RSS, NOTES_FEED.replace(NOTES, "https://victim.example/"))
    found, _ = survey({**NOTES_WEB, f"{NOTES}rss": lying}, f"{NOTES}a")
    assert isinstance(found, Recognised)
    assert found.url == NOTES


@pytest.mark.parametrize("url", [NOTES, f"{NOTES}a", f"{NOTES}sitemap.xml"])
def test_a_site_with_a_sitemap_alone(url: str) -> None:
    web = {
        NOTES: (HTML, a_page("home", head="<title>Notes</title>")),
        f"{NOTES}a": (HTML, a_page("post")),
        f"{NOTES}sitemap.xml": NOTES_WEB[f"{NOTES}sitemap.xml"],
    }
    found, _ = survey(web, url)
    assert plain(found) == Recognised(
        SourceKind.SITEMAP, NOTES, "example,notes)/", "Notes", None, f"{NOTES}sitemap.xml"
    )


def test_a_feed_that_no_page_names_is_guessed() -> None:
    found, _ = survey({NOTES: (HTML, a_page("x")), f"{NOTES}index.xml": (RSS, NOTES_FEED)}, NOTES)
    assert isinstance(found, Recognised)
    assert (found.kind, found.feed_url) == (SourceKind.FEED, f"{NOTES}index.xml")


@pytest.mark.parametrize("url", [NOTES, f"{NOTES}a", f"{NOTES}sitemap.xml", f"{NOTES}feed"])
def test_a_feed_that_no_page_names_is_guessed_beside_a_sitemap_too(url: str) -> None:
    web = {
        NOTES: (HTML, a_page("home", head="<title>Notes</title>")),
        f"{NOTES}a": (HTML, a_page("post")),
        f"{NOTES}sitemap.xml": NOTES_WEB[f"{NOTES}sitemap.xml"],
        f"{NOTES}feed": (RSS, NOTES_FEED),
    }
    found, _ = survey(web, url)
    assert isinstance(found, Recognised)
    assert (found.kind, found.url, found.feed_url) == (SourceKind.FEED, NOTES, f"{NOTES}feed")
    assert found.sitemap_url == f"{NOTES}sitemap.xml"


def test_a_page_with_nothing_to_follow_is_followed_as_a_page() -> None:
    head = f"<title>The\n report</title><link rel=canonical href='{NOTES}report'>"
    page = HTML, a_page("x", head=head)
    found, asked = survey({f"{NOTES}report?from=x": page, f"{NOTES}report": page}, f"{NOTES}report?from=x")
    assert found == Recognised(SourceKind.PAGE, f"{NOTES}report", "example,notes)/report", "The report")
    assert len(asked) == MOST_ANSWERS - 1


def test_a_page_that_is_wrong_about_its_own_address_is_followed_where_it_is() -> None:
    head = f"<title>The report</title><link rel=canonical href='{NOTES}moved/report'>"
    found, _ = survey({f"{NOTES}report": (HTML, a_page("x", head=head))}, f"{NOTES}report")
    assert isinstance(found, Recognised)
    assert (found.kind, found.url) == (SourceKind.PAGE, f"{NOTES}report")


@pytest.mark.parametrize(
    ("typed", "classes", "article"),
    [
        ("2024/on-tides.html", "single single-post", "2024/on-tides.html"),
        ("2024/on-tides.html", "", "2024/on-tides.html"),  # no list could be read that would name it
        ("", "home blog", None),
        ("tag/tides/", "archive", None),
    ],
)
def test_the_article_that_was_typed_is_told(typed: str, classes: str, article: str | None) -> None:
    head = "<title>On tides</title><meta name=generator content='WordPress 6.5'>"
    page = a_page("x", head=head, body_class=classes)
    found, _ = survey({f"{NOTES}{typed}": (HTML, page)}, f"{NOTES}{typed}")
    assert isinstance(found, Recognised)
    assert found.article == (f"{NOTES}{article}" if article else None)


@pytest.mark.parametrize(
    ("answer", "words", "step"),
    [
        (Answer(NOTES, NOTES, 0), "robots.txt asks not to", "if those may be fetched"),
        (Answer(f"{NOTES}x", f"{NOTES}x", 404, HTML), "404 (not found)", "add https://notes.example/ instead"),
        (Answer(NOTES, NOTES, 404, HTML), "404 (not found)", "backfile import"),
        (Answer(NOTES, NOTES, 401, HTML), "401 (a log-in is needed)", "backfile import"),
        (Answer(NOTES, NOTES, 500, HTML), "500 (an error on its side)", "try again later"),
        (Answer(NOTES, NOTES, 418, HTML), "status 418", "try again later"),
        (Answer(NOTES, NOTES, 200, "image/png", (), b"\x89PNG"), "it is image/png", None),
        (Answer(NOTES, NOTES, 200, "application/pdf", (), b"%PDF-1.7"), "it is application/pdf", None),
        (Answer(NOTES, NOTES, 200, "", (), b""), "something unnamed", None),
        (Answer(NOTES, NOTES, 200, "text/xml", (), b"<opml/>"), "OPML list", "backfile import"),
        (Answer(NOTES, NOTES, 200, RSS, (), b'<!DOCTYPE a [<!ENTITY b "c">]><rss/>'), "entity bombs", "Add the blog"),
        (Answer(NOTES, NOTES, 200, RSS, (), b"this is not XML"), "neither a page nor a feed", None),
        (Answer(NOTES, NOTES, 200, HTML, (), b"<p>", "it was not let in"), "not let in", "backfile import"),
        (Answer(BLOG, BLOG, 404, HTML, (), b"Sorry, the blog at garden.blogspot.com has been removed."), "removed", "others archived"),
        (Answer(BLOG, "https://www.blogger.com/blogin.g?blogspotURL=x", 200, HTML, (), b"<p>"), "", "does not go round that. If you can have an export"),
    ],
)  # fmt: skip
def test_why_there_is_nothing_to_follow(answer: Answer, words: str, step: str | None) -> None:
    refusal = recognise([answer])
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason
    assert not refusal.reason.endswith(".")
    assert (step is None) == (refusal.step is None)
    assert step is None or step in (refusal.step or "")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://x.com/ada", "social networks"),
        ("https://twitter.com/ada/status/1", "social networks"),
        ("https://www.instagram.com/ada/", "social networks"),
        ("https://www.blogger.com/profile/123", "profile"),
        ("https://www.blogger.com/blog/posts/4711", "Blogger's own"),
        ("https://medium.com/tag/moss", "the service's own"),
        ("https://substack.com/home", "the service's own"),
        ("https://wordpress.com/", "the service's own"),
    ],
)
def test_what_need_not_be_asked(url: str, words: str) -> None:
    refusal = refusals.of_address(url)
    assert refusal is not None
    assert words in refusal.reason
    assert refusal.step


@pytest.mark.parametrize("url", [NOTES, BLOG, "https://medium.com/@ada", "https://www.blogger.com/feeds/4711/posts/default"])  # fmt: skip
def test_what_has_to_be_asked(url: str) -> None:
    assert refusals.of_address(url) is None


def test_the_typed_url_comes_first() -> None:
    with pytest.raises(ValueError, match="looked up first"):
        recognise([])
