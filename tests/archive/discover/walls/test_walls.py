"""Walls are told from articles: by invented pages of both kinds, and without a false alarm on hundreds of real ones."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from archive.discover import walls
from archive.discover.discovery import discover
from archive.model import LinkKind, PageKind, Target, WallKind
from tests.archive.discover.walls.look_alikes import ARTICLES
from tests.archive.discover.walls.made_up_walls import WALLS
from tests.archive.discover.walls.sheets import post

URL = "https://harbour.example/2024/03/low-tide.html"


def told(body: bytes, url: str = URL) -> WallKind | None:
    wall = walls.of_body(body, url, "text/html; charset=utf-8")
    return wall.kind if wall is not None else None


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_told_as_what_it_is(name: str) -> None:
    kind, body = WALLS[name]
    assert told(body) is kind


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_with_something_of_a_wall_stays_an_article(name: str) -> None:
    assert told(ARTICLES[name]) is None


def test_a_teaser_is_an_article_with_a_notice() -> None:
    stated = '{"@type": "NewsArticle", "headline": "The long read", "isAccessibleForFree": "False"}'
    body = post("The long read", 3, head=f"<script type='application/ld+json'>{stated}</script>")
    found = discover(
        Target(URL, LinkKind.POST), None, status=200, mime="text/html", headers=(), body=body, url=URL
    )
    assert (found.wall, found.page_kind) == (None, PageKind.POST)
    assert found.notices == ("Only a teaser is public: the page says that the rest is for subscribers.",)


def test_there_are_enough_of_both() -> None:
    assert len(WALLS) >= 80
    assert len(ARTICLES) >= 40
    assert {kind for kind, _ in WALLS.values()} == set(WallKind)


def test_every_reason_is_a_clause_in_plain_words() -> None:
    for _, body in WALLS.values():
        wall = walls.of_body(body, URL)
        assert wall is not None
        assert wall.reason[:1].islower()
        assert not wall.reason.endswith(".")


@pytest.mark.shared
@pytest.mark.slow
def test_no_real_article_is_taken_for_a_wall(shared: Path) -> None:
    gold = shared / "data" / "gold"
    records = map(json.loads, (gold / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    pages = {record["html_path"]: record["url"] for record in records}
    wrong = {
        url: kind
        for path, url in pages.items()
        if (kind := told(gzip.decompress((gold / path).read_bytes()), url)) is not None
    }
    assert len(pages) > 500
    assert wrong == {}


@pytest.mark.parametrize(
    "body",
    [
        b"<iframe " * 20_000,
        b"<title" * 20_000,
        b"<title>" + b"page not " * 20_000,
        b"<title>the page the page" + b" - | : " * 20_000,
        b"/cdn-cgi/challenge-platform/" * 5_000,
        b"<p>the blog at " * 20_000,
        b"<h1>domain " * 20_000 + b" is",
        b"<div>" * 2_000 + b"cookie " * 20_000,
        b"<" * 100_000,
    ],
)
def test_a_hostile_page_is_judged_in_good_time(body: bytes) -> None:
    began = time.process_time()
    told(body + b"g-recaptcha")
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("https://www.blogger.com/blogin.g?blogspotURL=x", WallKind.WARNING),
        ("https://consent.youtube.com/m?continue=x", WallKind.CONSENT),
        ("https://guce.oath.example/collectConsent?sessionId=1", WallKind.CONSENT),
        ("https://harbour.example/cookie-wall?to=/2024", WallKind.CONSENT),
        ("https://www.google.com/sorry/index?continue=x", WallKind.CHALLENGE),
        ("https://harbour.example/showcaptcha?retpath=x", WallKind.CHALLENGE),
        ("https://harbour.example/.within.website/?redir=x", WallKind.CHALLENGE),
        ("https://harbour.example/login?next=/2024/03/low-tide.html", WallKind.LOGIN),
        ("https://harbour.example/login", WallKind.LOGIN),
        ("https://harbour.example/wp-login.php?redirect_to=x", WallKind.LOGIN),
        ("https://medium.com/m/signin?operation=register", WallKind.LOGIN),
        ("https://harbour.example/404", WallKind.MISSING),
        ("https://harbour.example/404.html", WallKind.MISSING),
        ("https://harbour.example/page-not-found/?from=x", WallKind.MISSING),
        ("https://harbour.example/errors/not_found.aspx", WallKind.MISSING),
        ("http://ww25.harbour.example/?subid1=1", WallKind.PARKED),
        ("https://www.hugedomains.com/domain_profile.cfm?d=harbour", WallKind.PARKED),
        ("https://harbour.example/cgi-sys/suspendedpage.cgi", WallKind.UNAVAILABLE),
        ("https://harbour.example/2024/03/low-tide", None),
        ("https://harbour.example/2024/login-pages-i-have-known/", None),
        ("https://harbour.example/2024/03/404-days-at-sea.html", None),
        ("https://harbour.example/2024/03/consent-and-the-sea.html", None),
        ("https://harbour.example/2024/03/my-page-not-found-story", None),
        ("https://www.harbour.example/", None),
        ("https://wwwharbour.example/", None),
    ],
)
def test_a_redirect_to_a_wall_is_told_by_its_address(location: str, kind: WallKind | None) -> None:
    gate = walls.gate(location)
    assert (gate.kind if gate else None) is kind


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://harbour.example/", "the site's home page"),
        ("https://www.harbour.example", "the site's home page"),
        ("https://harbour.example/index.html", "the site's home page"),
        ("https://harbour.example/en/", "the site's home page"),
        ("https://casino.example/", "home page of another site"),
        ("https://harbour.example/2024/03/low-tide/", None),
        ("https://harbour.example/?cookie=1", None),
        ("https://harbour.example/tides/", None),
    ],
)
def test_a_redirect_from_an_article_to_a_home_page_is_its_end(location: str, words: str | None) -> None:
    wall = walls.leads_home(URL, location)
    assert (wall is None) is (words is None)
    assert wall is None or (words or "") in wall.reason
    assert walls.leads_home("https://harbour.example/", location) is None
