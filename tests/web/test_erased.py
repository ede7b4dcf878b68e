"""What was taken down is gone from every file of the data folder, and what is wanted elsewhere is not."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import uri
from archive.errors import TakenDown
from archive.exchange.package.writing import Wanted
from archive.exchange.warc_import import import_file
from archive.model import Facts, Link, LinkKind, RecordType
from archive.store.proof.fixity import check
from archive.store.scan import Damage, Found, scan
from archive.store.takedown.erasure import Erasure
from tests.conftest import MovableClock
from tests.web.library import MARCH, Library, open_library
from web.cli import cli

BLOG = "https://quay.example"
URL = f"{BLOG}/2026/02/lighthouse.html"
MIRROR = "https://mirror.example/copy.html"
SECOND = "https://mirror.example/second.html"
OTHER = f"{BLOG}/2026/02/ferries.html"
BODY = (
    "<!doctype html><title>Vexillarium at dusk</title><div class='post-body entry-content'><h1>Vexillarium at dusk</h1>"
    "<p>The quay at dusk, with a grumblewick in the harbour. "
    + "".join(
        f"It was quiet that night, {n} said, and the ferry lay still at berth {n * n}. " for n in range(60)
    )
    + "</p></div>"
)
SECRETS = (b"vexillarium", b"grumblewick", b"pseudonymus", b"flagstaffery")


def fill(opened: Library) -> None:
    """An article that is to go, and another one that links to it."""
    source = opened.follow(f"{BLOG}/", "Quay & Co")
    facts = Facts(
        title="Vexillarium at dusk", author="Pseudonymus", labels=("Flagstaffery",), published=MARCH
    )
    opened.keep(URL, BODY, page=True, source=source, facts=facts, headers=[("X-Note", "grumblewick")])
    opened.keep(
        OTHER,
        "<!doctype html><title>Ferries</title><div class='post-body'><p>"
        + "The ferries go. " * 30
        + "</p></div>",
        page=True,
        source=source,
        facts=Facts(title="Ferries", author="Ada Quill", published=MARCH),
        links=[
            Link(URL, LinkKind.POPULAR, "Vexillarium at dusk"),
            Link("https://away.example/", LinkKind.BODY, "away"),
        ],
    )


@pytest.fixture
def library(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "data", clock) as opened:
        fill(opened)
        opened.index()
        yield opened


def data_of(library: Library) -> Path:
    return Path(library.backfile.settings.data)


def told_in(data: Path) -> dict[str, list[bytes]]:
    """Which files tell a secret: as they are, unpacked member by member, or anywhere that zlib finds something."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(data.rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        text = raw.lower() + _unpacked(raw).lower()
        told = [secret for secret in SECRETS if secret in text]
        if told:
            found[str(path.relative_to(data))] = told
    return found


def _unpacked(raw: bytes) -> bytes:
    parts, at = [], raw.find(b"\x1f\x8b\x08")
    while at >= 0:
        part = zlib.decompressobj(31)
        with suppress(zlib.error):
            parts.append(part.decompress(raw[at:]))
        at = raw.find(b"\x1f\x8b\x08", at + 1)
    return b"".join(parts)


def erase(library: Library) -> None:
    """With a process of its own, as the library's holds the role."""
    library.backfile.catalogue.takedowns.take_down(URL, reason="a person asked for it")
    library.erasure.run()
    library.index()


def test_no_byte_of_it_is_left(library: Library) -> None:
    library.annotate()
    before = told_in(data_of(library))
    assert {name.split("/")[0] for name in before} >= {
        "warc",
        "index",
        "catalogue.sqlite",
    } or "catalogue.sqlite-wal" in before
    erase(library)
    library.annotate()
    assert told_in(data_of(library)) == {}
    (found,) = library.backfile.catalogue.takedowns.all()
    assert found.erased_at
    assert found.forgotten_at
    assert library.client().get(f"/web/{URL}").status_code == 451


def test_all_else_is_as_it_was(library: Library) -> None:
    catalogue, store = library.backfile.catalogue, library.store
    kept = catalogue.captures.of_surt(uri.surt(OTHER))
    sizes = {
        path.name.removesuffix(".open"): path.stat().st_size
        for path in (data_of(library) / "warc").glob("*.gz*")
    }
    erase(library)
    assert catalogue.captures.of_surt(uri.surt(OTHER)) == kept
    for segment in catalogue.segments.all():
        path = store.folder / segment.name
        assert path.stat().st_size >= sizes.get(segment.name, 0)
        assert path.stat().st_mode & 0o777 == 0o444
        assert gzip.decompress(path.read_bytes())
        assert not [one for one in scan(path, lambda _, content: content.read()) if isinstance(one, Damage)]
    assert check(catalogue, data_of(library)) == []
    with library.backfile.mementos.open(kept[0]) as memento:
        assert b"The ferries go." in memento.payload.read()


def test_others_tools_have_no_complaint(library: Library) -> None:
    erase(library)
    for path in sorted((data_of(library) / "warc").glob("*.warc.gz")):
        for tool in (("warcio.cli", "check"), ("cdxj_indexer.main",)):
            done = subprocess.run(
                [sys.executable, "-m", *tool, str(path)], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (tool, done.stdout, done.stderr)
            assert "lighthouse" not in done.stdout
        assert subprocess.run(["gzip", "-t", str(path)], check=False).returncode == 0


def test_what_other_addresses_show_is_theirs(library: Library) -> None:
    for days, url in ((1, MIRROR), (2, SECOND)):
        capture = library.keep(url, BODY, at=MARCH + timedelta(days=days), headers=[("X-Of", url)], page=True)
        assert capture.record_type is RecordType.REVISIT
    catalogue = library.backfile.catalogue
    before = catalogue.captures.of_surt(uri.surt(MIRROR))[0]
    catalogue.takedowns.take_down(URL)
    with library.backfile.mementos.open(before) as memento:  # before its bytes have moved, too
        assert b"grumblewick" in memento.payload.read()
    erase(library)
    after = catalogue.captures.of_surt(uri.surt(MIRROR))[0]
    assert after.record_type is RecordType.RESPONSE
    assert (after.id, after.timestamp, after.sha256, after.digest, after.page_id) == (
        before.id, before.timestamp, before.sha256, before.digest, before.page_id,
    )  # fmt: skip
    second = catalogue.captures.of_surt(uri.surt(SECOND))[0]
    for capture, url in ((after, MIRROR), (second, SECOND)):
        with library.backfile.mementos.open(capture) as memento:
            assert memento.payload.read() == BODY.encode()
            assert memento.header("X-Of") == url
    assert second.record_type is RecordType.REVISIT
    assert check(catalogue, data_of(library)) == []


def test_packages_and_tails_that_hold_it_go(library: Library) -> None:
    data = data_of(library)
    (data / "exports").mkdir()
    pages = library.backfile.catalogue.pages.all_ids()
    with (data / "exports" / "all.wacz").open("wb") as file:
        library.backfile.packaging().write_to(file, data / "exports", Wanted("All", iter(pages)))
    os.utime(data / "exports" / "all.wacz", (MARCH.timestamp() - 60,) * 2)  # files have this machine's time
    (data / "set-aside").mkdir()
    (data / "set-aside" / "x.1-2").write_bytes(b"\x1f\x8b\x08 torn")
    (data / "catalogue.sqlite.0002").write_bytes(b"an old one")
    client = library.client()
    assert client.get("/wacz/all.wacz").status_code == 200
    library.backfile.catalogue.takedowns.take_down(URL)
    assert client.get("/wacz/all.wacz").status_code in (404, 409, 410, 451)
    assert "all.wacz" not in client.get("/wacz/").text
    erase(library)
    assert not list((data / "exports").iterdir())
    assert not list((data / "set-aside").iterdir())
    assert not (data / "catalogue.sqlite.0002").exists()


def test_an_import_does_not_bring_it_back(library: Library, tmp_path: Path) -> None:
    library.store.seal()
    (segment,) = (data_of(library) / "warc").glob("*.warc.gz")
    copy = tmp_path / "copy.warc.gz"
    copy.write_bytes(segment.read_bytes())
    with open_library(tmp_path / "elsewhere", MovableClock(MARCH)) as other:
        other.backfile.catalogue.takedowns.take_down(URL)
        report = import_file(copy, other.backfile.catalogue, other.store)
        assert (report.taken_down, report.taken) == (1, 1)
        assert "passed over, as it was taken down" in report.summary()
        other.erasure.run()
        assert told_in(tmp_path / "elsewhere").keys() <= {"catalogue.sqlite"}
        assert other.client().get(f"/web/{URL}").status_code == 451
        assert check(other.backfile.catalogue, tmp_path / "elsewhere") == []


def test_the_smallest_record_of_others_is_erased_from_the_file_as_it_was_kept(tmp_path: Path) -> None:
    def member(name: str, url: str) -> bytes:
        block = b"HTTP/1.0 200 OK\r\n\r\ngrumblewick"
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <a:{name}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
            f"WARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        return gzip.compress(head.encode() + block + b"\r\n\r\n", 9)

    gone, kept = "http://a.example/", "http://b.example/"
    members = member("1", gone), member("2", kept)
    assert len(members[0]) < 240
    copy, data = tmp_path / "theirs.warc.gz", tmp_path / "data"
    copy.write_bytes(b"".join(members))
    with open_library(data, MovableClock(MARCH)) as library:
        catalogue = library.backfile.catalogue
        assert import_file(copy, catalogue, library.store).taken == 2
        catalogue.takedowns.take_down(gone)
        library.erasure.run()
        assert not catalogue.takedowns.unfinished()
        (capture,) = catalogue.captures.iterate()
        assert capture.url == kept
        held = library.store.path(capture.locator.filename)
        assert held
        found = list(scan(held, lambda _, content: content.read()))
        assert [one.header.type for one in found if isinstance(one, Found)] == ["metadata", "response"]
        assert held.stat().st_size == copy.stat().st_size
        assert check(catalogue, data) == []


def test_the_command(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        library.keep(URL, BODY, page=True, facts=Facts(title="Vexillarium at dusk"))
        library.index()

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["--data", str(data), "takedown", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    assert "1 capture and 1 article would be hidden and erased." in run(URL, "--dry-run")
    assert told_in(data)
    assert "Erased: " in run(URL, "--reason", "A wish")
    assert told_in(data) == {}
    (listed,) = json.loads(run("--list", "--json"))["takedowns"]
    assert (listed["url"], listed["reason"], listed["hidden"]) == (URL, "A wish", 1)
    assert listed["erased_at"]
    assert listed["by"]
    assert "may come in again" in run("--lift", URL)
    assert "lifted" in run("--list")


def test_a_catalogue_made_again_from_the_files_knows_the_rule(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        library.keep(URL, BODY, page=True, facts=Facts(title="Vexillarium at dusk"))
        library.keep(OTHER, "<title>Ferries</title><p>They go.", page=True, facts=Facts(title="Ferries"))
        library.annotate()
        library.backfile.catalogue.takedowns.take_down(URL, reason="a wish")
        library.erasure.run()
    for path in data.glob("catalogue.sqlite*"):
        path.unlink()
    done = CliRunner().invoke(cli, ["--data", str(data), "recover"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with open_library(data, clock) as again:
        (rule,) = again.backfile.catalogue.takedowns.all()
        assert (rule.url, rule.reason) == (URL, "a wish")
        assert [one.url for one in again.backfile.catalogue.captures.iterate()] == [OTHER]
        assert again.client().get(f"/web/{URL}").status_code == 451
        with pytest.raises(TakenDown):
            again.keep(URL, BODY, page=True)
    assert told_in(data) == {}


class Stopped(Exception):
    """The process ends here."""


STEPS = ("promoted", "forgotten", "sealed", "journal", "record", "unsealed", "erased", "cleared", "compacted")


@pytest.mark.parametrize("where", STEPS)
def test_cut_off_anywhere_it_is_done_again(library: Library, where: str) -> None:
    library.keep(MIRROR, BODY, at=MARCH + timedelta(days=1), page=True)
    library.annotate()
    catalogue, data = library.backfile.catalogue, data_of(library)
    catalogue.takedowns.take_down(URL)

    def step(name: str) -> None:
        if name == where:
            raise Stopped

    with pytest.raises(Stopped):
        Erasure(data, library.store, catalogue, step=step).run()
    assert library.client().get(f"/web/{URL}").status_code == 451
    assert catalogue.takedowns.unfinished()
    Erasure(data, library.store, catalogue).run()
    assert not catalogue.takedowns.unfinished()
    with library.backfile.mementos.open(catalogue.captures.of_surt(uri.surt(MIRROR))[0]) as memento:
        assert memento.payload.read() == BODY.encode()
    for segment in catalogue.segments.all():
        path = library.store.path(segment.name)
        assert path
        scanned = list(scan(path, lambda _, content: content.read(), end=segment.committed))
        assert not [one for one in scanned if isinstance(one, Damage)]
        assert not [one for one in scanned if isinstance(one, Found) and one.header.target_uri == URL]
    assert check(catalogue, data) == []


def test_damage_elsewhere_in_a_file_is_not_sealed_over(library: Library) -> None:
    """The bytes go all the same; `verify` tells of the damage as before."""
    catalogue, data = library.backfile.catalogue, data_of(library)
    other = catalogue.captures.of_surt(uri.surt(OTHER))[0]
    library.store.seal()
    path = library.store.path(other.locator.filename)
    assert path
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(other.locator.offset + other.locator.length // 2)
        old = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([old[0] ^ 1]))
    sealed = catalogue.segments.get(path.name)
    catalogue.takedowns.take_down(URL)

    def stop(name: str) -> None:
        if name == "record":
            raise Stopped

    with pytest.raises(Stopped):
        Erasure(data, library.store, catalogue, step=stop).run()
    Erasure(data, library.store, catalogue).run()
    assert not catalogue.takedowns.unfinished()
    after = catalogue.segments.get(path.name)
    assert sealed
    assert after
    assert after.sha256 == sealed.sha256
    assert path.stat().st_mode & 0o777 == 0o444
    assert check(catalogue, data)
    assert not [one for one in scan(path, lambda _, content: content.read()) if _names(one, URL)]


def _names(one: object, url: str) -> bool:
    return isinstance(one, Found) and one.header.target_uri == url
