"""WACZ files that nobody vouches for."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from archive.errors import ImportRefused
from archive.exchange.wacz import open_wacz
from archive.exchange.zipped import MAX_DIRECTORY
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore
from tests.archive.exchange.conftest import Take
from tests.archive.exchange.warcs import packed, posts, wacz


def test_all_warcs_in_it_are_taken(take: Take, catalogue: Catalogue) -> None:
    records = posts(4)
    report = take(wacz({"archive/b.warc.gz": packed(records[2:]), "archive/a.warc.gz": packed(records[:2])}))
    assert (report.responses, report.refused, report.broken) == (4, [], None)
    assert catalogue.counts().segments == 2


@pytest.mark.parametrize(
    "name",
    [
        "archive/../../evil.warc.gz",
        "../evil.warc.gz",
        "/etc/evil.warc.gz",
        "archive\\..\\evil.warc.gz",
        "C:/evil.warc.gz",
        "pages/evil.warc.gz",
        "archive/e\x1bvil.warc.gz",
    ],
)
def test_hostile_paths_are_refused_and_the_rest_taken(
    name: str, take: Take, store: WarcStore, tmp_path: Path
) -> None:
    before = {path for path in tmp_path.rglob("*") if "data" not in path.parts}
    report = take(wacz({name: packed(posts(2)), "archive/good.warc.gz": packed(posts(1))}))
    assert report.responses == 1
    assert len(report.refused) == 1
    after = {path for path in tmp_path.rglob("*") if "data" not in path.parts}
    assert after - before <= {tmp_path / "given.warc.gz"}
    assert list(tmp_path.rglob("*evil*")) == []
    assert len(list(store.folder.glob("*.gz"))) == 1


def test_links_and_encrypted_members_are_refused(take: Take) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("archive/link.warc.gz")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ImportRefused, match="it is a link"):
        take(file.getvalue())
    data = bytearray(wacz({"archive/x.warc.gz": packed(posts(1))}))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(ImportRefused, match="encrypted"):
        take(bytes(data))


def test_a_zip_bomb_is_refused_before_it_fills_the_disk(take: Take, store: WarcStore) -> None:
    with pytest.raises(ImportRefused, match="unpacks to more than"):
        take(wacz({"archive/x.warc": bytes(100_000_000)}, deflated=True))
    assert list(store.folder.iterdir()) == []


def test_a_list_of_members_that_is_too_long(tmp_path: Path) -> None:
    data = bytearray(wacz({"archive/x.warc.gz": b"x"}))
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, MAX_DIRECTORY + 1)
    (tmp_path / "x.wacz").write_bytes(data)
    with pytest.raises(ImportRefused, match="too long"), open_wacz(tmp_path / "x.wacz"):
        pass


def test_a_zip_without_warcs(take: Take) -> None:
    with pytest.raises(ImportRefused, match="without any WARC file"):
        take(wacz({"pages/pages.jsonl": b"{}"}))


def test_a_member_that_is_no_warc_is_refused_alone(take: Take) -> None:
    report = take(wacz({"archive/a.warc.gz": b"junk", "archive/b.warc.gz": packed(posts(2))}))
    assert report.responses == 2
    assert report.refused == [("archive/a.warc.gz", "it is no WARC file")]
    with pytest.raises(ImportRefused, match="nothing in it to take"):
        take(wacz({"archive/a.warc.gz": b"junk"}))


def test_a_member_whose_bytes_changed(take: Take, store: WarcStore) -> None:
    data = bytearray(wacz({"archive/a.warc.gz": packed(posts(2))}))
    data[data.index(b"\x1f\x8b") + 100] ^= 0xFF
    with pytest.raises(ImportRefused, match="is damaged"):
        take(bytes(data))
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("cut", range(1, 400, 37))
def test_a_clipped_zip_is_refused(cut: int, take: Take) -> None:
    with pytest.raises(ImportRefused):
        take(wacz({"archive/a.warc.gz": packed(posts(1))})[:-cut])
