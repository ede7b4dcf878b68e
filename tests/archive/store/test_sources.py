"""Following Sources, and finding the one that a person means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.errors import SourceExists, UnclearSource, UnknownSource
from archive.model import SourceKind
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON, a_source


def test_a_source_comes_back_as_it_was_added(catalogue: Catalogue) -> None:
    added = catalogue.sources.add(
        "https://blog.example/",
        "example,blog)/",
        "A Blog",
        SourceKind.BLOGGER,
        feed_url="https://blog.example/feeds/posts/default",
        sitemap_url="https://blog.example/sitemap.xml",
        platform_id="tag:blogger.com,1999:blog-1",
        every=timedelta(hours=1, microseconds=7),
        related=7,
    )
    assert added.created_at == NOON
    assert catalogue.sources.get(added.id) == added == catalogue.sources.by_surt("example,blog)/")
    assert (added.every, added.related, added.kind) == (
        timedelta(hours=1, microseconds=7),
        7,
        SourceKind.BLOGGER,
    )


def test_one_identity_is_followed_once(catalogue: Catalogue) -> None:
    a_source(catalogue)
    with pytest.raises(SourceExists, match="A Blog"):
        catalogue.sources.add("http://www.blog.example/", "example,blog)/", "Again", SourceKind.FEED)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "A Blog",
        "a blog",
        " A BLOG ",
        "https://blog.example/",
        "http://www.blog.example",
        "blog.example",
        "https://blog.example/2026/03/a-post.html?m=1",
    ],
)
def test_found_by_number_name_url_and_host(catalogue: Catalogue, text: str) -> None:
    source = a_source(catalogue)
    a_source(catalogue, "https://other.example/", "Another")
    assert catalogue.sources.find(text) == source


def test_of_two_on_one_host_the_closest_is_found(catalogue: Catalogue) -> None:
    whole = a_source(catalogue, "https://host.example/", "All")
    part = a_source(catalogue, "https://host.example/ada", "Ada's")
    assert catalogue.sources.find("https://host.example/ada/2026/x") == part
    assert catalogue.sources.find("https://host.example/bob/2026/x") == whole
    assert catalogue.sources.find("host.example") == whole


@pytest.mark.parametrize(
    "text", ["2", "nobody", "https://elsewhere.example/", "", "http://", "mailto:a@b.example"]
)
def test_unknown(catalogue: Catalogue, text: str) -> None:
    a_source(catalogue)
    with pytest.raises(UnknownSource):
        catalogue.sources.find(text)


def test_two_of_one_name_are_told_apart_by_their_numbers(catalogue: Catalogue) -> None:
    first = a_source(catalogue, "https://ada.example/", "Notes")
    second = a_source(catalogue, "https://bob.example/", "notes")
    with pytest.raises(UnclearSource, match=rf"\({first.id}, {second.id}\)"):
        catalogue.sources.find("Notes")
    assert catalogue.sources.find("bob.example") == second


def test_two_on_a_host_and_no_way_to_tell(catalogue: Catalogue) -> None:
    a_source(catalogue, "https://host.example/ada", "Ada's")
    a_source(catalogue, "https://host.example/bob", "Bob's")
    with pytest.raises(UnknownSource):
        catalogue.sources.find("host.example")


def test_unknown_number(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownSource):
        catalogue.sources.get(7)
    with pytest.raises(UnknownSource):
        catalogue.sources.update(7, paused=True)
    assert catalogue.sources.by_surt("example,nobody)/") is None


def test_update(catalogue: Catalogue) -> None:
    source = a_source(catalogue)
    changed = catalogue.sources.update(source.id, name="Renamed", paused=True, next_due=NOON)
    assert (changed.name, changed.paused, changed.next_due) == ("Renamed", True, NOON)
    assert catalogue.sources.all() == [changed]
    assert catalogue.sources.update(source.id) == changed
    with pytest.raises(TypeError, match="surt"):
        catalogue.sources.update(source.id, surt="example,other)/")


def test_due(catalogue: Catalogue) -> None:
    later, sooner, paused, never_crawled, not_yet = (
        a_source(catalogue, f"https://{name}.example/", name) for name in ("a", "b", "c", "d", "e")
    )
    catalogue.sources.update(later.id, next_due=NOON)
    catalogue.sources.update(sooner.id, next_due=NOON - timedelta(hours=2))
    catalogue.sources.update(paused.id, next_due=NOON - timedelta(hours=2), paused=True)
    catalogue.sources.update(not_yet.id, next_due=NOON + timedelta(microseconds=1))
    due = [source.name for source in catalogue.sources.due(NOON)]
    assert due == [sooner.name, later.name, never_crawled.name]
