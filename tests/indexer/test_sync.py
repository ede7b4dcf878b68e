"""The archive's changes in the index: real captures in, Documents out; cut off, ahead, damaged and rebuilt."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from archive import uri
from archive.model import Facts, LinkKind, PageKind, PageStatus, SourceKind, Target
from archive.store.recorder import PageSeen
from archive.timestamp import to_timestamp
from indexer.model import Batch, Query
from indexer.report import SyncProgress, SyncReport
from indexer.whoosh_engine.engine import WhooshEngine
from tests.archive.exchanges import NOON, exchange, not_modified
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document
from tests.indexer.world import HTML, SENTENCES, World


@pytest.fixture
def world(tmp_path: Path, clock: MovableClock) -> Iterator[World]:
    made = World(tmp_path, clock)
    yield made
    made.close()


def test_a_capture_becomes_a_hit(world: World) -> None:
    source = world.catalogue.sources.add(
        "https://blog.example/", uri.page_surt("https://blog.example/"), "Harbour Notes", SourceKind.BLOGGER
    )
    facts = Facts(title="Ferries", author="Ada Quill", published=NOON, labels=("Fog", "Boats"))
    capture = world.keep("ferries", facts=facts, source_id=source.id)
    report = world.sync().run()
    assert (report.put, report.deleted, report.failed) == (1, 0, 0)
    assert report.checkpoint == world.engine.checkpoint() == world.catalogue.changes.last()
    (hit,) = world.engine.search(Query("harbour fog")).hits
    document = hit.document
    assert document.id == capture.page_id
    assert (document.title, document.author, document.published) == ("Ferries", "Ada Quill", NOON)
    assert (document.labels, document.source, document.site) == (
        ("Fog", "Boats"),
        "Harbour Notes",
        "blog.example",
    )
    assert (document.lang, document.kind, document.status) == ("en", "post", "live")
    assert (document.captures, document.memento) == (1, capture.timestamp)
    assert document.first_captured == document.last_captured == capture.captured_at
    assert (document.last_changed, len(document.versions)) == (None, 1)
    assert document.text.startswith("The ferry of the 0th hour")


def test_what_no_platform_tells_is_extracted_and_the_host_is_the_source(world: World) -> None:
    world.keep("plain", kind=PageKind.RELATED)
    world.sync().run()
    (hit,) = world.engine.search(Query("ferry")).hits
    assert (hit.document.title, hit.document.source, hit.document.kind) == (
        "plain",
        "blog.example",
        "related",
    )


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (
            Facts(title="Fog - Harbour Notes"),
            "Fog",
        ),  # the page's own metadata, out of which extraction has chosen
        (
            Facts(title="Fog - Harbour Notes", platform_id="post-1"),
            "Fog - Harbour Notes",
        ),  # from a feed's entry
        (Facts(title="Fog at the quay"), "Fog at the quay"),  # from a list that the page does not echo
    ],
)
def test_a_title_out_of_metadata_is_no_better_than_the_extracted_one(
    world: World, facts: Facts, title: str
) -> None:
    item = '{"@type": "BlogPosting", "headline": "Fog - Harbour Notes"}'
    world.keep("Fog", SENTENCES + f'<script type="application/ld+json">{item}</script>', facts=facts)
    world.sync().run()
    assert [hit.document.title for hit in world.engine.search(Query("ferry")).hits] == [title]


def test_a_changed_text_is_a_version_and_a_changed_frame_is_none(world: World) -> None:
    world.keep("post")
    world.keep("post", SENTENCES + "<!-- another frame around the same words -->")
    changed = world.keep("post", SENTENCES + " A storm came up.")
    world.sync().run()
    (hit,) = world.engine.search(Query("storm")).hits
    assert (hit.document.status, hit.document.captures, len(hit.document.versions)) == ("changed", 3, 2)
    assert hit.document.last_changed == changed.captured_at
    assert hit.document.versions[1].capture_id == changed.id


def test_known_payloads_are_not_read_again(world: World) -> None:
    for number in range(4):
        world.keep("post", f"{SENTENCES} Edition {number}.")
    world.sync().run()
    world.extracted.clear()
    again = world.keep("post", f"{SENTENCES} Edition 3.")  # a revisit
    world.sync().run()
    assert len(world.extracted) == 1  # the text to show
    world.extracted.clear()
    world.keep("post", f"{SENTENCES} Edition 4.")
    world.sync().run()
    assert len(world.extracted) == 2  # that one, and the text that it differs from
    document = world.engine.get(str(again.page_id))
    assert document is not None
    assert (len(document.versions), document.captures) == (5, 6)


def test_an_edit_is_found_by_the_words_that_it_took_out(world: World) -> None:
    post = world.keep("post", f"The quay was closed all winter. {SENTENCES}")
    world.sync().run()
    assert world.engine.search(Query("removed:winter")).total == 0
    world.keep("post", f"The quay was closed all spring. {SENTENCES}")
    world.sync().run()
    found = world.engine.search(Query('removed:"all winter"'))
    assert [hit.document.id for hit in found.hits] == [post.page_id]
    (change,) = found.hits[0].changes
    first, second = found.hits[0].document.versions
    assert (change.kind, change.earlier, change.later) == ("removed", first.captured_at, second.captured_at)
    assert (first.removed, first.added, second.cut) == ((), (), False)
    assert world.engine.search(Query("added:spring")).total == 1
    assert world.engine.search(Query("removed:quay")).total == 0
    assert world.engine.search(Query("winter")).total == 0


def test_what_an_index_followed_is_what_a_rebuilt_one_holds(world: World) -> None:
    for number in range(4):
        world.keep(
            "post",
            f"Chapter {['one', 'two', 'three', 'four'][number]} begins here, said the mate. {SENTENCES}",
        )
        post = world.keep("post", f"{SENTENCES} The mate had said {number} words.")
        world.sync().run()
    followed = world.engine.get(str(post.page_id))
    assert followed is not None
    assert len(followed.versions) == 8
    assert all(version.removed and version.added for version in followed.versions[1:])
    world.sync().rebuild()
    assert world.engine.get(str(post.page_id)) == followed


def test_a_page_that_went_took_no_words_out(world: World) -> None:
    world.keep("post")
    world.keep(
        "post",
        "Gone.",
        head="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
        status=PageStatus.GONE,
    )
    world.sync().run()
    assert world.engine.search(Query("removed:ferry")).total == 0


def test_a_title_is_text_too(world: World) -> None:
    title = "<title>Of {0}</title><article><h1>Of {0}</h1><p>" + SENTENCES + "</p></article>"
    for day, name in enumerate(("herrings", "mackerels")):
        sent = exchange(
            title.format(name).encode(),
            url="https://blog.example/2026/03/x.html",
            at=NOON + timedelta(days=day),
        )
        target = Target(sent.url, LinkKind.SEED)
        world.recorder.keep(sent, target, page=PageSeen(sent.url, PageKind.POST))
    world.sync().run()
    assert world.engine.search(Query("removed:herrings added:mackerels")).total == 1


def test_a_revisit_shows_the_original(world: World) -> None:
    kept = world.keep("post")
    url = kept.url
    page = PageSeen(url, PageKind.POST)
    again = world.recorder.keep(
        not_modified(url=url, at=NOON + timedelta(days=9)),
        Target(url, LinkKind.SEED, etag='"v1"'),
        page=page,
        original=kept,
    )
    world.sync().run()
    (hit,) = world.engine.search(Query("ferry")).hits
    assert (hit.document.captures, hit.document.status) == (2, "live")
    assert hit.document.last_captured == again.captured_at
    assert hit.document.text.startswith("The ferry")


def test_a_page_that_is_gone_keeps_its_last_text(world: World) -> None:
    world.keep("post")
    world.keep(
        "post",
        "Not here.",
        head="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
        status=PageStatus.GONE,
    )
    world.sync().run()
    (hit,) = world.engine.search(Query("ferry status:gone")).hits
    assert hit.document.text.startswith("The ferry")


def test_a_page_behind_a_wall_keeps_its_last_text(world: World) -> None:
    world.keep("post")
    denied = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n"
    world.keep("post", "Prove it.", head=denied, status=PageStatus.BLOCKED)
    world.sync().run()
    (hit,) = world.engine.search(Query("ferry status:blocked")).hits
    assert hit.document.text.startswith("The ferry")


def test_a_page_with_nothing_to_show_is_not_in_the_index(world: World) -> None:
    world.keep("missing", "No.", head="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    world.keep("image", head="HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
    assert world.sync().run().deleted == 2
    assert world.engine.count() == 0


def test_an_emptied_page_shows_the_last_capture_with_a_text(world: World) -> None:
    kept = world.keep("post")
    shell = exchange(b"<html><body></body></html>", url=kept.url, at=NOON + timedelta(days=9))
    world.recorder.keep(shell, Target(kept.url, LinkKind.SEED), page=PageSeen(kept.url, PageKind.POST))
    world.sync().run()
    (hit,) = world.engine.search(Query("ferry")).hits
    assert (hit.document.captures, hit.document.memento) == (2, kept.timestamp)


def test_the_header_names_the_charset(world: World) -> None:
    text = " ".join(["Президент говорил о выборах в стране и о погоде на севере."] * 6)
    world.keep("post", text, head=HTML.format(charset="windows-1251"), charset="cp1251")
    world.sync().run()
    (hit,) = world.engine.search(Query("выборы")).hits
    assert hit.document.lang == "ru"


def test_one_page_that_fails_does_not_hold_up_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.keep("good")
    world.keep("bad", "hostile " + SENTENCES)
    world.keep("better")
    with caplog.at_level(logging.CRITICAL):
        report = world.sync().run()
    assert (report.put, report.failed) == (2, 1)
    assert world.engine.checkpoint() == world.catalogue.changes.last()


def test_nothing_new_is_no_work(world: World) -> None:
    world.keep("post")
    world.sync().run()
    generation = world.engine.generation()
    assert world.sync().run() == SyncReport(checkpoint=world.catalogue.changes.last())
    assert world.engine.generation() == generation


def test_a_stopped_run_goes_on_later(world: World) -> None:
    world.keep("one")
    stop = threading.Event()
    stop.set()
    assert world.sync().run(stop=stop).put == 0
    assert world.engine.checkpoint() == 0
    assert world.sync().run().put == 1


def test_progress_ends_at_the_total(world: World) -> None:
    for name in ("one", "two", "three"):
        world.keep(name)
    told: list[SyncProgress] = []
    world.sync().run(on_progress=told.append)
    assert told[-1].done == told[-1].total > 0
    told.clear()
    world.sync().rebuild(on_progress=told.append)
    assert told == [SyncProgress(done, 3) for done in range(4)]


def test_a_rebuild_gives_the_same_documents(world: World) -> None:
    for number in range(3):
        world.keep(f"post{number}")
        world.keep(f"post{number}", f"{SENTENCES} Again {number}.")
    world.sync().run()
    before = {name: world.engine.get(name) for name in world.engine.ids()}
    reader = WhooshEngine.open(world.data / "index")
    assert reader.count() == 3
    report = world.sync().rebuild()
    assert (report.put, report.rebuilt) == (3, True)
    assert {name: reader.get(name) for name in reader.ids()} == before
    assert reader.checkpoint() == world.catalogue.changes.last()


def test_an_index_of_another_form_is_rebuilt(world: World) -> None:
    world.keep("post")
    world.sync().run()
    (mark,) = (world.data / "index").glob("*/BACKFILE")
    mark.write_bytes(orjson.dumps(orjson.loads(mark.read_bytes()) | {"form": 0}))
    world.engine = WhooshEngine.open(world.data / "index")
    assert world.sync().run().rebuilt
    assert world.engine.search(Query("ferry")).total == 1


def test_a_deleted_index_comes_back(world: World) -> None:
    world.keep("post")
    world.sync().run()
    (world.data / "index" / "CURRENT").unlink()
    assert world.engine.count() == 0
    assert world.sync().run().put == 1
    assert world.engine.count() == 1


def test_an_index_ahead_of_the_catalogue_is_rebuilt(world: World) -> None:
    world.keep("post")
    world.engine.apply(Batch(put=(a_document("from-a-later-archive"),)), checkpoint=999)
    assert world.sync().run().rebuilt
    assert world.engine.count() == 1
    assert world.engine.checkpoint() == world.catalogue.changes.last()


def test_captures_that_come_in_later_from_earlier_are_versions_too(world: World) -> None:
    kept = world.keep("post")
    world.sync().run()
    early = NOON - timedelta(days=400)
    body = f"<title>post</title><article><p>{SENTENCES} As it was first.</p></article>".encode()
    old = exchange(body, url=kept.url, at=early, head=HTML.format(charset="UTF-8").encode())
    world.recorder.keep(
        old, Target(kept.url, LinkKind.SEED), page=PageSeen(kept.url, PageKind.POST, status=None)
    )
    world.sync().run()
    document = world.engine.get(str(kept.page_id))
    assert document is not None
    assert [version.captured_at for version in document.versions] == [early, kept.captured_at]
    assert (document.status, document.memento) == ("changed", to_timestamp(kept.captured_at))
    assert document.first_captured == early
    assert replace(document, versions=()).text.startswith("The ferry")
