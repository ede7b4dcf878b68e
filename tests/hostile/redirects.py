"""Servers that send the crawl elsewhere: in circles, without end, to other schemes."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

from collections.abc import Callable

from archive.model import LinkKind
from tests.hostile.case import OK, Answer, Case, Origin, Request, Route, Routes, html, wire

_NOWHERE = "failed: it answers 302, but does not say where to go"


def to(location: str, status: int = 302) -> Callable[[Origin], Routes]:
    """A server that sends every visitor to one place."""
    return lambda _: {"/": lambda _: Answer(status=status, headers=[("Location", location)])}


def _moved(location: str) -> Route:
    return lambda _: Answer(status=301, headers=[("Location", location)])


def _circle(_: Origin) -> Routes:
    return {"/": _moved("/a"), "/a": _moved("/b"), "/b": _moved("/")}


def _chain(_: Origin) -> Routes:
    def onward(request: Request) -> Answer:
        number = int(request.path.rpartition("/")[2] or 0)
        return Answer(status=302, headers=[("Location", f"/hop/{number + 1}")])

    return {"/": onward, "*": onward, "/robots.txt": lambda _: Answer("", 404)}


def _session(_: Origin) -> Routes:
    count = iter(range(10_000))
    return {
        "/": lambda _: Answer(
            status=302, headers=[("Location", f"/?PHPSESSID={next(count)}"), ("Set-Cookie", "seen=1")]
        )
    }


def _refreshes(path: str, to: str) -> str:
    return f"<meta http-equiv=refresh content='0; url={to}'><p>{path}"


CASES = (
    Case("a circle of redirects", _circle, {"/": "done"}, asked=8, articles=0),
    Case("a redirect to itself", to("/"), {"/": "failed: it redirects to itself"}, asked=4),
    Case("redirects without end", _chain, {"/hop/6": "refused: more than 5 redirects lead from one to the next"}, asked=8, articles=0),
    Case("a redirect that insists on cookies", _session, {"/": "done"}, asked=10, articles=0),
    Case("a redirect to file:", to("file:///etc/passwd"), {"/": _NOWHERE}),
    Case("a redirect to data:", to("data:text/html,<p>hi"), {"/": _NOWHERE}),
    Case("a redirect to javascript:", to("javascript:alert(1)"), {"/": _NOWHERE}),
    Case("a redirect to ftp:", to("ftp://trap.example/x"), {"/": _NOWHERE}),
    Case("a redirect to gopher:", to("gopher://127.0.0.1:6379/_FLUSHALL"), {"/": _NOWHERE}),
    Case("a redirect with a user name", to("http://good.example@trap.example/x"), {"/": _NOWHERE}),
    Case("a redirect to nowhere", to(""), {"/": _NOWHERE}),
    Case("a redirect of 9 KB", to("/" + "a" * 9000), {"/": _NOWHERE}),
    Case("a redirect in raw bytes", wire(b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\x00\xff\r\nContent-Length: 0\r\n\r\n"), {"/": "failed|done"}),
    Case("a redirect to two places", wire(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: http://127.0.0.1/b\r\nContent-Length: 0\r\n\r\n"), {"/": "done: $"}, lost=("http://127.0.0.1/b",)),
    Case("a redirect with a forged header", wire(b"HTTP/1.1 302 Found\r\nLocation: /a%0d%0aSet-Cookie:%20x=1\r\nContent-Length: 0\r\n\r\n"), {"/": "done: $"}, asked=8),
    Case("a redirect to a name that is not there", to("http://nobody.example/"), {"http://nobody.example/": "failed: there is no host called nobody.example"}),
    Case("a redirect to a port that is closed", to("http://trap.example:1/"), {"http://trap.example:1/": "failed: nothing answers at trap.example, port 1"}),
    Case("a redirect to a bad port", to("http://trap.example:99999/"), {"/": _NOWHERE}),
    Case("300 with a hundred choices", wire(b"HTTP/1.1 300 Multiple Choices\r\n" + b"Link: </x>; rel=alternate\r\n" * 100 + b"Content-Length: 0\r\n\r\n"), {"/": "failed: it answers 300"}),
    Case("a page that refreshes itself", html(_refreshes("/", "/?again")), {"/": "done: $"}, asked=4),
    Case("pages that refresh in a circle", lambda _: {"/": lambda _: Answer(_refreshes("/", "/a")), "/a": lambda _: Answer(_refreshes("/a", "/"))}, {"/": "done: $"}, asked=6),
    Case("a refresh to file:", html(_refreshes("/", "file:///etc/passwd")), {"/": "done: $"}, asked=4),
    Case("a refresh in a header", wire(OK + b"Refresh: 0; url=http://127.0.0.1/\r\n\r\n<p>hi"), {"/": "done: $"}, asked=4),
    Case("a login for every article", lambda _: {"/": lambda _: Answer(status=302, headers=[("Location", "https://accounts.google.com/ServiceLogin?continue=x")])}, {"/": "failed: the site asks to log in or to consent first"}),
    Case("a cookie wall", lambda _: {path: lambda _: Answer("<title>Just a moment...</title>", 403) for path in ("/", "/post")}, {"/": "failed: the site asks visitors to prove", "/post": "failed: the site asks"}, targets=(("/post", LinkKind.POST),)),
)  # fmt: skip
