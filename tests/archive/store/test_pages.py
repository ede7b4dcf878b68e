"""What is known of a Page, and when that is news."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import uri
from archive.errors import BadUrl
from archive.model import Capture, Facts, Link, LinkKind, Page, PageKind, PageStatus
from archive.store.catalogue import Catalogue
from archive.store.pages import merge, page_id
from tests.archive.made_up import NOON, a_capture, a_source, plans

URL = "https://blog.example/2026/03/a-post.html"
HOUR = timedelta(hours=1)


def captured(catalogue: Catalogue, url: str = URL, hours: int = 0, **other: Any) -> Capture:
    return catalogue.captures.add(a_capture(url, NOON + hours * HOUR, **other))


def changes(catalogue: Catalogue) -> int:
    return len(catalogue.changes.after(0))


def test_a_new_page(catalogue: Catalogue) -> None:
    source = a_source(catalogue)
    capture = captured(catalogue)
    facts = Facts(
        "A Post", "Ada Example", NOON, NOON + HOUR, ("tea", "crumpets"), "tag:blogger.com,1999:blog-1.post-2"
    )
    page = catalogue.pages.seen(
        URL,
        kind=PageKind.POST,
        source_id=source.id,
        facts=facts,
        via="https://blog.example/",
        link_kind=LinkKind.POST,
        capture=capture,
        status=PageStatus.LIVE,
    )
    surt = uri.page_surt(URL)
    assert page == Page(
        id=page_id(surt),
        url=URL,
        surt=surt,
        kind=PageKind.POST,
        status=PageStatus.LIVE,
        source_id=source.id,
        facts=facts,
        via="https://blog.example/",
        link_kind=LinkKind.POST,
        first_captured=NOON,
        last_captured=NOON,
        captures=1,
    )
    assert page == catalogue.pages.get(page.id) == catalogue.pages.by_surt(surt)
    assert [change.page_id for change in catalogue.changes.after(0)] == [page.id]
    assert [each.id for each in catalogue.captures.of_page(page.id)] == [capture.id]


def test_ids_are_short_stable_and_in_lower_case() -> None:
    assert page_id("example,blog)/2026/03/a-post.html") == "gcw6sq6smq"


def test_twins_are_one_page(catalogue: Catalogue) -> None:
    page = catalogue.pages.seen(URL, kind=PageKind.POST)
    assert catalogue.pages.seen(URL + "?m=1", kind=PageKind.POST) == page
    assert catalogue.pages.all_ids() == [page.id]


def test_no_news_is_no_change(catalogue: Catalogue) -> None:
    capture = captured(catalogue)

    def seen() -> Page:
        return catalogue.pages.seen(
            URL,
            kind=PageKind.POST,
            facts=Facts(title="A Post"),
            via="https://blog.example/",
            capture=capture,
            status=PageStatus.LIVE,
        )

    first = seen()
    assert seen() == first == catalogue.pages.seen(URL, kind=PageKind.RELATED)
    assert changes(catalogue) == 1


@pytest.mark.parametrize(
    "news",
    [
        {"facts": Facts(title="Renamed")},
        {"facts": Facts(labels=("tea",))},
        {"kind": PageKind.POST},
        {"status": PageStatus.GONE},
    ],
)
def test_each_piece_of_news_is_one_change(catalogue: Catalogue, news: dict[str, Any]) -> None:
    catalogue.pages.seen(URL, kind=PageKind.RELATED, facts=Facts(title="A Post"))
    told: dict[str, Any] = {"kind": PageKind.RELATED} | news
    catalogue.pages.seen(URL, **told)
    assert changes(catalogue) == 2
    catalogue.pages.seen(URL, **told)
    assert changes(catalogue) == 2


def test_a_title_that_can_not_be_kept_to_the_letter_is_news_once(catalogue: Catalogue) -> None:
    for _ in range(2):
        page = catalogue.pages.seen(URL, kind=PageKind.POST, facts=Facts(title="half \ud83d a smile"))
    assert page.facts.title == "half � a smile"
    assert changes(catalogue) == 1


def test_a_new_capture_is_a_change(catalogue: Catalogue) -> None:
    for hours in (0, 2, 1):
        page = catalogue.pages.seen(URL, kind=PageKind.POST, capture=captured(catalogue, hours=hours))
    assert (page.captures, page.first_captured, page.last_captured) == (3, NOON, NOON + 2 * HOUR)
    assert changes(catalogue) == 3


def test_a_capture_may_turn_out_to_be_of_another_page(catalogue: Catalogue) -> None:
    capture = captured(catalogue)
    one = catalogue.pages.seen(URL, kind=PageKind.POST, capture=capture)
    other = catalogue.pages.seen("https://blog.example/canonical", kind=PageKind.POST, capture=capture)
    assert other.captures == 1
    left = catalogue.pages.get(one.id)
    assert left is not None
    assert (left.captures, left.first_captured) == (0, None)
    assert [change.page_id for change in catalogue.changes.after(1)] == [one.id, other.id]


def test_a_sources_own_beats_what_is_around_it(catalogue: Catalogue) -> None:
    mine, theirs = a_source(catalogue), a_source(catalogue, "https://other.example/", "Other")
    seen = catalogue.pages.seen
    seen(
        URL, kind=PageKind.RELATED, source_id=theirs.id, via="https://other.example/", link_kind=LinkKind.BODY
    )
    own = seen(URL, kind=PageKind.POST, source_id=mine.id, link_kind=LinkKind.POST)
    assert (own.kind, own.source_id, own.link_kind) == (PageKind.POST, mine.id, LinkKind.POST)
    again = seen(URL, kind=PageKind.RELATED, source_id=theirs.id, link_kind=LinkKind.POPULAR)
    assert again == own
    assert catalogue.pages.of_source(mine.id) == [own]
    assert catalogue.pages.of_source(theirs.id) == []


def test_status_follows_the_newest_visit(catalogue: Catalogue) -> None:
    seen = catalogue.pages.seen
    seen(URL, kind=PageKind.POST, capture=captured(catalogue, hours=5, status=404), status=PageStatus.GONE)
    older = seen(URL, kind=PageKind.POST, capture=captured(catalogue, hours=1), status=PageStatus.LIVE)
    assert older.status is PageStatus.GONE, "an old copy that is imported does not bring a post back"
    assert older.captures == 2
    newer = seen(URL, kind=PageKind.POST, capture=captured(catalogue, hours=6), status=PageStatus.LIVE)
    assert newer.status is PageStatus.LIVE
    assert seen(URL, kind=PageKind.POST).status is PageStatus.LIVE, "nothing said, nothing changed"


def test_mark(catalogue: Catalogue) -> None:
    page = catalogue.pages.seen(URL, kind=PageKind.POST)
    catalogue.pages.mark(page.id, PageStatus.BLOCKED)
    catalogue.pages.mark(page.id, PageStatus.BLOCKED)
    catalogue.pages.mark("nosuchpage", PageStatus.GONE)
    marked = catalogue.pages.get(page.id)
    assert marked is not None
    assert marked.status is PageStatus.BLOCKED
    assert [change.page_id for change in catalogue.changes.after(0)] == [page.id, page.id]


def test_bad_urls(catalogue: Catalogue) -> None:
    with pytest.raises(BadUrl):
        catalogue.pages.seen("mailto:ada@blog.example", kind=PageKind.RELATED)
    assert catalogue.pages.all_ids() == []


texts = st.none() | st.sampled_from(["one", "two"])
facts = st.builds(
    Facts,
    title=texts,
    author=texts,
    published=st.none() | st.just(NOON),
    labels=st.sampled_from([(), ("tea",), ("tea", "crumpets")]),
    platform_id=texts,
)


@given(facts, st.none() | facts)
def test_facts_are_never_lost(known: Facts, news: Facts | None) -> None:
    merged = merge(known, news)
    assert merge(merged, news) == merged, "told twice is told once"
    assert merge(known, Facts()) == known
    for name in ("title", "author", "published", "labels", "platform_id"):
        said = getattr(news, name) if news else None
        assert getattr(merged, name) == (said or getattr(known, name))


def test_lists(catalogue: Catalogue) -> None:
    source = a_source(catalogue)
    undated, old, new = (
        catalogue.pages.seen(
            f"https://blog.example/{name}",
            kind=PageKind.POST,
            source_id=source.id,
            facts=Facts(published=published),
            capture=captured(catalogue, f"https://blog.example/{name}", hours),
        )
        for name, published, hours in (("u", None, 3), ("o", NOON - HOUR, 1), ("n", NOON, 2))
    )
    assert catalogue.pages.of_source(source.id) == [new, old, undated]
    assert catalogue.pages.recent(2) == [undated, new]
    assert catalogue.pages.all_ids() == sorted([undated.id, old.id, new.id])


def test_links_from_and_to(catalogue: Catalogue) -> None:
    origin, aim = (
        catalogue.pages.seen(url, kind=PageKind.POST) for url in (URL, "https://other.example/an-article")
    )
    found = [
        Link("http://www.other.example/an-article?utm_source=feed", LinkKind.BODY, "an article"),
        Link("https://x.example/ada", LinkKind.SOCIAL, "@ada"),
        Link("mailto:ada@blog.example", LinkKind.BODY, "write to me"),
        Link(URL, LinkKind.POPULAR, "itself"),
    ]
    capture = captured(catalogue)
    catalogue.pages.set_links(origin.id, capture.id, found)
    assert catalogue.pages.links_from(origin.id) == found
    assert catalogue.pages.links_to(aim.id) == [origin]
    assert catalogue.pages.links_to(origin.id) == [], "a page's links to itself are left out"
    with plans(catalogue.database) as steps:
        catalogue.pages.links_to(aim.id)
    assert not [step for step in steps if "SCAN" in step]


def test_links_are_those_of_the_newest_capture(catalogue: Catalogue) -> None:
    page = catalogue.pages.seen(URL, kind=PageKind.POST)
    new, old = captured(catalogue, hours=2), captured(catalogue, hours=1)
    newer = captured(catalogue, hours=3)
    set_links, links_from = catalogue.pages.set_links, catalogue.pages.links_from
    set_links(page.id, new.id, [Link("https://new.example/", LinkKind.BODY)] * 2)
    set_links(page.id, old.id, [Link("https://old.example/", LinkKind.BODY)])
    assert [link.url for link in links_from(page.id)] == ["https://new.example/"] * 2
    set_links(page.id, newer.id, [])
    assert links_from(page.id) == []
