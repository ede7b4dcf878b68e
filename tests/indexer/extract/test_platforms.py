"""What the platforms say themselves: the post's own text and facts, none of what stands around it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer.extract import extract
from tests.indexer.extract.pages import BARE, CLASSIC_BLOGGER, CONTEMPO_BLOGGER, PARAGRAPH, SECOND, WORDPRESS

URL = "https://harbour.example/2024/03/the-northern-ferry.html"


@pytest.mark.parametrize("page", [CLASSIC_BLOGGER, CONTEMPO_BLOGGER], ids=["classic", "contempo"])
def test_a_blogger_post_is_its_own_body_and_byline(page: str) -> None:
    article = extract(page.encode(), URL)
    assert article.method == "platform:blogger"
    assert article.title == "The northern ferry"
    assert article.author == "Marit Sund"
    assert article.published == datetime(2024, 4, 1, 6, 30, tzinfo=UTC)
    assert PARAGRAPH.strip() in article.text
    assert SECOND.strip() in article.text


@pytest.mark.parametrize("page", [CLASSIC_BLOGGER, CONTEMPO_BLOGGER], ids=["classic", "contempo"])
def test_popular_posts_comments_and_share_buttons_are_no_text_of_a_post(page: str) -> None:
    text = extract(page.encode(), URL).text
    for noise in ("Popular posts", "lamp posts", "Snippet", "First!", "Facebook", "Posted by"):
        assert noise not in text


def test_the_day_is_the_one_that_readers_saw() -> None:
    published = extract(CONTEMPO_BLOGGER.encode(), URL).published
    assert published is not None
    assert published.date().isoformat() == "2024-03-31"


def test_labels_come_in_page_order() -> None:
    assert extract(CLASSIC_BLOGGER.encode(), URL).labels == ("Sea", "Ferries")


def test_a_list_is_lines_and_preformatted_text_keeps_its_lines() -> None:
    text = extract(CLASSIC_BLOGGER.encode(), URL).text
    assert "one lamp\ntwo lamps" in text
    assert "\n\ndepart  07:00\narrive  09:30\n\n" in text


def test_googles_own_theme_keeps_the_post_in_a_script() -> None:
    page = f"""<html><head><meta content='blogger' name='generator'/></head><body><div class='post'>
    <h2 class='title' itemprop='name'>Lamps</h2><div class='post-body'><div class='post-content' itemprop='articleBody'>
    <script type='text/template'><p>{PARAGRAPH}</p></script><noscript><p>{PARAGRAPH}</p></noscript></div></div></div>
    </body></html>"""
    assert extract(page.encode(), "https://blog.example/2020/05/lamps.html").text == PARAGRAPH.strip()


def test_a_wordpress_post_without_its_furniture() -> None:
    article = extract(WORDPRESS.encode(), "https://notes.example/2024/02/09/winter-of-the-great-ice/")
    assert article.method == "platform:wordpress"
    assert article.title == "Winter of the great ice"
    assert article.author == "Ines Moreau"
    assert "Social life on the ice" in article.text
    for noise in ("Share this", "Related posts", "Read more", "lamp posts", "First!"):
        assert noise not in article.text


def test_an_instant_in_utc_is_told_in_the_day_of_the_path() -> None:
    published = extract(
        WORDPRESS.encode(), "https://notes.example/2024/02/09/winter-of-the-great-ice/"
    ).published
    assert published == datetime(2024, 2, 10, 4, 15, tzinfo=UTC)
    assert published.date().isoformat() == "2024-02-09"


def test_a_page_of_no_platform() -> None:
    article = extract(BARE.encode(), None)
    assert article.method == "trafilatura"
    assert (article.title, article.author) == ("Two days on the water", "Ada Lind")
    assert article.published == datetime(2021, 5, 5, tzinfo=UTC)
    assert article.lang == "en"


@pytest.mark.parametrize(
    "page",
    [
        "<title>Just a moment...</title><p>Checking your browser before you can go on.</p>",
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
        "<title>Blogger: Content Warning</title><p>This blog may contain content only suitable for adults.</p>",
        "<title>Blog not found</title><p>Sorry, the blog at old.example has been removed. It is gone.</p>",
        "<html><body></body></html>",
        "",
    ],
)
def test_walls_notices_and_empty_pages_have_no_text(page: str) -> None:
    article = extract(page.encode(), "https://blog.example/2024/01/a.html")
    assert (article.text, article.method) == ("", "none")
