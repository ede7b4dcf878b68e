"""WACZ files that nobody vouches for."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from archive.errors import ImportRefused
from archive.exchange.package import told
from archive.exchange.package.told import ToldPage
from archive.exchange.wacz import open_wacz
from archive.exchange.zipped import MAX_DIRECTORY
from archive.model import Facts, Page, PageKind
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore
from tests.archive.exchange.conftest import Take
from tests.archive.exchange.warcs import HEAD, packed, posts, record, wacz


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


# What a package says of itself


def stated(members: dict[str, bytes], **other: object) -> dict[str, bytes]:
    """The members with a description that fits them."""
    resources = [
        {"name": path, "path": path, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for path, data in members.items()
    ]
    package = {"profile": "data-package", "resources": resources, **other}
    return members | {"datapackage.json": json.dumps(package).encode()}


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_member_that_is_not_the_one_that_is_stated_is_told(take: Take) -> None:
    whole = stated({"archive/a.warc.gz": packed(posts(1)), "archive/b.warc.gz": packed(posts(2)[1:])})
    whole["archive/b.warc.gz"] = packed(posts(3)[2:])
    report = take(zipped(whole))
    assert report.responses == 2
    (notice,) = report.notices
    assert notice.startswith("archive/b.warc.gz is not the file whose SHA-256 the package states")


def test_a_description_that_was_changed_is_told(take: Take) -> None:
    digest = {"path": "datapackage.json", "hash": "sha256:" + "0" * 64}
    whole = stated({"archive/a.warc.gz": packed(posts(1))}) | {
        "datapackage-digest.json": json.dumps(digest).encode()
    }
    (notice,) = take(zipped(whole)).notices
    assert "was changed after it was written" in notice


@pytest.mark.parametrize(
    "described",
    [
        b"", b"{", b"[" * 500_000, b'{"a":' * 200_000, b"\xff\xfe", b"null", b"[]", b'{"resources": {}}',
        b'{"resources": [1, null, {"path": 1, "hash": []}, {"path": "archive/a.warc.gz", "hash": "md5:x"}]}',
    ],
)  # fmt: skip
def test_descriptions_that_can_not_be_read_keep_nothing_out(described: bytes, take: Take) -> None:
    digest = {"signedData": {"signature": "x", "domain": "evil\x1b[31m.example", "created": ["x"]}}
    report = take(
        zipped({
            "archive/a.warc.gz": packed(posts(1)),
            "datapackage.json": described,
            "datapackage-digest.json": json.dumps(digest).encode(),
        })
    )  # fmt: skip
    assert report.responses == 1
    assert any("signed by evil [31m.example. Signatures" in notice for notice in report.notices)


def test_a_description_of_a_gigabyte_is_not_read(take: Take) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc.gz", packed(posts(1)))
        with archive.open("datapackage.json", "w") as member:
            for _ in range(64):
                member.write(b" " * 1024 * 1024)
    report = take(file.getvalue())
    assert (report.responses, report.notices) == (
        1,
        ["Its datapackage.json is over 16 MiB and was not read."],
    )


def test_packages_of_packages_are_refused(take: Take) -> None:
    inner = wacz({"archive/a.warc.gz": packed(posts(1))})
    with pytest.raises(ImportRefused, match="made of other WACZ files"):
        take(zipped({"one.wacz": inner}))
    with pytest.raises(ImportRefused, match="made of other WACZ files"):
        take(zipped(stated({"pages/pages.jsonl": b"{}"}, profile="multi-wacz-package")))
    report = take(zipped({"archive/a.warc.gz": packed(posts(1)), "two.wacz": inner}))
    assert report.responses == 1
    assert report.refused == [("two.wacz", "it is a WACZ within this one; take it in by itself")]


def test_titles_of_the_list_of_pages_where_a_page_has_none(take: Take, catalogue: Catalogue) -> None:
    bare = HEAD + b"<!doctype html><div id=app></div><p>Words.</p>"
    records = [record(number=1, url="http://app.example/", content=bare), *posts(2)[1:]]
    lines = [
        {"format": "json-pages-1.0", "id": "pages"},
        {"url": "http://app.example/", "ts": "2020-05-06T07:08:09Z", "title": "The  app\n"},
        {"url": "http://harbour.example/post-2", "title": "Not this one"},
        {"url": "http://elsewhere.example/", "title": "Nor this"},
        {"url": 7, "title": []}, [], "x",
    ]  # fmt: skip
    take(
        zipped({
            "archive/a.warc.gz": packed(records),
            "pages/pages.jsonl": b"\n".join(json.dumps(line).encode() for line in lines),
        })
    )  # fmt: skip
    titles = {page.url: page.facts.title for page in catalogue.pages.recent(10)}
    assert titles == {"http://app.example/": "The app", "http://harbour.example/post-2": None}


# Zip files that two readers would read as two


def test_names_that_come_twice_are_refused(take: Take) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in (1, 2):
            archive.writestr("archive/a.warc.gz", packed(posts(number)))
        archive.writestr("archive/b.warc.gz", packed(posts(3)[2:]))
    report = take(file.getvalue())
    assert report.responses == 1
    assert report.refused == [("archive/a.warc.gz", "other members have the same name")] * 2


def test_members_that_overlap_are_refused(take: Take) -> None:
    data = bytearray(wacz({"archive/a.warc.gz": packed(posts(1)), "archive/b.warc.gz": packed(posts(1))}))
    listed = data.rfind(b"PK\x01\x02")
    first = data.find(b"PK\x03\x04", 10)
    struct.pack_into("<L", data, listed + 42, first)  # the second one is said to lie where the first does
    with pytest.raises(ImportRefused, match="overlap"):
        take(bytes(data))


def test_what_stands_before_the_first_member_is_refused(take: Take) -> None:
    with pytest.raises(ImportRefused, match="does not begin with its first member"):
        take(b"PK\x03\x04" + b"#!/bin/sh\n" + wacz({"archive/a.warc.gz": packed(posts(1))}))


@pytest.mark.parametrize(("at", "value"), [(6, 1), (8, 8), (14, 7), (18, 7), (22, 7)])
def test_headers_that_disagree_are_refused(at: int, value: int, take: Take) -> None:
    """Flags, method, CRC and both sizes of what stands before the member."""
    data = bytearray(wacz({"archive/a.warc.gz": packed(posts(1)), "archive/b.warc.gz": packed(posts(3)[2:])}))
    local = data.index(b"archive/a.warc.gz") - 30
    data[local + at] ^= value
    report = take(bytes(data))
    assert report.responses == 1
    assert report.refused == [("archive/a.warc.gz", "it is not what the list of members says")]


def test_a_name_that_goes_on_after_a_nul_is_refused(take: Take) -> None:
    data = wacz({"archive/a.warc.gz": packed(posts(1)), "archive/bXwarc.warc.gz": packed(posts(3)[2:])})
    report = take(data.replace(b"archive/bXwarc", b"archive/b\0warc"))
    assert report.responses == 1


def test_a_long_list_of_members_behind_a_short_number_is_refused(tmp_path: Path) -> None:
    """The record of zip64 counts wherever there is one, and not only where the old one points to it."""
    data = wacz({"archive/x.warc.gz": b"x"})
    end = data.rfind(b"PK\x05\x06")
    record64 = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, MAX_DIRECTORY + 1, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    (tmp_path / "x.wacz").write_bytes(data[:end] + record64 + locator + data[end:])
    with pytest.raises(ImportRefused, match="too long"), open_wacz(tmp_path / "x.wacz"):
        pass


def test_a_million_members_are_refused_unread(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHLL", 1, 0, 0, 0, 0, 0, 0) + b"a"
    listed = entry * 1_000_000
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listed), 0, 0)
    (tmp_path / "x.wacz").write_bytes(b"PK\x03\x04" + listed + end)
    with pytest.raises(ImportRefused, match="too long"), open_wacz(tmp_path / "x.wacz"):
        pass


# What a package tells of its records


def told_lines(*lines: object) -> bytes:
    return b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)


def test_what_is_told_counts_for_what_came_along_alone(take: Take, catalogue: Catalogue) -> None:
    take(packed(posts(1)))
    (known,) = catalogue.captures.iterate()
    before = catalogue.pages.get(known.page_id or "")
    page = ToldPage(Page("", known.url, "", PageKind.RELATED, facts=Facts(title="Stolen", author="Eve")))
    given = {"id": known.record_id, "wall": "removed", "page": "aaaaaaaaaa"}
    take(
        zipped({
            "archive/a.warc.gz": packed(posts(2)[1:]),
            told.PAGES: told_lines(told.page_line(page)),
            told.CAPTURES: told_lines(given),
        })
    )  # fmt: skip
    assert catalogue.captures.get(known.id) == known
    after = catalogue.pages.get(known.page_id or "")
    assert before is not None
    assert after is not None
    assert (after.kind, after.facts.author) == (before.kind, "Eve")  # what was not known is filled in


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"null", b"[" * 100_000, b'{"url": "http://harbour.example/post-1"}', b"\xff" * 100,
        {"url": "javascript:alert(1)", "kind": "post"},
        {"url": "http://harbour.example/post-1", "kind": "emperor"},
        {"url": "http://harbour.example/post-1", "kind": "post", "title": 7, "labels": {"a": 1}, "published": "x" * 200,
         "links": [["javascript:1"], 7, ["x", "nothing", "y"]], "visits": -1, "text_changes": 1e400, "via": "a\nb"},
        {"url": "http://harbour.example/post-1", "kind": "post", "title": "a\u0000b", "visits": 10**30},
        {"id": "urn:uuid:00000000-0000-4000-8000-000000000001", "page": "../../etc", "wall": "none", "status": 10**9},
        {"url": "http://harbour.example/post-1", "kind": "post", "title": "a \ud800", "labels": ["\ud800", ""]},
        {"id": ["x"], "page": None}, {"id": "x" * 10_000}, {"id": "\ud800"},
        {"url": "http://harbour.example/", "name": "x" * 100_000, "kind": "blogger", "surt": "org,elsewhere)/"},
        {"url": "http://\ud800.example/", "kind": "post", "name": "\ud800", "surt": "\ud800"},
    ],
)  # fmt: skip
def test_hostile_tales_do_nothing(line: object, take: Take, catalogue: Catalogue) -> None:
    tale = told_lines(line, line)
    report = take(
        zipped({"archive/a.warc.gz": packed(posts(2)), told.SOURCES: tale, told.PAGES: tale, told.CAPTURES: tale})
    )  # fmt: skip
    assert report.responses == 2
    assert catalogue.sources.all() == []
    assert {page.url for page in catalogue.pages.recent(10)} <= {
        f"http://harbour.example/post-{n}" for n in (1, 2)
    }


def test_a_line_without_an_end_is_passed_over(take: Take) -> None:
    tale = b'{"url": "http://harbour.example/long", "kind": "post", "title": "' + b"x" * (5 * 1024 * 1024)
    report = take(zipped({"archive/a.warc.gz": packed(posts(1)), told.PAGES: tale + b'"}\n{"x": 1}'}))
    assert (report.responses, report.notices) == (1, [])
