"""Sitemaps and robots.txt that recurse, bomb, drip or are far too large."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from typing import Any

from archive.model import SourceKind
from tests.hostile.case import Answer, Case, Origin, Raw, Request, Routes

_XML = "application/xml"
_OWN_TYPE = "it declares its own document type"
_TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def _map(body: str | bytes, mime: str = _XML) -> Callable[[Origin], Routes]:
    return lambda _: {
        "/sitemap.xml": lambda _: Answer(body, mime=mime),
        "/": lambda _: Answer("<title>A site</title><p>Welcome"),
        "/post": lambda _: Answer("<title>A post</title><p>Read me"),
    }


def _index(*places: str) -> str:
    return (
        "<sitemapindex>"
        + "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
        + "</sitemapindex>"
    )


def _urls(*places: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{place}</loc></url>" for place in places) + "</urlset>"


def _recursion(_: Origin) -> Routes:
    def onward(request: Request) -> Answer:
        deep = int(request.query.get("deep", ["0"])[0])
        return Answer(_index(f"/sitemap.xml?deep={deep + 1}"), mime=_XML)

    return dict(_map("")(_)) | {"/sitemap.xml": onward}


def _redirected_recursion(_: Origin) -> Routes:
    def onward(request: Request) -> Answer:
        deep = int(request.query.get("deep", ["0"])[0])
        if deep % 2:
            return Answer(status=302, headers=[("Location", f"/sitemap.xml?deep={deep + 1}")])
        return Answer(_index(f"/sitemap.xml?deep={deep + 1}"), mime=_XML)

    return dict(_map("")(_)) | {"/sitemap.xml": onward}


def _circle(_: Origin) -> Routes:
    return dict(_map(_index("/b.xml"))(_)) | {
        "/b.xml": lambda _: Answer(_index("/sitemap.xml", "/b.xml"), mime=_XML)
    }


def robots(answer: Callable[[Request], Answer | Raw]) -> Callable[[Origin], Routes]:
    """A site with one page, and these rules."""
    return lambda _: {"/robots.txt": answer, "/": lambda _: Answer("<title>A site</title><p>Welcome")}


def _robots_text(body: str | bytes, status: int = 200) -> Callable[[Origin], Routes]:
    return robots(lambda _: Answer(body, status, "text/plain"))


def _robots_loop(request: Request) -> Answer:
    number = int(request.query.get("n", ["0"])[0])
    return Answer(status=302, headers=[("Location", f"/robots.txt?n={number + 1}")])


def _case(name: str, routes: Callable[[Origin], Routes], says: str = "done: ", **more: Any) -> Case:
    return Case(name, routes, {"/sitemap.xml": says}, kind=SourceKind.SITEMAP, sitemap="/sitemap.xml", **more)


CASES = (
    _case("an index of itself", _map(_index("/sitemap.xml")), asked=6),
    _case("an index in circles", _circle, asked=8),
    _case("an index of an index without end", _recursion, says="done", asked=14),
    Case("an index of an index behind redirects", _redirected_recursion, kind=SourceKind.SITEMAP, sitemap="/sitemap.xml", asked=20),
    _case("an entity bomb", _map('<!DOCTYPE u [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + _urls("&b;")), _OWN_TYPE),
    _case("an external entity", _map('<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _urls("/&a;")), _OWN_TYPE),
    _case("300,000 times one place", _map("<urlset>" + "<url><loc>/post</loc></url>" * 300_000 + "</urlset>")),
    _case("an index of 40,000 maps of labels", _map(_index(*(f"/tag-sitemap{n}.xml" for n in range(40_000)))), asked=6),
    _case("places that are none", _map(_urls("file:///etc/passwd", "javascript:x", "http://[", "", "x" * 9000, "\x01", "http://a@b/", "//"))),
    _case("places of other hosts", _map(_urls(*(f"http://nobody{n}.example/" for n in range(3))))),
    _case("half of a gzip file", _map(gzip.compress(_urls(*(f"/{n}" for n in range(999))).encode())[:400], "application/gzip"), asked=200),
    _case("deep nesting", _map("<urlset>" + "<url>" * 400_000)),
    _case("a page instead", _map("<!doctype html><title>Maps</title><p>Nothing", "text/html"), "is neither a feed nor a sitemap"),
    _case("null bytes between the letters", _map(_urls("/post").encode("utf-16-le"))),
    Case("robots of 5 MB", _robots_text("User-agent: *\n" + "Disallow: /a*b*c*d$\n" * 250_000), {"/": "done: $"}, kept=("/", "/robots.txt")),
    Case("robots of stars", _robots_text("User-agent: *\nDisallow: /" + "*a" * 5_000 + "$\nAllow: /"), {"/": "done: $"}, kept=("/",)),
    Case("robots in one line of 5 MB", _robots_text("User-agent: * Disallow: /" + "x" * 5_000_000), {"/": "done: $"}, kept=("/",)),
    Case("robots in circles", robots(lambda _: Answer(status=301, headers=[("Location", "/robots.txt")])), {"/": "done: $"}, asked=10),
    Case("robots that redirect without end", robots(_robots_loop), {"/": "done: $"}, asked=10),
    Case("robots that redirect to file:", robots(lambda _: Answer(status=301, headers=[("Location", "file:///etc/passwd")])), {"/": "done: $"}, asked=6),
    Case("robots that drip", robots(lambda _: Raw(itertools.chain([_TEXT + b"\r\n"], itertools.repeat(b"#")), pause=0.05)), {"/": "done: $"}, seconds=1),
    Case("robots that say nothing", robots(lambda _: Raw([], keep_open=True)), {"/": "failed: there was no whole answer within 1 seconds"}, seconds=1, asked=6),
    Case("robots that break off", robots(lambda _: Raw([_TEXT + b"Content-Length: 999\r\n\r\nUser-agent: *\nDis"])), {"/": "done: $"}, asked=6),
    Case("robots that fail", _robots_text("oops", 500), {"/": r"failed: the site's robots.txt can't be had \(it answers 500\)"}, asked=6, articles=0),
    Case("robots that are no HTTP", robots(lambda _: Raw([b"User-agent: *\n"])), {"/": "failed: it does not speak HTTP/1.1"}, asked=6),
    Case("robots that are a page", robots(lambda _: Answer("<!doctype html><title>Oops</title>" + "<p>x" * 99_999)), {"/": "done: $"}, kept=("/",)),
    Case("robots that forbid all", _robots_text("User-agent: *\nDisallow: /"), {"/": "refused: the site's robots.txt asks not to fetch this"}, articles=0, lost=("/",)),
    Case("robots of null bytes", _robots_text(b"\x00\xff\xfe" * 99_999), {"/": "done: $"}, kept=("/",)),
    Case("robots with a delay of ages", _robots_text("User-agent: *\nCrawl-delay: 99999999999999999999\nRequest-rate: 1/9999d"), {"/": "done: $"}, kept=("/",)),
    Case("robots with a delay of nonsense", _robots_text("User-agent: *\nCrawl-delay: nan\nCrawl-delay: -5\nCrawl-delay: 1e400"), {"/": "done: $"}, kept=("/",)),
    Case("robots naming 10,000 sitemaps", _robots_text("User-agent: *\n" + "".join(f"Sitemap: http://nobody{n}.example/s.xml\n" for n in range(10_000))), {"/": "done: $"}, kept=("/",)),
    Case("robots full of agents", _robots_text("".join(f"User-agent: bot{n}\n" for n in range(30_000)) + "Disallow: /\n"), {"/": "done: $"}, kept=("/",)),
)  # fmt: skip
