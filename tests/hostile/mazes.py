"""Sites without an end: calendars, sessions, soft 404s, hosts that ask for a pause, hosts that multiply."""

# ruff: noqa: E501 -- a case a line

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from archive.model import LinkKind, SourceKind
from tests.hostile.case import Answer, Case, Origin, Request, Routes

_POST = (("/post", LinkKind.POST),)
_SERIAL = itertools.count()


def _post(page: Callable[[Request], str]) -> Callable[[Origin], Routes]:
    """Every address answers, always with a page that leads on."""

    def answer(request: Request) -> Answer:
        return Answer(
            f"<title>{request.path[:50]}</title><div class=entry-content><p>Some words.{page(request)}</div>"
        )

    return lambda _: {"*": answer, "/": answer, "/robots.txt": lambda _: Answer("", 404)}


def _links(*hrefs: str) -> str:
    return "".join(f"<a href='{href}'>on</a> " for href in hrefs)


def _pause(value: str, status: int = 503) -> Callable[[Origin], Routes]:
    return lambda _: {"/": lambda _: Answer("Later", status, headers=[("Retry-After", value)])}


def _many_hosts(origin: Origin) -> Routes:
    port = origin.port
    links = _links(*(f"http://h{n}.{n}.trap.example:{port}/post" for n in range(500)))
    return _post(lambda _: links)(origin)


def _case(name: str, page: Callable[[Request], str], **more: Any) -> Case:
    return Case(name, _post(page), {"/post": "done: $"}, targets=_POST, kind=SourceKind.BLOGGER, **more)


CASES = (
    _case("a calendar", lambda r: _links(*(f"/calendar/2{n:03}/{n % 12 + 1:02}/" for n in range(400))), asked=20),
    _case("a calendar in its query", lambda r: _links(*(f"/calendar?year={n}&month={n % 12}" for n in range(400))), asked=20),
    _case("sessions", lambda r: _links(*(f"/post;jsessionid={next(_SERIAL):x}" for _ in range(50)), *(f"/p?PHPSESSID={next(_SERIAL)}" for _ in range(50))), asked=20),
    _case("paths that repeat themselves", lambda r: _links(*(r.path.rstrip("/") + "/a/b" * n for n in range(1, 30))), asked=80),
    _case("paths that grow", lambda r: _links(r.path.rstrip("/") + "/deeper"), asked=30),
    _case("a maze of soft 404s", lambda r: _links(*(f"{r.path.rstrip('/')}/{next(_SERIAL)}" for _ in range(40))), asked=80),
    _case("replies and shares", lambda r: _links(*(f"/post?replytocom={n}" for n in range(200)), *(f"/post?share={n}" for n in range(200))), asked=20),
    _case("parameters without end", lambda r: _links(*("/q?" + "&".join(f"a{n}={m}" for n in range(30)) for m in range(40))), asked=20),
    _case("addresses of 7 KB", lambda r: _links(*(f"/{n}" + "x" * 7000 for n in range(40))), asked=20),
    Case("a host for every link", _many_hosts, {"/post": "done: $"}, targets=_POST, kind=SourceKind.BLOGGER, asked=80),
    Case("come back in 300 years", _pause("9999999999"), {"/": "failed: the site asked to come back at "}, asked=4),
    Case("come back yesterday", _pause("Thu, 01 Jan 1970 00:00:00 GMT"), {"/": "failed: it answers 503"}, asked=6),
    Case("come back at no time", _pause("soon, \x01 -5 1e9"), {"/": "failed: it answers 503"}, asked=6),
    Case("come back in the year 9999", _pause("Fri, 31 Dec 9999 23:59:59 GMT", 429), {"/": "failed: the site asked to come back at "}, asked=4),
    Case("come back in 10^99 seconds", _pause("9" * 99, 429), {"/": "failed: the site asked to come back at "}, asked=4),
    Case("an error for everything", lambda _: {"*": lambda _: Answer("<title>Oops</title>" * 9999, 500)}, {"/": "failed: "}, asked=10),
    Case("gone, with a hundred links", lambda _: {"/": lambda _: Answer(_links(*(f"/{n}" for n in range(99))), 410)}, {"/": r"failed: it is not there any more \(it answers 410\)"}, asked=4),
)  # fmt: skip
