"""Made-up sites of every make, as what each URL answers: pure data, nothing is fetched."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.discover.platform import Platform
from archive.discover.recognise import MOST_ANSWERS, Answer, Ask, Recognised, Refusal, recognise
from archive.model import Expected, SourceKind
from tests.archive.discover.made_up import BLOG, BLOG_ID, a_blogger_page, a_feed, a_page, an_entry

Headers = tuple[tuple[str, str], ...]
Page = tuple[str, str] | tuple[str, str, Headers]
Web = Mapping[str, Page | str | int]
"""URL → (media type, body[, headers]), or the URL that it redirects to, or a status (0: robots.txt forbids it)."""

HTML, ATOM, RSS, XML, JSON = (
    "text/html",
    "application/atom+xml",
    "application/rss+xml",
    "application/xml",
    "application/json",
)


def get(web: Web, url: str) -> Answer:
    found = web.get(url, 404)
    if isinstance(found, int):
        return Answer(url, url, found, HTML, (), b"<html><title>No</title></html>")
    if isinstance(found, str):
        there = get(web, found)
        return Answer(url, there.final_url, there.status, there.mime, there.headers, there.body)
    headers = (("Content-Type", found[0]), *(found[2] if len(found) == 3 else ()))
    return Answer(url, url, 200, found[0], headers, found[1].encode())


def survey(web: Web, url: str) -> tuple[Recognised | Refusal, list[str]]:
    """What ``url`` is, and what was asked for that."""
    answers = [get(web, url)]
    while isinstance(step := recognise(answers), Ask):
        assert step.urls
        answers += [get(web, asked) for asked in step.urls]
        assert len(answers) <= MOST_ANSWERS
    asked = [answer.url for answer in answers]
    assert len(set(asked)) == len(asked)
    return step, asked


@dataclass(frozen=True)
class Site:
    """A site and what is to be found out of it, whichever of its URLs (all of ``web`` but those in ``apart``) is typed."""

    web: Web
    kind: SourceKind
    platform: Platform
    url: str
    name: str
    expected: tuple[Expected, ...]
    apart: tuple[str, ...] = ()

    @property
    def ways_in(self) -> list[str]:
        return [url for url in self.web if url not in self.apart]


def rss(home: str, items: Iterable[str], *, title: str = "", generator: str = "") -> Page:
    entries = "".join(f"<item><title>One</title><link>{item}</link></item>" for item in items)
    made = f"<generator>{generator}</generator>" if generator else ""
    return (
        RSS,
        f"<rss version='2.0'><channel><title>{title}</title><link>{home}</link>{made}{entries}</channel></rss>",
    )


def urlset(*places: str) -> Page:
    return XML, f"<urlset>{''.join(f'<url><loc>{place}</loc></url>' for place in places)}</urlset>"


def index(*maps: str) -> Page:
    return (
        XML,
        f"<sitemapindex>{''.join(f'<sitemap><loc>{one}</loc></sitemap>' for one in maps)}</sitemapindex>",
    )


def robots(*maps: str, forbids: str = "/search") -> Page:
    return "text/plain", "\n".join(
        ["User-agent: *", f"Disallow: {forbids}", *(f"Sitemap: {one}" for one in maps)]
    )


def page(
    title: str, *, generator: str = "", feed: str = "", head: str = "", text: str = "Words. " * 40
) -> Page:
    made = f"<meta name='generator' content='{generator}'>" if generator else ""
    named = f"<link rel='alternate' type='application/rss+xml' href='{feed}'>" if feed else ""
    return HTML, a_page(text, head=f"<title>{title}</title>{made}{named}{head}")


def a_blogger_site(
    home: str, blog_id: str, head: str, body: str, *, total: int
) -> dict[str, Page | str | int]:
    """Every way into a blog of Blogger; label pages are forbidden."""

    def marked(url: str) -> Page:
        return HTML, a_blogger_page(body, head=f"<title>The Garden</title>{head}", url=url).replace(
            BLOG, home
        ).replace(BLOG_ID, blog_id)

    def feed(of: str = home, total: int = total) -> Page:
        return ATOM, a_feed([an_entry(1)], total=total).replace(f'href="{BLOG}"', f'href="{of}"').replace(
            BLOG, home
        ).replace(BLOG_ID, blog_id)

    post = f"{home}2024/05/roses.html"
    return {
        home: marked(home), f"{home}?m=1": marked(home), f"{home}index.html": marked(home), post: marked(post), f"{post}?m=1": marked(post),
        f"{home}p/about.html": marked(f"{home}p/about.html"), f"{home}2024/05/": marked(f"{home}2024/05/"), f"{home}2024/": marked(f"{home}2024/"),
        f"{home}search/label/Moss": 0, f"{home}search?updated-max=2020-01-01T00:00:00Z": 0,
        f"{home}feeds/posts/default": feed(), f"{home}feeds/posts/default?alt=rss": feed(), f"{home}feeds/posts/default?max-results=1": feed(),
        f"{home}feeds/posts/summary": feed(), f"{home}feeds/posts/default/-/Moss": feed(f"{home}search/label/Moss", 3),
        f"{home}feeds/comments/default": feed(total=900), f"{home}feeds/7/comments/default": feed(post, 5),
        f"{home}feeds/pages/default": feed(total=4), f"{home}feeds/pages/default?max-results=1": feed(total=4), f"{home}rss.xml": feed(), f"{home}atom.xml": feed(),
        f"https://www.blogger.com/feeds/{blog_id}/posts/default": feed(), f"https://www.blogger.com/feeds/{blog_id}/comments/default": feed(total=900),
        f"{home}sitemap.xml": index(f"{home}sitemap.xml?page=1"), f"{home}sitemap.xml?page=1": urlset(post), f"{home}sitemap-pages.xml": urlset(f"{home}p/about.html"),
        f"{home}robots.txt": robots(f"{home}sitemap.xml"),
    }  # fmt: skip


def blogger_totals(home: str, total: int) -> tuple[Expected, ...]:
    return (
        Expected("posts", total, f"{home}feeds/posts/default?max-results=1"),
        Expected("pages", 4, f"{home}feeds/pages/default?max-results=1"),
    )


def a_wordpress_site(
    home: str, *, rest: str | None, generator: str = "WordPress 6.5", apis: Iterable[str] = ()
) -> dict[str, Page | str | int]:
    """Every way into a site of WordPress: with ``rest`` it names that API, which tells 321 posts and 7 pages."""

    def marked(title: str) -> Page:
        api = f"<link rel='https://api.w.org/' href='{rest}'>" if rest else ""
        return page(title, generator=generator, feed=f"{home}feed/", head=api)

    def feed(of: str = home) -> Page:
        return rss(
            of,
            [f"{home}2024/05/one/"],
            title="The Press",
            generator=f"https://wordpress.{'com/' if 'com' in generator else 'org/?v=6.5'}",
        )

    counted: dict[str, Page | str | int] = {}
    for root in [rest, *apis] if rest else apis:
        glue, base = (
            ("&" if "rest_route" in root else "?"),
            root.rstrip("/") + ("" if "/sites/" in root else "/wp/v2"),
        )
        counted[f"{base}/posts{glue}per_page=1&_fields=id"] = (
            JSON,
            '[{"id": 1}]',
            (("X-WP-Total", "321"), ("X-WP-TotalPages", "321")),
        )
        counted[f"{base}/pages{glue}per_page=1&_fields=id"] = (
            JSON,
            '[{"id": 2}]',
            (("X-WP-Total", "7"), ("X-WP-TotalPages", "7")),
        )
    if rest:
        counted[rest] = (
            JSON,
            f'{{"name": "The Press", "url": "{home}", "home": "{home}", "namespaces": ["wp/v2"]}}',
        )
        counted[rest.rstrip("/") + "/wp/v2/posts/7"] = (JSON, f'{{"id": 7, "link": "{home}2024/05/one/"}}')
    return {
        home: marked("The Press"), f"{home}2024/05/one/": marked("One – The Press"), f"{home}?p=123": f"{home}2024/05/one/", f"{home}about/": marked("About"),
        f"{home}category/food/": marked("Food – The Press"), f"{home}tag/moss/": marked("Moss"), f"{home}author/ada/": marked("Ada"), f"{home}2024/05/": marked("May"),
        f"{home}page/2/": marked("The Press – 2"), f"{home}feed/": feed(), f"{home}category/food/feed/": feed(f"{home}category/food/"), f"{home}comments/feed/": feed(),
        f"{home}2024/05/one/feed/": feed(f"{home}2024/05/one/"), f"{home}wp-sitemap.xml": index(f"{home}wp-sitemap-posts-post-1.xml", f"{home}wp-sitemap-users-1.xml"),
        f"{home}wp-sitemap-posts-post-1.xml": urlset(f"{home}2024/05/one/", f"{home}2024/06/two/"), **counted,
    }  # fmt: skip
