"""``export --wacz``: what goes into a package, and that it comes back without loss."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.cdxj import parse
from archive.errors import ExportStopped
from archive.exchange.package.writing import Wanted, Watch
from archive.exchange.report import ImportReport
from archive.exchange.warc_import import import_file
from archive.model import Capture, Locator, Page
from indexer.model import Hit, Query
from tests.conftest import MovableClock
from tests.web.harbour import BLOG, POST, fill
from tests.web.library import MARCH, Library, open_library
from web.cli import cli, run

NOWHERE = Locator("", 0, 0)


class Exported:
    """An archive on disk, what is an example of what in it, and packages made of it."""

    def __init__(self, data: Path, examples: dict[str, Capture]) -> None:
        self.data = data
        self.examples = examples

    def wacz(self, name: str, *options: str) -> Path:
        target = self.data.parent / name
        if not target.exists():
            assert run(["--data", str(self.data), "export", "--wacz", str(target), *options]) == 0
        return target


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    data = tmp_path_factory.mktemp("harbour") / "data"
    with open_library(data, MovableClock(MARCH)) as library:
        examples = fill(library)
    return Exported(data, examples)


@pytest.fixture
def origin(exported: Exported, clock: MovableClock) -> Iterator[Library]:
    with open_library(exported.data, clock) as library:
        yield library


@pytest.fixture
def second(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "second", clock) as library:
        yield library


def take(library: Library, path: Path) -> ImportReport:
    return import_file(path, library.backfile.catalogue, library.store)


def captures(library: Library) -> dict[str, Capture]:
    """All captures, without where they lie here."""
    found = library.backfile.catalogue.captures.iterate()
    return {one.record_id: replace(one, id=0, crawl_id=None, locator=NOWHERE) for one in found}


def pages(library: Library) -> dict[str, Page]:
    """All Pages, each with the key of its Source for the number."""
    catalogue = library.backfile.catalogue
    surts: dict[int | None, Any] = {each.id: each.surt for each in catalogue.sources.all()}
    found = (catalogue.pages.get(page_id) for page_id in catalogue.pages.all_ids())
    return {page.id: replace(page, source_id=surts.get(page.source_id)) for page in found if page is not None}


def index(path: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as package:
        lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    assert lines == sorted(lines, key=str.encode)
    return [parse(line).fields | {"timestamp": parse(line).timestamp} for line in lines]


def listed(path: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as package:
        header, *lines = package.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(header)["format"] == "json-pages-1.0"
    return [json.loads(line) for line in lines]


def holds(exported: Exported, path: Path) -> set[str]:
    """Which of the examples are in a package."""
    there = {(one["url"], one["timestamp"]) for one in index(path)}
    return {name for name, one in exported.examples.items() if (one.url, one.timestamp) in there}


def test_a_round_trip_loses_nothing(exported: Exported, origin: Library, second: Library) -> None:
    report = take(second, exported.wacz("all.wacz"))
    assert (report.refused, report.doubts, report.broken) == ([], [], None)
    assert captures(second) == captures(origin)
    assert pages(second) == pages(origin)
    there, here = origin.backfile.catalogue, second.backfile.catalogue
    for page_id in pages(origin):
        assert here.pages.links_from(page_id) == there.pages.links_from(page_id)
    for capture in there.captures.iterate():
        again = here.captures.by_record_id(capture.record_id)
        assert again is not None
        with origin.backfile.mementos.raw(capture) as one, second.backfile.mementos.raw(again) as other:
            assert (one.payload.read(), one.headers) == (other.payload.read(), other.headers)
    for source in here.sources.all():
        known = there.sources.by_surt(source.surt)
        assert known is not None
        assert source.paused
        assert replace(source, created_at=known.created_at, paused=known.paused, id=known.id) == known


def test_the_same_is_found_in_it(exported: Exported, origin: Library, second: Library) -> None:
    take(second, exported.wacz("all.wacz"))
    for library in (origin, second):
        with library.backfile.indexing("a test") as sync:
            sync.rebuild()
    for query in (Query(), Query(text="ferry"), Query(text="status:changed"), Query(text="quay -lamps")):
        one, other = (library.backfile.engine.search(query) for library in (origin, second))
        assert [plain(hit) for hit in other.hits] == [plain(hit) for hit in one.hits]
        assert (other.total, other.facets, other.histogram) == (one.total, one.facets, one.histogram)
        assert one.total


def plain(hit: Hit) -> Hit:
    """A hit without the numbers of captures, which are this archive's own."""
    versions = tuple(replace(version, capture_id=0) for version in hit.document.versions)
    return replace(hit, document=replace(hit.document, versions=versions), score=round(hit.score, 6))


def test_taken_twice_nothing_is_doubled(exported: Exported, second: Library) -> None:
    take(second, exported.wacz("all.wacz"))
    before = captures(second), pages(second), second.backfile.catalogue.changes.last()
    assert take(second, exported.wacz("all.wacz")).already
    assert (captures(second), pages(second), second.backfile.catalogue.changes.last()) == before


def test_what_is_here_already_keeps_what_is_known_of_it(exported: Exported, second: Library) -> None:
    second.keep(POST, "<title>Mine</title><p>words", at=MARCH.replace(year=2027), page=True)
    catalogue = second.backfile.catalogue
    page = next(iter(pages(second).values()))
    catalogue.pages.restore(replace(page, facts=replace(page.facts, title="As it is called here")))
    take(second, exported.wacz("all.wacz"))
    merged = catalogue.pages.get(page.id)
    assert merged is not None
    assert (merged.facts.title, merged.facts.author) == ("As it is called here", "Ada Quill")
    assert merged.captures == 5


def test_a_question_is_exported_with_all_that_its_articles_need(exported: Exported) -> None:
    path = exported.wacz("query.wacz", "--query", 'author:"ada quill"')
    assert [page["url"] for page in listed(path)] == [POST]
    assert holds(exported, path) == {
        "post 0", "post 10", "not modified", "changed", "gone",
        "mirror",  # holds the payload that both revisits stand for
        "bare", "short",  # lead to it
        "style", "background",
        "picture 1", "picture 19",  # nearest in time to a capture of the page; that of day 300 is to none
    }  # fmt: skip


def test_an_article_told_by_a_feed_brings_the_feed(exported: Exported) -> None:
    path = exported.wacz("told.wacz", "--query", "lamps")
    assert {"feed"} <= holds(exported, path)
    assert "robots.txt" not in {one["url"].rpartition("/")[2] for one in index(path)}


def test_source_and_question_together(exported: Exported) -> None:
    path = exported.wacz("both.wacz", "--source", "Quay & <Co>", "--query", "crossing")
    assert [page["url"] for page in listed(path)] == ["https://away.example/report"]
    mirrored = exported.wacz("away.wacz", "--source", "Away")
    assert {page["url"] for page in listed(mirrored)} == {"https://mirror.example/ferries"}


def test_a_part_comes_back_as_it_was(exported: Exported, origin: Library, second: Library) -> None:
    path = exported.wacz("query.wacz", "--query", 'author:"ada quill"')
    take(second, path)
    there = captures(origin)
    assert captures(second) == {record_id: there[record_id] for record_id in captures(second)}
    page = next(page for page in pages(second).values() if page.url == POST)
    assert page == pages(origin)[page.id]


def test_the_list_of_pages(exported: Exported) -> None:
    found = {page["url"]: page for page in listed(exported.wacz("all.wacz"))}
    ferries = found[POST]
    assert ferries["title"] == "Ferries in the fog"
    assert ferries["ts"] == "2026-03-21T12:00:00Z"
    assert "no longer waits for the fog" in ferries["text"]


def test_each_capture_keeps_its_request(exported: Exported) -> None:
    with zipfile.ZipFile(exported.wacz("query.wacz", "--query", 'author:"ada quill"')) as package:
        (name,) = (name for name in package.namelist() if name.startswith("archive/"))
        plain = gzip.decompress(package.read(name))
    assert plain.count(b"WARC-Type: request") == len(index(exported.wacz("query.wacz")))
    assert plain.count(b"WARC-Type: warcinfo") == 1


def test_the_same_archive_gives_the_same_bytes(origin: Library, tmp_path: Path) -> None:
    for name in ("one", "two"):
        origin.backfile.packaging().write(tmp_path / name, Wanted("All"))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_many_small_warc_files(origin: Library, second: Library, tmp_path: Path) -> None:
    origin.backfile.packaging().write(tmp_path / "many.wacz", Wanted("All", warc_bytes=2000))
    with zipfile.ZipFile(tmp_path / "many.wacz") as package:
        assert sum(name.startswith("archive/") for name in package.namelist()) > 4
    take(second, tmp_path / "many.wacz")
    assert captures(second) == captures(origin)
    assert pages(second) == pages(origin)


def test_told_as_json(exported: Exported, tmp_path: Path) -> None:
    command = ["--data", str(exported.data), "export", "--wacz", str(tmp_path / "x.wacz"), "--json"]
    result = CliRunner().invoke(cli, command)
    shape = json.loads(result.stdout)
    assert shape["captures"] == len(exported.examples) + 1
    assert shape["bytes"] == (tmp_path / "x.wacz").stat().st_size


def test_what_can_not_be_exported_leaves_nothing(
    exported: Exported, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.wacz"
    target.write_bytes(b"what was there")
    base = ["--data", str(exported.data), "export"]
    assert run([*base, "--wacz", str(target), "--query", "nothingofthekind"]) == 1
    assert "holds no capture" in capsys.readouterr().err
    assert run([*base, "--wacz", str(target), "--source", "Nobody"]) == 1
    assert run([*base, "--wacz", str(tmp_path / "none" / "x.wacz")]) == 1
    assert run([*base, "--wacz", "../x.wacz", "--publish"]) == 1
    assert "can't be published" in capsys.readouterr().err
    assert target.read_bytes() == b"what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["x.wacz"]


def test_an_export_that_is_stopped_leaves_nothing(origin: Library, tmp_path: Path) -> None:
    answers = iter([False] * 5)
    watch = Watch(stop=lambda: next(answers, True))
    with pytest.raises(ExportStopped):
        origin.backfile.packaging().write(tmp_path / "x.wacz", Wanted("All"), watch)
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_damaged_is_left_out_and_told(
    tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        kept = library.keep(f"{BLOG}/a", page=True)
        library.keep(f"{BLOG}/b", page=True)
    (segment,) = (data / "warc").glob("*.open")
    damaged = bytearray(segment.read_bytes())
    damaged[kept.locator.offset + kept.locator.length - 6] ^= 1
    segment.write_bytes(damaged)
    assert run(["--data", str(data), "export", "--wacz", str(tmp_path / "x.wacz")]) == 1
    told = capsys.readouterr()
    assert f"left out {BLOG}/a" in told.err
    assert "1 page, 1 capture" in told.out
    assert [one["url"] for one in index(tmp_path / "x.wacz")] == [f"{BLOG}/b"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("", "no name of a file"),
        ("/dev/null", "no ordinary file"),
        ("{folder}/missing/x.wacz", "No such file or directory"),
        ("{data}/catalogue.sqlite/x.wacz", "Not a directory"),
        ("{data}/warc/x.wacz", "for the archive's own files"),
        ("{folder}/" + "x" * 300, "File name too long"),
    ],
)
def test_a_package_goes_only_where_a_file_may_be(
    exported: Exported, place: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = place.format(data=exported.data, folder=exported.data.parent)
    assert run(["--data", str(exported.data), "export", "--json", "--wacz", target]) == 1
    said = capsys.readouterr()
    assert reason in said.err
    assert "Choose another place" in json.loads(said.out)["error"]
    assert not Path("/dev/null").is_file()
    assert not list((exported.data / "warc").glob("*.wacz*"))
