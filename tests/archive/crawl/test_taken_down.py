"""What was taken down does not come back by a crawl: not asked for, and not kept where something else leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.model import CrawlState
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def test_a_post_is_not_asked_for_again_nor_by_a_redirect(bench: Bench) -> None:
    with (blog := TinyBlog.of(4)).origin:
        gone, leading, *_ = blog.posts
        blog.origin.routes[leading] = lambda _: Answer(
            "", status=302, headers=(("Location", blog.origin.url(gone)),)
        )
        takedown = bench.catalogue.takedowns.take_down(blog.origin.url(gone))
        source = bench.follow(blog.origin.url())
        crawl = bench.crawl(source)
        assert crawl.state is CrawlState.DONE
        assert leading in blog.origin.paths
        assert gone not in blog.origin.paths
        held = {one.url for one in bench.catalogue.captures.iterate()}
        assert blog.origin.url(gone) not in held
        assert len({path for path in blog.posts if blog.origin.url(path) in held}) >= 2, "the others came in"
        assert bench.catalogue.takedowns.hidden_captures(takedown.id) == []
