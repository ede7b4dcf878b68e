"""What the lists of a crawl named, and what they do not name any more."""

from __future__ import annotations

from archive import uri
from archive.crawl.stock.listings import Listings
from archive.discover.findings import Discovery, Listing
from archive.model import LinkKind, Page, PageKind, PageStatus, Target

HOST = "https://blog.example"
FEED = f"{HOST}/feeds/posts/default"


def named(
    *names: str, total: int | None = None, onward: str | None = None, kind: LinkKind = LinkKind.POST
) -> Discovery:
    targets = tuple(Target(f"{HOST}/{name}.html", kind, depth=1) for name in names)
    return Discovery(targets, listing=Listing(total, len(names), onward, onward is None))


def feed(url: str = FEED) -> Target:
    return Target(url, LinkKind.FEED)


def sitemap(url: str = f"{HOST}/sitemap.xml") -> Target:
    return Target(url, LinkKind.SITEMAP)


def page(name: str, kind: LinkKind = LinkKind.POST, status: PageStatus = PageStatus.LIVE) -> Page:
    url = f"{HOST}/{name}.html"
    return Page(name, url, uri.page_surt(url), PageKind.POST, status, link_kind=kind)


def missing(listings: Listings, *pages: Page, failed: tuple[Target, ...] = ()) -> list[str]:
    return [target.url.removeprefix(HOST + "/") for target in listings.missing(pages, failed)]


def test_a_feed_read_to_its_total_tells_what_is_missing() -> None:
    listings = Listings()
    assert listings.note(feed(), named("a", "b", total=3, onward=f"{FEED}?start-index=3"))
    assert missing(listings, page("a"), page("x")) == []
    assert listings.note(feed(f"{FEED}?start-index=3"), named("c", total=3))
    assert missing(listings, page("a"), page("c"), page("x")) == ["x.html"]


def test_a_feed_without_a_total_is_a_window_and_tells_nothing() -> None:
    listings = Listings()
    listings.note(feed(), named("a", "b"))
    assert missing(listings, page("x")) == []


def test_a_sitemap_tells_only_when_none_of_its_parts_failed() -> None:
    listings = Listings()
    listings.note(sitemap(), Discovery(listing=Listing(None, 2, None, True)))
    listings.note(sitemap(f"{HOST}/1.xml"), named("a"))
    assert missing(listings, page("x"), failed=(sitemap(f"{HOST}/2.xml"),)) == []
    listings.note(sitemap(f"{HOST}/2.xml"), named("b"))
    assert missing(listings, page("x"), page("b")) == ["x.html"]


def test_an_article_is_missing_only_when_no_list_names_it() -> None:
    listings = Listings()
    listings.note(feed(), named("a", total=1))
    listings.note(sitemap(), named("x"))
    assert missing(listings, page("x"), page("y")) == ["y.html"]


def test_only_kinds_that_the_complete_list_has_are_missed() -> None:
    listings = Listings()
    listings.note(feed(), named("a", total=1))
    assert missing(listings, page("about", LinkKind.PAGE), page("around", LinkKind.RELATED)) == []


def test_what_is_gone_already_is_not_missed() -> None:
    listings = Listings()
    listings.note(feed(), named("a", total=1))
    assert missing(listings, page("x", status=PageStatus.GONE), page("y", status=PageStatus.BLOCKED)) == []


def test_an_empty_list_is_not_believed() -> None:
    listings = Listings()
    listings.note(feed(), named(total=0))
    assert missing(listings, page("x")) == []


def test_paging_that_brings_nothing_new_goes_in_circles() -> None:
    listings = Listings()
    second = f"{FEED}?start-index=3"
    assert listings.note(feed(), named("a", "b", onward=second))
    assert not listings.note(feed(second), named("b", "a", onward=f"{FEED}?start-index=5"))


def test_another_list_of_the_same_articles_is_no_circle() -> None:
    listings = Listings()
    assert listings.note(feed(), named("a", "b", onward=f"{FEED}?start-index=3"))
    assert listings.note(sitemap(), named("a", "b", onward=f"{HOST}/sitemap.xml?page=2"))


def test_what_is_no_list_is_no_matter() -> None:
    listings = Listings()
    assert listings.note(Target(f"{HOST}/a.html", LinkKind.POST), Discovery())
    assert missing(listings, page("a")) == []
