"""Second looks at articles: what counts as changed is the text, and every byte is kept all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.model import Crawl, Page, RecordType, Source
from tests.archive.crawl.bench import Bench
from tests.fakes.text_digest import CountingDigest
from tests.origins.blog import EPOCH, Post, TinyBlog


@pytest.fixture
def digest() -> CountingDigest:
    return CountingDigest()


@pytest.fixture
def bench(tmp_path: Path, digest: CountingDigest) -> Iterator[Bench]:
    with Bench(tmp_path, text_digest=digest) as bench:
        yield bench


@pytest.fixture
def blog() -> Iterator[TinyBlog]:
    with (blog := TinyBlog.of(1, sidebar="<p>1,204 views</p>")).origin:
        yield blog


def first_look(bench: Bench, blog: TinyBlog) -> Source:
    source = bench.follow(blog.origin.url())
    bench.crawl(source)
    return source


def post(blog: TinyBlog, **changed: str) -> None:
    (only,) = blog.posts.values()
    for name, value in changed.items():
        setattr(only, name, value)


def page_of(bench: Bench, blog: TinyBlog) -> Page:
    page = bench.catalogue.pages.by_surt(uri.page_surt(blog.urls[0]))
    assert page is not None
    return page


def told(crawl: Crawl) -> tuple[int, int, int]:
    return crawl.progress.new, crawl.progress.changed, crawl.progress.unchanged


def test_a_first_look_reads_no_text(bench: Bench, blog: TinyBlog, digest: CountingDigest) -> None:
    first_look(bench, blog)
    assert digest.read == 0
    page = page_of(bench, blog)
    assert (page.visits, page.text_changes, page.text_digest, page.text_changed_at) == (1, 0, None, None)


def test_a_changed_sidebar_is_kept_and_is_no_change(
    bench: Bench, blog: TinyBlog, digest: CountingDigest
) -> None:
    source = first_look(bench, blog)
    blog.sidebar = "<p>1,305 views</p>"
    crawl = bench.crawl(source, full=True)
    assert told(crawl) == (0, 0, 1)
    page = page_of(bench, blog)
    assert (page.visits, page.text_changes, page.text_changed_at) == (2, 0, None)
    assert page.text_digest is not None
    captures = bench.catalogue.captures.of_page(page.id)
    assert [capture.record_type for capture in captures] == [RecordType.RESPONSE] * 2
    with bench.mementos.open(captures[1]) as memento:
        assert b"1,305 views" in memento.payload.read()
    assert digest.read == 2  # the text that was not read at the first look, and this one
    blog.sidebar = "<p>1,306 views</p>"
    bench.crawl(source, full=True)
    assert digest.read == 3


def test_a_changed_text_is_a_change(bench: Bench, blog: TinyBlog) -> None:
    source = first_look(bench, blog)
    post(blog, text="It was high tide when the letter came. ")
    crawl = bench.crawl(source, full=True)
    assert told(crawl) == (0, 1, 0)
    page = page_of(bench, blog)
    assert (page.visits, page.text_changes, page.text_changed_at) == (2, 1, page.last_captured)


def test_the_same_bytes_are_not_read(bench: Bench, blog: TinyBlog, digest: CountingDigest) -> None:
    source = first_look(bench, blog)
    assert told(bench.crawl(source, full=True)) == (0, 0, 1)
    assert (page_of(bench, blog).visits, digest.read) == (2, 0)


def test_a_text_that_comes_back_has_changed_twice(bench: Bench, blog: TinyBlog) -> None:
    source = first_look(bench, blog)
    post(blog, extra="<p>Correction: it was not.</p>")
    assert told(bench.crawl(source, full=True)) == (0, 1, 0)
    post(blog, extra="")
    assert told(bench.crawl(source, full=True)) == (0, 1, 0)  # its bytes are a revisit, its text is news
    page = page_of(bench, blog)
    assert (page.visits, page.text_changes) == (3, 2)
    assert bench.catalogue.captures.of_page(page.id)[-1].record_type is RecordType.REVISIT


def test_another_measure_is_not_compared_with_the_old_one(
    bench: Bench, blog: TinyBlog, digest: CountingDigest
) -> None:
    source = first_look(bench, blog)
    blog.sidebar = "<p>1,305 views</p>"
    bench.crawl(source, full=True)
    digest.form, blog.sidebar = "newer", "<p>1,306 views</p>"
    assert told(bench.crawl(source, full=True)) == (0, 0, 1)
    post(blog, extra="<p>Correction: it was not.</p>")
    digest.form = "newest"
    assert told(bench.crawl(source, full=True)) == (0, 1, 0)
    assert (page_of(bench, blog).text_digest or "").startswith("newest:")


def test_a_page_without_a_text_tells_of_no_change(
    bench: Bench, blog: TinyBlog, digest: CountingDigest
) -> None:
    source = first_look(bench, blog)
    digest.blind, blog.sidebar = True, "<p>Loading</p>"
    assert told(bench.crawl(source, full=True)) == (0, 0, 1)
    assert page_of(bench, blog).text_digest is None


def test_not_modified_is_a_look_and_gone_is_none(bench: Bench, blog: TinyBlog) -> None:
    blog.posts["/2024/01/other.html"] = Post("Another", EPOCH)
    source = first_look(bench, blog)
    path = next(iter(blog.posts))
    blog.posts[path].updated += timedelta(hours=1)  # by the site's own clock, and still before our look
    bench.crawl(source)
    page = page_of(bench, blog)
    assert (page.visits, page.captures) == (2, 2)
    del blog.posts[path]
    assert bench.crawl(source).progress.gone == 1
    gone = bench.catalogue.pages.get(page.id)
    assert gone is not None
    assert (gone.visits, gone.captures) == (2, 3)
