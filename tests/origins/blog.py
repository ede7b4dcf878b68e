"""A small Blogger-shaped blog on loopback that can be edited while it is crawled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from archive.timestamp import iso
from tests.origins.origin import Answer, Origin, Request

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")


@dataclass
class Post:
    """A post. ``extra`` is HTML that goes into its body."""

    title: str
    updated: datetime
    extra: str = ""
    text: str = "It was low tide when the letter came. "


@dataclass
class TinyBlog:
    """A blog whose feed gives ``per_page`` entries at a time, whatever is asked for. Changes show at once.

    ``origin.routes`` may be overridden path by path; ``conditional`` answers 304 to a matching ETag;
    ``sidebar`` is HTML that stands beside every post, ``generator`` what they say that made them; no list names what
    is ``unlisted``.
    """

    posts: dict[str, Post] = field(default_factory=dict)
    per_page: int = 3
    conditional: bool = True
    sidebar: str = ""
    generator: str = ""
    unlisted: dict[str, Post] = field(default_factory=dict)
    robots: str = "User-agent: *\nDisallow: /search\n"
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        self.origin.routes = {
            "/": self._home,
            "/robots.txt": lambda _: Answer(self.robots, mime="text/plain"),
            "/feeds/posts/default": self._feed,
            "/feeds/pages/default": lambda request: self._tagged(request, _feed([], 0, 1), _ATOM),
            "/sitemap.xml": self._sitemap,
            "/style.css": lambda request: self._tagged(
                request, "p { background: url(/paper.png) }", "text/css"
            ),
            "/paper.png": lambda request: self._tagged(request, PIXEL + b"paper" * 300, "image/png"),
            "/photo.png": lambda request: self._tagged(request, PIXEL + b"photo" * 300, "image/png"),
            "*": self._post,
        }

    @classmethod
    def of(cls, count: int, **options: int | bool | str) -> TinyBlog:
        """A blog of so many posts, a day apart."""
        posts = {
            f"/2024/01/post-{number:03}.html": Post(f"Post {number}", EPOCH.replace(minute=number % 60))
            for number in range(1, count + 1)
        }
        return cls(posts, **options)  # type: ignore[arg-type]  # the options are the fields' own

    @property
    def urls(self) -> list[str]:
        """The posts' URLs, the oldest first."""
        return [self.origin.url(path) for path in self.posts]

    def edit(self, path: str, text: str, at: datetime) -> None:
        """Change a post's text."""
        self.posts[path].text = text
        self.posts[path].updated = at

    def _home(self, request: Request) -> Answer:
        items = "".join(f'<li><a href="{path}">{post.title}</a></li>' for path, post in self.posts.items())
        return self._tagged(request, f"<title>Tiny blog</title><ul>{items}</ul>", _HTML)

    def _feed(self, request: Request) -> Answer:
        start = int(request.query.get("start-index", ["1"])[0])
        newest = list(reversed(self.posts.items()))[start - 1 : start - 1 + self.per_page]
        entries = [_entry(self.origin.url(path), post) for path, post in newest]
        return self._tagged(request, _feed(entries, len(self.posts), start), _ATOM)

    def _sitemap(self, request: Request) -> Answer:
        places = "".join(
            f"<url><loc>{self.origin.url(path)}</loc><lastmod>{iso(post.updated)}</lastmod></url>"
            for path, post in self.posts.items()
        )
        xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return self._tagged(request, f'<urlset xmlns="{xmlns}">{places}</urlset>', "application/xml")

    def _post(self, request: Request) -> Answer:
        post = self.posts.get(request.path) or self.unlisted.get(request.path)
        if post is None:
            return Answer("<title>Nothing here</title>", 404)
        return self._tagged(request, _page(self.origin.url(request.path), post, self), _HTML)

    def _tagged(self, request: Request, body: str | bytes, mime: str) -> Answer:
        raw = body.encode() if isinstance(body, str) else body
        etag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
        if self.conditional and request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=[("ETag", etag)], mime="")
        return Answer(raw, mime=mime, headers=[("ETag", etag)] if self.conditional else [])


_HTML = "text/html; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"


def _feed(entries: list[str], total: int, start: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/">'
        "<id>tag:blogger.com,1999:blog-42</id><title>Tiny blog</title>"
        '<generator uri="https://www.blogger.com">Blogger</generator>'
        f"<openSearch:totalResults>{total}</openSearch:totalResults>"
        f"<openSearch:startIndex>{start}</openSearch:startIndex>{''.join(entries)}</feed>"
    )


def _entry(url: str, post: Post) -> str:
    number = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4])
    return (
        f"<entry><id>tag:blogger.com,1999:blog-42.post-{number}</id><title>{escape(post.title)}</title>"
        f"<published>{iso(EPOCH)}</published><updated>{iso(post.updated)}</updated>"
        f'<link rel="alternate" type="text/html" href="{url}"/><author><name>Mara Linden</name></author></entry>'
    )


def _page(url: str, post: Post, blog: TinyBlog) -> str:
    made = f"<meta name=generator content='{blog.generator}'>" if blog.generator else ""
    return (
        f"<!DOCTYPE html><html><head><title>{post.title}</title><link rel=canonical href='{url}'>{made}"
        "<link rel=stylesheet href=/style.css></head><body>"
        f"<div class='hentry'><h3 class='post-title entry-title'>{post.title}</h3>"
        f"<div class='post-body entry-content' id='post-body-1'><img src=/photo.png><p>{post.text * 40}</p>"
        f"{post.extra}</div></div><aside class='sidebar'>{blog.sidebar}</aside></body></html>"
    )
