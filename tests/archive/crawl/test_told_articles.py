"""Articles that came in by an export, and then a crawl of their blog: it looks for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import uri
from archive.crawl.egress.fetcher import utc_now
from archive.digest import digests_of
from archive.model import CrawlState, Facts, LinkKind, PageKind, PageStatus, Source
from archive.plain_article import PlainArticle, document
from archive.store.conversion import conversion_id
from archive.store.conversions import Conversions, Made
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path / "data") as bench:
        yield bench


def tell(bench: Bench, source: Source, path: Path, *urls: str) -> None:
    """An export that has these articles."""
    path.write_bytes(b"<feed/>")
    conversions = Conversions(bench.store, bench.catalogue, utc_now)
    origin = conversions.keep_export(path, digests_of(b"<feed/>"), "application/atom+xml")
    made = []
    for url in urls:
        article = PlainArticle(url, PageKind.POST, Facts(title="As the export has it"), "<p>Told.</p>")
        body = document(article, via_url=origin.url, via_name=path.name, note="From an export.")
        made.append(Made(url, conversion_id(origin.record_id, url), body, article.kind, article.facts))
    conversions.keep(origin, made, source_id=source.id)


def test_what_is_on_the_web_is_fetched_and_what_is_not_is_gone(bench: Bench, tmp_path: Path) -> None:
    with (blog := TinyBlog.of(3)).origin:
        source = bench.follow(blog.origin.url())
        lost = blog.origin.url("/2019/07/lost.html")
        tell(bench, source, tmp_path / "export.xml", blog.urls[0], lost)
        crawl = bench.crawl(source)
        assert (crawl.state, crawl.progress.new, crawl.progress.gone) == (CrawlState.DONE, 3, 1)
        assert {"/2024/01/post-001.html", "/2019/07/lost.html"} <= set(blog.origin.paths)
        bench.crawl(source)
        assert blog.origin.count("/2024/01/post-001.html") == 1
    there, gone = (bench.catalogue.pages.by_surt(uri.page_surt(url)) for url in (blog.urls[0], lost))
    assert there
    assert gone
    assert (there.status, gone.status) == (PageStatus.LIVE, PageStatus.GONE)
    assert [one.live for one in bench.catalogue.captures.of_page(there.id)] == [False, True]
    assert (gone.link_kind, gone.via, gone.facts.title) == (
        LinkKind.EXPORT,
        "export.xml",
        "As the export has it",
    )
