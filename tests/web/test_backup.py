"""Backups are made while a crawl runs, each of one moment and whole; what is hostile is not restored."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.crawl.egress.fetcher import utc_now
from archive.errors import BackupFailed, RestoreRefused, SchemaNewer
from archive.model import SourceKind, Trigger
from archive.store.backups.backup import Backup, back_up
from archive.store.backups.inventory import DRAFT_SUFFIX, LIST, whole_backups
from archive.store.backups.restore import DRAFT, Restored, restore
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.proof.fixity import check
from archive.uri import page_surt
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.web.library import MARCH, Library, open_library
from tests.web.test_full_disk import mounted
from web.cli import cli, run
from web.compose import Backfile, build
from web.settings import Settings

LOOPBACK = (ip_network("127.0.0.0/8"),)
ROUNDS = 20


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Library]:
    """Two sealed segments and an open one."""
    with open_library(tmp_path / "data", MovableClock(MARCH), Settings(segment_bytes=1)) as library:
        for number in range(3):
            library.keep(f"https://quay.example/{number}", f"<title>{number}</title><p>Words.", page=True)
        yield library


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backed_up(library: Library, target: Path, stopped: Callable[[], bool] = lambda: False) -> Backup:
    made = back_up(
        library.backfile.settings.data,
        library.backfile.catalogue,
        target,
        library.backfile.clock,
        stopped=stopped,
    )
    assert made is not None
    return made


def restored(source: Path, data: Path) -> Restored:
    done = restore(source, data)
    assert done is not None
    return done


def captures_in(data: Path) -> set[int]:
    """The numbers of its captures, all of which are sound."""
    with closing(Catalogue.open(data, utc_now)) as catalogue:
        assert check(catalogue, data) == []
        return {one.id for one in catalogue.captures.iterate()}


@contextmanager
def under_way(backfile: Backfile, source_id: int) -> Iterator[None]:
    """A crawl that goes on and on beside what is done within."""
    stop = threading.Event()
    failed: list[BaseException] = []

    def crawl() -> None:
        try:
            with backfile.archiving("a test") as archiving:
                while not stop.is_set():
                    request = archiving.catalogue.crawls.request(source_id, Trigger.CLI, full=True)
                    archiving.crawler.run(request, stop=stop)
        except BaseException as error:  # noqa: BLE001 -- told on the test's own thread
            failed.append(error)

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert not failed, failed


def test_twenty_backups_under_load_are_whole(tmp_path: Path, target: Path) -> None:
    chance = random.Random(4)  # noqa: S311 -- moments, no secrets
    blog = TinyBlog.of(150)
    with blog.origin as origin:
        settings = Settings(
            data=tmp_path / "data", min_delay=0, allow_networks=LOOPBACK, segment_bytes=200_000
        )
        backfile = build(settings)
        home = origin.url("/")
        source = backfile.catalogue.sources.add(home, page_surt(home), "Tiny", SourceKind.BLOGGER)
        reported: list[tuple[set[int], Path]] = []
        try:
            with under_way(backfile, source.id):
                for _ in range(ROUNDS):
                    threading.Event().wait(chance.uniform(0, 0.15))
                    before = {one.id for one in backfile.catalogue.captures.iterate()}
                    made = back_up(settings.data, backfile.catalogue, target, backfile.clock)
                    assert made is not None
                    assert made.alarms == []
                    reported.append((before, made.path))
        finally:
            backfile.close()
    assert len(list(whole_backups(target))) == ROUNDS
    assert len(reported[-1][0]) > len(reported[0][0]) >= 0
    for number, (before, path) in enumerate(reported):
        data = tmp_path / f"restored-{number}"
        restored(path, data)
        assert before <= captures_in(data)
        shutil.rmtree(data)


def test_what_is_restored_is_what_was_backed_up(filled: Library, target: Path, tmp_path: Path) -> None:
    made = backed_up(filled, target)
    assert (made.captures, made.linked) == (3, 0)
    names = {item.path for item in made.inventory.items}
    assert FILENAME in names
    assert sum(name.endswith(".sha256") for name in names) == 2
    assert sum(name.endswith(".open") for name in names) == 1
    assert {path.stat().st_mode & 0o077 for path in (target, made.path, *made.path.rglob("*"))} == {0}
    data = tmp_path / "restored"
    assert restored(target, data).backup == made.path
    assert captures_in(data) == {1, 2, 3}
    assert (data / FILENAME).stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in data.iterdir()) == [FILENAME, "warc"]


def test_the_next_one_links_what_is_there_already(filled: Library, target: Path, tmp_path: Path) -> None:
    first = backed_up(filled, target)
    filled.keep("https://quay.example/later", "<title>Later</title><p>Words.", page=True)
    second = backed_up(filled, target)
    assert second.linked > 0
    sealed = [item.path for item in first.inventory.items if item.path.endswith(".warc.gz")]
    assert len(sealed) == 2
    for name in sealed:
        assert (first.path / name).stat().st_ino == (second.path / name).stat().st_ino
    shutil.rmtree(first.path)
    restored(target, tmp_path / "restored")
    assert captures_in(tmp_path / "restored") == {1, 2, 3, 4}


def test_a_file_that_rotted_in_the_earlier_one_is_copied_anew(filled: Library, target: Path) -> None:
    first = backed_up(filled, target)
    name = next(item.path for item in first.inventory.items if item.path.endswith(".warc.gz"))
    _flip(first.path / name)
    second = backed_up(filled, target)
    assert (first.path / name).stat().st_ino != (second.path / name).stat().st_ino
    with pytest.raises(RestoreRefused, match="is damaged"):
        restore(first.path, target.parent / "one")
    restored(second.path, target.parent / "two")


def test_what_is_damaged_in_the_archive_is_kept_and_told(filled: Library, target: Path) -> None:
    sealed = next((filled.backfile.settings.data / "warc").glob("*.gz"))
    _flip(sealed)
    made = backed_up(filled, target)
    assert [sealed.name in alarm for alarm in made.alarms] == [True]
    restored(target, target.parent / "restored")


@pytest.mark.parametrize("pieces", range(4))
def test_one_that_is_stopped_leaves_nothing_behind(pieces: int, filled: Library, target: Path) -> None:
    whole = backed_up(filled, target).path
    left = iter(range(pieces))
    data = filled.backfile.settings.data
    filled.keep("https://quay.example/later", "<title>Later</title><p>Words.")
    made = back_up(data, filled.backfile.catalogue, target, utc_now, stopped=lambda: next(left, None) is None)
    assert made is None
    assert [path for path in target.iterdir() if path.is_dir()] == [whole]


def test_a_catalogue_with_a_damaged_page_is_not_backed_up(
    filled: Library, target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "damaged"
    restored(backed_up(filled, target).path, data)
    with closing(sqlite3.connect(data / FILENAME)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_links_surt'"
        ).fetchone()
    catalogue = bytearray((data / FILENAME).read_bytes())
    catalogue[page * size - 100] ^= 1
    (data / FILENAME).write_bytes(catalogue)
    assert run(["--data", str(data), "backup", str(tmp_path / "none"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)["error"]
    assert "not as it was written" in said
    assert "`backfile recover`" in said
    assert list(whole_backups(tmp_path / "none")) == []


def test_verify_tells_a_fault_from_what_keeps_it_from_looking(
    filled: Library, target: Path, tmp_path: Path
) -> None:
    made = backed_up(filled, target)
    data = tmp_path / "newer"
    restored(made.path, data)
    with closing(Catalogue.open(data, utc_now)) as catalogue, catalogue.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    done = CliRunner().invoke(cli, ["--data", str(data), "verify", "--full"])
    assert isinstance(done.exception, SchemaNewer)
    assert "Upgrade Backfile" in str(done.exception)


def test_one_that_was_cut_off_is_none_and_goes_away(filled: Library, target: Path, tmp_path: Path) -> None:
    whole = backed_up(filled, target)
    cut = whole.path.with_name(f"20990101000000{DRAFT_SUFFIX}")
    shutil.copytree(whole.path, cut)
    half = whole.path.with_name("20990101000001")
    shutil.copytree(whole.path, half, ignore=shutil.ignore_patterns(LIST))
    assert restored(target, tmp_path / "restored").backup == whole.path
    backed_up(filled, target)
    assert not cut.exists()


def test_not_into_the_data_folder_nor_twice_at_once(filled: Library, target: Path) -> None:
    with pytest.raises(BackupFailed, match="in the data folder"):
        backed_up(filled, filled.backfile.settings.data / "backups")

    def meanwhile() -> bool:
        with pytest.raises(BackupFailed, match="another backup"):
            backed_up(filled, target)
        return False

    backed_up(filled, target, stopped=meanwhile)


def test_where_nothing_can_be_written_there_is_a_word(filled: Library, unwritable: Path) -> None:
    with pytest.raises(BackupFailed, match="No backup was made"):
        backed_up(filled, unwritable / "backups")


def test_one_for_which_there_is_no_room_leaves_those_before_it(
    filled: Library, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with mounted(tmp_path / "small", 1 << 20) as real:
        record_property("disk", "a file system of its own" if real else "injected")
        target = tmp_path / "small" / "backups"
        first = backed_up(filled, target).path
        before = {path: path.stat().st_ino for path in target.rglob("*")}
        filled.keep("https://quay.example/big", random.Random(3).randbytes(1 << 20), mime="image/png")  # noqa: S311

        def stopped() -> bool:
            if not real:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return False

        with pytest.raises(BackupFailed, match="there is no room left"):
            backed_up(filled, target, stopped=stopped)
        assert {path: path.stat().st_ino for path in target.rglob("*")} == before
        assert restored(target, tmp_path / "restored").backup == first


def test_only_so_many_are_kept_and_only_once_the_new_one_is_whole(filled: Library, target: Path) -> None:
    (target / "mine").mkdir(parents=True)
    data, catalogue, clock = (
        Path(filled.backfile.settings.data),
        filled.backfile.catalogue,
        filled.backfile.clock,
    )
    made = [back_up(data, catalogue, target, clock, keep=2) for _ in range(4)]
    paths = [one.path for one in made if one is not None]
    assert [len(one.removed) for one in made if one is not None] == [0, 0, 1, 1]
    assert set(whole_backups(target)) == set(paths[-2:])
    assert back_up(data, catalogue, target, clock, keep=1, stopped=lambda: True) is None
    assert set(whole_backups(target)) == set(paths[-2:])
    assert {path.name for path in target.iterdir() if path.is_dir()} == {
        "mine",
        *(path.name for path in paths[-2:]),
    }
    restored(paths[-1], target.parent / "restored")


def test_nothing_is_overwritten(filled: Library, target: Path, tmp_path: Path) -> None:
    backed_up(filled, target)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(RestoreRefused, match="nothing is overwritten"):
        restore(target, tmp_path / "mine")
    with pytest.raises(RestoreRefused, match="nothing is overwritten"):
        restore(target, filled.backfile.settings.data)
    with pytest.raises(RestoreRefused, match="no whole backup"):
        restore(tmp_path / "nowhere", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_restore_that_was_cut_off_is_done_again(filled: Library, target: Path, tmp_path: Path) -> None:
    backed_up(filled, target)
    data = tmp_path / "restored"
    left = iter(range(6))
    assert restore(target, data, stopped=lambda: next(left, None) is None) is None
    assert not data.exists()
    (data / DRAFT).mkdir(parents=True)
    (data / "warc").mkdir()
    (data / "warc" / "half.warc.gz").write_bytes(b"half")
    restored(target, data)
    assert captures_in(data) == {1, 2, 3}


def _flip(path: Path) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _in_list(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    said = json.loads((folder / LIST).read_text())
    change(said)
    (folder / LIST).write_text(json.dumps(said))


def _outside(folder: Path) -> None:
    (folder.parent / "secret").write_bytes(b"")
    item = {"path": "../secret", "size": 0, "sha256": "0" * 64}
    _in_list(folder, lambda said: said["files"].append(item))  # type: ignore[attr-defined]


def _link(folder: Path) -> None:
    sealed = next(folder.glob("warc/*.gz"))
    sealed.rename(folder / "elsewhere")
    sealed.symlink_to(folder / "elsewhere")


def _linked_folder(folder: Path) -> None:
    (folder / "warc").rename(folder / "elsewhere")
    (folder / "warc").symlink_to(folder / "elsewhere")


def _pipe(folder: Path) -> None:
    sealed = next(folder.glob("warc/*.gz"))
    sealed.unlink()
    os.mkfifo(sealed)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "names out of the folder": _outside,
    "an absolute name": lambda folder: _in_list(
        folder,
        lambda said: said["files"].append({"path": "/etc/passwd", "size": 0, "sha256": "0" * 64}),  # type: ignore[attr-defined]
    ),
    "a link": _link,
    "a linked folder": _linked_folder,
    "a pipe": _pipe,
    "a missing file": lambda folder: next(folder.glob("warc/*.gz")).unlink(),
    "a shorter file": lambda folder: os.truncate(next(folder.glob("warc/*.open")), 10),
    "a flipped bit": lambda folder: _flip(next(folder.glob("warc/*.gz"))),
    "no list": lambda folder: (folder / LIST).write_text("[]"),
    "a list without end": lambda folder: (folder / LIST).write_text("[" * 100_000),
    "no files": lambda folder: _in_list(folder, lambda said: said.update(files=[])),
    "a size that is none": lambda folder: _in_list(
        folder,
        lambda said: said["files"][0].update(size=-1),  # type: ignore[index]
    ),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_backup_is_refused(how: str, filled: Library, target: Path, tmp_path: Path) -> None:
    made = backed_up(filled, target)
    HOSTILE[how](made.path)
    with pytest.raises(RestoreRefused) as refused:
        restore(made.path, tmp_path / "restored")
    assert str(refused.value).startswith("Cannot restore")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON captures BEGIN DELETE FROM pages; END",
        "CREATE VIEW evil AS SELECT * FROM users",
        "CREATE TABLE evil (x)",
        "CREATE VIRTUAL TABLE evil USING fts5(x)",
        "DROP TABLE alembic_version",
    ],
)
def test_a_catalogue_that_acts_by_itself_is_refused(
    statement: str, filled: Library, target: Path, tmp_path: Path
) -> None:
    made = backed_up(filled, target)
    _in_catalogue(made.path, statement)
    with pytest.raises(RestoreRefused, match=r"none of ours|another program"):
        restore(made.path, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_our_own_triggers_are_put_in_the_place_of_those_it_came_with(
    filled: Library, target: Path, tmp_path: Path
) -> None:
    made = backed_up(filled, target)
    _in_catalogue(made.path, "DROP TRIGGER unwritten_pages_insert")
    _in_catalogue(
        made.path, "CREATE TRIGGER unwritten_pages_insert AFTER INSERT ON pages BEGIN DELETE FROM users; END"
    )
    restored(made.path, tmp_path / "restored")
    with closing(sqlite3.connect(tmp_path / "restored" / FILENAME)) as opened:
        (text,) = opened.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'unwritten_pages_insert'"
        ).fetchone()
    assert "DELETE FROM users" not in text


def test_a_newer_schema_is_refused_and_noise_is_no_catalogue(
    filled: Library, target: Path, tmp_path: Path
) -> None:
    made = backed_up(filled, target)
    _in_catalogue(made.path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaNewer):
        restore(made.path, tmp_path / "restored")
    (made.path / FILENAME).write_bytes(b"noise" * 1000)
    _list_anew(made.path)
    with pytest.raises(RestoreRefused, match="can't be read"):
        restore(made.path, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def _in_catalogue(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILENAME)) as opened:
        opened.execute(statement)
        opened.commit()
    _list_anew(folder)


def _list_anew(folder: Path) -> None:
    """As one who forges a backup would: the list fits what was changed."""
    import hashlib

    content = (folder / FILENAME).read_bytes()
    fits = {"path": FILENAME, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def change(said: dict[str, object]) -> None:
        files = said["files"]
        assert isinstance(files, list)
        said["files"] = [fits, *(one for one in files if one["path"] != FILENAME)]

    _in_list(folder, change)


def backfile(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *words])


def test_by_the_commands(filled: Library, target: Path, tmp_path: Path) -> None:
    filled.index()
    data = filled.backfile.settings.data
    done = backfile(data, "backup", str(target), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["captures"] == 3
    done = backfile(data, "backup", str(target))
    assert "3 captures" in done.stdout
    assert "index is not in it" in done.stdout
    done = backfile(tmp_path / "restored", "restore", str(target))
    assert done.exit_code == 0, done.output
    assert json.loads(backfile(tmp_path / "restored", "verify", "--full", "--json").stdout)["faults"] == []
    assert backfile(tmp_path / "restored", "index").exit_code == 0
    found = json.loads(backfile(tmp_path / "restored", "search", "words", "--json").stdout)
    assert found["total"] == 3
    done = backfile(tmp_path / "restored", "restore", str(target), "--json")
    assert done.exit_code == 1
