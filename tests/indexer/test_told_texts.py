"""What an export or a feed told, in the index: a text only where the web has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.digest import digests_of
from archive.model import Capture, Facts, PageKind, PageStatus
from archive.plain_article import PlainArticle, document
from archive.store.conversion import conversion_id
from archive.store.conversions import Conversions, Made
from indexer.extract import extract
from indexer.model import Document, Query
from tests.archive.made_up import NOON
from tests.conftest import MovableClock
from tests.indexer.world import SENTENCES, World

TOLD = " ".join(f"Brent geese of the {number}th flock grazed on eelgrass." for number in range(12))
FACTS = Facts(title="Geese", author="Ada Quill", published=NOON, labels=("Birds", "Salt marsh"))


@pytest.fixture
def world(tmp_path: Path, clock: MovableClock) -> Iterator[World]:
    made = World(tmp_path / "data", clock)
    yield made
    made.close()


@pytest.fixture
def tell(world: World, tmp_path: Path) -> Tell:
    return Tell(world, tmp_path / "export.xml")


class Tell:
    """Has an export tell of an article."""

    def __init__(self, world: World, path: Path) -> None:
        path.write_bytes(b"<feed/>")
        self._conversions = Conversions(world.store, world.catalogue, world.clock)
        self._origin: Capture = self._conversions.keep_export(path, digests_of(b"<feed/>"), "text/xml")
        self._made = 0

    def __call__(self, name: str, text: str = TOLD) -> None:
        self._made += 1
        url = f"https://blog.example/2026/03/{name}.html"
        told = PlainArticle(url, PageKind.POST, FACTS, f"<p>{text}</p>")
        body = document(told, via_url=self._origin.url, via_name="export.xml", note="From an export.")
        made = Made(url, conversion_id(self._origin.record_id, str(self._made)), body, told.kind, told.facts)
        self._conversions.keep(self._origin, [made])


def only(world: World, query: str) -> Document:
    world.sync().run()
    (hit,) = world.engine.search(Query(query)).hits
    return hit.document


def test_an_article_that_only_an_export_has_is_found(world: World, tell: Tell) -> None:
    tell("geese")
    found = only(world, "eelgrass")
    assert (found.title, found.author, found.labels) == (FACTS.title, FACTS.author, FACTS.labels)
    assert (found.status, found.published) == ("exported", NOON)
    assert found.text == TOLD  # and nothing of what we wrote around it
    assert only(world, "status:exported").id == found.id


def test_a_live_capture_wins_and_the_two_texts_are_no_change(
    world: World, tell: Tell, clock: MovableClock
) -> None:
    tell("geese")
    world.sync().run()
    clock.move(timedelta(days=1))
    world.keep("geese")
    found = only(world, "ferry")
    assert found.text.startswith(SENTENCES[:40])
    assert (found.status, len(found.versions), found.last_changed) == ("live", 1, None)
    clock.move(timedelta(days=30))
    tell("geese", TOLD + " Later.")
    assert only(world, "ferry").status == "live"
    assert world.engine.search(Query("eelgrass")).total == 0


def test_where_the_page_has_no_text_what_was_told_is_its_text(
    world: World, tell: Tell, clock: MovableClock
) -> None:
    world.keep("geese", "Loading … <meta content='dynamic' name='blogger-template'/>")
    clock.move(timedelta(days=1))
    tell("geese")
    found = only(world, "eelgrass")
    assert (found.text, found.status) == (TOLD, "live")
    clock.move(timedelta(days=1))
    tell("geese", TOLD + " They left in April.")
    found = only(world, "april")
    assert (found.status, len(found.versions)) == ("changed", 2)


def test_behind_a_wall_an_article_is_known_from_its_export_only(
    world: World, tell: Tell, clock: MovableClock
) -> None:
    world.keep(
        "geese", head="HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n", status=PageStatus.BLOCKED
    )
    clock.move(timedelta(days=1))
    tell("geese")
    assert only(world, "eelgrass").status == "exported"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Low tide.</p>", "Low tide."),
        (
            "Low tide.</div></div><p>High tide.</article><p>Spring tide.",
            "Low tide.\nHigh tide.\nSpring tide.",
        ),
        ("<ul><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul>", "One\nTwo"),
    ],
)
def test_all_of_the_content_is_the_text_and_nothing_that_is_ours(content: str, text: str) -> None:
    told = PlainArticle("https://blog.example/2026/03/geese.html", PageKind.POST, FACTS, content)
    html = document(told, via_url="urn:x", via_name="export.xml", note="From an export.")
    found = extract(html, told.url)
    assert [line.strip() for line in found.text.split("\n") if line.strip()] == text.split("\n")
    assert (found.title, found.author, found.published) == (FACTS.title, FACTS.author, FACTS.published)
    assert (found.labels, found.method) == (FACTS.labels, "platform:told")
