"""Packages before the tools of others: py-wacz, cdxj-indexer, warcio, jwarc; and packages of others taken in."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cdxj import CdxjLine, parse
from archive.exchange.package.writing import Wanted
from archive.exchange.warc_import import import_file
from tests.conftest import MovableClock
from tests.web.harbour import fill
from tests.web.library import MARCH, Library, open_library


@pytest.fixture(scope="module")
def unpacked(holdings: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Packages by what is in them, each with its members in a folder beside it: of an archive of our own, and of what
    peers wrote."""
    folder = tmp_path_factory.mktemp("packages")
    with open_library(folder / "data", MovableClock(MARCH)) as library:
        fill(library)
        found = {}
        for name, of in (("ours", library), ("theirs", holdings)):
            target = found[name] = folder / f"{name}.wacz"
            of.backfile.packaging().write(target, Wanted(name))
            with zipfile.ZipFile(target) as package:
                package.extractall(folder / name)
        yield found


def members(package: Path, pattern: str) -> list[Path]:
    return sorted(package.with_suffix("").glob(pattern))


def run(*command: object) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("name", ["ours", "theirs"])
def test_py_wacz_finds_it_valid(peers: Path, unpacked: dict[str, Path], name: str) -> None:
    said = run(peers / "wacz" / "bin" / "wacz", "validate", "-f", unpacked[name])
    assert "Version detected as 1.1.1" in said
    assert "the passed WACZ is valid" in said


@pytest.mark.parametrize("name", ["ours", "theirs"])
def test_the_index_is_the_one_that_cdxj_indexer_makes(
    peers: Path, unpacked: dict[str, Path], name: str
) -> None:
    indexer = peers / "wacz" / "bin" / "cdxj-indexer"
    options = ("--records", "response,revisit,resource,conversion", "--digest-records", "-s", "-p")
    made = run(indexer, *options, *members(unpacked[name], "archive/*")).splitlines()
    (index,) = members(unpacked[name], "indexes/index.cdx.gz")
    ours = gzip.decompress(index.read_bytes()).decode().splitlines()
    assert ours == sorted(ours, key=str.encode)
    assert len(ours) > 15
    assert [known(line) for line in ours] == [known(line) for line in sorted(made)]


def known(line: str) -> CdxjLine:
    """A line; of a “not modified” without its status, which the indexer looks for in the block alone."""
    found = parse(line)
    unsaid = found.fields.get("mime") == "warc/revisit" and found.fields.get("status") == "304"
    return (
        replace(found, fields={k: v for k, v in found.fields.items() if k != "status"}) if unsaid else found
    )


@pytest.mark.parametrize("name", ["ours", "theirs"])
def test_warcio_and_jwarc_have_no_complaint(peers: Path, unpacked: dict[str, Path], name: str) -> None:
    warcs = members(unpacked[name], "archive/*")
    run(sys.executable, "-c", "import sys; from warcio.cli import main; main(sys.argv[1:])", "check", *warcs)
    if name == "ours":  # those of others hold what their writers made
        run("java", "-jar", peers / "jwarc.jar", "validate", *warcs)


@pytest.mark.parametrize(
    ("name", "responses", "said"),
    [
        ("12_wikipedia_multiwarc.wacz", 113, ()),
        ("13_signed_domain_rfc3161.wacz", 2, ("signed by btrix-sign-test.webrecorder.net on 2022-01-18",)),
    ],
)
def test_packages_of_others_are_taken(
    shared: Path, tmp_path: Path, name: str, responses: int, said: tuple[str, ...]
) -> None:
    with open_library(tmp_path / "data", MovableClock(MARCH)) as library:
        report = import_file(shared / "data" / "warc" / name, library.backfile.catalogue, library.store)
    assert (report.taken, report.refused, report.doubts) == (responses, [], [])
    assert len(report.notices) == len(said)
    assert all(words in notice for words, notice in zip(said, report.notices, strict=True))


def test_a_package_that_py_wacz_makes_is_taken(peers: Path, shared: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.wacz"
    source = shared / "data" / "warc" / "02_iana_org.warc.gz"
    run(peers / "wacz" / "bin" / "wacz", "create", "--detect-pages", "-o", made, source)
    with open_library(tmp_path / "data", MovableClock(MARCH)) as library:
        report = import_file(made, library.backfile.catalogue, library.store)
    assert report.responses == 48
    assert report.notices == []
