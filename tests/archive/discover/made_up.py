"""A made-up blog's answers, and the Targets and Sources that go with them."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from archive import uri
from archive.discover.discovery import Discovery, discover
from archive.model import LinkKind, Source, SourceKind, Target

BLOG = "https://garden.blogspot.com/"
BLOG_ID = "4711"
PRESS = "https://press.example/blog/"


def a_source(url: str = BLOG, kind: SourceKind = SourceKind.BLOGGER, **other: Any) -> Source:
    return Source(
        id=1,
        url=url,
        surt=uri.page_surt(url),
        name="The Garden",
        kind=kind,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        **other,
    )


def answer(
    body: bytes | str,
    kind: LinkKind = LinkKind.POST,
    url: str = f"{BLOG}2024/05/roses.html",
    *,
    source: Source | None = None,
    mime: str = "text/html",
    status: int = 200,
    headers: Iterable[tuple[str, str]] = (),
    **target: Any,
) -> Discovery:
    """What an answer leads to. A feed or sitemap comes at depth 0, anything else at depth 1."""
    depth = target.pop("depth", 0 if kind in {LinkKind.FEED, LinkKind.SITEMAP, LinkKind.SEED} else 1)
    asked = Target(target.pop("asked", url), kind, depth=depth, **target)
    raw = body.encode() if isinstance(body, str) else body
    known = [("Content-Type", mime), *headers]
    return discover(asked, source, status=status, mime=mime, headers=known, body=raw, url=url)


def an_entry(number: int, *, title: str = "Roses", path: str | None = None, extra: str = "") -> str:
    page = path or f"2024/05/roses-{number}.html"
    return f"""<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}</id>
<published>2024-05-0{number % 9 + 1}T10:00:00.000-07:00</published><updated>2024-06-01T08:00:00Z</updated>
<category scheme="http://www.blogger.com/atom/ns#" term="Flowers"/><category scheme="http://www.blogger.com/atom/ns#" term="R&amp;D"/>
<title type="text">{title}</title><content type="html">&lt;p&gt;Hello&lt;/p&gt;</content>
<link rel="replies" type="application/atom+xml" href="{BLOG}feeds/{number}/comments/default"/>
<link rel="replies" type="text/html" href="{BLOG}{page}#comment-form"/>
<link rel="self" type="application/atom+xml" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default/{number}"/>
<link rel="alternate" type="text/html" href="{BLOG}{page}" title="{title}"/>
<author><name>Wilma Hedge</name><email>noreply@blogger.com</email></author>{extra}</entry>"""


def a_feed(
    entries: Iterable[str], *, total: int = 1, start: int = 1, onward: str = "", home: str = BLOG
) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="https://www.blogger.com/styles/atom.css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/">
<id>tag:blogger.com,1999:blog-{BLOG_ID}</id><updated>2026-01-01T00:00:00Z</updated><title type="text">The Garden</title>
<link rel="http://schemas.google.com/g/2005#feed" type="application/atom+xml" href="{BLOG}feeds/posts/default"/>
<link rel="alternate" type="text/html" href="{home}"/>{onward}
<generator version="7.00" uri="https://www.blogger.com">Blogger</generator>
<openSearch:totalResults>{total}</openSearch:totalResults><openSearch:startIndex>{start}</openSearch:startIndex>
<openSearch:itemsPerPage>150</openSearch:itemsPerPage>{"".join(entries)}</feed>"""


def a_page(body: str, *, head: str = "", body_class: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body class='{body_class}'>{body}</body></html>"


def a_blogger_page(body: str, *, head: str = "", url: str = f"{BLOG}2024/05/roses.html") -> str:
    marks = f"""<meta content='blogger' name='generator'/><link href='{url}' rel='canonical'/>
<link rel="alternate" type="application/atom+xml" title="The Garden - Atom" href="{BLOG}feeds/posts/default"/>
<link rel="service.post" type="application/atom+xml" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default"/>"""
    return a_page(body, head=marks + head)


def urls(found: Discovery, kind: LinkKind) -> list[str]:
    """The targets of one kind."""
    return [target.url for target in found.targets if target.kind is kind]


def linked(found: Discovery, kind: LinkKind) -> list[str]:
    """The links of one kind."""
    return [link.url for link in found.links if link.kind is kind]
