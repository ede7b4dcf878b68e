"""Two blogs with neighbours on hosts of their own, small enough to be crawled hundreds of times."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.origins.blog import PIXEL, TinyBlog
from tests.origins.origin import Answer, Origin, Raw, Request, Route

POSTS = 4
FLAKY = "/flaky.png"  # answers 503 every other time


@dataclass(frozen=True, slots=True)
class World:
    """``blogs`` are their addresses; ``articles`` what a whole crawl of them has to bring."""

    blogs: list[str]
    articles: list[str]
    origins: list[Origin]

    def asked(self) -> Counter[str]:
        """How often each URL was asked for."""
        return Counter(origin.url(path) for origin in self.origins for path in origin.paths)

    def forget(self) -> None:
        """Before another crawl from the start."""
        for origin in self.origins:
            origin.log.clear()


@contextmanager
def world() -> Iterator[World]:
    """Six servers on loopback addresses of their own."""
    chance = random.Random(2026)  # noqa: S311 -- made-up pictures
    with ExitStack() as stack:
        blogs, articles, origins = [], [], []
        for number in (1, 2):
            blog = TinyBlog.of(POSTS, per_page=3)
            blog.origin.host = f"127.82.{number}.1"
            near = [stack.enter_context(_neighbour(f"127.82.{number}.{last}", chance)) for last in (2, 3)]
            stack.enter_context(blog.origin)
            links = "".join(f"<a href='{one.url('/near.html')}'>near</a>" for one in near)
            for post in blog.posts.values():
                post.extra = f"{links}<img src={FLAKY}><!-- {chance.randbytes(3000).hex()} -->"
            blog.origin.routes[FLAKY] = _flaky()
            blogs.append(blog.origin.url())
            articles += [*blog.urls, *(one.url("/near.html") for one in near)]
            origins += [blog.origin, *near]
        yield World(blogs, articles, origins)


def _neighbour(host: str, chance: random.Random) -> Origin:
    page = f"<title>Near</title><article class=entry-content><p>{chance.randbytes(2000).hex()}<img src=/own.png></article>"
    return Origin(
        {
            "/near.html": lambda _: Answer(page),
            "/own.png": lambda _: Answer(PIXEL + chance.randbytes(3000), mime="image/png"),
        },
        host=host,
    )


def _flaky() -> Route:
    times = [0]

    def answer(_: Request) -> Answer | Raw:
        times[0] += 1
        return Answer("later", 503) if times[0] % 2 else Answer(PIXEL, mime="image/png")

    return answer
