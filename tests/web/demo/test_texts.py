"""The demo's texts are worth reading, belong together, and lead nowhere that they should not."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

from lxml import html
from markupsafe import Markup

from tests.web.demo.visitor import ATOM, Visitor
from web.demo import prose
from web.demo.content import POSTS
from web.demo.world import World

MEANT_TO_FAIL = {
    "http://northquay-institute.example/reports/withdrawn-atlas.html": 404,
    "http://harbour-notebook.example/2024/09/the-bell-at-brinsey.html": 503,
}
SPACELESS = {"zh"}


def test_there_are_enough_posts_in_enough_languages(world: World) -> None:
    tidewater, harbour, estuary = (world.articles(home).values() for home in world.home_urls)
    assert sum(not post.standing for post in tidewater) >= 26
    assert sum(not post.standing for post in harbour) >= 10
    assert sum(not post.standing for post in estuary) >= 8
    languages = Counter(post.lang for posts in (tidewater, harbour, estuary) for post in posts)
    assert set(languages) == {"en", "ar", "ru", "zh", "he", "ko", "fa"}
    assert min(languages[lang] for lang in ("ar", "ru", "zh")) >= 3


def test_every_post_is_of_a_readable_length_and_has_its_facts(world: World) -> None:
    for home in world.home_urls:
        for url, article in world.articles(home).items():
            words = prose.to_plain(article.text)
            count = len(words) * 2 // 3 if article.lang in SPACELESS else len(words.split())
            assert article.standing or 110 <= count <= 500, url
            assert article.published.tzinfo, url
            assert article.published <= article.updated, url
            assert article.labels or article.standing, url


def test_addresses_and_numbers_are_unique(world: World) -> None:
    for home in world.home_urls:
        articles = world.articles(home)
        assert len({article.id for article in articles.values()}) == len(articles)
        assert all(
            f"{article.published:%Y/%m}" in url for url, article in articles.items() if not article.standing
        )


def test_every_link_in_a_text_leads_somewhere_in_the_world(visit: Visitor) -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in POSTS.rglob("*.md"))
    links = set(re.findall(r"\]\((http[^)\s]+)\)", written))
    assert len(links) > 15
    assert {url: status for url in links if (status := visit(url).status) not in (200, 301)} == {
        "http://northquay-institute.example/reports/withdrawn-atlas.html": 404
    }


def test_whatever_a_page_needs_is_there_and_nothing_comes_from_outside_the_world(
    world: World, visit: Visitor
) -> None:
    needed: dict[str, str] = {}
    for home in world.home_urls:
        for url in [home, *world.articles(home)]:
            reply = visit(url)
            assert reply.status == MEANT_TO_FAIL.get(url, 200)
            if reply.status == 200:
                needed |= dict.fromkeys(_requisites(reply.html(), url), url)
    assert all((urlsplit(need).hostname or "").endswith(".example") for need in needed)
    assert [need for need in needed if visit(need).status != 200] == []


def test_links_out_of_the_world_are_the_platforms_own_and_one_made_up_account(
    world: World, visit: Visitor
) -> None:
    outside = set()
    for home in world.home_urls:
        for url in world.articles(home):
            hrefs = visit(url).html().xpath("//@href") if url not in MEANT_TO_FAIL else []
            outside |= {
                href
                for href in map(str, hrefs)
                if not (urlsplit(href).hostname or ".example").endswith(".example")
            }
    assert outside == {"https://x.com/tidewater_xmpl0", "https://wordpress.org/"}


def test_around_the_blogs_one_is_gone_one_has_moved_one_is_closed_to_robots(visit: Visitor) -> None:
    assert visit("http://northquay-institute.example/reports/2019/pilotage.html").headers["Location"] == (
        "http://northquay-institute.example/publications/pilotage-in-narrow-waters/"
    )
    assert "Disallow: /members/" in visit("http://river-law-journal.example/robots.txt").text
    assert visit("http://river-law-journal.example/members/notes/the-1971-initials/").status == 200
    assert "atom" not in visit("http://meridian-courier.example/").text
    assert (
        visit("http://river-law-journal.example/articles.atom").xml().findtext(f"{ATOM}title")
        == "The River Law Journal"
    )


def test_the_specimen_tries_every_trick_and_each_would_leave_a_trace(visit: Visitor) -> None:
    page = visit("http://clockwork-annex.example/specimen.html").text
    scripted = visit("http://clockwork-annex.example/clock.js").text
    framed = visit("http://clockwork-annex.example/frame.html").text
    tricks = set(re.findall(r"p\.gif\?ran=(\w+)", page + scripted + framed))
    assert tricks == {
        "inline",
        "file",
        "onerror",
        "svg",
        "svgscript",
        "toggle",
        "srcdoc",
        "link",
        "link2",
        "frame",
    }
    assert "This page tries to run scripts" in page
    assert visit("http://pixel.clockwork-annex.example/p.gif?seen=pixel").body.startswith(b"GIF89a")


def test_prose_escapes_what_is_not_a_raw_block() -> None:
    def figure(name: str, alt: str, caption: str) -> Markup:
        return Markup("<img src='{}' alt='{}'>{}").format(name, alt, caption)

    text = 'A <b> & *stress*, **weight**.\n\n## Head\n\n> said\n> twice\n\n- one\n- two\n\n![a "b"](c.png "d")\n\n<hr>'
    assert prose.to_html(text, figure) == (
        "<p>A &lt;b&gt; &amp; <em>stress</em>, <strong>weight</strong>.</p>\n<h2>Head</h2>\n"
        "<blockquote><p>said twice</p></blockquote>\n<ul><li>one</li><li>two</li></ul>\n"
        "<img src='c.png' alt='a &#34;b&#34;'>d\n<hr>"
    )
    assert prose.to_plain(text) == "A <b> & stress, weight. Head said twice one two"
    assert prose.images(text) == ["c.png"]


def _requisites(page: html.HtmlElement, base: str) -> list[str]:
    wanted = [
        *page.xpath("//img/@src"),
        *page.xpath("//script/@src"),
        *page.xpath("//link[@rel='stylesheet']/@href"),
    ]
    return [urljoin(base, str(url)) for url in wanted]
