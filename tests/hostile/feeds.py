"""Feeds and REST answers that bomb, lie, or never come to an end."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from archive.model import LinkKind, SourceKind
from tests.hostile.case import Answer, Case, Origin, Request, Routes

_RSS = "application/rss+xml"
_ATOM = "application/atom+xml"
_OWN_TYPE = "it declares its own document type, which is how entity bombs are made"


def feed(body: str | bytes, mime: str = _RSS) -> Callable[[Origin], Routes]:
    """A blog with one feed; whatever it names is an ordinary post."""
    return lambda _: {
        "/feed": lambda _: Answer(body, mime=mime),
        "/": lambda _: Answer("<title>A blog</title><p>Welcome"),
        "/robots.txt": lambda _: Answer("", 404),
        "/post": lambda _: Answer("<title>A post</title><p>Read me"),
    }


def _rss(inner: str, prolog: str = "") -> str:
    return f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><title>T</title><link>/</link>{inner}</channel></rss>'


def _atom(inner: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:os="http://a9.com/-/spec/opensearchrss/1.0/"><id>x</id><title>T</title>{inner}</feed>'


def _entry(path: str) -> str:
    return f'<entry><id>urn:{path}</id><title>{path}</title><link rel="alternate" type="text/html" href="{path}"/></entry>'


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>'


def _pages(more: Callable[[int], str], mime: str = _ATOM) -> Callable[[Origin], Routes]:
    """A feed whose page N is what ``more`` makes of N."""

    def page(request: Request) -> Answer:
        return Answer(more(int(request.query.get("p", ["0"])[0])), mime=mime)

    return lambda _: feed("")(_) | {"/feed": page}  # type: ignore[operator]


def _growing(number: int) -> str:
    total = (
        f"<os:totalResults>{1000 + 100 * number}</os:totalResults><os:startIndex>{number + 1}</os:startIndex>"
    )
    return _atom(f'{total}<link rel="next" href="/feed?p={number + 1}"/>{_entry("/post")}')


def _endless(number: int) -> str:
    entries = "".join(_entry(f"/endless/{number * 9 + each}") for each in range(9))
    total = f"<os:totalResults>{100 + 18 * number}</os:totalResults>"
    return _atom(f'{total}<link rel="next" href="/feed?p={number + 1}"/>{entries}')


def _circle(number: int) -> str:
    return _atom(
        f'<link rel="next" href="/feed?p={(number + 1) % 3}"/>'
        + "".join(_entry(f"/post?n={n}") for n in range(2))
    )


def _empty_onward(number: int) -> str:
    return _atom(f'<link rel="next" href="/feed?p={number + 1}"/>')


def _json_feed(**parts: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", **parts})


def _rest(answer: Callable[[Request], Answer]) -> Callable[[Origin], Routes]:
    return lambda _: feed("")(_) | {"/wp-json/wp/v2/posts": answer}  # type: ignore[operator]


_REST = (("/wp-json/wp/v2/posts?per_page=100&page=1&_embed", LinkKind.FEED),)


def _rest_answer(items: object, pages: str = "1", total: str = "1") -> Answer:
    return Answer(
        json.dumps(items),
        mime="application/json",
        headers=[("X-WP-Total", total), ("X-WP-TotalPages", pages)],
    )


def _case(name: str, routes: Callable[[Origin], Routes], says: str = "done: ", **more: Any) -> Case:
    return Case(name, routes, {"/feed": says}, kind=SourceKind.FEED, feed="/feed", **more)


CASES = (
    _case("a billion laughs", feed(_rss("<item><title>&l9;</title><link>/post</link></item>", _laughs())), _OWN_TYPE),
    _case("a quadratic bomb", feed(_rss("<item><title>" + "&a;" * 50_000 + "</title></item>", f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>')), _OWN_TYPE),
    _case("an external entity", feed(_rss("<item><title>&x;</title></item>", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), _OWN_TYPE),
    _case("an entity over the network", feed(_rss("<item><title>&x;</title></item>", '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>')), _OWN_TYPE),
    _case("a parameter entity", feed(_rss("", '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>')), _OWN_TYPE),
    _case("an external document type", feed(_rss("<item><link>/post</link></item>", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">')), "done: "),
    _case("a stylesheet instruction", feed('<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + _rss("<item><link>/post</link></item>")[21:]), "done: "),
    _case("an inclusion", feed(_rss('<item><link>/post</link><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></item>'))),
    _case("a document type in UTF-16", feed(_rss("", _laughs()).encode("utf-16")), _OWN_TYPE),
    _case("a document type in UTF-7", feed(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE r [+ADw-!ENTITY x SYSTEM +ACI-file:///etc/passwd+ACIAXQA+-<rss/>')),
    _case("nested half a million deep", feed("<rss><channel>" + "<item>" * 500_000), "its elements lie more than 10,000 deep in one another"),
    _case("an attribute of 2 MB", feed(_rss(f'<item a="{"x&amp;" * 400_000}"><link>/post</link></item>'))),
    _case("half a million attributes", feed("<rss " + " ".join(f"a{n}='1'" for n in range(500_000)) + "/>")),
    _case("a hundred thousand namespaces", feed("<rss " + " ".join(f"xmlns:a{n}='u:{n}'" for n in range(100_000)) + "><channel/></rss>")),
    _case("a megabyte of title", feed(_rss(f"<item><title>{'long ' * 200_000}</title><link>/post</link></item>"))),
    _case("no end of CDATA", feed(_rss("<item><title>" + "<![CDATA[" * 300_000))),
    _case("titles of commands and turned text", feed(_rss("<item><title>\x1b[2J&#27;]0;x&#7; \u202egnp.exe\u2066 \u200b</title><link>/post</link></item>"))),
    _case("dates of no calendar", feed(_rss("<item><link>/post</link><pubDate>Tue, 99 Foo 99999 99:99:99 +9999</pubDate></item>" * 50))),
    _case("links to everything but the web", feed(_rss("".join(f"<item><link>{link}</link></item>" for link in ("file:///etc/passwd", "javascript:x", "data:text/html,x", "ftp://trap.example/", "http://", "//[x", "mailto:a@b.example", "http://a@trap.example/"))))),
    _case("20,000 entries", feed(_rss("<item><title>x</title><link>/post</link></item>" * 20_000)), "The feed has more than 5000 entries"),
    _case("12 MB of nothing", feed(b"<rss><channel>" + b" " * 7_000_000 + b"</channel></rss>")),
    _case("a feed that is a page", feed("<!doctype html><title>Sorry</title><p>no feed today", "text/html"), "is neither a feed nor a sitemap"),
    _case("a feed that is an image", feed(b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000, "image/png")),
    _case("paging in circles", _pages(_circle), asked=20),
    _case("paging without entries", _pages(_empty_onward), asked=20),
    _case("paging on to itself", _pages(lambda _: _atom('<link rel="next" href="/feed"/>' + _entry("/post"))), asked=12),
    _case("totals that grow while nothing comes", _pages(_growing), asked=20),
    _case("new entries without end, and a total that grows", _pages(_endless), most=60, asked=70, ends="done: It stopped after 60 requests"),
    _case("a total of minus one", feed(_atom("<os:totalResults>-1</os:totalResults>" + _entry("/post")), _ATOM)),
    _case("a total of 10^30", feed(_atom(f"<os:totalResults>{10**30}</os:totalResults>" + _entry("/post")), _ATOM)),
    _case("a hundred next pages", feed(_atom("".join(f'<link rel="next" href="/feed?p={n}"/>' for n in range(100)) + _entry("/post")), _ATOM), asked=12),
    _case("JSON nested a million deep", feed('{"version":"https://jsonfeed.org/version/1","items":' + "[" * 1_000_000, "application/feed+json")),
    _case("a JSON Feed of wrong types", feed(_json_feed(items=[1, None, {"id": {}, "url": 7, "title": [], "authors": 3, "tags": {}}, {"url": "/post"}], next_url=[], home_page_url=5), "application/feed+json")),
    _case("a JSON Feed with items of no kind", feed(_json_feed(items=7, title={"a": 1}, next_url={"b": 2}), "application/feed+json")),
    _case("a JSON Feed that leads on to itself", feed(_json_feed(items=[{"id": "1", "url": "/post"}], next_url="/feed"), "application/feed+json"), asked=12),
    _case("a JSON Feed of half surrogates", feed('{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"/post","title":"\\ud800 half"}]}', "application/feed+json")),
    Case("REST that claims a million pages", _rest(lambda _: _rest_answer([{"link": "/post"}], "1000000", "99999999")), kind=SourceKind.WORDPRESS, targets=_REST, asked=40),
    Case("REST whose totals are words", _rest(lambda _: _rest_answer([{"link": "/post"}], "many", "-3")), kind=SourceKind.WORDPRESS, targets=_REST, asked=40),
    Case("REST items of wrong types", _rest(lambda _: _rest_answer([0, [], {"link": 5, "title": 3, "_embedded": {"author": {}, "wp:term": [[[]], 4]}, "date_gmt": []}])), kind=SourceKind.WORDPRESS, targets=_REST),
    Case("a REST answer of 9 MB", _rest(lambda _: Answer(b'[{"link":"/post","content":{"rendered":"' + b"w " * 4_500_000 + b'"}}]', mime="application/json")), kind=SourceKind.WORDPRESS, targets=_REST),
    Case("a REST answer that is deep", _rest(lambda _: Answer(b"[" * 2_000_000, mime="application/json")), kind=SourceKind.WORDPRESS, targets=_REST),
)  # fmt: skip
