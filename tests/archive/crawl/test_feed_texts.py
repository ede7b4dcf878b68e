"""A blog with a dynamic view: its pages have no text, so its feed's is kept, as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.model import Capture, CrawlState, LinkKind, Page, PageStatus, RecordType
from archive.store.proof.fixity import check
from tests.archive.crawl.bench import Bench
from tests.archive.exchange.exports import blogger_entry, blogger_file
from tests.origins.origin import Answer, Origin, Request

GENERATOR = "<meta content='blogger' name='generator'/>"
TEMPLATE = f"{GENERATOR}<meta content='dynamic' name='blogger-template'/>"
ATOM = "application/atom+xml; charset=utf-8"


@dataclass
class DynamicBlog:
    """Three posts; ``texts`` are what its feed says in them."""

    theme: str = TEMPLATE
    texts: dict[int, str] = field(
        default_factory=lambda: {number: f"Low tide {number}." for number in (1, 2, 3)}
    )
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        self.origin.routes = {
            "/": lambda _: Answer(f"<html><head>{self.theme}<title>Marsh</title></head><body></body></html>"),
            "/robots.txt": lambda _: Answer("User-agent: *\nAllow: /\n", mime="text/plain"),
            "/feeds/posts/default": self._feed,
            "/feeds/pages/default": lambda _: Answer(blogger_file(host=self.home), mime=ATOM),
            "/sitemap.xml": lambda _: Answer("", 404),
            "*": self._post,
        }

    @property
    def home(self) -> str:
        return self.origin.url("").removesuffix("/")

    def url(self, number: int) -> str:
        return self.origin.url(f"/2012/04/post-{number}.html")

    def _feed(self, request: Request) -> Answer:
        first = int(request.query.get("start-index", ["1"])[0]) == 1
        entries = [blogger_entry(number, text=text, host=self.home) for number, text in self.texts.items()]
        return Answer(blogger_file(*(entries if first else ()), host=self.home), mime=ATOM)

    def _post(self, request: Request) -> Answer:
        head = f"{self.theme}<link rel=canonical href='{self.origin.url(request.path)}'>"
        return Answer(f"<html><head>{head}<title>{request.path}</title></head><body></body></html>")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def told(bench: Bench, page: Page) -> list[Capture]:
    return [one for one in bench.catalogue.captures.of_page(page.id) if not one.live]


def body(bench: Bench, capture: Capture) -> str:
    with bench.mementos.open(capture) as memento:
        return memento.payload.read().decode()


def test_the_feed_gives_the_texts_and_each_once(bench: Bench, tmp_path: Path) -> None:
    with (blog := DynamicBlog()).origin:
        source = bench.follow(blog.origin.url())
        assert bench.crawl(source).state is CrawlState.DONE
        pages = {page.url: page for page in bench.catalogue.pages.of_source(source.id)}
        assert set(pages) == {blog.url(number) for number in (1, 2, 3)}
        (kept,) = told(bench, pages[blog.url(2)])
        assert "Low tide 2. Number 2." in body(bench, kept)
        assert kept.record_type is RecordType.CONVERSION
        assert kept.refers_to_url
        assert "/feeds/posts/default" in kept.refers_to_url
        page = pages[blog.url(2)]
        assert (page.link_kind, page.status, page.captures) == (LinkKind.POST, PageStatus.LIVE, 2)
        bench.crawl(source)
        assert [len(told(bench, page)) for page in pages.values()] == [1, 1, 1]
        blog.texts[2] = "High tide."
        bench.crawl(source)
        assert [len(told(bench, pages[blog.url(number)])) for number in (1, 2, 3)] == [1, 2, 1]
    assert check(bench.catalogue, tmp_path) == []


def test_a_blog_with_any_other_theme_keeps_to_its_pages(bench: Bench) -> None:
    with (blog := DynamicBlog(theme=GENERATOR)).origin:
        source = bench.follow(blog.origin.url())
        bench.crawl(source)
    pages = bench.catalogue.pages.of_source(source.id)
    assert pages
    assert all(told(bench, page) == [] for page in pages)
