"""What happens in the world: posts are edited and deleted, servers are busy for a moment, requests are noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import MovableClock
from tests.web.demo.visitor import ATOM, Visitor
from web.demo.world import World

TIDEWATER = "http://tidewater-letters.example/"
FEED = f"{TIDEWATER}feeds/posts/default"
BELL = "http://harbour-notebook.example/2024/09/the-bell-at-brinsey.html"


def updated_in_feed(visit: Visitor, title: str) -> str | None:
    feed = visit(f"{FEED}?orderby=updated").xml()
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.iter(f"{ATOM}entry")}
    return entries[title].findtext(f"{ATOM}updated") if title in entries else None


def test_two_fresh_worlds_are_byte_for_byte_the_same(world: World, visit: Visitor) -> None:
    with World() as other:
        look = Visitor(other)
        for url in [url for home in world.home_urls for url in world.articles(home) if url != BELL]:
            assert visit(url).body == look(url).body


def test_an_edited_post_has_other_words_a_later_date_and_other_validators(
    world: World, visit: Visitor
) -> None:
    url = next(url for url, post in world.articles(TIDEWATER).items() if post.revision)
    before = visit(url)
    edited = world.edit_post()
    after = visit(url, If_None_Match=before.headers["ETag"])
    assert edited.url == url
    assert edited.before != edited.after
    assert after.status == 200
    assert "Thirteen of the fourteen paragraphs" in after.text
    assert "Thirteen of the fourteen paragraphs" not in before.text
    assert "Eleven of the fourteen paragraphs" not in after.text
    assert updated_in_feed(visit, edited.title) == edited.at.isoformat(timespec="milliseconds")
    assert f"<loc>{url}</loc><lastmod>{edited.at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" in "".join(
        visit(page).text for page in visit(f"{TIDEWATER}sitemap.xml").locations()
    )


def test_an_edit_is_dated_by_the_callers_clock_and_never_before_the_last_one() -> None:
    clock = MovableClock(datetime(2027, 5, 1, 8, 0, tzinfo=UTC))
    world = World(clock)
    assert world.edit_post(add="A first remark.").at == clock.now
    assert world.edit_post(add="A second one.").at == clock.now + timedelta(seconds=1)
    assert world.articles(TIDEWATER)[world.edit_post().url].text.count("remark.") == 1


def test_any_post_of_any_site_can_be_edited(world: World, visit: Visitor) -> None:
    url = "http://estuary-review.example/2024/05/harbour-ledgers/"
    edited = world.edit_post(url, add="A postscript on herons.")
    assert "A postscript on herons." in visit(url).text
    assert str(edited) == f"“Harbour ledgers” is edited at {url}"


def test_a_deleted_post_is_gone_from_everywhere(world: World, visit: Visitor) -> None:
    deleted = world.delete_post()
    pages = visit(f"{TIDEWATER}sitemap.xml").locations()
    lists = [
        FEED,
        f"{FEED}?start-index=11",
        f"{FEED}?start-index=21",
        TIDEWATER,
        f"{TIDEWATER}2024/06/",
        *pages,
    ]
    assert visit(deleted.url).status == 404
    assert not [url for url in lists if deleted.url in visit(url).text]
    assert deleted.url not in world.articles(TIDEWATER)


def test_what_is_no_post_can_be_neither_edited_nor_deleted(world: World) -> None:
    for url in (f"{TIDEWATER}2020/01/nothing.html", "http://elsewhere.example/"):
        with pytest.raises(KeyError):
            world.edit_post(url)
    world.delete_post()
    with pytest.raises(KeyError):
        world.delete_post()


def test_one_post_is_busy_the_first_time(visit: Visitor) -> None:
    first, second = visit(BELL), visit(BELL)
    assert (first.status, first.headers["Retry-After"]) == (503, "1")
    assert second.status == 200


def test_a_url_can_be_made_to_fail(world: World, visit: Visitor) -> None:
    world.fail(f"{FEED}?start-index=11", 500, times=2)
    assert [visit(f"{FEED}?start-index=11").status for _ in range(3)] == [500, 500, 200]
    assert visit(FEED).status == 200


def test_the_log_says_who_asked_what_and_how_it_was_answered(world: World, visit: Visitor) -> None:
    started = datetime.now(UTC)
    visit(f"{TIDEWATER}nowhere.html", User_Agent="Visitor/1")
    visit.directly(FEED)
    first, second = world.requests
    assert (first.method, first.url, first.status) == ("GET", f"{TIDEWATER}nowhere.html", 404)
    assert first.headers == {"user-agent": "Visitor/1", "accept-encoding": "identity"}
    assert started <= first.at <= second.at <= datetime.now(UTC)
    assert second.url == FEED
    world.forget_requests()
    assert world.requests == ()
