"""Every way that may lead inside: spellings, resolvers' answers, redirects, and each kind of link."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.archive.crawl.test_addresses import INSIDE, LOCAL, SPELLINGS, UNREADABLE
from tests.hostile.bench import TRAPS_ADDRESS
from tests.origins.origin import Answer, Request

HOSTS = (
    *(
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "0.0.0.0",
        "127.0.0.2",
        "１２７。０。０。１",
    ),
    *(
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[fd00:ec2::254]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ),
    *("169.254.169.254", "10.0.0.1", "192.168.1.1", "localhost.example"),
)
"""Each comes by every kind of link. ``localhost.example`` is a name that resolves to 127.0.0.1."""
REBOUND = ("127.0.0.1", "::1", "127.0.0.2", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1")
ELEMENTS = {
    "a": "<a href='{}'>x</a>",
    "img": "<img src='{}'>",
    "srcset": "<img srcset='{} 2x'>",
    "css": "<link rel=stylesheet href='{}'>",
    "icon": "<link rel=icon href='{}'>",
    "frame": "<iframe src='{}'></iframe>",
    "refresh": "<meta http-equiv=refresh content='0;url={}'>",
    "style": "<p style='background:url({})'>x",
    "poster": "<video poster='{}'></video>",
    "object": "<object data='{}'></object>",
    "canonical": "<link rel=canonical href='{}'>",
    "form": "<form action='{}'></form>",
}


@dataclass
class Vectors:
    """Ways inside, gathered: targets, names, and what the outer server answers."""

    port: int
    names: dict[str, list[str]] = field(default_factory=dict)
    targets: list[tuple[str, str]] = field(default_factory=list)
    pages: dict[str, Answer] = field(default_factory=dict)
    count: int = 0

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}/{path}"

    def urls(self, way: str) -> list[str]:
        self.count += len(HOSTS)
        return [self.url(host, f"{way}-{number}") for number, host in enumerate(HOSTS)]

    def page(self, path: str, kind: str, body: str, mime: str = "text/html", **headers: str) -> None:
        self.pages[path] = Answer(body, mime=mime, headers=list(headers.items()))
        self.targets.append((path, kind))

    def answer(self, request: Request) -> Answer:
        """What the outer server answers."""
        host = request.headers.get("host", "").partition(".")[0]
        if request.path == "/robots.txt" and host.startswith("b"):
            location = self.url(HOSTS[int(host[1:])], "rules").encode().decode("latin-1")
            return Answer(status=302, headers=[("Location", location)])
        found = self.pages.get(request.path, Answer("<title>Outside</title><p>x"))
        return Answer(found.body, found.status, found.mime, [*found.headers, ("Connection", "close")])


def spelt(vectors: Vectors) -> None:
    """As targets of their own, as a feed might name them."""
    for hosts in (*SPELLINGS.values(), UNREADABLE, LOCAL):
        for host in hosts.split():
            vectors.targets.append((vectors.url(host, "spelt"), "post"))
            vectors.count += 1


def resolved(vectors: Vectors) -> None:
    """Names that resolve to one address inside, or to one among others."""
    for number, address in enumerate(INSIDE.split()):
        vectors.names[f"d{number}.example"] = [address]
        vectors.names[f"m{number}.example"] = (
            [TRAPS_ADDRESS, address] if number % 2 else [address, TRAPS_ADDRESS]
        )
        for letter in "dm":
            vectors.targets.append((vectors.url(f"{letter}{number}.example", "resolved"), "post"))
            vectors.count += 1


def rebound(vectors: Vectors) -> None:
    """Names that resolve to the outer server once or twice, and inside from then on."""
    for number, address in enumerate(
        ("127.0.0.1", "::1", "127.0.0.2", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1")
    ):
        for times in (1, 2):
            name = f"r{number}-{times}.example"
            vectors.names[name] = [TRAPS_ADDRESS, "then"] * times + [address]
            for path in ("one", "two", "three"):
                vectors.targets.append((vectors.url(name, path), "post"))
            vectors.count += 1


def linked(vectors: Vectors) -> None:
    """By every kind of link that a page, a style sheet or a header may have."""
    for way, element in ELEMENTS.items():
        inner = "".join(element.format(url) for url in vectors.urls(way))
        vectors.page(f"/{way}", "post", f"<title>x</title><div class=entry-content>{inner}</div>")
    imports = "".join(f"@import '{url}';" for url in vectors.urls("import"))
    vectors.page(
        "/sheet.css",
        "requisite",
        imports + "".join(f"a{{b:url({url})}}" for url in vectors.urls("sheet")),
        "text/css",
    )
    for number, url in enumerate(vectors.urls("base")):
        vectors.page(f"/base/{number}", "post", f"<base href='{url}'><img src=below.png><a href=below>x</a>")
    links = ", ".join(f"<{url}>; rel=next" for url in vectors.urls("link") if url.isascii())
    vectors.page("/link", "post", "<title>x</title>", Link=links)
    for number, url in enumerate(vectors.urls("redirect")):
        vectors.page(f"/redirect/{number}", "post", "")
        location = url.encode().decode("latin-1")
        vectors.pages[f"/redirect/{number}"] = Answer(
            status=(301, 302, 303, 307, 308)[number % 5], headers=[("Location", location)]
        )


def listed(vectors: Vectors) -> None:
    """By feeds of three makes, sitemaps and their indexes, REST and robots.txt."""
    items = "".join(f"<item><link>{url}</link></item>" for url in vectors.urls("rss"))
    vectors.page(
        "/rss", "feed", f"<rss><channel><title>x</title>{items}</channel></rss>", "application/rss+xml"
    )
    entries = "".join(f"<entry><link href='{url}'/></entry>" for url in vectors.urls("atom"))
    for number, url in enumerate(vectors.urls("next")):
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='{url}'/>{entries}</feed>"
        vectors.page(f"/atom/{number}", "feed", atom, "application/atom+xml")
    for number, url in enumerate(vectors.urls("json-next")):
        feed = {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"url": each} for each in vectors.urls("json")],
            "next_url": url,
        }
        vectors.page(f"/json/{number}", "feed", json.dumps(feed), "application/json")
        vectors.count -= len(HOSTS)
    places = "".join(f"<url><loc>{url}</loc></url>" for url in vectors.urls("place"))
    vectors.page("/places.xml", "sitemap", f"<urlset>{places}</urlset>", "application/xml")
    maps = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in vectors.urls("map"))
    vectors.page("/maps.xml", "sitemap", f"<sitemapindex>{maps}</sitemapindex>", "application/xml")
    vectors.page("/plain.txt", "sitemap", "\n".join(vectors.urls("plain")), "text/plain")
    posts = json.dumps([{"link": url, "title": {"rendered": "x"}} for url in vectors.urls("rest")])
    vectors.page("/wp-json/wp/v2/posts", "feed", posts, "application/json")
    sitemaps = "".join(f"Sitemap: {url}\n" for url in vectors.urls("robots"))
    vectors.pages["/robots.txt"] = Answer(f"User-agent: *\nAllow: /\n{sitemaps}", mime="text/plain")
    for number, _ in enumerate(vectors.urls("rules")):
        vectors.names[f"b{number}.example"] = [TRAPS_ADDRESS]
        vectors.targets.append((vectors.url(f"b{number}.example", "page"), "post"))


WAYS = {way.__name__: way for way in (spelt, resolved, rebound, linked, listed)}
