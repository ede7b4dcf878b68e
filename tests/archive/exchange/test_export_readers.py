"""What exports say, read: Blogger's old and new one, WXR, OPML; and what a file is, told by its bytes."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.discover.xmltext import UnsafeXmlError
from archive.exchange import blogger_export, opml, wxr
from archive.exchange.blog_address import NoAddress, OwnLinks, address_of
from archive.exchange.entries import Export
from archive.exchange.exported import Blog, Exported, Passed
from archive.exchange.form import Form, form_of
from archive.model import PageKind
from tests.archive.exchange.exports import (
    blogger_entry,
    blogger_file,
    takeout_entry,
    takeout_file,
    wxr_file,
    wxr_item,
)
from tests.archive.exchange.warcs import packed, record


def of_blogger(data: bytes) -> tuple[Blog, list[Exported | Passed]]:
    export = Export("made up", io.BytesIO(data))
    return blogger_export.blog_of(export.head), [
        blogger_export.article_of(one.node) for one in export.entries() if one.node
    ]


def test_a_feed_of_comments_has_no_article() -> None:
    kinds = '<category scheme="http://schemas.google.com/g/2005#kind"'
    answer = '<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="tag:1"/><category scheme="was"'
    assert of_blogger(blogger_file(blogger_entry(1).replace(kinds, answer)))[1] == [Passed.COMMENT]


def of_wxr(data: bytes) -> tuple[Blog, list[Exported | Passed]]:
    export = Export("made up", io.BytesIO(data))
    authors = wxr.authors_of(export.head)
    return wxr.blog_of(export.head), [
        wxr.article_of(one.node, authors) for one in export.entries() if one.node
    ]


def only(found: list[Exported | Passed]) -> Exported:
    (article,) = found
    assert isinstance(article, Exported)
    return article


def test_the_old_blogger_export() -> None:
    blog, found = of_blogger(
        blogger_file(
            blogger_entry(1, title="Terns & gulls"),
            *(blogger_entry(2, kind=kind) for kind in ("page", "comment", "settings", "template", "poll")),
            blogger_entry(3, draft=True),
        )
    )
    assert blog == Blog("Salt Marsh", "http://saltmarsh.blogspot.com/", "4711")
    post, page = found[:2]
    assert isinstance(post, Exported)
    assert isinstance(page, Exported)
    assert (post.kind, page.kind) == (PageKind.POST, PageKind.PAGE)
    assert found[2:] == [
        *(Passed.COMMENT, Passed.SETTING, Passed.SETTING, Passed.OTHER),
        Passed.DRAFT,
    ]
    assert post.link == "http://saltmarsh.blogspot.com/2012/04/post-1.html"
    assert (post.facts.title, post.facts.author) == ("Terns & gulls", "Ada Quill")
    assert post.facts.labels == ("Birds", "Salt & sand")
    assert post.facts.published == datetime(2012, 4, 1, 7, tzinfo=UTC)
    assert post.facts.updated == datetime(2012, 4, 2, 8, tzinfo=UTC)
    assert post.facts.platform_id == "tag:blogger.com,1999:blog-4711.post-1"
    assert post.content.startswith("<p>The terns")


def test_takeout() -> None:
    blog, found = of_blogger(
        takeout_file(
            takeout_entry(1),
            takeout_entry(2, kind="PAGE"),
            takeout_entry(3, kind="COMMENT"),
            takeout_entry(4, status="DRAFT"),
            takeout_entry(5, status="SOFT_TRASHED"),
            takeout_entry(6, trashed=True),
        )
    )
    assert blog == Blog("Salt Marsh", None, "4711")
    post, page, *passed = found
    assert isinstance(post, Exported)
    assert isinstance(page, Exported)
    assert (post.kind, post.link) == (PageKind.POST, "/2012/04/post-1.html")
    assert (post.facts.author, post.facts.labels) == ("Ada Quill", ("Birds",))
    assert page.kind is PageKind.PAGE
    assert passed == [Passed.COMMENT, Passed.DRAFT, Passed.TRASHED, Passed.TRASHED]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_wxr(version: str) -> None:
    blog, found = of_wxr(wxr_file(wxr_item(1, comments=3), version=version))
    assert blog == Blog("Salt Marsh", "https://saltmarsh.example", None)
    post = only(found)
    assert post.link == "https://saltmarsh.example/2012/post-1/"
    assert (post.kind, post.comments, post.facts.author) == (PageKind.POST, 3, "Ada Quill")
    assert (post.facts.labels, post.facts.platform_id) == (("Birds",), "https://saltmarsh.example/?p=1")
    assert post.facts.published == datetime(2012, 4, 1, 7, tzinfo=UTC)
    assert post.facts.updated == datetime(2012, 4, 2, 8, tzinfo=UTC)
    assert post.content.count("<p>") == 2


@pytest.mark.parametrize(
    ("item", "passed"),
    [
        (wxr_item(1, kind="attachment", status="inherit"), Passed.ATTACHMENT),
        (wxr_item(1, kind="nav_menu_item"), Passed.OTHER),
        (wxr_item(1, status="draft"), Passed.DRAFT),
        (wxr_item(1, status="future"), Passed.DRAFT),
        (wxr_item(1, status="private"), Passed.PRIVATE),
        (wxr_item(1, status="trash"), Passed.TRASHED),
        (wxr_item(1, password="tides"), Passed.LOCKED),
    ],
)
def test_what_was_not_published_is_no_article(item: str, passed: Passed) -> None:
    assert of_wxr(wxr_file(item))[1] == [passed]


def test_an_item_without_a_date_in_utc_goes_by_the_blogs_clock() -> None:
    item = wxr_item(1).replace("2012-04-01 07:00:00", "0000-00-00 00:00:00")
    item = item.replace("Sun, 01 Apr 2012 07:00:00", "Thu, 01 Jan 1970 00:00:00")
    assert only(of_wxr(wxr_file(item))[1]).facts.published == datetime(2012, 4, 1, 9, tzinfo=UTC)


def test_a_list_of_blogs() -> None:
    deep = "<outline text='folder'>" * 100
    found = opml.parse(
        f"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Sea &amp; sand" type="rss" xmlUrl="https://Sand.example/feed" htmlUrl="https://sand.example/"/>
<outline title="News"><outline TEXT="Twice" xmlurl="https://sand.example/feed"/>
<outline text="Home only" htmlUrl="https://home.example/blog"/></outline>
<outline text="Old reader" xmlUrl="feed://old.example/rss"/><outline text="Mail" xmlUrl="mailto:a@b.example"/>
{deep}<outline text="Deep" xmlUrl="https://deep.example/rss"/>{"</outline>" * 100}</body></opml>""".encode()
    )
    assert [outline.url for outline in found.outlines] == [
        "https://sand.example/feed",
        "https://home.example/blog",
        "http://old.example/rss",
        "https://deep.example/rss",
    ]
    assert (found.outlines[0].name, found.outlines[0].home) == ("Sea & sand", "https://sand.example/")
    assert [what for what, _ in found.refused] == ["Mail"]


def test_a_list_of_blogs_is_bounded_and_safe() -> None:
    many = "".join(
        f'<outline xmlUrl="https://b{number}.example/"/>' for number in range(opml.MAX_OUTLINES + 5)
    )
    found = opml.parse(f"<opml><body>{many}</body></opml>".encode())
    assert len(found.outlines) == opml.MAX_OUTLINES
    assert found.notices == ("It has more than 10000 outlines; the rest was not read.",)
    with pytest.raises(UnsafeXmlError):
        opml.parse(b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>")
    assert len(opml.parse(b"<opml><body><outline xmlUrl='https://a.example/'/><outline").outlines) == 1


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (blogger_file(blogger_entry(1)), Form.BLOGGER),
        (takeout_file(takeout_entry(1)), Form.BLOGGER),
        (wxr_file(), Form.WXR),
        (gzip.compress(wxr_file()), Form.GZIP),
        (b"<opml><body/></opml>", Form.OPML),
        (b"<rss version='2.0'><channel/></rss>", Form.FEED),
        (b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed xmlns:b='http://schemas.google.com/blogger/2018'/>", Form.BLOGGER),
        (packed([record()]), Form.WARC),
        (record(), Form.WARC),
        (b"PK\x03\x04rest", Form.ZIP),
        (b"\x1f\x8bbroken", Form.WARC),
        (b"filedesc://x", Form.ARC),
        (b"<html><body>", Form.UNKNOWN),
        (b"words", Form.UNKNOWN),
        (b"", Form.UNKNOWN),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_bytes(data: bytes, form: Form) -> None:
    assert form_of(data) is form


BLOG = Blog("Salt Marsh", "http://old.example/blog/")


@pytest.mark.parametrize(
    ("link", "blog", "given", "found"),
    [
        ("http://old.example/blog/a", BLOG, None, "http://old.example/blog/a"),
        ("http://old.example/blog/a?p=1", BLOG, "https://new.example/", "https://new.example/a?p=1"),
        ("https://elsewhere.example/a", BLOG, "https://new.example/", "https://elsewhere.example/a"),
        ("b/", BLOG, None, "http://old.example/blog/b/"),
        ("/2012/04/c.html", Blog(), "https://new.example/", "https://new.example/2012/04/c.html"),
        ("http://localhost/?p=1", Blog(None, "http://localhost"), "https://new.example/x/", "https://new.example/x/?p=1"),
        ("http://b.blogspot.de/2012/04/c.html?m=1", Blog(), None, "http://b.blogspot.com/2012/04/c.html"),
    ],
)  # fmt: skip
def test_where_an_article_stood(link: str, blog: Blog, given: str | None, found: str) -> None:
    assert address_of(link, blog, given) == found


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (None, "no address"),
        ("/2012/04/c.html", "only a path"),
        ("javascript:alert(1)", "only a path"),
        ("http://localhost/?p=1", "localhost, which is not on the web"),
        ("http://10.0.0.7/a", "not on the web"),
        ("http://[::1]/a", "not on the web"),
        ("http://blog.test/a", "not on the web"),
        ("ftp://a.example/", "no web address"),
    ],
)
def test_where_an_article_stood_can_not_be_told(link: str | None, why: str) -> None:
    with pytest.raises(NoAddress, match=why):
        address_of(link, Blog(), None)


def test_a_blogs_address_is_told_by_links_among_its_own_articles() -> None:
    links = OwnLinks()
    for number in range(5):
        own = "".join(f'<a href="https://sand.blogspot.de/2012/04/p{other}.html">x</a>' for other in range(3))
        links.note(f"/2012/04/p{number}.html", own + '<a href="https://other.example/2012/04/q.html">y</a>')
    assert links.home() == ("https://sand.blogspot.com/", 3)
    assert OwnLinks().home() is None


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "articles", "passed"),
    [
        ("blogger_export_pelican.xml", 2, {Passed.SETTING: 59, Passed.DRAFT: 2, Passed.COMMENT: 1}),
        ("wxr_pelican.xml", 9, {Passed.ATTACHMENT: 4, Passed.DRAFT: 4, Passed.OTHER: 3}),
        ("wxr_jekyll_2025.xml", 8, {Passed.ATTACHMENT: 6, Passed.OTHER: 2}),
        ("wxr_small_wpimporter.xml", 9, {Passed.DRAFT: 1, Passed.PRIVATE: 1}),
        ("wxr_malformed_wpimporter.xml", 0, {}),
    ],
)
def test_real_exports(name: str, articles: int, passed: dict[Passed, int], shared: Path) -> None:
    data = (shared / "data" / "feeds" / name).read_bytes()
    form = form_of(data)
    _, found = of_wxr(data) if form is Form.WXR else of_blogger(data)
    told = [one for one in found if isinstance(one, Exported)]
    assert len(told) == articles
    assert Counter(one for one in found if isinstance(one, Passed)) == passed
    assert all(one.link and one.facts.title and one.facts.author and one.facts.published for one in told)
