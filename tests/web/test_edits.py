"""A blog on loopback, followed with all parts joined: what is an edit, from the wire to the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest

from archive import uri
from archive.model import Crawl, Page, Progress, Source, SourceKind, Trigger
from indexer.model import Document
from tests.origins.blog import TinyBlog
from web.compose import Backfile, build
from web.settings import Settings


@dataclass
class Followed:
    """The blog, and the archive that follows it."""

    blog: TinyBlog
    backfile: Backfile
    source: Source

    def look(self) -> Progress:
        """Fetch everything again and bring the index up to date."""
        request = self.backfile.catalogue.crawls.request(self.source.id, Trigger.CLI, full=True)
        with self.backfile.archiving("a test") as archiving:
            crawl: Crawl = archiving.crawler.run(request)
        with self.backfile.indexing("a test") as sync:
            sync.run()
        return crawl.progress

    @property
    def page(self) -> Page:
        page = self.backfile.catalogue.pages.by_surt(uri.page_surt(self.blog.urls[0]))
        assert page is not None
        return page

    @property
    def document(self) -> Document:
        document = self.backfile.engine.get(self.page.id)
        assert document is not None
        return document


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    settings = Settings(data=tmp_path / "data", min_delay=0, allow_networks=(ip_network("127.0.0.0/8"),))
    backfile = build(settings)
    try:
        with (blog := TinyBlog.of(1, sidebar="<p>1,204 views</p>")).origin:
            url = blog.origin.url()
            source = backfile.catalogue.sources.add(url, uri.page_surt(url), "Tiny blog", SourceKind.BLOGGER)
            yield Followed(blog, backfile, source)
    finally:
        backfile.close()


def test_a_sidebar_is_kept_as_a_capture_and_an_edit_as_a_version(followed: Followed) -> None:
    assert followed.look().new == 1
    followed.blog.sidebar = "<p>1,305 views</p><ul><li><a href='/2024/01/other.html'>Popular now</a></ul>"
    progress = followed.look()
    assert (progress.changed, progress.unchanged) == (0, 1)
    assert (followed.page.captures, followed.page.visits, followed.page.text_changes) == (2, 2, 0)
    assert (len(followed.document.versions), followed.document.status) == (1, "live")
    last = followed.backfile.catalogue.captures.of_page(followed.page.id)[-1]
    with followed.backfile.mementos.open(last) as memento:
        assert b"1,305 views" in memento.payload.read()
    (post,) = followed.blog.posts.values()
    post.extra = "<p>Correction: the letter came at high tide.</p>"
    progress = followed.look()
    assert (progress.changed, progress.unchanged) == (1, 0)
    assert (followed.page.captures, followed.page.visits, followed.page.text_changes) == (3, 3, 1)
    assert (len(followed.document.versions), followed.document.status) == (2, "changed")
    assert followed.document.last_changed == followed.page.text_changed_at == followed.page.last_captured
    assert followed.document.versions[-1].text_digest == followed.page.text_digest
