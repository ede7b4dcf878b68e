"""The whole way, over real HTTP: the made-up world is crawled, changes, is crawled again, indexed and read."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from archive import uri
from archive.model import CrawlState, LinkKind, PageKind, PageStatus
from indexer.model import FacetChoice, Query
from tests.web.demo.story import Story, built, crawled, followed, told
from web.app import create_app
from web.demo.world import World

BELL = "http://harbour-notebook.example/2024/09/the-bell-at-brinsey.html"
LISTS = ("/feeds/", "/feed/", "/sitemap", "/wp-sitemap", "/wp-json/", "/robots.txt")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Told once for the whole module."""
    with World() as world:
        backfile = built(tmp_path_factory.mktemp("data"), world)
        try:
            yield told(backfile, world)
        finally:
            backfile.close()


@pytest.fixture
def reader(story: Story) -> FlaskClient:
    return create_app(story.backfile).test_client()


def test_both_rounds_end_well_and_leave_nothing_behind(story: Story) -> None:
    assert [crawl.state for crawl in (*story.first, *story.second)] == [CrawlState.DONE] * 6
    assert story.backfile.catalogue.counts().frontier_queued == 0
    assert story.report.failed == 0


def test_the_first_round_is_as_large_as_a_demo_may_be(story: Story) -> None:
    assert 100 <= len(story.asked_first) <= 250


def test_every_post_is_fetched_once_and_is_its_own_sources(story: Story) -> None:
    fetched = Counter(uri.canonical(request.url) for request in story.asked_first if request.status == 200)
    for source, posts in zip(story.sources, story.posts, strict=True):
        pages = {page.surt: page for page in story.backfile.catalogue.pages.of_source(source.id)}
        for url in posts:
            assert fetched[uri.canonical(url)] == 1, url
            page = pages.get(uri.page_surt(url))
            assert page is not None, f"{url} is not {source.name}'s"
            assert page.kind is PageKind.POST, url


def test_one_url_is_asked_for_twice_only_for_a_reason(story: Story) -> None:
    asked = Counter(request.url for request in story.asked_first)
    again = {url for url, times in asked.items() if times > 1}
    full_twice = {
        url
        for url in again
        if sum(request.url == url and request.status == 200 for request in story.asked_first) > 1
    }
    assert BELL in again
    assert [request.status for request in story.asked_first if request.url == BELL] == [503, 200]
    assert full_twice == set()


def test_what_robots_forbid_and_what_leads_astray_is_never_asked_for(story: Story) -> None:
    asked = {urlsplit(request.url) for request in (*story.asked_first, *story.asked_second)}
    paths = ("/search", "/members/", "/comment/", "/share-post.g")
    assert not [parts.geturl() for parts in asked if parts.path.startswith(paths)]
    assert not [parts.geturl() for parts in asked if "m=1" in parts.query or "showComment" in parts.query]
    assert not [parts.geturl() for parts in asked if parts.query.startswith(("share=", "replytocom="))]
    assert not [parts.geturl() for parts in asked if not (parts.hostname or "").endswith(".example")]
    assert not [parts.geturl() for parts in asked if parts.hostname == "social.example"]


def test_popular_posts_sisters_bodies_and_accounts_are_links_of_their_kind(story: Story) -> None:
    page = story.page("http://tidewater-letters.example/2021/12/the-price-of-the-night-ferry.html")
    links = story.backfile.catalogue.pages.links_from(page.id)
    of_kind = {kind: [link.url for link in links if link.kind is kind] for kind in LinkKind}
    assert len(of_kind[LinkKind.POPULAR]) == 3
    assert set(of_kind[LinkKind.POPULAR]) <= story.posts[0]
    assert of_kind[LinkKind.BODY] == ["http://northquay-institute.example/reports/ferry-subsidies/"]
    assert {"http://harbour-notebook.example/", "http://estuary-review.example/"} <= set(
        of_kind[LinkKind.SISTER]
    )
    assert "https://x.com/tidewater_xmpl0" in of_kind[LinkKind.SOCIAL]


def test_articles_around_are_kept_with_what_led_to_them(story: Story) -> None:
    article = story.page("http://meridian-courier.example/world/2022/08/ossel-falls-to-record-low.html")
    moved = story.page("http://northquay-institute.example/publications/pilotage-in-narrow-waters/")
    assert (article.kind, article.link_kind) == (PageKind.RELATED, LinkKind.BODY)
    assert article.via == "http://tidewater-letters.example/2022/08/when-the-gauge-stood-still.html"
    assert moved.kind is PageKind.RELATED


def test_a_dead_and_a_forbidden_link_are_told_as_such(story: Story) -> None:
    progress = story.first[0].progress
    assert (progress.failed, progress.refused) == (1, 1)


def test_the_second_round_fetches_lists_homes_and_what_changed(story: Story) -> None:
    others = [
        request
        for request in story.asked_second
        if not urlsplit(request.url).path.startswith(LISTS) and urlsplit(request.url).path != "/"
    ]
    assert {(request.url, request.status) for request in others} == {
        (story.edited.url, 200),
        (story.deleted.url, 404),
    }
    assert len(story.asked_second) < len(story.asked_first) / 3
    assert [crawl.progress.changed for crawl in story.second] == [1, 0, 0]
    assert [crawl.progress.gone for crawl in story.second] == [1, 0, 0]


def test_lists_that_did_not_change_cost_a_304(story: Story) -> None:
    harbour = [request for request in story.asked_second if "harbour-notebook" in request.url]
    assert harbour
    assert {request.status for request in harbour} == {304}


def test_both_texts_of_the_edited_post_are_kept(story: Story) -> None:
    page = story.page(story.edited.url)
    captures = story.backfile.catalogue.captures.of_page(page.id)
    texts = []
    for capture in captures:
        with story.backfile.mementos.open(capture) as memento:
            texts.append(memento.payload.read().decode())
    assert page.status is PageStatus.LIVE
    assert ["Eleven of the fourteen" in text for text in texts] == [True, False]
    assert ["Thirteen of the fourteen" in text for text in texts] == [False, True]


def test_the_deleted_post_is_gone_and_still_there(story: Story, reader: FlaskClient) -> None:
    page = story.page(story.deleted.url)
    found = story.backfile.engine.search(Query("click-counter schoolteacher"))
    assert page.status is PageStatus.GONE
    assert [(hit.document.id, hit.document.status) for hit in found.hits] == [(page.id, "gone")]
    snapshot = reader.get(f"/web/{found.hits[0].document.memento}/{story.deleted.url}", follow_redirects=True)
    assert snapshot.status_code == 200


def test_an_edited_post_is_told_from_those_that_only_were_visited_again(story: Story) -> None:
    changed = story.backfile.engine.search(Query(chosen={"status": FacetChoice(any_of=("changed",))}))
    assert [hit.document.url for hit in changed.hits] == [story.edited.url]


@pytest.mark.parametrize(
    "asked",
    [
        'removed:"Eleven of the fourteen paragraphs"',
        "removed:eleven added:thirteen",
        "added:(thirteen AND figure) -removed:thirteen",
        'added:"an earlier version of this letter said eleven"',
    ],
)
def test_an_edited_post_is_found_by_the_words_that_changed(story: Story, asked: str) -> None:
    results = story.backfile.engine.search(Query(asked))
    assert [hit.document.url for hit in results.hits] == [story.edited.url]
    kinds = {kind for kind in ("added", "removed") if asked.startswith(kind) or f" {kind}" in asked}
    assert {change.kind for change in results.hits[0].changes} == kinds


def test_what_a_deleted_post_said_was_not_taken_out(story: Story) -> None:
    assert story.backfile.engine.search(Query("removed:schoolteacher")).total == 0


@pytest.mark.parametrize(
    ("words", "url"),
    [
        (
            "low-water clause enamel staff",
            "http://tidewater-letters.example/2021/03/river-keeps-its-own-minutes.html",
        ),
        ("مقهى البحارة", "http://harbour-notebook.example/2023/02/blog-post.html"),
        ("смотритель маяка журнал", "http://harbour-notebook.example/2023/05/blog-post_16.html"),
        ("渡轮 鱼汤", "http://harbour-notebook.example/2023/08/blog-post_22.html"),
        ("סבתא מעבורת", "http://harbour-notebook.example/2025/01/blog-post_21.html"),
        ("마지막 사공", "http://harbour-notebook.example/2025/03/blog-post_25.html"),
        ("cold store compressors", "http://estuary-review.example/2024/02/what-a-cold-store-remembers/"),
        (
            "freight rates barges spokeswoman",
            "http://meridian-courier.example/world/2022/08/ossel-falls-to-record-low.html",
        ),
    ],
)
def test_a_post_is_found_by_its_words_in_its_language(story: Story, words: str, url: str) -> None:
    results = story.backfile.engine.search(Query(words))
    assert results.hits[0].document.url == url
    assert results.mode == "all"


def test_documents_bear_the_facts_that_the_platforms_gave(story: Story) -> None:
    documents = {
        hit.document.url: hit.document
        for page in (1, 2)
        for hit in story.backfile.engine.search(Query(page=page, per_page=50)).hits
    }
    map_ = documents["http://tidewater-letters.example/2022/09/the-map-of-1911.html"]
    ledgers = documents["http://estuary-review.example/2024/05/harbour-ledgers/"]
    lamp = documents["http://harbour-notebook.example/2023/05/blog-post_16.html"]
    assert (map_.title, map_.author, set(map_.labels)) == (
        "The map of 1911",
        "Ilva Marrowmere",
        {"Maps", "Archives"},
    )
    assert (ledgers.title, ledgers.author, ledgers.source) == (
        "Harbour ledgers",
        "Edda Vintlock",
        "The Estuary Review",
    )
    assert (lamp.author, lamp.lang, lamp.kind) == ("Чайка с причала", "ru", "post")
    assert "Popular posts" not in map_.text
    assert "Related posts" not in ledgers.text


def test_the_specimen_is_replayed_without_its_scripts(reader: FlaskClient) -> None:
    page = reader.get("/web/2030/http://clockwork-annex.example/specimen.html", follow_redirects=True).text
    tricks = ("<script", "onerror=", "onload=", "ontoggle=", "javascript:", 'http-equiv="refresh"')
    for trick in tricks:
        assert trick not in html.unescape(page).lower(), trick  # what a frame's srcdoc holds counts too
    assert "http://pixel.clockwork-annex.example/p.gif?ran=" not in page


def test_the_budget_bounds_the_articles_around_a_source(tmp_path: Path) -> None:
    with World() as world:
        backfile = built(tmp_path, world)
        try:
            source = followed(backfile, "http://estuary-review.example/", related=2)
            with backfile.archiving("the budget's test") as archiving:
                crawl = crawled(archiving, source)
                kinds = Counter(
                    page.kind for page in backfile.catalogue.pages.of_source(source.id) if page.captures
                )
        finally:
            backfile.close()
    assert crawl.state is CrawlState.DONE
    assert kinds[PageKind.POST] == 9
    assert kinds[PageKind.RELATED] <= 2
