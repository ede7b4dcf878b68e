"""What only the catalogue knows is told in the WARC files: marked by whatever changes it, written whole, never a secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Facts, Link, LinkKind, PageKind, PageStatus, Policy, Tally, Trigger
from archive.store.annotated import ANNOTATED, BY_NOUN, Value
from archive.store.annotation import NoAnnotation, Told, is_annotation, parse, to_bytes, without
from archive.store.annotator import EVERY, Annotator
from archive.store.catalogue import Catalogue
from archive.store.recorder import PageSeen, Recorder
from archive.store.scan import Found, scan
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, TARGET, URL, exchange
from tests.archive.made_up import a_source
from tests.archive.store.test_warc import warcio_check
from tests.conftest import MovableClock

PAGE: dict[str, Value] = dict.fromkeys(BY_NOUN["pages"].columns) | {
    "id": "abcdefghij",
    "url": URL,
    "surt": "example,blog)/",
    "kind": "post",
    "status": "live",
    "labels": "[]",
    "link_kind": "post",
    "captures": 1,
    "visits": 0,
    "text_changes": 0,
}


@pytest.fixture
def annotator(store: WarcStore, catalogue: Catalogue) -> Annotator:
    return Annotator(store, catalogue)


def told_in(store: WarcStore) -> list[Told]:
    """What the store's files tell, in their order."""
    found = []
    for path in sorted(store.folder.iterdir()):
        for one in scan(path, lambda header, content: content.read() if is_annotation(header) else b""):
            assert isinstance(one, Found)
            found += parse(one.value) if one.value else []
    return found


def units_in(store: WarcStore) -> dict[tuple[str, str], list[dict[str, object]]]:
    return {
        (told.noun, key): [dict(row) for row in rows]
        for told in told_in(store)
        for key, rows in told.units().items()
    }


def kept(recorder: Recorder, catalogue: Catalogue) -> int:
    source = a_source(catalogue)
    page = PageSeen(URL, PageKind.POST, source.id, Facts(title="Told by the feed"), link_kind=LinkKind.POST)
    links = [Link("https://other.example/", LinkKind.BODY, "there")]
    return recorder.keep(exchange(LONG), TARGET, page=page, links=links).id


def test_what_a_crawl_knows_is_told_and_then_no_more(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, annotator: Annotator
) -> None:
    number = kept(recorder, catalogue)
    assert catalogue.annotations.any_waiting()
    assert annotator.write() == 1
    assert not catalogue.annotations.any_waiting()
    told = units_in(store)
    page = catalogue.pages.recent(1)[0]
    assert told["pages", page.id][0]["title"] == "Told by the feed"
    assert told["pages", page.id][0]["source_id"] == 1
    assert told["captures", str(number)][0]["page_id"] == page.id
    assert told["links", page.id][0]["text"] == "there"
    assert told["shown", page.id] == [{"page_id": page.id, "capture_id": number}]
    assert told["sources", "1"][0]["name"] == "A Blog"
    assert {noun for noun, _ in told} == {"sources", "pages", "captures", "links", "shown", "segments"}
    assert annotator.write() == 0


def test_the_record_is_one_that_other_tools_take(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, annotator: Annotator
) -> None:
    kept(recorder, catalogue)
    annotator.write()
    store.seal()
    (path,) = store.folder.glob("*.gz")
    assert "digest pass" in warcio_check(path)


def test_another_visit_tells_the_links_again_only_when_they_are_others(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, annotator: Annotator, clock: MovableClock
) -> None:
    kept(recorder, catalogue)
    annotator.write()
    before = len(told_in(store))
    page = PageSeen(URL, PageKind.POST)
    links = [Link("https://other.example/", LinkKind.BODY, "there")]
    again = recorder.keep(exchange(LONG, at=clock.move(timedelta(days=1))), TARGET, page=page, links=links)
    annotator.write()
    assert {told.noun for told in told_in(store)[before:]} == {"pages", "captures", "shown"}
    recorder.keep(exchange(LONG, at=clock.move(timedelta(days=1))), TARGET, page=page, links=links * 2)
    annotator.write()
    told = units_in(store)
    assert len(told["links", catalogue.pages.recent(1)[0].id]) == 2
    assert again.id == 2
    recorder.keep(exchange(LONG, at=clock.move(timedelta(days=1))), TARGET, page=page)
    annotator.write()
    assert units_in(store)["links", catalogue.pages.recent(1)[0].id] == []


def test_whatever_changes_a_row_marks_it(catalogue: Catalogue, annotator: Annotator) -> None:
    source = a_source(catalogue)
    crawl = catalogue.crawls.request(source.id, Trigger.CLI)
    page = catalogue.pages.seen(URL, kind=PageKind.POST)
    annotator.write()
    for change in (
        lambda: catalogue.sources.update(source.id, name="Another"),
        lambda: catalogue.crawls.add_progress(crawl.id, fetched=1),
        lambda: catalogue.pages.mark(page.id, PageStatus.GONE),
        lambda: catalogue.lastmods.note("blog.example", proved=True),
        lambda: catalogue.tallies.set(crawl.id, [Tally(URL, LinkKind.FEED, None, 1, 1, True, None)]),
        lambda: catalogue.tallies.set(crawl.id, []),
    ):
        change()
        assert catalogue.annotations.any_waiting()
        annotator.write()


def test_a_change_while_it_is_written_is_told_next_time(catalogue: Catalogue, annotator: Annotator) -> None:
    source = a_source(catalogue)
    pending = catalogue.annotations.next(10)
    assert pending is not None
    catalogue.sources.update(source.id, name="Meanwhile")
    catalogue.annotations.settle(pending.marks)
    again = catalogue.annotations.next(10)
    assert again is not None
    assert again.told[0].rows[0]["name"] == "Meanwhile"


def test_what_is_asked_in_passing_comes_every_five_minutes(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, clock: MovableClock
) -> None:
    for minute in range(9):
        recorder.keep(exchange(LONG + b"%d" % minute, url=f"{URL}?{minute}"), TARGET)
        clock.move(timedelta(minutes=1))
    assert timedelta(minutes=5) == EVERY
    assert len({key for noun, key in units_in(store) if noun == "captures"}) == 6


def test_keys_to_a_site_are_never_told(catalogue: Catalogue, annotator: Annotator, store: WarcStore) -> None:
    source = a_source(catalogue)
    secret = Policy(delay=5.0, headers=(("Authorization", "Bearer s3cr3t"),), cookies="session=s3cr3t")
    catalogue.sources.update(source.id, policy=secret)
    catalogue.accounts.add("ada", "$argon2id$hash")
    annotator.write()
    everything = json.dumps([dict(row) for told in told_in(store) for row in told.rows])
    assert "s3cr3t" not in everything
    assert "argon2" not in everything
    assert '\\"delay\\": 5.0' in everything


def test_a_takedown_takes_what_was_told_as_well() -> None:
    content = to_bytes([Told("pages", (PAGE, PAGE | {"id": "kept", "url": "https://other.example/"}))])
    assert without(content, lambda noun, row: False) is None
    left = without(content, lambda noun, row: noun == "pages" and row["url"] == URL)
    assert left is not None
    assert URL.encode() not in left
    assert b"other.example" in left


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"null", b'{"form": 2}', b"[" * 100_000, b'{"form": 1', b'"form"'],
)
def test_what_is_no_annotation_is_refused(content: bytes) -> None:
    with pytest.raises(NoAnnotation):
        parse(content)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 5),
        ("id", "longer than ten"),
        ("kind", "no such kind"),
        ("captures", "many"),
        ("captures", 2**70),
        ("captures", True),
        ("captures", None),
        ("published", 10**30),
        ("published", "yesterday"),
        ("title", "nul\0"),
        ("title", "\ud800"),
        ("title", ["a list"]),
        ("title", "x" * 1_000_001),
        ("labels", "no list"),
        ("labels", None),
    ],
)
def test_rows_that_a_table_could_not_hold_are_left_out(column: str, value: object) -> None:
    assert parse(_document(PAGE))[0].rows == (PAGE,)
    assert parse(_document(PAGE | {column: value}))[0].rows == ()


def _document(row: Mapping[str, object]) -> bytes:
    told = {"noun": "pages", "columns": list(row), "rows": [list(row.values())]}
    return json.dumps({"form": 1, "told": [told]}).encode()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["noun", "columns", "rows", "gone"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(_json | st.fixed_dictionaries({"noun": st.sampled_from(sorted(BY_NOUN)), "rows": _json})))
def test_parsing_never_fails_otherwise(told: object) -> None:
    for each in parse(json.dumps({"form": 1, "told": told}).encode()):
        assert each.noun in BY_NOUN
        each.units()


def test_every_noun_is_of_columns_that_there_are() -> None:
    for each in ANNOTATED:
        assert {each.key, *each.columns} <= set(each.table.c.keys())
        assert each.key in each.columns
