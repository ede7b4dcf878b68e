"""Exports into an archive: what the live site no longer has comes in, once, with where it came from."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ImportRefused, WritingStopped
from archive.exchange.export_import import Wishes
from archive.exchange.exported import Passed
from archive.exchange.imports import files_of, import_file
from archive.exchange.report import ImportReport
from archive.model import Capture, LinkKind, Page, PageKind, PageStatus, RecordType, SourceKind, Target
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recorder import PageSeen, Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from archive.uri import page_surt
from tests.archive.exchange.exports import (
    BLOG_ID,
    blogger_entry,
    blogger_file,
    takeout_entry,
    takeout_file,
    wxr_file,
    wxr_item,
)
from tests.archive.exchanges import exchange
from tests.archive.store.failing_disk import BROKEN, FailingDisk
from tests.conftest import MovableClock

HOME = "http://saltmarsh.blogspot.com/"
POST = "http://saltmarsh.blogspot.com/2012/04/post-{}.html"
DYNAMIC = b"<html><head><meta content='dynamic' name='blogger-template'/></head><body></body></html>"

TakeIn = Callable[..., ImportReport]


@pytest.fixture
def take_in(tmp_path: Path, catalogue: Catalogue, store: WarcStore) -> TakeIn:
    def import_it(data: bytes, name: str = "export.xml", blog: str | None = None) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(data)
        return import_file(path, catalogue, store, wishes=Wishes(blog))

    return import_it


def page_of(catalogue: Catalogue, url: str) -> Page:
    page = catalogue.pages.by_surt(page_surt(url))
    assert page
    return page


def body_of(catalogue: Catalogue, store: WarcStore, page: Page) -> str:
    capture = catalogue.captures.of_page(page.id)[-1]
    with Mementos(store, catalogue).open(capture) as memento:
        return memento.payload.read().decode()


def captured(
    store: WarcStore,
    catalogue: Catalogue,
    url: str,
    body: bytes = b"<p>As it is on the web.",
    status: PageStatus = PageStatus.LIVE,
    source_id: int | None = None,
    head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
) -> Capture:
    seen = PageSeen(url, PageKind.POST, source_id, status=status)
    return Recorder(store, catalogue).keep(
        exchange(body, url=url, head=head), Target(url, LinkKind.POST), page=seen
    )


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (blogger_file(blogger_entry(1)), POST.format(1)),
        (takeout_file(takeout_entry(1)), POST.format(1)),
        (wxr_file(wxr_item(1)), "https://saltmarsh.example/2012/post-1/"),
    ],
    ids=["blogger", "takeout", "wxr"],
)
def test_an_article_comes_in_with_its_facts_and_where_it_came_from(
    data: bytes, url: str, take_in: TakeIn, catalogue: Catalogue, store: WarcStore, tmp_path: Path
) -> None:
    report = take_in(data, "salt.xml", HOME if b"blogger:type" in data else None)
    assert (report.articles, report.pages, report.refused, report.broken) == (1, 1, [], None)
    page = page_of(catalogue, url)
    assert (page.link_kind, page.via, page.status) == (LinkKind.EXPORT, "salt.xml", PageStatus.LIVE)
    assert (page.facts.title, page.facts.author, page.captures) == ("Post 1", "Ada Quill", 1)
    assert page.facts.platform_id
    assert page.facts.labels[0] == "Birds"
    assert "The terns came back" in body_of(catalogue, store, page)
    kinds = [capture.record_type for capture in catalogue.captures.iterate()]
    assert sorted(kinds) == [RecordType.CONVERSION, RecordType.RESOURCE]
    assert check(catalogue, tmp_path / "data") == []


def test_the_export_itself_is_kept_byte_for_byte(
    take_in: TakeIn, catalogue: Catalogue, store: WarcStore
) -> None:
    data = blogger_file(blogger_entry(1))
    take_in(data)
    (kept,) = [one for one in catalogue.captures.iterate() if one.record_type is RecordType.RESOURCE]
    with Mementos(store, catalogue).open(kept) as memento:
        assert memento.payload.read() == data


def test_the_same_export_again_adds_nothing(take_in: TakeIn, catalogue: Catalogue) -> None:
    data = blogger_file(blogger_entry(1), blogger_entry(2))
    take_in(data)
    before = catalogue.counts()
    report = take_in(data, "copy.xml")
    assert (report.articles, report.known, report.held) == (0, 2, 0)
    assert catalogue.counts() == before


def test_a_later_export_brings_what_is_new_in_it(take_in: TakeIn, catalogue: Catalogue) -> None:
    take_in(blogger_file(blogger_entry(1), blogger_entry(2)))
    later = blogger_file(
        blogger_entry(1),
        blogger_entry(2, text="Another telling.", updated="2013-01-01T00:00:00Z"),
        blogger_entry(3),
    )
    report = take_in(later, "later.xml")
    assert (report.articles, report.held, report.pages) == (2, 1, 1)
    assert page_of(catalogue, POST.format(2)).captures == 2


def test_what_is_held_from_the_web_is_not_added(
    take_in: TakeIn, catalogue: Catalogue, store: WarcStore
) -> None:
    """Also when it is gone from there meanwhile; but a page without a good capture, or without a text, is."""
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
    captured(store, catalogue, POST.format(1))
    captured(store, catalogue, POST.format(2))
    captured(store, catalogue, POST.format(2), b"", PageStatus.GONE, head=missing)
    captured(store, catalogue, POST.format(3), b"", PageStatus.GONE, head=missing)
    captured(store, catalogue, POST.format(4), DYNAMIC)
    report = take_in(blogger_file(*(blogger_entry(number) for number in range(1, 6))))
    assert (report.held, report.articles, report.pages) == (2, 3, 1)
    assert page_of(catalogue, POST.format(3)).status is PageStatus.GONE


def test_it_belongs_to_the_source_of_that_blog(
    take_in: TakeIn, catalogue: Catalogue, store: WarcStore
) -> None:
    """By the blog's number, although the blog has moved to a domain of its own; and there its articles are known by
    their identity."""
    home = "https://saltmarsh.example/"
    source = catalogue.sources.add(
        home, page_surt(home), "Salt Marsh", SourceKind.BLOGGER, platform_id=BLOG_ID
    )
    moved = "https://saltmarsh.example/2012/04/post-1.html"
    captured(store, catalogue, moved, source_id=source.id)
    identity = page_of(catalogue, moved)
    report = take_in(takeout_file(takeout_entry(1), takeout_entry(2)))
    assert (report.held, report.articles) == (1, 1)
    assert page_of(catalogue, "https://saltmarsh.example/2012/04/post-2.html").source_id == source.id
    assert report.notices == []
    assert identity.id == page_of(catalogue, moved).id


def test_where_the_blog_is_may_be_told_worked_out_or_missing(take_in: TakeIn, catalogue: Catalogue) -> None:
    with_links = [
        takeout_entry(number, text=f'<a href="{POST.format(number % 4 + 1)}">before</a>')
        for number in range(1, 6)
    ]
    report = take_in(takeout_file(*with_links))
    assert report.articles == 5
    assert "was worked out from 4 links" in report.notices[0]
    assert "`backfile add https://saltmarsh.blogspot.com/` follows it" in report.notices[1]
    report = take_in(takeout_file(takeout_entry(9)), "other.xml")
    assert report.refused == [
        (
            "1 article",
            "it gives only a path, and not the blog's address; say where the blog is, or was, with --blog URL",
        )
    ]
    local = wxr_file(wxr_item(1, link="http://localhost/?p=1"), home="http://localhost")
    assert take_in(local, "local.xml").articles == 0
    assert take_in(local, "local.xml", "https://saltmarsh.example/").articles == 1
    assert page_of(catalogue, "https://saltmarsh.example/?p=1").facts.title == "Post 1"


def test_what_was_passed_over_and_refused_is_told(take_in: TakeIn) -> None:
    report = take_in(
        wxr_file(
            wxr_item(1, comments=2),
            wxr_item(2, status="draft"),
            wxr_item(3, password="tides"),
            wxr_item(4, link="https://saltmarsh.example/2012/post-1/"),
            wxr_item(1),
            wxr_item(5, text="x < & y").replace("<![CDATA[x", "x").replace("]]></content", "</content"),
        )
    )  # fmt: skip
    assert report.articles == 2
    assert report.passed == {Passed.COMMENT: 2, Passed.DRAFT: 1, Passed.LOCKED: 1}
    assert report.refused == [
        ("“Post 4”", "another article in the file has its address, https://saltmarsh.example/2012/post-1/")
    ]
    assert report.doubts == [("“Post 5”", "its XML is broken; it was read as far as possible")]
    assert report.summary() == (
        "took 2 articles, 2 of them new here; 1 refused; "
        "passed over: comments (2), drafts (1), protected by a password (1)"
    )


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "articles", "left"),
    [
        ("blogger_export_pelican.xml", 2, 0),
        ("wxr_pelican.xml", 7, 1),  # two posts have one address, and one page no text
        ("wxr_jekyll_2025.xml", 8, 0),
        ("wxr_small_wpimporter.xml", 9, 0),
    ],
)
def test_real_exports_come_in(
    name: str, articles: int, left: int, shared: Path, catalogue: Catalogue, store: WarcStore, tmp_path: Path
) -> None:
    path = shared / "data" / "feeds" / name
    report = import_file(path, catalogue, store, wishes=Wishes("https://saltmarsh.example/"))
    assert (report.articles, report.left, report.broken) == (articles, left, None)
    pages = [catalogue.pages.get(one) for one in catalogue.pages.all_ids()]
    assert all(page and page.facts.title and page.facts.author and page.facts.published for page in pages)
    assert check(catalogue, tmp_path / "data") == []


def test_a_file_that_breaks_off_is_taken_as_far_as_it_goes(take_in: TakeIn) -> None:
    data = wxr_file(wxr_item(1), wxr_item(2))
    report = take_in(data[: data.index(b"<wp:post_id>2")])
    assert report.articles == 1
    assert report.broken == (
        "export.xml is damaged: it breaks off within entry 2, which was not taken. What stands before that was taken."
    )


def test_an_import_that_was_stopped_goes_on(catalogue: Catalogue, store: WarcStore, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(blogger_file(*(blogger_entry(number) for number in range(1, 111))))
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 103

    first = import_file(path, catalogue, store, wishes=Wishes(stopped=stopped))
    assert (first.articles, first.stopped) == (103, True)
    then = import_file(path, catalogue, store)
    assert (then.articles, then.known, then.stopped) == (7, 103, False)
    assert len(catalogue.pages.all_ids()) == 110


def test_a_disk_that_fails_loses_nothing_and_it_can_be_done_again(
    catalogue: Catalogue, tmp_path: Path, clock: MovableClock
) -> None:
    disk = FailingDisk()
    store = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=clock, disk=disk)
    path = tmp_path / "export.xml"
    path.write_bytes(blogger_file(*(blogger_entry(number) for number in range(1, 106))))
    disk.failing["sync"], disk.after, disk.once = BROKEN, 3, True
    with pytest.raises(WritingStopped):
        import_file(path, catalogue, store)
    store.close()
    again = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=clock)
    repair(tmp_path / "data", catalogue)
    report = import_file(path, catalogue, again)
    assert report.articles + report.known == 105
    assert len(catalogue.pages.all_ids()) == 105
    assert check(catalogue, tmp_path / "data") == []
    again.close()


def test_what_was_made_comes_in_again_from_a_wacz(
    take_in: TakeIn, catalogue: Catalogue, store: WarcStore, tmp_path: Path, clock: MovableClock
) -> None:
    take_in(blogger_file(blogger_entry(1), blogger_entry(2)))
    name, *_ = store.end
    store.seal()
    path = tmp_path / "ours.wacz"
    path.write_bytes(zipped({f"archive/{name}": (store.folder / name).read_bytes()}))
    other = Catalogue.open(tmp_path / "other", clock)
    theirs = WarcStore(tmp_path / "other" / "warc", other.segments, clock=clock)
    report = import_file(path, other, theirs)
    assert (report.conversions, report.resources, report.pages, report.refused) == (2, 1, 2, [])
    assert "2 articles from exports or feeds" in report.summary()
    page = page_of(other, POST.format(1))
    assert (page.link_kind, page.via) == (LinkKind.EXPORT, "export.xml")
    assert [one.record_id for one in other.captures.iterate()] == [
        one.record_id for one in catalogue.captures.iterate()
    ]
    theirs.close()
    other.close()


# Packed


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_takeout_as_it_is_downloaded(take_in: TakeIn, catalogue: Catalogue, tmp_path: Path) -> None:
    folder = "Takeout/Blogger/Blogs/Salt Marsh"
    data = zipped(
        {
            f"{folder}/feed.atom": takeout_file(takeout_entry(1)),
            f"{folder}/theme-layouts.xml": b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
            f"{folder}/settings.csv": b"a,b",
            "Takeout/archive_browser.html": b"<html>",
        }
    )
    report = take_in(data, "takeout.zip", HOME)
    assert (report.articles, report.refused) == (1, [])
    assert page_of(catalogue, POST.format(1)).via == f"takeout.zip, {folder}/feed.atom"
    unpacked = tmp_path / "Takeout" / "Blogger" / "Blogs" / "Salt Marsh"
    unpacked.mkdir(parents=True)
    (unpacked / "feed.atom").write_bytes(b"x")
    assert files_of(tmp_path / "Takeout") == [unpacked / "feed.atom"]
    with pytest.raises(ImportRefused, match=r"no feed\.atom"):
        files_of(tmp_path / "data")


def test_a_packed_export(take_in: TakeIn) -> None:
    assert take_in(gzip.compress(wxr_file(wxr_item(1))), "export.xml.gz").articles == 1
    assert take_in(zipped({"salt.wordpress.2026-03-01.xml": wxr_file(wxr_item(2))}), "wp.zip").articles == 1


def test_hostile_packages(take_in: TakeIn, tmp_path: Path, store: WarcStore) -> None:
    good = takeout_file(takeout_entry(1))
    report = take_in(zipped({"../../evil.atom": good, "/abs.xml": good, "feed.atom": good}), "slip.zip", HOME)
    assert (report.articles, len(report.refused)) == (1, 2)
    assert not list(tmp_path.parent.glob("evil*"))
    with pytest.raises(ImportRefused, match="unpacks to more than 60 times"):
        take_in(zipped({"feed.atom": b"<feed>" + b" " * 80_000_000}), "bomb.zip")
    with pytest.raises(ImportRefused, match="unpacks to more than 60 times"):
        take_in(gzip.compress(wxr_file() + b" " * 80_000_000), "bomb.xml.gz")
    claim = bytearray(zipped({"feed.atom": good}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = claim.index(mark) + at
        claim[place : place + 4] = (1_000_000_000).to_bytes(4, "little")
    with pytest.raises(ImportRefused, match="unpacks to more than 60 times"):
        take_in(bytes(claim), "claim.zip")
    with pytest.raises(ImportRefused, match="no export of a blog"):
        take_in(zipped({"words.txt": b"words"}), "words.zip")
    assert [path.name for path in store.folder.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed xmlns:b='http://schemas.google.com/blogger/2018'/>", "own document type"),
        (blogger_file(blogger_entry(1, draft=True)), r"no published article in it \(drafts \(1\)\)"),
        (wxr_file(), r"no published article in it \(it has no entries\)"),
        (b"<rss version='2.0'><channel/></rss>", "a feed, and no export"),
        (b"{}", "no file of a kind that can be taken in"),
        (b"", "it is empty"),
    ],
)  # fmt: skip
def test_what_can_not_be_taken_says_why(data: bytes, why: str, take_in: TakeIn, catalogue: Catalogue) -> None:
    with pytest.raises(ImportRefused, match=why):
        take_in(data)
    assert catalogue.counts().captures == 0


def test_a_crawl_still_fetches_what_an_export_told(
    take_in: TakeIn, catalogue: Catalogue, store: WarcStore, clock: MovableClock
) -> None:
    """What an export tells is no visit: the live capture that comes later stands beside it."""
    take_in(blogger_file(blogger_entry(1)))
    page = page_of(catalogue, POST.format(1))
    clock.move(timedelta(days=1))
    assert catalogue.captures.latest_live(page.surt) is None
    captured(store, catalogue, POST.format(1))
    assert page_of(catalogue, POST.format(1)).captures == 2


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (blogger_file(blogger_entry(1), blogger_entry(2)), POST.format(1)),
        (takeout_file(takeout_entry(1), takeout_entry(2)), POST.format(1)),
        (wxr_file(wxr_item(1), wxr_item(2)), "https://saltmarsh.example/2012/post-1/"),
    ],
    ids=["blogger", "takeout", "wxr"],
)
def test_what_was_taken_down_does_not_come_in_by_an_export(
    data: bytes, url: str, take_in: TakeIn, catalogue: Catalogue, store: WarcStore
) -> None:
    catalogue.takedowns.take_down(url)
    report = take_in(data, "salt.xml", HOME if b"blogger:type" in data else None)
    assert (report.passed[Passed.TAKEN_DOWN], report.pages) == (1, 1)
    assert catalogue.pages.by_surt(page_surt(url)) is None
    assert url not in {one.url for one in catalogue.captures.iterate()}
