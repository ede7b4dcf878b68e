"""Whichever address of a blog is typed, it leads to one Source, and tells what made it and how much there is."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import uri
from archive.discover.discovery import discover, seeds
from archive.discover.platform import Platform
from archive.discover.recognise import Recognised
from archive.model import Expected, LinkKind, SourceKind
from tests.archive.discover.made_up import BLOG, a_source
from tests.archive.discover.made_up_sites import (
    ATOM,
    HTML,
    JSON,
    Page,
    Site,
    a_blogger_site,
    a_wordpress_site,
    blogger_totals,
    get,
    index,
    page,
    robots,
    rss,
    survey,
    urlset,
)

Pages = dict[str, Page | str | int]

CLASSIC = "<div class='widget Blog' data-version='1'><div class='hentry'><div class='post-body'>Words</div></div></div>"
CONTEMPO = (
    "<div class='widget Blog' data-version='2'></div><div class='widget PopularPosts' data-version='2'></div>"
)
DYNAMIC = "<meta name='blogger-template' content='dynamic'>"
OWN, VIEWS = "https://www.roses.example/", "https://views.blogspot.com/"
PRESS, FOLDER, ROUTE = "https://press.example/", "https://house.example/blog/", "https://route.example/"
HOSTED, MAPPED, SHUT = "https://press.wordpress.com/", "https://mapped.example/", "https://shut.example/"
GHOST, STACK, LETTER = "https://ghost.example/", "https://letters.substack.com/", "https://letter.example/"
ADA, PUB, OWNPUB = "https://medium.com/@ada", "https://medium.com/the-pub", "https://pub.example/"
JEKYLL, PROJECT = "https://jekyll.example/", "https://ada.github.io/blog/"
HUGO, NOTES, MAPS, BURNT, FILES = (
    "https://hugo.example/", "https://notes.example/", "https://maps.example/", "https://burnt.example/", "https://files.example/report",
)  # fmt: skip


def a_ghost_site(home: str) -> Pages:
    def marked(title: str) -> Page:
        return page(title, generator="Ghost 5.80", feed=f"{home}rss/")

    feed = rss(home, [f"{home}one/"], title="Ghosts", generator="Ghost 5.80")
    return {
        home: marked("Ghosts"), f"{home}one/": marked("One"), f"{home}about/": marked("About"), f"{home}tag/moss/": marked("Moss"),
        f"{home}author/ada/": marked("Ada"), f"{home}page/2/": marked("Ghosts (2)"), f"{home}rss/": feed, f"{home}tag/moss/rss/": feed,
        f"{home}sitemap.xml": index(*(f"{home}sitemap-{of}.xml" for of in ("pages", "posts", "authors", "tags"))),
        f"{home}sitemap-posts.xml": urlset(*(f"{home}{n}/" for n in ("one", "two", "three"))), f"{home}sitemap-pages.xml": urlset(home, f"{home}about/"),
        f"{home}robots.txt": robots(f"{home}sitemap.xml", forbids="/ghost/"),
    }  # fmt: skip


def a_substack(home: str) -> Pages:
    def marked(title: str) -> Page:
        return page(title, feed="/feed", head="<link rel='preconnect' href='https://substackcdn.com'>")

    return {
        home: marked("Letters"), f"{home}p/one": marked("One"), f"{home}archive": marked("Archive"), f"{home}about": marked("About"),
        f"{home}feed": rss(home, [f"{home}p/one"], title="Letters", generator="Substack"),
        f"{home}sitemap.xml": urlset(home, f"{home}p/one", f"{home}p/two"), f"{home}robots.txt": robots(f"{home}sitemap.xml"),
    }  # fmt: skip


def on_medium(home: str, feed_url: str) -> Pages:
    def marked(title: str) -> Page:
        return page(
            title,
            head="<meta property='al:android:package' content='com.medium.reader'><meta property='og:site_name' content='Medium'>",
        )

    return {
        home: marked("Ada – Medium"), f"{home.rstrip('/')}/a-post-c7cd15f4e06d": marked("A post"),
        feed_url: rss(f"{home}?source=rss-1", [f"{home.rstrip('/')}/a-post-c7cd15f4e06d?source=rss-1"], title="Stories by Ada", generator="Medium"),
    }  # fmt: skip


def a_jekyll_site(home: str) -> Pages:
    def marked(title: str, feed: str = f"{home}feed.xml") -> Page:
        return page(title, generator="Jekyll v4.3.2", feed=feed)

    def feed(of: str) -> Page:
        return (
            ATOM,
            f"""<feed xmlns="http://www.w3.org/2005/Atom"><generator uri="https://jekyllrb.com/" version="4.3.2">Jekyll</generator>
<link href="{home}{of}" rel="self"/><link href="{home}" rel="alternate" type="text/html"/><id>{home}{of}</id><title>Stones</title>
<entry><title>One</title><link href="{home}2024/05/01/one.html" rel="alternate"/><id>1</id></entry></feed>""",
        )

    return {
        home: marked("Stones"), f"{home}2024/05/01/one.html": marked("One"), f"{home}about/": marked("About"), f"{home}feed.xml": feed("feed.xml"),
        f"{home}feed/moss.xml": feed("feed/moss.xml"), f"{home}sitemap.xml": urlset(home, f"{home}2024/05/01/one.html", f"{home}2023/05/01/two.html"),
    }  # fmt: skip


def a_hugo_site(home: str) -> Pages:
    def marked(title: str, feed: str = "") -> Page:
        return page(title, generator="Hugo 0.148.1", feed=feed)

    def feed(of: str) -> Page:
        return rss(
            of, [f"{home}posts/one/", f"{home}posts/two/"], title="Hills", generator="Hugo -- gohugo.io"
        )

    return {
        home: marked("Hills", f"{home}index.xml"), f"{home}posts/": marked("Posts", f"{home}posts/index.xml"), f"{home}posts/one/": marked("One"),
        f"{home}tags/moss/": marked("Moss", f"{home}tags/moss/index.xml"), f"{home}index.xml": feed(home), f"{home}posts/index.xml": feed(f"{home}posts/"),
        f"{home}tags/moss/index.xml": feed(f"{home}tags/moss/"), f"{home}sitemap.xml": urlset(home, f"{home}posts/one/", f"{home}posts/two/", f"{home}tags/moss/"),
        f"{home}robots.txt": robots(f"{home}sitemap.xml"),
    }  # fmt: skip


NOTES_JSON = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "home_page_url": "{NOTES}", "items": [{{"id": "1", "url": "{NOTES}a"}}]}}'
NOTES_HEAD = f"<link rel='alternate' type='application/feed+json' href='{NOTES}feed.json'>"

SITES = {
    "Blogger, a classic theme": Site(
        {**a_blogger_site(BLOG, "4711", "", CLASSIC, total=543), "http://garden.blogspot.de/": BLOG, "http://garden.blogspot.com/": BLOG},
        SourceKind.BLOGGER, Platform.BLOGGER_CLASSIC, BLOG, "The Garden", blogger_totals(BLOG, 543),
    ),
    "Blogger, of Contempo's family, on a domain of its own": Site(
        {**a_blogger_site(OWN, "4712", "", CONTEMPO, total=60), "https://roses.blogspot.com/": OWN, "https://roses.blogspot.com/2024/05/roses.html": f"{OWN}2024/05/roses.html", "http://roses.example/": OWN},
        SourceKind.BLOGGER, Platform.BLOGGER_CONTEMPO, OWN, "The Garden", blogger_totals(OWN, 60),
        apart=(f"{OWN}search/label/Moss", f"{OWN}search?updated-max=2020-01-01T00:00:00Z", f"{OWN}p/about.html"),
    ),
    "Blogger, a dynamic view": Site(
        a_blogger_site(VIEWS, "4713", DYNAMIC, "<script></script>", total=12),
        SourceKind.BLOGGER, Platform.BLOGGER_DYNAMIC, VIEWS, "The Garden", blogger_totals(VIEWS, 12),
    ),
    "WordPress with REST": Site(
        {**a_wordpress_site(PRESS, rest=f"{PRESS}wp-json/"), f"{PRESS}robots.txt": robots(f"{PRESS}wp-sitemap.xml")},
        SourceKind.WORDPRESS, Platform.WORDPRESS, PRESS, "The Press", (),
    ),
    "WordPress in a folder": Site(
        {**a_wordpress_site(FOLDER, rest=f"{FOLDER}wp-json/"), FOLDER.rstrip("/"): FOLDER},
        SourceKind.WORDPRESS, Platform.WORDPRESS, FOLDER, "The Press", (),
    ),
    "WordPress with REST in a parameter": Site(
        a_wordpress_site(ROUTE, rest=f"{ROUTE}?rest_route=/"), SourceKind.WORDPRESS, Platform.WORDPRESS, ROUTE, "The Press", (),
    ),
    "WordPress with feeds only": Site(
        {**a_wordpress_site(SHUT, rest=None), f"{SHUT}wp-json/": 401, f"{SHUT}wp-json/wp/v2/posts": 0},
        SourceKind.WORDPRESS, Platform.WORDPRESS_FEEDS, SHUT, "The Press", (Expected("addresses", 2, f"{SHUT}wp-sitemap.xml"),),
        apart=(f"{SHUT}wp-json/",),
    ),
    "WordPress.com": Site(
        a_wordpress_site(HOSTED, rest=None, generator="WordPress.com", apis=["https://public-api.wordpress.com/wp/v2/sites/press.wordpress.com/"]),
        SourceKind.WORDPRESS, Platform.WORDPRESS_COM, HOSTED, "The Press", (),
    ),
    "WordPress.com with a mapped domain": Site(
        {**a_wordpress_site(MAPPED, rest=None, generator="WordPress.com", apis=["https://public-api.wordpress.com/wp/v2/sites/mapped.example/"]), "https://mapped.wordpress.com/": MAPPED, "https://mapped.wordpress.com/feed/": f"{MAPPED}feed/"},
        SourceKind.WORDPRESS, Platform.WORDPRESS_COM, MAPPED, "The Press", (),
    ),
    "Ghost": Site(a_ghost_site(GHOST), SourceKind.FEED, Platform.GHOST, GHOST, "Ghosts", (Expected("addresses", 4, f"{GHOST}sitemap.xml"),)),
    "Substack": Site(
        {**a_substack(STACK), "https://open.substack.com/pub/letters/p/one": f"{STACK}p/one"},
        SourceKind.FEED, Platform.SUBSTACK, STACK, "Letters", (Expected("addresses", 2, f"{STACK}sitemap.xml"),),
    ),
    "Substack with a domain of its own": Site(
        {**a_substack(LETTER), "https://letter.substack.com/": LETTER, "https://letter.substack.com/feed": f"{LETTER}feed"},
        SourceKind.FEED, Platform.SUBSTACK, LETTER, "Letters", (Expected("addresses", 2, f"{LETTER}sitemap.xml"),),
    ),
    "An author on Medium": Site(
        {**on_medium(ADA, "https://medium.com/feed/@ada"), "https://medium.com/robots.txt": robots("https://medium.com/sitemap/sitemap.xml", forbids="/m/")},
        SourceKind.FEED, Platform.MEDIUM, ADA, "Stories by Ada", (Expected("entries", 1, "https://medium.com/feed/@ada", least=True),),
        apart=("https://medium.com/robots.txt",),
    ),
    "A publication on Medium": Site(
        on_medium(PUB, "https://medium.com/feed/the-pub"),
        SourceKind.FEED, Platform.MEDIUM, PUB, "Stories by Ada", (Expected("entries", 1, "https://medium.com/feed/the-pub", least=True),),
    ),
    "A publication of Medium's with a domain of its own": Site(
        {**on_medium(OWNPUB, f"{OWNPUB}feed"), f"{OWNPUB}robots.txt": robots(f"{OWNPUB}sitemap/sitemap.xml"), f"{OWNPUB}sitemap/sitemap.xml": urlset(f"{OWNPUB}a-post-c7cd15f4e06d", f"{OWNPUB}b-d6e62af173e2")},
        SourceKind.FEED, Platform.MEDIUM, OWNPUB, "Stories by Ada", (Expected("addresses", 2, f"{OWNPUB}sitemap/sitemap.xml"),),
    ),
    "Jekyll": Site(a_jekyll_site(JEKYLL), SourceKind.FEED, Platform.JEKYLL, JEKYLL, "Stones", (Expected("addresses", 2, f"{JEKYLL}sitemap.xml"),)),
    "Jekyll in a project's folder": Site(
        {**a_jekyll_site(PROJECT), "https://ada.github.io/": page("Ada", feed="https://ada.github.io/index.xml"), "https://ada.github.io/index.xml": rss("https://ada.github.io/", ["https://ada.github.io/x/"])},
        SourceKind.FEED, Platform.JEKYLL, PROJECT, "Stones", (Expected("addresses", 2, f"{PROJECT}sitemap.xml"),),
        apart=("https://ada.github.io/", "https://ada.github.io/index.xml"),
    ),
    "Hugo, with feeds of sections": Site(a_hugo_site(HUGO), SourceKind.FEED, Platform.HUGO, HUGO, "Hills", (Expected("addresses", 2, f"{HUGO}sitemap.xml"),)),
    "A JSON Feed": Site(
        {NOTES: page("Notes", head=NOTES_HEAD), f"{NOTES}a": page("A", head=NOTES_HEAD), f"{NOTES}feed.json": (JSON, NOTES_JSON)},
        SourceKind.FEED, Platform.FEED, NOTES, "Notes", (Expected("entries", 1, f"{NOTES}feed.json", least=True),),
    ),
    "A sitemap alone": Site(
        {MAPS: page("Maps"), f"{MAPS}a": page("A"), f"{MAPS}sitemap.xml": urlset(f"{MAPS}a", f"{MAPS}b"), f"{MAPS}robots.txt": robots(f"{MAPS}sitemap.xml")},
        SourceKind.SITEMAP, Platform.SITEMAP, MAPS, "Maps", (Expected("addresses", 2, f"{MAPS}sitemap.xml"),),
    ),
    "A feed that FeedBurner keeps": Site(
        {BURNT: page("Burnt", feed="https://feeds.feedburner.com/burnt"), f"{BURNT}a": page("A", feed="https://feeds.feedburner.com/burnt"), "https://feeds.feedburner.com/burnt": rss(BURNT, [f"{BURNT}a"], title="Burnt")},
        SourceKind.FEED, Platform.FEED, BURNT, "Burnt", (Expected("entries", 1, "https://feeds.feedburner.com/burnt", least=True),),
    ),
    "A page": Site({FILES: page("The report")}, SourceKind.PAGE, Platform.PAGE, FILES, "The report", ()),
}  # fmt: skip
REST_TOTALS = {
    "WordPress with REST": f"{PRESS}wp-json/wp/v2/", "WordPress in a folder": f"{FOLDER}wp-json/wp/v2/",
    "WordPress with REST in a parameter": f"{ROUTE}?rest_route=/wp/v2/",
    "WordPress.com": "https://public-api.wordpress.com/wp/v2/sites/press.wordpress.com/",
    "WordPress.com with a mapped domain": "https://public-api.wordpress.com/wp/v2/sites/mapped.example/",
}  # fmt: skip
WAYS_IN = [(name, url) for name, site in SITES.items() for url in site.ways_in]


@pytest.mark.parametrize(("name", "url"), WAYS_IN)
def test_every_way_in_leads_to_one_source(name: str, url: str) -> None:
    site = SITES[name]
    found, asked = survey(site.web, url)
    assert isinstance(found, Recognised), found
    assert (found.kind, found.platform, found.url) == (site.kind, site.platform, site.url)
    assert found.surt == uri.page_surt(site.url)
    assert found.name == site.name
    if name not in REST_TOTALS:
        assert [(one.of, one.count, one.least) for one in found.expected] == [
            (one.of, one.count, one.least) for one in site.expected
        ]
        assert {one.said_by for one in found.expected} <= set(asked)
        return
    posts, pages = found.expected[:2]
    assert (posts.of, posts.count, pages.of, pages.count) == ("posts", 321, "pages", 7)
    assert posts.said_by.startswith(REST_TOTALS[name])
    assert found.platform_id
    assert posts.said_by.startswith(found.platform_id.split("wp/v2")[0])


POSTS = {
    "Ghost": {f"{GHOST}one/", f"{GHOST}two/", f"{GHOST}three/"},
    "Substack": {f"{STACK}p/one", f"{STACK}p/two"},
    "A publication of Medium's with a domain of its own": {
        f"{OWNPUB}a-post-c7cd15f4e06d",
        f"{OWNPUB}b-d6e62af173e2",
    },
    "Jekyll": {f"{JEKYLL}2024/05/01/one.html", f"{JEKYLL}2023/05/01/two.html"},
    "Jekyll in a project's folder": {f"{PROJECT}2024/05/01/one.html", f"{PROJECT}2023/05/01/two.html"},
    "Hugo, with feeds of sections": {f"{HUGO}posts/one/", f"{HUGO}posts/two/"},
    "WordPress with feeds only": {f"{SHUT}2024/05/one/", f"{SHUT}2024/06/two/"},
    "A sitemap alone": {f"{MAPS}a", f"{MAPS}b"},
}


@pytest.mark.parametrize("name", POSTS)
def test_the_whole_history_is_reached_from_where_a_crawl_begins(name: str) -> None:
    """A feed alone shows the newest post: the sitemap brings the others."""
    found, _ = survey(SITES[name].web, SITES[name].url)
    assert isinstance(found, Recognised)
    source = a_source(found.url, found.kind, feed_url=found.feed_url, sitemap_url=found.sitemap_url)
    lists = {LinkKind.FEED, LinkKind.SITEMAP}
    waiting = [target for target in seeds(source, full=False) if target.kind in lists]
    asked: set[str] = set()
    posts: set[str] = set()
    while waiting:
        target = waiting.pop()
        if target.url in asked:
            continue
        asked.add(target.url)
        got = get(SITES[name].web, target.url)
        step = discover(
            target,
            source,
            status=got.status,
            mime=got.mime,
            headers=got.headers,
            body=got.body,
            url=got.final_url,
        )
        waiting += [one for one in step.targets if one.kind in lists]
        posts |= {uri.fold(one.url).partition("?")[0] for one in step.targets if one.kind is LinkKind.POST}
    assert posts >= POSTS[name]


def test_enough_kinds_of_sites() -> None:
    assert len(SITES) >= 12
    assert len({site.platform for site in SITES.values()}) == len(Platform) - 1, (
        "all but a theme that is not known"
    )


def test_two_blogs_in_folders_of_one_host_are_two_sources() -> None:
    ada, bea = "https://house.example/ada/", "https://house.example/bea/"
    web: Pages = {**a_jekyll_site(ada), **a_jekyll_site(bea), "https://house.example/": page("The house")}
    found = {home: {survey(web, url)[0].surt for url in web if url.startswith(home)} for home in (ada, bea)}  # type: ignore[union-attr]
    assert found == {ada: {"example,house)/ada"}, bea: {"example,house)/bea"}}


def test_two_sites_in_folders_with_sitemaps_alone_are_two_sources() -> None:
    ada, bea = "https://house.example/ada/", "https://house.example/bea/"
    web: Pages = {"https://house.example/": page("The house")}
    for home in (ada, bea):
        web |= {
            home: page("Home"),
            f"{home}one": page("One"),
            f"{home}sitemap.xml": urlset(home, f"{home}one"),
        }
    found = {home: {survey(web, url)[0].surt for url in web if url.startswith(home)} for home in (ada, bea)}  # type: ignore[union-attr]
    assert found == {ada: {"example,house)/ada"}, bea: {"example,house)/bea"}}


def test_a_busy_feed_is_still_the_feed() -> None:
    for name, feed in (
        ("An author on Medium", "https://medium.com/feed/@ada"),
        ("A JSON Feed", f"{NOTES}feed.json"),
    ):
        site = SITES[name]
        found, _ = survey({**site.web, feed: 503}, site.url)
        assert isinstance(found, Recognised)
        assert (found.kind, found.url, found.feed_url) == (SourceKind.FEED, site.url, feed)
        assert found.notices


def test_a_dead_feed_of_a_folder_is_not_another_blogs() -> None:
    web = {**SITES["Jekyll in a project's folder"].web, f"{PROJECT}feed.xml": 404}
    found, _ = survey(web, f"{PROJECT}2024/05/01/one.html")
    assert isinstance(found, Recognised)
    assert (found.kind, found.url) == (SourceKind.SITEMAP, PROJECT)


def test_the_comments_of_a_post_that_is_gone_lead_to_its_blog() -> None:
    post = f"{PRESS}2024/05/one/"
    found, _ = survey({**SITES["WordPress with REST"].web, post: 404}, f"{post}feed/")
    assert isinstance(found, Recognised)
    assert found.url == PRESS


def test_the_sitemap_of_a_whole_service_is_not_an_author_s() -> None:
    found, asked = survey(SITES["An author on Medium"].web, ADA)
    assert isinstance(found, Recognised)
    assert found.sitemap_url is None
    assert not [url for url in asked if "sitemap" in url]


def test_a_busy_api_is_not_taken_for_a_shut_one() -> None:
    web = {**SITES["WordPress with REST"].web, f"{PRESS}wp-json/wp/v2/posts?per_page=1&_fields=id": 503}
    found, _ = survey(web, PRESS)
    assert isinstance(found, Recognised)
    assert found.platform_id == f"{PRESS}wp-json/"


def test_a_page_made_by_a_script_is_refused_with_the_next_step() -> None:
    shell = (HTML, "<!DOCTYPE html><html><head><title>App</title></head><body><noscript>You need to enable JavaScript.</noscript><div id=root></div><script src=/a.js></script></body></html>")  # fmt: skip
    found, _ = survey({FILES: shell, "https://files.example/": shell}, FILES)
    assert not isinstance(found, Recognised)
    assert "without its script" in found.reason
    assert found.step


def test_www_or_not_is_one_source() -> None:
    bare, www = "https://notes.example/", "https://www.notes.example/"
    web = {
        **SITES["A JSON Feed"].web,
        www: page("Notes", feed=f"{www}feed.json"),
        f"{www}feed.json": (JSON, NOTES_JSON),
    }
    assert {survey(web, url)[0].surt for url in (bare, www, f"{www}feed.json")} == {"example,notes)/"}  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_of_a_site_does_not_answer_it_comes_to_an_end(data: st.DataObject) -> None:
    """And what is told then is no other site: the same Source, a page of it, or the reason why not."""
    site = SITES[data.draw(st.sampled_from(sorted(SITES)))]
    typed = data.draw(st.sampled_from(site.ways_in))
    others = [url for url in site.web if url != typed]
    broken = (
        data.draw(st.dictionaries(st.sampled_from(others), st.sampled_from([0, 401, 404, 429, 503])))
        if others
        else {}
    )
    found, asked = survey({**site.web, **broken}, typed)
    if isinstance(found, Recognised):
        hosts = {uri.site(url) for url in [*asked, *site.web]}
        assert uri.site(found.url) in hosts
        assert found.name
        assert found.surt == uri.page_surt(found.url)
    else:
        assert found.reason


def test_a_page_whose_feed_is_dead_says_so() -> None:
    web = {
        FILES: page("The report", generator="Ghost 5.80", feed="https://files.example/rss/"),
        "https://files.example/": page("Files"),
    }
    found, _ = survey(web, FILES)
    assert isinstance(found, Recognised)
    assert found.kind is SourceKind.PAGE
    assert found.notices == (
        "the feed https://files.example/rss/ could not be read: it answered with status 404 (not found)",
    )


def test_what_could_not_be_read_is_said() -> None:
    site = SITES["WordPress with REST"].web
    broken = {f"{PRESS}feed/": 503, f"{PRESS}wp-json/wp/v2/posts?per_page=1&_fields=id": 401}
    found, _ = survey({**site, **broken}, PRESS)
    assert isinstance(found, Recognised)
    assert found.notices == (
        "its feed could not be read: it answered with status 503 (not available now)",
        "its REST API could not be read: it answered with status 401 (a log-in is needed)",
    )
