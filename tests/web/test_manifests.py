"""Manifests as readers get them, and time stamps from a real authority over the one egress."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import AddressRefused, StampRefused
from archive.store.proof.manifest_fixity import manifest_faults
from archive.store.proof.stamping import Stamping
from tests.archive.store.authority import Authority, authority
from tests.conftest import MovableClock
from tests.web.library import Library, open_library
from web.settings import BadSetting, Settings

URL = "https://blog.example/2026/01/post.html"


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority") / "own") as at_work:
        yield at_work


@pytest.fixture
def library(tmp_path: Path, clock: MovableClock, stamps: Authority) -> Iterator[Library]:
    stamps.repeats = False
    settings = Settings(
        timestamp_authority=stamps.url,
        timestamp_ca=stamps.root,
        allow_networks=(ip_network("127.0.0.0/8"),),
    )
    with open_library(tmp_path / "data", clock, settings) as opened:
        opened.keep(URL, at=clock(), page=True)
        clock.move(timedelta(days=1))
        opened.backfile.notary.write_due()
        yield opened


def stamping(library: Library) -> Stamping:
    made = library.backfile.stamping()
    assert made is not None
    return made


def test_a_manifest_is_public_and_never_changes(library: Library) -> None:
    (manifest,) = library.backfile.catalogue.manifests.all()
    client = library.client()
    answer = client.get(f"/manifests/{manifest.day}")
    assert answer.data == library.backfile.notary.path(manifest.day).read_bytes()
    assert b"blog.example" not in answer.data, "it names no URL"
    assert answer.headers["Content-Type"] == "text/plain; charset=us-ascii"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{manifest.sha256}"'
    again = client.get(f"/manifests/{manifest.day}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    stamping(library).stamp_latest()
    page = client.get("/manifests/").text
    assert f'href="/manifests/{manifest.day}.tsr"' in page
    assert manifest.sha256 in page
    assert f'href="/manifests/{manifest.day}"' in page


@pytest.mark.parametrize(
    "path", ["2026-13-01", "yesterday", "2020-01-01", "2020-01-01.tsr", "..%2fcatalogue.sqlite"]
)
def test_there_is_no_such_manifest(path: str, library: Library) -> None:
    assert library.client().get(f"/manifests/{path}").status_code == 404


def test_the_newest_is_stamped_once_and_openssl_agrees(library: Library, stamps: Authority) -> None:
    stamped = stamping(library).stamp_latest()
    assert stamped is not None
    assert stamping(library).stamp_latest() is None
    notary, day = library.backfile.notary, stamped.day
    answer = library.client().get(f"/manifests/{day}.tsr")
    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    assert answer.data == notary.stamp_path(day).read_bytes()
    done = subprocess.run(
        [
            "openssl",
            "ts",
            "-verify",
            "-data",
            notary.path(day),
            "-in",
            notary.stamp_path(day),
            "-CAfile",
            stamps.root,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in done.stdout
    trusted = library.backfile.trusted_authorities()
    assert list(manifest_faults(library.backfile.catalogue, notary, trusted)) == []


def test_an_answer_that_proves_nothing_is_not_kept(library: Library, stamps: Authority) -> None:
    catalogue, notary = library.backfile.catalogue, library.backfile.notary
    trusted = library.backfile.trusted_authorities()
    for answer in (b"", b"\x30\x03\x02\x01\x02", b"<html>"):
        with pytest.raises(StampRefused):
            Stamping(notary, catalogue, lambda _, answer=answer: answer, trusted).stamp_latest()  # type: ignore[misc]
    with pytest.raises(StampRefused, match="nothing of this file"):
        replace_trust(library).stamp_latest()
    assert not notary.stamp_path(catalogue.manifests.all()[0].day).exists()


def replace_trust(library: Library) -> Stamping:
    """Stamping that trusts nobody that the authority leads to."""
    backfile = library.backfile
    other = replace(backfile, settings=replace(backfile.settings, timestamp_ca=None))
    made = other.stamping()
    assert made is not None
    return made


def test_an_old_answer_is_refused(library: Library, stamps: Authority) -> None:
    stamping(library).stamp_latest()
    stamps.repeats = True
    with library.backfile.catalogue.database.write() as connection:
        connection.exec_driver_sql("UPDATE manifests SET stamped_at = NULL, stamp_sha256 = NULL")
    with pytest.raises(StampRefused, match="Nonce"):
        stamping(library).stamp_latest()


def test_a_stamp_that_changed(library: Library) -> None:
    stamped = stamping(library).stamp_latest()
    assert stamped is not None
    path = library.backfile.notary.stamp_path(stamped.day)
    path.chmod(0o644)
    good = path.read_bytes()
    for bit in range(0, 8 * len(good), 97):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        (fault,) = manifest_faults(library.backfile.catalogue, library.backfile.notary)
        assert fault.filename.endswith(".tsr")


def test_the_guard_holds_for_it_too(stamps: Authority) -> None:
    with closing(HttpFetcher(FetchSettings())) as fetcher, pytest.raises(AddressRefused):
        fetcher.post(stamps.url, b"?", content_type="text/plain", accept="*/*", most=10)


def test_a_root_that_cannot_be_read(library: Library, tmp_path: Path) -> None:
    settings = replace(library.backfile.settings, timestamp_ca=tmp_path / "none.pem")
    with pytest.raises(BadSetting, match="PEM"):
        replace(library.backfile, settings=settings).stamping()
