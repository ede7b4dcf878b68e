"""Real feeds and pages of the reference data."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import uri
from archive.discover import feeds
from archive.discover.evidence import evidence
from archive.discover.platform import BLOGGERS, WORDPRESSES, Platform
from archive.discover.recognise import Answer, Ask, recognise
from archive.model import LinkKind, PageKind
from tests.archive.discover.made_up import a_source, answer, linked, urls

pytestmark = pytest.mark.shared


def gold(shared: Path, *platforms: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The gold pages of some platforms, each once."""
    folder, seen = shared / "data" / "gold", set()
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["platform"] in platforms and row["html_path"] not in seen and row["url"].startswith("http"):
            seen.add(row["html_path"])
            yield row, gzip.decompress((folder / row["html_path"]).read_bytes())


def test_the_feed_of_a_blog_with_543_posts(shared: Path) -> None:
    home = "https://androidstudio.googleblog.com/"
    body = (shared / "data/feeds/blogger_atom_androidstudio.xml").read_bytes()
    url = f"{home}feeds/posts/default"
    found = answer(body, LinkKind.FEED, url, source=a_source(home), mime="application/atom+xml")
    assert urls(found, LinkKind.POST) == [f"{home}2022/11/android-studio-flamingo-canary-9-now.html"]
    assert found.listing is not None
    assert (found.listing.total, found.listing.entries) == (543, 1)
    assert found.listing.next == (
        "https://www.blogger.com/feeds/3325683420543787015/posts/default?start-index=2&max-results=25"
    )


def test_every_feed_is_read_or_refused_in_words(shared: Path) -> None:
    read = {}
    for path in sorted((shared / "data/feeds").iterdir()):
        feed = feeds.parse(path.read_bytes(), "https://notes.example/feed")
        read[path.name] = feed.received if feed else None
    assert read["blogger_export_pelican.xml"] == 64
    assert read["wxr_pelican.xml"] == 20
    assert read["wxr_jekyll_2025.xml"] == 16
    assert read["wxr_small_wpimporter.xml"] == 11
    assert read["blogger_contempo_structure.html"] is None


def test_the_contempo_page_is_its_own_post_and_not_the_popular_one(shared: Path) -> None:
    body = (shared / "data/feeds/blogger_contempo_structure.html").read_bytes()
    found = answer(body, url="https://example.blogspot.com/2023/09/xyz.html?m=1")
    assert found.page_kind is PageKind.POST
    assert found.facts is not None
    assert (found.facts.title, found.facts.author) == ("xyz", "AUTHOR")
    assert linked(found, LinkKind.POPULAR) == ["https://example.blogspot.com/2023/09/test.html?m=1"]
    assert urls(found, LinkKind.POPULAR) == ["https://example.blogspot.com/2023/09/test.html"]


def test_blogger_pages(shared: Path) -> None:
    checked = 0
    for row, body in gold(shared, "blogger"):
        found = answer(body, LinkKind.REDIRECT, row["url"])
        is_post = not row["url"].rstrip("/").endswith("/2011")
        assert found.page_kind is (PageKind.POST if is_post else None), row["url"]
        assert found.canonical is not None
        assert uri.page_surt(found.canonical) == uri.page_surt(row["url"])
        for link in found.links:
            assert not uri.host(link.url).endswith("blogger.com") or link.kind is LinkKind.AUTHOR, link
        if b"PopularPosts" in body and b"popular-posts" in body:
            assert 1 <= len(linked(found, LinkKind.POPULAR)) <= 10, row["url"]
        checked += 1
    assert checked >= 10


def test_blogger_pages_tell_which_blog_they_are_of(shared: Path) -> None:
    for row, body in gold(shared, "blogger"):
        step = recognise([Answer(row["url"], row["url"], 200, "text/html", (), body)])
        assert isinstance(step, Ask)
        home = f"{row['url'].replace('blogspot.de', 'blogspot.com').split('/')[2]}/"
        assert [asked.split("://")[1] for asked in step.urls] == [f"{home}feeds/posts/default?max-results=1"]


def test_wordpress_pages_are_articles_with_requisites_and_few_stray_links(shared: Path) -> None:
    kinds: list[PageKind | None] = []
    with_body = 0
    for number, (row, body) in enumerate(gold(shared, "wordpress")):
        if number % 4:  # a quarter of them will do
            continue
        found = answer(body, LinkKind.REDIRECT, row["url"])
        kinds.append(found.page_kind)
        with_body += bool(linked(found, LinkKind.BODY))
        assert all(uri.canonical(target.url) == target.url for target in found.targets)
    assert len(kinds) > 80
    assert sum(kind is PageKind.POST for kind in kinds) / len(kinds) > 0.8
    assert sum(kind is None for kind in kinds) / len(kinds) < 0.1
    assert with_body / len(kinds) > 0.7


MADE_BY = {
    "blogger": BLOGGERS, "wordpress": WORDPRESSES, "substack": {Platform.SUBSTACK}, "medium": {Platform.MEDIUM},
    "ghost": {Platform.GHOST}, "other": {None}, "squarespace": {None}, "static": {None, Platform.HUGO, Platform.JEKYLL},
}  # fmt: skip


def test_who_made_a_page(shared: Path) -> None:
    """The set calls a page WordPress's wherever its folders are named, though on another host; that is none of ours.
    Of its others, some name a REST API of WordPress's: those may be told as such, and no other as anything."""
    told: dict[str, list[bool]] = {}
    themes: Counter[Platform | None] = Counter()
    for name, among in MADE_BY.items():
        for number, (row, body) in enumerate(gold(shared, name)):
            if number % {"wordpress": 5, "other": 2}.get(name, 1):  # a part of the many will do
                continue
            made = evidence(Answer(row["url"], row["url"], 200, "text/html", (), body)).platform
            named = name == "other" and b"wp-json" in body
            told.setdefault(name, []).append(made in among or (named and made in WORDPRESSES))
            themes[made] += name == "blogger"
    shares = {name: sum(found) / len(found) for name, found in told.items()}
    assert shares.pop("wordpress") > 0.88
    assert set(shares.values()) == {1.0}, shares
    assert themes[Platform.BLOGGER_CLASSIC] >= 8
    assert themes[Platform.BLOGGER_CONTEMPO] >= 1


def test_the_theme_of_the_page_as_served(shared: Path) -> None:
    body = (shared / "data" / "feeds" / "blogger_contempo_structure.html").read_bytes()
    url = "https://example.blogspot.com/2023/09/xyz.html"
    assert evidence(Answer(url, url, 200, "text/html", (), body)).platform is Platform.BLOGGER_CONTEMPO
