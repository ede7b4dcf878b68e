"""Feeds as RFC 4287 wants them: what must be there is, and what was archived stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.indexer.made_up import a_document
from web.listing.feed import ATOM, Feed, tag, write

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = Feed(
    root="https://archive.example",
    archive="Quay archive",
    title="fog · Quay archive",
    path="/search.atom?q=fog&page=2",
    name="search.atom?q=fog",
    page="/search?q=fog",
    updated=NOON,
    previous="/search.atom?q=fog",
    next="/search.atom?q=fog&page=3",
)
ARTICLE = a_document(
    "fog", "The ferry waits. " * 60, title="Ferries & <fog>", author="Ada Quill", labels=("Fog", "Fog", ""), lang="en",
    first_captured=NOON, news_at=NOON,
)  # fmt: skip


def test_a_reader_of_feeds_finds_everything() -> None:
    read = feedparser.parse(write(FEED, [ARTICLE]))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.id == "tag:archive.example,2026:search.atom?q=fog"
    assert read.feed.title == "fog · Quay archive"
    assert read.feed.updated == "2026-03-01T12:00:00Z"
    links = {link.rel: link.href for link in read.feed.links}
    assert links == {
        "self": "https://archive.example/search.atom?q=fog&page=2",
        "alternate": "https://archive.example/search?q=fog",
        "previous": "https://archive.example/search.atom?q=fog",
        "next": "https://archive.example/search.atom?q=fog&page=3",
    }
    (entry,) = read.entries
    assert entry.id == "tag:archive.example,2026:page/fog"
    assert entry.title == "Ferries & <fog>"
    assert entry.updated == "2026-03-01T12:00:00Z"
    assert entry.published == "2024-05-01T12:00:00Z"
    assert entry.author == "Ada Quill"
    assert entry.link == "https://archive.example/page/fog"
    assert [one.term for one in entry.tags] == ["Fog"]
    assert entry.summary.endswith(" The…")


def test_an_id_outlives_ports_and_schemes() -> None:
    assert tag("https://archive.example", "page/x") == tag("http://archive.example:8080", "page/x")
    assert tag("http://[::1]:8080", "page/x") == "tag:localhost,2026:page/x"


def test_what_is_missing_is_made_up_for() -> None:
    bare = replace(
        ARTICLE, title="", author=None, published=None, text="", labels=(), lang=None, news_at=None
    )
    (entry,) = feedparser.parse(write(replace(FEED, updated=None), [bare])).entries
    assert entry.title == "blog.example.com/2024/05/fog.html"
    assert entry.author == "Harbour Notes"
    assert entry.updated == "2026-03-01T12:00:00Z"


@given(st.text(), st.text(), st.lists(st.text(), max_size=3), st.text(), st.text())
def test_whatever_was_archived_every_entry_is_whole(
    title: str, author: str, labels: list[str], text: str, typed: str
) -> None:
    article = replace(ARTICLE, title=title, author=author, labels=tuple(labels), text=text)
    top = etree.fromstring(write(replace(FEED, title=typed), [article, ARTICLE]))
    assert top.tag == f"{{{ATOM}}}feed"
    for part in (top, *top.findall(f"{{{ATOM}}}entry")):
        for name in ("id", "title", "updated", "author"):  # RFC 4287 §4.1.1, §4.1.2
            assert len(part.findall(f"{{{ATOM}}}{name}")) == 1
        assert part.find(f"{{{ATOM}}}author/{{{ATOM}}}name").text  # type: ignore[union-attr]
        pairs = [(link.get("rel"), link.get("type")) for link in part.findall(f"{{{ATOM}}}link")]
        assert len(pairs) == len(set(pairs))
    assert all(one.get("term") for one in top.iter(f"{{{ATOM}}}category"))
