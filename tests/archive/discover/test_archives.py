"""Archive pages of many themes: which links are posts, where the older ones are, and what is neither."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import pytest

from archive.discover.archives import page_number
from archive.discover.shapes import Shapes, shape
from archive.model import LinkKind, SourceKind
from tests.archive.discover.made_up import a_page, a_source, answer, urls

HOME = "https://notes.example/"
HERE = f"{HOME}page/2/"
FRAME = "<nav><a href='/about/'>About</a><a href='/tag/sea/'>sea</a></nav>{}<aside class='sidebar'><a href='/gear/'>Gear</a></aside>"

THEMES = {
    "microformats": "<div class='h-entry'><a class='u-url p-name' href='{0}'>x</a> <a href='/tag/red/'>red</a></div>",
    "classic": "<div class='post hentry'><h3 class='post-title entry-title'><a href='{0}'>x</a></h3><a href='{0}#comments'>2</a></div>",
    "contempo": "<article class='post-outer-container'><div class='post'><h3 class='post-title'><a href='{0}'>x</a></h3></div></article>",
    "bookmark": "<article><h2>x</h2><a href='/by/ida/'>Ida</a><a rel='bookmark' href='{0}'><time>1 May</time></a></article>",
    "minima": "<li><span class='post-meta'>May</span><h3><a class='post-link' href='{0}'>x</a></h3></li>",
    "cards": "<article class='post-card'><a class='post-card-image-link' href='{0}'><img src=i.png></a><a href='{0}'><h2 class='post-card-title'>x</h2></a></article>",
    "headings": "<div><h2><a href='{0}'>x</a></h2><p>Words and <a href='/gear/'>gear</a>.</p></div>",
    "dated list": "<li><time datetime='2024-05-01'>1 May</time> <a href='{0}'>x</a></li>",
}
POSTS = [f"{HOME}tide-{number}/" for number in range(3)]


@pytest.mark.parametrize("theme", THEMES)
def test_the_posts_of_a_list_page_and_nothing_else(theme: str) -> None:
    listed = "".join(THEMES[theme].format(url) for url in POSTS)
    found = answer(
        a_page(FRAME.format(f"<main>{listed}</main>")),
        LinkKind.ARCHIVE,
        HERE,
        source=a_source(HOME, SourceKind.FEED),
    )
    assert urls(found, LinkKind.POST) == POSTS
    assert found.page_kind is None
    assert found.links == ()
    assert found.listing is not None
    assert found.listing.entries == 3


@pytest.mark.parametrize(
    ("pager", "after"),
    [
        ("<a class='blog-pager-older-link' href='/search?updated-max=2024'>x</a>", f"{HOME}search?updated-max=2024"),
        ("<a id='Blog1_blog-pager-older-link' href='/search?max=2'>x</a>", f"{HOME}search?max=2"),
        ("<div class='nav-previous'><a href='/page/3/'>x</a></div><div class='nav-next'><a href='/page/1/'>x</a></div>", f"{HOME}page/3/"),
        ("<a class='next page-numbers' href='/page/3/'>x</a>", f"{HOME}page/3/"),
        ("<a rel='prev' href='/page/1/'>x</a><a rel='next' href='/page/3/'>x</a>", f"{HOME}page/3/"),
        ("<a href='/page/1/'>1</a><a href='/page/3/'>3</a><a href='/page/4/'>4</a>", f"{HOME}page/3/"),
        ("<a class='next' href='/page/1/'>back</a>", None),
        ("<a rel='next' href='https://elsewhere.example/page/3/'>x</a>", None),
        ("<a rel='next' href='/page/2/'>x</a>", None),
        ("<a href='/tag/sea/page/3/'>3</a>", None),
    ],
)  # fmt: skip
def test_the_page_with_older_posts(pager: str, after: str | None) -> None:
    found = answer(
        a_page(f"<main></main>{pager}"), LinkKind.ARCHIVE, HERE, source=a_source(HOME, SourceKind.FEED)
    )
    assert found.listing is not None
    assert found.listing.next == after


def test_the_home_page_puts_its_archive_pages_aside() -> None:
    page = a_page(
        "<article><h2><a href='/tide/'>x</a></h2></article><div class='widget BlogArchive'><a href='/2024/05/'>May</a><a href='/2024/'>2024</a>"
        "<a href='/2023/'>2023</a></div><select><option value=''>–</option><option value='/2022/11/'>Nov</option></select><a href='/archive/'>All</a>"
        "<a href='/2008_03_01_archive.html'>Mar</a><a class='older-posts' href='/page/2/'>x</a><a href='https://elsewhere.example/2024/01/'>x</a>"
    )
    found = answer(page, LinkKind.SEED, HOME, source=a_source(HOME, SourceKind.FEED))
    aside = [(target.kind, target.url.removeprefix(HOME)) for target in found.aside]
    assert aside == [
        (LinkKind.POST, "tide/"), (LinkKind.ARCHIVE, "page/2/"), (LinkKind.ARCHIVE, "archive/"), (LinkKind.ARCHIVE, "2024/05/"),
        (LinkKind.ARCHIVE, "2022/11/"), (LinkKind.ARCHIVE, "2008_03_01_archive.html"), (LinkKind.ARCHIVE, "2023/"),
    ]  # fmt: skip
    assert not urls(found, LinkKind.ARCHIVE)


def test_a_month_of_blogger_leads_to_the_month_before_as_long_as_there_are_posts() -> None:
    home = "https://shore-notes.blogspot.com/"
    entry = f"<div class='hentry'><h3><a href='{home}2024/01/a.html'>a</a></h3></div>"
    source = a_source(home, SourceKind.BLOGGER)
    found = answer(a_page(entry), LinkKind.ARCHIVE, f"{home}2024/01/", source=source)
    assert found.listing is not None
    assert found.listing.next == f"{home}2023/12/"
    nothing = answer(a_page("<main></main>"), LinkKind.ARCHIVE, f"{home}2023/12/", source=source)
    assert nothing.listing is not None
    assert nothing.listing.next is None


@pytest.mark.parametrize(
    ("url", "its"),
    [
        (f"{HOME}2024/05/low-tide.html", "notes.example/9999/99/*.html"),
        (f"{HOME}posts/low-tide/", "notes.example/posts/*"),
        (f"{HOME}p/low-tide", "notes.example/p/*"),
        (f"{HOME}low-tide.html", "notes.example/*.html"),
        (f"{HOME}?p=12", "notes.example/?p"),
        (f"{HOME}story/4711", "notes.example/story/9"),
        (f"{HOME}low-tide/", None),
        (HOME, None),
    ],
)
def test_the_shape_of_an_address(url: str, its: str | None) -> None:
    assert shape(url) == its


def test_a_link_without_marks_is_a_post_if_it_looks_like_two_that_are_known() -> None:
    shapes = Shapes()
    shapes.learn([f"{HOME}posts/a/"])
    assert not shapes.fit(f"{HOME}posts/b/")
    shapes.learn([f"{HOME}posts/c/"])
    assert shapes.fit(f"{HOME}posts/b/")
    assert not shapes.fit(f"{HOME}pages/b/")
    assert not shapes.fit(f"{HOME}b/")


@pytest.mark.parametrize(
    ("url", "number"),
    [(f"{HOME}page/7/", 7), (f"{HOME}page7/", 7), (f"{HOME}blog/page-3.html", 3), (f"{HOME}?paged=4", 4), (f"{HOME}x?page=２", 1), (HOME, 1)],
)  # fmt: skip
def test_which_page_of_a_list_an_address_is(url: str, number: int) -> None:
    assert page_number(url) == number
