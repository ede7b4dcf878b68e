"""The world's HTTP: proxy and virtual hosts, validators, codings, and how it stops."""

from __future__ import annotations

import gzip
import socket
import threading

import pytest

from tests.web.demo.visitor import Visitor
from web.demo.world import World

POST = "http://tidewater-letters.example/2021/03/river-keeps-its-own-minutes.html"
FEED = "http://tidewater-letters.example/feeds/posts/default"
PICTURE = "http://img.blogger.example/img/b/1/s640/river.png"
STYLE = "http://www.blogger.example/static/v1/contempo.css"


def test_a_site_is_the_same_through_the_proxy_and_by_its_host_header(visit: Visitor) -> None:
    assert visit(POST).body == visit.directly(POST).body
    assert visit.directly(POST.replace(".example/", ".example:8099/")).status == 200


def test_the_bare_address_explains_itself(world: World, visit: Visitor) -> None:
    page = visit.directly(f"http://{world.address}/").text
    assert all(home in page for home in world.home_urls)


@pytest.mark.parametrize("url", ["http://elsewhere.example/", "http://example.com/"])
def test_the_proxy_knows_no_other_hosts(visit: Visitor, url: str) -> None:
    assert visit(url).status == 502


def test_www_leads_to_the_plain_name(visit: Visitor) -> None:
    assert visit("http://www.tidewater-letters.example/p/about.html").headers["Location"] == (
        "http://tidewater-letters.example/p/about.html"
    )


@pytest.mark.parametrize("url", [POST, FEED, PICTURE, STYLE, "http://estuary-review.example/feed/"])
def test_each_validator_alone_is_enough_for_a_304(visit: Visitor, url: str) -> None:
    full = visit(url)
    by_tag = visit(url, If_None_Match=full.headers["ETag"])
    by_date = visit(url, If_Modified_Since=full.headers["Last-Modified"])
    assert (full.status, by_tag.status, by_date.status) == (200, 304, 304)
    assert by_tag.body == b""
    assert by_tag.headers["ETag"] == full.headers["ETag"]


def test_a_wrong_tag_outweighs_a_right_date(visit: Visitor) -> None:
    full = visit(POST)
    known = {"If_None_Match": '"other"', "If_Modified_Since": full.headers["Last-Modified"]}
    assert visit(POST, **known).status == 200
    assert visit(POST, If_None_Match=f'"other", {full.headers["ETag"]}').status == 304
    assert visit(POST, If_Modified_Since="whenever").status == 200


def test_a_body_is_packed_for_those_who_can_unpack_it_and_its_tag_is_the_same(visit: Visitor) -> None:
    plain, packed = visit(POST), visit(POST, Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_feeds_come_in_chunks_and_pages_with_their_length(visit: Visitor) -> None:
    feed, page = visit(FEED), visit(POST)
    assert (feed.headers["Transfer-Encoding"], feed.headers["Content-Length"]) == ("chunked", None)
    assert int(page.headers["Content-Length"]) == len(page.body)


@pytest.mark.parametrize("url", [POST, FEED])
def test_head_says_what_get_would_without_the_body(visit: Visitor, url: str) -> None:
    get, head = visit(url), visit(url, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("DELETE", 405), ("CONNECT", 501)])
def test_other_methods_are_refused(visit: Visitor, method: str, status: int) -> None:
    target = "tidewater-letters.example:443" if method == "CONNECT" else POST
    assert visit(target, method=method).status == status


def test_stopping_hangs_up_on_idle_clients_and_leaves_no_thread() -> None:
    before = threading.active_count()
    world = World()
    host, port = world.start().split(":")
    with socket.create_connection((host, int(port))) as idle:
        idle.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: tidewater-letters.example\r\n\r\n")
        assert idle.recv(15) == b"HTTP/1.1 200 OK"
        world.stop()
    world.stop()
    assert threading.active_count() == before


def test_a_world_that_is_not_running_says_so() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        _ = World().proxy_url


def test_many_visitors_at_once_are_all_served_and_all_noted(world: World, visit: Visitor) -> None:
    statuses: list[int] = []
    visitors = [threading.Thread(target=lambda: statuses.append(visit(POST).status)) for _ in range(16)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert statuses == [200] * 16
    assert len(world.requests) == 16
