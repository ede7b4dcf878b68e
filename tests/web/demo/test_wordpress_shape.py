"""The WordPress-shaped site does what CRAWL.md says that real ones do."""

from __future__ import annotations

import json

import pytest

from tests.web.demo.visitor import Visitor
from web.demo.world import World

HOME = "http://estuary-review.example/"
POSTS = f"{HOME}wp-json/wp/v2/posts"
LEDGERS = f"{HOME}2024/05/harbour-ledgers/"


def posts_of(world: World) -> list[str]:
    return [url for url, article in world.articles(HOME).items() if not article.standing]


def test_a_page_points_at_the_rest_api_in_its_head_and_its_headers(visit: Visitor) -> None:
    reply = visit(LEDGERS)
    assert reply.html().cssselect("link[rel='https://api.w.org/']")[0].get("href") == f"{HOME}wp-json/"
    assert f'<{HOME}wp-json/>; rel="https://api.w.org/"' in (reply.headers.get_all("Link") or [])
    assert "wp/v2" in visit(f"{HOME}wp-json/").json()["namespaces"]


def test_the_rest_api_gives_every_post_with_its_totals(world: World, visit: Visitor) -> None:
    first = visit(f"{POSTS}?per_page=4&page=1")
    found = [post["link"] for page in (1, 2, 3) for post in visit(f"{POSTS}?per_page=4&page={page}").json()]
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("9", "3")
    assert 'rel="next"' in first.headers["Link"]
    assert found == posts_of(world)
    assert [post["link"] for post in visit(f"{HOME}?rest_route=/wp/v2/posts").json()] == found


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page=9", "rest_post_invalid_page_number"),
        ("per_page=101", "rest_invalid_param"),
        ("page=x", "rest_invalid_param"),
        ("after=soon", "rest_invalid_param"),
    ],
)
def test_the_rest_api_refuses_nonsense(visit: Visitor, query: str, code: str) -> None:
    reply = visit(f"{POSTS}?{query}")
    assert (reply.status, reply.json()["code"]) == (400, code)


def test_embed_brings_the_author_and_the_categories(visit: Visitor) -> None:
    post = next(post for post in visit(f"{POSTS}?_embed=1").json() if post["link"] == LEDGERS)
    assert post["_embedded"]["author"][0]["name"] == "Edda Vintlock"
    assert [term["name"] for term in post["_embedded"]["wp:term"][0]] == ["Harbours", "Archives"]
    assert visit(f"{POSTS}/{post['id']}").json()["title"] == {"rendered": "Harbour ledgers"}


def test_modified_after_gives_what_was_edited_since(visit: Visitor) -> None:
    found = visit(f"{POSTS}?modified_after=2025-05-07T00:00:00&orderby=modified").json()
    assert [post["slug"] for post in found][-1] == "a-letter-takes-eleven-days"


def test_paging_the_feed_gives_every_post_and_then_a_404(world: World, visit: Visitor) -> None:
    pages = [visit(f"{HOME}feed/?paged={page}") for page in (1, 2, 3)]
    assert [
        str(link.text) for page in pages for link in page.xml().iterfind("channel/item/link")
    ] == posts_of(world)
    assert visit(f"{HOME}feed/?paged=4").status == 404


def test_the_sitemap_lists_every_post(world: World, visit: Visitor) -> None:
    sitemaps = visit(f"{HOME}wp-sitemap.xml").locations()
    assert visit(f"{HOME}wp-sitemap-posts-post-1.xml").locations() == posts_of(world)
    assert all(visit(sitemap).locations() for sitemap in sitemaps)
    assert visit(f"{HOME}sitemap.xml").headers["Location"] == f"{HOME}wp-sitemap.xml"
    assert f"Sitemap: {HOME}wp-sitemap.xml" in visit(f"{HOME}robots.txt").text


def test_a_post_has_open_graph_json_ld_and_related_posts_inside_its_content(visit: Visitor) -> None:
    page = visit(LEDGERS).html()
    graph = json.loads(str(page.cssselect("script.yoast-schema-graph")[0].text))["@graph"]
    related = page.cssselect(".entry-content .yarpp-related a[rel=bookmark]")
    assert graph[0]["headline"] == "Harbour ledgers"
    assert (
        page.cssselect("meta[property='article:published_time']")[0].get("content") == "2024-05-28T10:00:00Z"
    )
    assert str(page.cssselect("title")[0].text) == "Harbour ledgers - The Estuary Review"
    assert len(related) == 3
    assert all(visit(str(a.get("href"))).status == 200 for a in related)


def test_an_address_in_another_script_is_found_in_either_case_of_its_encoding(
    world: World, visit: Visitor
) -> None:
    persian = next(url for url in posts_of(world) if "%d9" in url)
    upper = persian.replace("%d9%86%d8%a7%d9%86", "%D9%86%D8%A7%D9%86")
    assert upper != persian
    assert visit(persian).html().get("dir") == "rtl"
    assert visit(upper).status == 200


def test_short_and_slashless_addresses_lead_to_the_post(visit: Visitor) -> None:
    number = visit(f"{POSTS}?per_page=1").json()[0]["id"]
    assert visit(f"{HOME}?p={number}").headers["Location"] == visit(f"{POSTS}/{number}").json()["link"]
    assert visit(LEDGERS.rstrip("/")).headers["Location"] == LEDGERS
    assert visit(f"{HOME}2024/05/no-such-essay/").status == 404


def test_lists_by_page_category_and_author(visit: Visitor) -> None:
    titles = {
        path: [a.text_content() for a in visit(HOME + path).html().cssselect("h2.entry-title a")]
        for path in ("", "page/2/", "category/fisheries/", "author/perrin-oakhollow/")
    }
    assert len(titles[""]) == 6
    assert len(titles["page/2/"]) == 3
    assert titles["category/fisheries/"] == ["What a cold store remembers"]
    assert len(titles["author/perrin-oakhollow/"]) == 4
    assert visit(f"{HOME}page/3/").status == 404


def test_uploads_come_in_the_sizes_that_the_page_names(visit: Visitor) -> None:
    picture = visit(f"{HOME}2023/03/the-shape-of-a-quay/").html().cssselect(".wp-block-image img")[0]
    sizes = [part.split()[0] for part in str(picture.get("srcset")).split(",")]
    assert [visit(url).headers["Content-Type"] for url in sizes] == ["image/png", "image/png"]
    assert visit(sizes[0].replace("640x360", "333x187")).status == 404
