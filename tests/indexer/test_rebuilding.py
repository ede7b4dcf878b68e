"""A rebuild that is cut off at any moment: the next one goes on from it, and what changed meanwhile is right in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import BackfileError, DiskFull
from archive.model import PageStatus
from indexer.fixity import examine_index
from indexer.model import Batch, Query
from indexer.report import SyncProgress, SyncReport
from indexer.sync import ABANDONED
from indexer.whoosh_engine.engine import WhooshEngine
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document
from tests.indexer.world import SENTENCES, World

POSTS = 8
BATCH = 2


@pytest.fixture
def world(tmp_path: Path, clock: MovableClock) -> Iterator[World]:
    made = World(tmp_path, clock)
    for number in range(POSTS):
        made.keep(f"post{number}", f"The sign is {sign(number)}. {SENTENCES}")
    made.sync().run()
    made.extracted.clear()
    yield made
    made.close()


def sign(number: int) -> str:
    """A word that only one post has, and no bytes have by chance."""
    return "quaymark" + chr(ord("a") + number) * 8


def cut_off(world: World, after: int = 4, raises: BaseException | None = None) -> SyncReport | None:
    """A rebuild that comes no further than so many Pages, stopped or (``raises``) by what it is told."""
    stop = threading.Event()

    def show(progress: SyncProgress) -> None:
        if progress.done < after:
            return
        if raises is not None:
            raise raises
        stop.set()

    if raises is None:
        return world.sync(BATCH).rebuild(on_progress=show, stop=stop)
    with pytest.raises(type(raises)):
        world.sync(BATCH).rebuild(on_progress=show, stop=stop)
    return None


def generations(world: World) -> list[str]:
    return sorted(path.name for path in (world.data / "index").iterdir() if path.is_dir())


def sound(world: World) -> None:
    """All that is in the archive is found, nothing else, and nothing is left of any rebuild."""
    assert examine_index(world.engine, world.catalogue, world.mementos).faults == []
    assert world.engine.checkpoint() == world.catalogue.changes.last()
    assert len(generations(world)) == 1


def found(world: World, text: str) -> int:
    return len(list(world.engine.found(Query(text, each_copy=True))))


@pytest.mark.parametrize("raises", [None, KeyboardInterrupt(), DiskFull("index"), BackfileError("no room")])
def test_the_next_rebuild_goes_on_from_the_last_commit(world: World, raises: BaseException | None) -> None:
    report = cut_off(world, raises=raises)
    assert report is None or not report.rebuilt
    assert found(world, "ferry") == POSTS, "the old one answers"
    kept = len(world.extracted)
    told: list[SyncProgress] = []
    report = world.sync(BATCH).rebuild(on_progress=told.append)
    assert report.rebuilt
    assert (report.resumed, told[0].done, told[0].resumed) == (4, 4, 4)
    assert len(world.extracted) - kept == POSTS - report.resumed, "what was made is not made again"
    sound(world)


def test_a_rebuild_may_begin_anew(world: World) -> None:
    cut_off(world)
    world.extracted.clear()
    report = world.sync(BATCH).rebuild(anew=True)
    assert (report.resumed, len(world.extracted)) == (0, POSTS)
    sound(world)


def test_what_changed_between_two_runs_is_right_in_the_end(world: World) -> None:
    cut_off(world)
    unfinished = world.engine.unfinished()
    assert unfinished is not None
    made = set(unfinished[0].ids())
    pages = {
        f"post{n}": world.catalogue.pages.by_surt(f"example,blog)/2026/03/post{n}.html") for n in range(POSTS)
    }
    done = [name for name, page in pages.items() if page is not None and page.id in made]
    waiting = [name for name in pages if name not in done]
    for changed, gone, hidden, dropped in (done, waiting):
        world.keep(changed, f"Another text altogether, of {changed}. {SENTENCES}")
        world.keep(
            gone,
            "No.",
            head="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
            status=PageStatus.GONE,
        )
        world.catalogue.takedowns.take_down(f"https://blog.example/2026/03/{hidden}.html")
        page = pages[dropped]
        assert page is not None
        (capture,) = world.catalogue.captures.of_page(page.id)
        assert capture.id is not None
        world.catalogue.pages.hand_over(capture.id, None)  # as another reading of the records would
    world.keep("new", f"Nobody knew of it. {SENTENCES}")
    report = world.sync(BATCH).rebuild()
    assert report.resumed > 0
    assert (found(world, "altogether"), found(world, "status:gone"), found(world, "nobody")) == (2, 2, 1)
    assert world.engine.count() == POSTS - 4 + 1
    sound(world)


def test_what_is_taken_down_leaves_no_byte_in_a_half_built_index(world: World) -> None:
    cut_off(world, after=POSTS - 2)
    for number in range(POSTS):
        if number % 2:
            world.catalogue.takedowns.take_down(f"https://blog.example/2026/03/post{number}.html")
    world.sync(BATCH).run()
    assert not world.catalogue.takedowns.unforgotten()
    assert len(generations(world)) == 2
    for folder in (world.data / "index").glob("0*"):
        content = b"".join(path.read_bytes() for path in folder.glob("*.seg"))
        there = {number for number in range(POSTS) if sign(number).encode() in content}
        assert there
        assert not any(number % 2 for number in there)
    world.sync(BATCH).rebuild()
    assert world.engine.count() == POSTS // 2
    sound(world)


def test_the_index_that_answers_is_kept_up_meanwhile(world: World) -> None:
    seen: list[int] = []

    def show(progress: SyncProgress) -> None:
        if progress.done == 2:
            world.keep("late", f"News of the quay. {SENTENCES}")
        if progress.done == 6:
            seen.append(found(world, "news quay"))
            assert len(generations(world)) == 2

    world.sync(BATCH).rebuild(on_progress=show)
    assert seen == [1]
    assert found(world, "news quay") == 1
    sound(world)


def test_news_is_told_once(world: World, clock: MovableClock) -> None:
    cut_off(world)
    clock.move(timedelta(hours=1))
    world.keep("late", f"News of the quay. {SENTENCES}")
    world.sync().run()
    (told,) = world.engine.news(Query("quay"), most=1)
    clock.move(timedelta(hours=1))
    world.sync(BATCH).rebuild()
    assert world.engine.news(Query(""), after=told.news_at) == []
    assert world.engine.get(told.id) == told


@pytest.mark.parametrize(
    "fault", ["another form", "a changed byte", "from another archive", "nothing committed"]
)
def test_what_cannot_be_gone_on_with_is_begun_anew(world: World, fault: str) -> None:
    cut_off(world)
    begun = world.data / "index" / generations(world)[-1]
    if fault == "another form":
        (begun / "BACKFILE").write_text('{"form": 1, "byteorder": "little"}')
    elif fault == "a changed byte":
        path = next(begun.glob("*.seg"))
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    elif fault == "from another archive":
        (begun / "ORIGIN").write_text((begun / "ORIGIN").read_text().replace("2026", "2025"))
    else:
        for path in begun.glob("*.toc"):
            path.unlink()
    report = world.sync(BATCH).rebuild()
    assert (report.rebuilt, report.resumed) == (True, 0)
    sound(world)


def test_an_index_that_cannot_be_read_is_rebuilt_on_and_on(world: World) -> None:
    (mark,) = (world.data / "index").glob("*/BACKFILE")
    mark.write_text('{"form": 1, "byteorder": "little"}')
    world.engine.close()  # it is seen by whoever opens it
    stop = threading.Event()
    report = world.sync(BATCH).run(stop=stop, on_progress=lambda told: stop.set() if told.done == 4 else None)
    assert (report.rebuilt, report.put) == (False, 4)
    report = world.sync(BATCH).run()
    assert (report.rebuilt, report.resumed) == (True, 4)
    sound(world)


def test_what_nobody_goes_on_with_makes_room(world: World, clock: MovableClock) -> None:
    cut_off(world)
    world.sync().run()
    assert len(generations(world)) == 2
    clock.now = clock.now.replace(year=2100)
    world.sync().run()
    assert len(generations(world)) == 1
    assert timedelta(days=1) <= ABANDONED


def orphan(world: World) -> None:
    (world.data / "index" / "000009").mkdir()


def unmade(world: World) -> None:
    (world.data / "index" / "000009").mkdir()
    (world.data / "index" / "000009" / "BACKFILE.new").write_text("{")


def replaced(world: World) -> None:
    """The old generation, after the swap and before its removal."""
    folder = world.data / "index" / "000000"
    folder.mkdir()
    (folder / "BACKFILE").write_text("{}")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "x.ctmp").write_text("")
    (folder / "ORIGIN").write_text("7 x")


def begun(world: World) -> None:
    """Begun and never committed to, and another begun after it."""
    world.engine.beside("0 ")
    (world.data / "index" / "000008").mkdir()
    (world.data / "index" / "000008" / "BACKFILE").write_text("{}")


@pytest.mark.parametrize("leave", [orphan, unmade, replaced, begun])
def test_leftovers_do_not_pile_up(world: World, leave: Callable[[World], None]) -> None:
    leave(world)
    world.sync().rebuild()
    sound(world)


def test_a_stranger_in_the_folder_stays(world: World) -> None:
    stranger = world.data / "index" / "000099"
    stranger.mkdir()
    (stranger / "notes.txt").write_text("mine")
    world.sync().rebuild()
    assert (stranger / "notes.txt").read_text() == "mine"


def test_an_index_ahead_is_not_followed_while_it_is_replaced(world: World) -> None:
    world.engine.apply(Batch(put=(a_document("from-a-later-archive"),)), checkpoint=999)
    assert world.sync(BATCH).run().rebuilt
    sound(world)
    assert WhooshEngine.open(world.data / "index").count() == POSTS
