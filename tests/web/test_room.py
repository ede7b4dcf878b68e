"""Below the mark of free room nothing is taken in and all can be read; with room again the work goes on by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.errors import RoomShort
from archive.model import CrawlState, SourceKind, Trigger
from archive.store.proof.fixity import check
from archive.store.room import Room
from archive.uri import page_surt
from tests.archive.exchange.exports import wxr_file, wxr_item
from tests.origins.blog import TinyBlog
from web.app import create_app
from web.cli import cli
from web.commands.context import Context
from web.commands.exporting import export
from web.commands.finding import index
from web.commands.importing import import_
from web.compose import Backfile, build
from web.settings import Settings
from web.worker import Worker

ALL = 10**18
"""More than any disk has."""


@pytest.fixture
def blog() -> Iterator[TinyBlog]:
    blog = TinyBlog.of(5)
    with blog.origin:
        yield blog


@pytest.fixture
def backfile(tmp_path: Path, blog: TinyBlog) -> Iterator[Backfile]:
    """A followed blog that is asked for, and a disk that has room."""
    made = build(Settings(data=tmp_path / "data", min_delay=0, allow_networks=(ip_network("127.0.0.0/8"),)))
    home = blog.origin.url("/")
    source = made.catalogue.sources.add(home, page_surt(home), "Tiny", SourceKind.BLOGGER)
    made.catalogue.crawls.request(source.id, Trigger.CLI)
    yield made
    made.close()


def without_room(backfile: Backfile) -> Backfile:
    return replace(backfile, settings=replace(backfile.settings, min_free=ALL))


def run(data: Path, *words: str) -> Result:
    return CliRunner(env={"BACKFILE_MIN_FREE": str(ALL)}).invoke(cli, ["--data", str(data), *words])


def test_the_worker_takes_nothing_in_and_then_goes_on_by_itself(
    backfile: Backfile, blog: TinyBlog, caplog: pytest.LogCaptureFixture
) -> None:
    crawls = backfile.catalogue.crawls
    short = Worker(without_room(backfile))
    for _ in range(3):
        short.crawl()
    assert blog.origin.paths == []
    assert [crawl.state for crawl in crawls.recent(9)] == [CrawlState.QUEUED]
    assert len([record for record in caplog.records if "are free on the disk" in record.message]) == 1
    Worker(backfile).crawl()
    assert [crawl.state for crawl in crawls.recent(9)] == [CrawlState.DONE]
    assert backfile.catalogue.pages.recent(9)
    short.index_changes()
    assert backfile.engine.count() == 0
    Worker(backfile).index_changes()
    assert backfile.engine.count() > 0


def test_a_crawl_halts_where_it_is_and_is_resumed(backfile: Backfile, blog: TinyBlog) -> None:
    looks = iter(range(8))
    filling = replace(backfile, free=lambda _: ALL if next(looks, None) is not None else 0)
    with filling.archiving("a test") as archiving, pytest.raises(RoomShort):
        archiving.crawler.run_all(backfile.catalogue.crawls.unfinished)
    (crawl,) = backfile.catalogue.crawls.recent(9)
    assert crawl.state is CrawlState.RUNNING
    before = len(blog.origin.paths)
    assert before > 0
    Worker(backfile).crawl()
    (crawl,) = backfile.catalogue.crawls.recent(9)
    assert crawl.state is CrawlState.DONE
    assert crawl.progress.failed == 0
    assert len(blog.origin.paths) == len(set(blog.origin.paths)), "nothing was asked for twice"


def test_reading_goes_on_and_says_so(backfile: Backfile) -> None:
    with backfile.archiving("a test") as archiving:
        archiving.crawler.run_all(backfile.catalogue.crawls.unfinished)
    Worker(backfile).index_changes()
    client = create_app(without_room(backfile)).test_client()
    page = backfile.catalogue.pages.recent(1)[0]
    for path in ("/", "/search?q=tide", f"/page/{page.id}", f"/web/{page.url}", "/readyz"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    assert "stay free" in str(client.get("/readyz").get_json()["short_of_room"])
    assert create_app(backfile).test_client().get("/readyz").get_json()["short_of_room"] is None


def test_the_commands_say_what_to_do(backfile: Backfile, tmp_path: Path) -> None:
    data = backfile.settings.data
    (tmp_path / "some.warc.gz").write_bytes(b"never read")
    for words in (("crawl", "--all"), ("import", str(tmp_path / "some.warc.gz")), ("index", "--rebuild")):
        done = run(data, *words)
        assert done.exit_code == 1, words
        assert "Make room" in str(done.exception), words
    status = json.loads(run(data, "status", "--json").stdout)
    assert "Make room" in status["short_of_room"]
    assert status["free"] > 0
    assert "Make room" in run(data, "status").stdout
    assert run(data, "search", "tide").exit_code == 0
    assert [crawl.state for crawl in backfile.catalogue.crawls.recent(9)] != [CrawlState.FAILED]


class Filling(Context):
    """What a command gets over a disk that has room for so many looks."""

    def __init__(self, data: Path, looks: int) -> None:
        super().__init__({"data": str(data)})
        self._left = iter(range(looks))

    @contextmanager
    def backfile(self, *, existing: bool = False, **flags: object) -> Iterator[Backfile]:
        with super().backfile(existing=existing, **flags) as made:
            yield replace(made, free=lambda _: ALL if next(self._left, None) is not None else 0)


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_package_ends_where_the_room_does(backfile: Backfile, tmp_path: Path) -> None:
    Worker(backfile).crawl()
    out = tmp_path / "out"
    out.mkdir()
    for looks in (0, 1, 5, 12):
        done = CliRunner().invoke(
            export, ["--wacz", str(out / "all.wacz")], obj=Filling(backfile.settings.data, looks)
        )
        assert isinstance(done.exception, RoomShort), looks
        assert names_in(out) == set()
    done = CliRunner().invoke(
        export, ["--wacz", str(out / "all.wacz")], obj=Filling(backfile.settings.data, 10**6)
    )
    assert done.exit_code == 0, done.output
    assert names_in(out) == {"all.wacz"}


def test_an_import_ends_where_the_room_does_and_is_gone_on_with(backfile: Backfile, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(wxr_file(*map(wxr_item, range(1, 9))))
    data = backfile.settings.data
    done = CliRunner().invoke(import_, [str(file)], obj=Filling(data, 4))
    assert isinstance(done.exception, RoomShort)
    kept = {one.record_id for one in backfile.catalogue.captures.iterate()}
    assert not [path for path in (data / "warc").iterdir() if ".warc.gz" not in path.name]
    done = CliRunner().invoke(import_, [str(file)], obj=Filling(data, 10**6))
    assert done.exit_code == 0, done.output
    after = [one.record_id for one in backfile.catalogue.captures.iterate()]
    assert kept <= set(after)
    assert len(kept) < len(after) == len(set(after)) == 8 + 1, "the articles, and the export that they are of"
    assert check(backfile.catalogue, data) == []


def test_a_rebuild_ends_where_the_room_does_and_goes_on_with_room(backfile: Backfile) -> None:
    Worker(backfile).crawl()
    Worker(backfile).index_changes()
    data = backfile.settings.data
    before = names_in(data / "index")
    done = CliRunner().invoke(index, ["--rebuild"], obj=Filling(data, 1))
    assert isinstance(done.exception, RoomShort)
    assert "backfile index --rebuild" in done.output
    assert set(before) < set(names_in(data / "index"))
    assert CliRunner().invoke(index, ["--drop"], obj=Filling(data, 10**6)).exit_code == 0
    assert names_in(data / "index") == before
    CliRunner().invoke(index, ["--rebuild"], obj=Filling(data, 1))
    done = CliRunner().invoke(index, ["--rebuild"], obj=Filling(data, 10**6))
    assert done.exit_code == 0, done.output
    assert len([path for path in (data / "index").iterdir() if path.is_dir()]) == 1
    assert backfile.engine.count() == 5


def test_the_mark_counts_what_is_to_be_written() -> None:
    room = Room(Path("/"), 1_000_000, lambda _: 3_000_000)
    assert room.short(2_000_000) is None
    short = room.short(2_000_001)
    assert short is not None
    assert "Only 3 MB are free" in str(short)
    to_the_last = Room(Path("/"), 0, lambda _: 3_000_000)
    assert to_the_last.short(5) is None
    assert "is full" in str(to_the_last.short(2_900_000))


@pytest.mark.parametrize(
    "words",
    [("search", "x"), ("sources",), ("status",), ("report",), ("verify",), ("backup", "b"), ("index",)],
)
def test_a_mistyped_folder_is_not_made(words: tuple[str, ...], tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--data", str(tmp_path / "mistyped"), *words])
    assert done.exit_code == 1
    assert "There is no Backfile data in" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("emptied", [False, True])
def test_a_lost_catalogue_is_not_begun_anew(emptied: bool, backfile: Backfile) -> None:
    with backfile.archiving("a test") as archiving:
        archiving.crawler.run_all(backfile.catalogue.crawls.unfinished)
    backfile.close()
    for path in backfile.settings.data.glob("catalogue.sqlite*"):
        path.unlink()
    if emptied:
        (backfile.settings.data / "catalogue.sqlite").touch()
    for words in (("status",), ("crawl",), ("sources",)):
        done = CliRunner().invoke(cli, ["--data", str(backfile.settings.data), *words])
        assert "`backfile recover`" in str(done.exception)
    assert not any(path.stat().st_size for path in backfile.settings.data.glob("catalogue.sqlite*"))
