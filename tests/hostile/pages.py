"""Pages that are too deep, too wide, too long, in no language, or lie about what they are."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.model import LinkKind, SourceKind
from tests.hostile.case import OK, Answer, Case, Origin, Request, Routes, at, html, wire

_POST = (("/post", LinkKind.POST),)
_SHUT = "http://127.0.0.9:9"  # an address that is refused at once


def _post(body: str | bytes, mime: str = "text/html; charset=utf-8") -> Callable[[Origin], Routes]:
    return lambda _: {
        "/post": lambda _: Answer(body, mime=mime),
        "/": lambda _: Answer("<title>A blog</title>"),
    }


def _case(
    name: str, body: str | bytes, mime: str = "text/html; charset=utf-8", says: str = "done: ", **more: Any
) -> Case:
    return Case(
        name,
        _post(body, mime),
        {"/post": says},
        kept=("/post",),
        targets=_POST,
        kind=SourceKind.BLOGGER,
        **more,
    )


def _images(count: int) -> str:
    """So many pictures in three sizes each, of three hundred addresses."""
    places = [f"{_SHUT}/{number % 300}" for number in range(count)]
    return "".join(f"<img src='{at}.png' srcset='{at}.png 2x, {at}.png?3 3x'>" for at in places)


def _imports(request: Request) -> Answer:
    number = request.path.removeprefix("/s").removesuffix(".css")
    if not number.isdigit():
        return Answer("", 404)
    return Answer(f"@import '/s{int(number) + 1}.css'; p {{ color: red }}", mime="text/css")


def _with_imports(_: Origin) -> Routes:
    return {"/": lambda _: Answer("<title>x</title>"), "/post": lambda _: Answer("<link rel=stylesheet href=/s0.css><p>x"), "*": _imports, "/robots.txt": lambda _: Answer("", 404)}  # fmt: skip


def _frames(request: Request) -> Answer:
    return Answer(f"<title>Frame</title><iframe src='{request.path}/in'></iframe>" * 50)


CASES = (
    _case("20,000 elements deep", "<div>" * 20_000 + "<a href=/x>deep</a>"),
    _case("deep and closed crosswise", "<b><i><u>" * 20_000 + "text" + "</b></i></u>" * 20_000),
    _case("tables in tables", "<table><tr><td>" * 20_000 + "text"),
    _case("forms in selects in forms", "<form><select><option>" * 30_000),
    _case("a million links", "<div class=entry-content>" + "<a href='/x?n=1'>y</a>" * 150_000, asked=60),
    _case("a million links of their own", "<div class=entry-content>" + "".join(f"<a href='{_SHUT}/{n}'>y</a>" for n in range(90_000)), asked=60, articles=60),
    _case("images without end", _images(40_000), asked=20),
    _case("one srcset of 2 MB", "<img srcset='" + "http://[/x 1x, , " * 120_000 + "'>"),
    _case("data: of 3 MB", "<img src='data:image/png;base64," + "A" * 3_000_000 + "'><link rel=stylesheet href='data:text/css," + "x" * 500_000 + "'><p>x"),
    _case("a style of 2 MB", "<style>" + "a{background:url(data:x)}" * 90_000 + "</style><p>x"),
    _case("a style of brackets", "<style>url(" + "{" * 900_000 + "</style>"),
    _case("attributes by the thousand", "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x"),
    _case("one attribute of 3 MB", "<p class='" + "widget " * 430_000 + "'>x"),
    _case("a title of 2 MB", "<title>" + "long " * 400_000 + "</title><p>x"),
    _case("a title of commands and turned text", "<title>\x1b[2J\x1b]0;owned\x07 \u202eexe.gpj\u2066\u2067\u200e\x00\x85</title><p>x"),
    _case("links with turned text and control characters", "<div class=entry-content><a href='/a\u202eb\x01'>\u202e\x1b[31mred</a><a href='http://trap\u2024example/'>dots</a>"),
    _case("null bytes", b"<title>\x00x\x00</title>" + b"\x00" * 1_000_000 + b"<a hr\x00ef=/x>"),
    _case("comments that never end", "<!--" * 500_000),
    _case("scripts in scripts", "<script><!--<script>" * 100_000),
    _case("templates in templates", "<div class=post-body><script type='text/template'>" * 40_000),
    _case("JSON-LD that is deep", "<script type='application/ld+json'>" + "[" * 400_000 + "</script><p>x"),
    _case("JSON-LD of wrong types", "<script type='application/ld+json'>{\"@type\":[{}],\"@graph\":[1,[],{\"@type\":\"Article\",\"author\":[[],7,{\"name\":{}}],\"url\":{\"@id\":[]},\"headline\":9,\"datePublished\":{}}]}</script>"),
    _case("a base that leads inside", f"<base href='{_SHUT}/'><img src=a.png><div class=entry-content><a href=b>x</a>"),
    _case("a base of nonsense", "<base href='//[::'><base href='javascript:'><img src=a.png><a href=b>x</a>", asked=12),
    _case("a canonical address elsewhere", "<link rel=canonical href='http://good.example/quiet'><title>Not me</title><p>x"),
    _case("a canonical address of file:", "<link rel=canonical href='file:///etc/passwd'><p>x"),
    Case("Link headers of all kinds", lambda _: {"/": lambda _: Answer("<p>x"), "/post": lambda _: Answer("<title>P</title>", headers=[("Link", f"<{_SHUT}/>; rel=\"https://api.w.org/\", <file:///x>; rel=canonical, <" + "a" * 9000 + ">; rel=next"), ("Link", "<<<>>>;;;,,,=\"")])}, {"/post": "done: $"}, targets=_POST),
    _case("frames in frames", "<iframe src='/post'></iframe>" * 20_000, asked=6),
    Case("frames without end", lambda _: {"/": _frames, "/post": _frames, "*": _frames, "/robots.txt": lambda _: Answer("", 404)}, {"/post": "done: $"}, targets=_POST, asked=8),
    Case("style sheets that import without end", _with_imports, {"/post": "done: $"}, targets=_POST, kind=SourceKind.BLOGGER, asked=24),
    _case("UTF-7", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "text/html; charset=utf-7"),
    _case("a charset of commands", "<meta charset='\x1b[2J'><p>x", "text/html; charset=\"\x1b]0;x\""),
    _case("a charset of codecs that are none", "<p>x", "text/html; charset=zip_codec"),
    _case("UTF-16 that is not", "<p>plain text all the time" * 99, "text/html; charset=utf-16"),
    _case("UTF-32 by its mark", "<title>wide</title><p>x".encode("utf-32"), "text/html"),
    _case("bytes of no charset", bytes(range(128, 256)) * 8_000, "text/html"),
    _case("escapes of ISO-2022", b"\x1b$B" * 300_000, "text/html; charset=iso-2022-jp"),
    _case("a page that says it is an image", "<!doctype html><title>x</title><script>alert(1)</script>", "image/png"),
    _case("an image that says it is a page", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4000, "text/html"),
    _case("a program that says it is a page", b"MZ\x90\x00" + b"\x00" * 2_000_000, "text/html"),
    _case("a type of 60 KB", "<p>x", "text/html; " + "x" * 60_000),
    _case("a type of nonsense", "<p>x", "//;;==\"html"),
    _case("a page that is a feed that is a page", '<?xml version="1.0"?><rss><channel><item><link>/post</link></item></channel></rss><!doctype html><title>x</title>', "text/html"),
    _case("SVG with entities", '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>', "image/svg+xml"),
    _case("XHTML with an external entity", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html xmlns="http://www.w3.org/1999/xhtml"><title>&x;</title><p>x</p></html>', "application/xhtml+xml"),
    Case("nothing at all", html(b""), {"/": "done: $"}, kept=("/",)),
    Case("a page without a type", wire(b"HTTP/1.1 200 OK\r\n\r\n\x00\x01\x02 what is it"), {"/": "done: $"}, kept=("/",)),
    Case("a disguised download", at("/", Answer(b"PK\x03\x04" * 99, mime="text/html", headers=[("Content-Disposition", "attachment; filename=\"../../../etc/passwd\"")])), {"/": "done: $"}),
    Case("a page of line feeds", wire(OK + b"\r\n" + b"\n" * 3_000_000), {"/": "done: $"}, kept=("/",)),
)  # fmt: skip
