"""Walls in the files of others: their captures are taken, and no article is made of them."""

from __future__ import annotations

from archive import uri
from archive.model import PageStatus, WallKind
from archive.store.catalogue import Catalogue
from tests.archive.exchange.conftest import Take
from tests.archive.exchange.warcs import HEAD, packed, record, sha1_hex

POST = "http://harbour.example/post"
CAPTCHA = b"<!doctype html><title>Just a moment...</title><div class='cf-turnstile'></div>"


def test_a_wall_alone_is_no_page(take: Take, catalogue: Catalogue) -> None:
    take(packed([record(content=HEAD + CAPTCHA)]))
    assert catalogue.pages.all_ids() == []
    (capture,) = catalogue.captures.of_surt(uri.surt(POST))
    assert (capture.wall, capture.page_id) == (WallKind.CHALLENGE, None)


def test_a_wall_after_the_article_marks_it_and_is_not_shown(take: Take, catalogue: Catalogue) -> None:
    revisit = record(
        "revisit",
        3,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        date="2022-01-01T00:00:00Z",
        fields=[
            ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            ("WARC-Payload-Digest", sha1_hex(CAPTCHA)),
            ("WARC-Refers-To-Target-URI", POST),
            ("WARC-Refers-To-Date", "2021-01-01T00:00:00Z"),
        ],
    )
    wall = record(number=2, content=HEAD + CAPTCHA, date="2021-01-01T00:00:00Z")
    take(packed([record(), wall, revisit]))
    (page_id,) = catalogue.pages.all_ids()
    page, captures = catalogue.pages.get(page_id), catalogue.captures.of_page(page_id)
    assert page is not None
    assert page.status is PageStatus.BLOCKED
    assert [capture.wall for capture in captures] == [None, WallKind.CHALLENGE, WallKind.CHALLENGE]
    assert [capture.shows_article for capture in captures] == [True, False, False]
    assert catalogue.captures.shown(page_id) == captures[0]
