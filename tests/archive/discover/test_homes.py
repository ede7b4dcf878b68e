"""What an address alone tells of its blog."""

from __future__ import annotations

import pytest

from archive.discover import homes

HOSTED = "https://public-api.wordpress.com/wp/v2/sites/press.wordpress.com/"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://medium.com/@ada", "https://medium.com/@ada"),
        ("https://medium.com/@ada/a-post-c7cd15f4e06d", "https://medium.com/@ada"),
        ("https://medium.com/feed/@ada", "https://medium.com/@ada"),
        ("https://medium.com/feed/the-pub", "https://medium.com/the-pub"),
        ("https://medium.com/feed/tag/moss", None),
        ("https://medium.com/tag/moss", None),
        ("https://medium.com/", None),
        ("https://ada.medium.com/a-post-c7cd15f4e06d", None),
        ("https://open.substack.com/pub/letters/p/one", "https://letters.substack.com/"),
        (f"{HOSTED}posts?page=2", "https://press.wordpress.com/"),
        ("https://notes.example/@ada", None),
    ],
)
def test_a_service_names_the_blog_in_its_address(url: str, home: str | None) -> None:
    assert homes.of_service(url) == home


@pytest.mark.parametrize(
    ("url", "root", "home"),
    [
        ("https://a.example/wp-json/", "https://a.example/wp-json/", "https://a.example/"),
        ("https://a.example/wp-json", "https://a.example/wp-json/", "https://a.example/"),
        ("https://a.example/blog/wp-json/wp/v2/posts/7", "https://a.example/blog/wp-json/", "https://a.example/blog/"),
        ("https://a.example/index.php/wp-json/", "https://a.example/index.php/wp-json/", "https://a.example/"),
        ("https://a.example/?rest_route=/wp/v2/posts", "https://a.example/?rest_route=/", "https://a.example/"),
        (f"{HOSTED}posts/7", HOSTED, "https://press.wordpress.com/"),
        ("https://a.example/about-wp-json/", None, None),
    ],
)  # fmt: skip
def test_the_root_of_a_rest_api_and_its_site(url: str, root: str | None, home: str | None) -> None:
    assert homes.rest_root(url) == root
    assert (homes.of_rest(root, url) if root else None) == home


@pytest.mark.parametrize(
    ("url", "above", "folder"),
    [
        ("https://a.example/blog/tag/food/", "https://a.example/blog/", "https://a.example/blog/"),
        ("https://a.example/tag/food/", "https://a.example/", "https://a.example/"),
        ("https://a.example/blog/2024/05/one/", "https://a.example/blog/", "https://a.example/blog/"),
        ("https://a.example/blog/feed.xml", "https://a.example/blog/", "https://a.example/blog/"),
        ("https://a.example/posts/one/", "https://a.example/", "https://a.example/posts/"),
        ("https://a.example/one", "https://a.example/", "https://a.example/"),
        ("https://a.example/", "https://a.example/", "https://a.example/"),
    ],
)
def test_what_lies_above(url: str, above: str, folder: str) -> None:
    assert (homes.above(url), homes.folder(url)) == (above, folder)


def test_a_folder_holds_what_lies_in_it_and_not_what_begins_alike() -> None:
    home = "https://a.example/blog/"
    assert homes.within("http://www.a.example/blog/one?utm_source=x", home)
    assert homes.within("https://a.example/blog", home)
    assert not homes.within("https://a.example/blogroll", home)
    assert not homes.within("https://b.example/blog/one", home)
    assert homes.within("https://a.example/anything", "https://a.example/")
