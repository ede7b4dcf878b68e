"""Files of others: taken whole where they are sound, as far as they are sound where not, and said so."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

import pytest

from archive.cdxj import line, parse
from archive.errors import ImportRefused, OriginalMissing, RecordDamaged
from archive.exchange.warc_import import import_file
from archive.model import Capture, PageKind, RecordType
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchange.conftest import Take
from tests.archive.exchange.warcs import BODY, HEAD, packed, posts, record, sha1_hex
from tests.conftest import MovableClock

ORACLES = {
    "02_iana_org.warc.gz": "03_iana_org_oracle.cdxj",
    "small/dupes.warc.gz": "small/dupes_oracle.cdxj",
    "small/example.warc.gz": "small/example_oracle.cdxj",
}


def all_of(catalogue: Catalogue) -> list[Capture]:
    return list(catalogue.captures.iterate())


def payloads(catalogue: Catalogue, mementos: Mementos) -> list[bytes]:
    found = []
    for capture in all_of(catalogue):
        with mementos.open(capture) as memento:
            found.append(memento.payload.read())
    return found


def files(store: WarcStore) -> list[Path]:
    return sorted(store.folder.glob("*.gz"))


# Real files


@pytest.mark.shared
@pytest.mark.parametrize("name", ORACLES)
def test_a_real_file_is_taken_whole_and_indexed_as_the_oracle_has_it(
    name: str, shared: Path, take: Take, catalogue: Catalogue, store: WarcStore
) -> None:
    source = shared / "data" / "warc" / name
    oracle = (shared / "data" / "warc" / ORACLES[name]).read_text(encoding="utf-8").splitlines()
    report = take(source)
    assert (report.broken, report.refused, report.doubts) == (None, [], [])
    assert files(store)[0].read_bytes() == source.read_bytes()
    ours = {parse(line(one)).fields["offset"]: parse(line(one)) for one in all_of(catalogue)}
    assert len(ours) == len(oracle)
    for text in oracle:
        theirs = parse(text)
        mine = ours[theirs.fields["offset"]]
        assert (mine.surt, mine.timestamp) == (theirs.surt, theirs.timestamp)
        known = {key: value for key, value in theirs.fields.items() if key != "filename"}
        assert {key: mine.fields[key] for key in known} == known


@pytest.mark.shared
def test_every_capture_of_a_real_file_opens(
    shared: Path, take: Take, catalogue: Catalogue, mementos: Mementos, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    source = shared / "data" / "warc" / "02_iana_org.warc.gz"
    store = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=catalogue.clock)
    report = import_file(source, catalogue, store, on_progress=lambda *now: seen.append(now))
    assert (report.responses, report.revisits, report.others) == (48, 123, 172)
    assert seen[-1] == (source.stat().st_size, source.stat().st_size)
    for capture in all_of(catalogue):
        with mementos.open(capture) as memento:
            body = memento.payload.read()
            assert memento.original.record_type is RecordType.RESPONSE
            assert memento.problem is None
            assert bool(body) == (capture.digest != hashlib_base32(b""))
    pages = [catalogue.pages.get(one) for one in catalogue.pages.all_ids()]
    assert len(pages) == report.pages > 10
    assert all(page is not None and page.kind is PageKind.PAGE and page.captures for page in pages)
    assert check(catalogue, tmp_path / "data") == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "captures"), [("12_wikipedia_multiwarc.wacz", 113), ("13_signed_domain_rfc3161.wacz", 2)]
)
def test_a_real_wacz(
    name: str,
    captures: int,
    shared: Path,
    take: Take,
    catalogue: Catalogue,
    mementos: Mementos,
    tmp_path: Path,
) -> None:
    report = take(shared / "data" / "warc" / name)
    assert (report.taken, report.refused, report.broken) == (captures, [], None)
    assert len(payloads(catalogue, mementos)) == captures
    assert check(catalogue, tmp_path / "data") == []
    again = take(shared / "data" / "warc" / name)
    assert (again.already, again.taken) == (True, 0)


@pytest.mark.shared
def test_a_clipped_real_file_keeps_what_there_is_and_says_where_it_broke(
    shared: Path, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    report = take(shared / "data" / "warc" / "15_clipped_gzip_member.warc.gz")
    assert report.broken is not None
    assert "at byte 0 it breaks off" in report.broken
    [capture] = all_of(catalogue)
    assert capture.truncated == "unspecified"
    with mementos.open(capture) as memento:
        body = memento.payload.read()
    assert 70_000 < len(body) < 88_000
    assert b"A Humble Chance The Rapper Leads a Spiritual Awakening" in body


@pytest.mark.shared
def test_the_small_files_of_the_shelf_each_have_a_clear_outcome(
    shared: Path, take: Take, catalogue: Catalogue, tmp_path: Path
) -> None:
    said: dict[str, str] = {}
    for path in sorted((shared / "data" / "warc" / "small").glob("*.warc*")):
        try:
            report = take(path)
            said[path.name] = report.broken or report.summary()
        except ImportRefused as refused:
            said[path.name] = str(refused)
    assert "no capture that can be taken" in said["bad_payload_digest.warc"]
    assert "at byte 0 it ends before the length" in said["evil_warc_headers.warc"]
    assert "is damaged" in said["truncated_record.warc"]
    assert said["url-agnostic-revisit.warc.gz"].startswith("took 0 responses, 1 revisit,")
    # All that is amiss: revisits whose originals are in another file.
    assert {fault.advice for fault in check(catalogue, tmp_path / "data")} == {
        "Import the WARC file that holds its original."
    }


@pytest.mark.shared
def test_a_304_by_another_crawler_is_never_a_blank_page(
    shared: Path, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    take(shared / "data" / "warc" / "07_heritrix_server_not_modified.warc.gz")
    take(shared / "data" / "warc" / "small" / "dupes.warc.gz")  # holds answers with an empty body
    [revisit] = catalogue.captures.of_surt("uk,bl)/")
    with pytest.raises(OriginalMissing), mementos.open(revisit):
        pass
    original = record(url="http://www.bl.uk/", date="2014-11-01T00:00:00Z", number=77)
    take(packed([original]))
    with mementos.open(revisit) as memento:
        assert memento.payload.read() == BODY


# Shapes of files


@pytest.mark.parametrize("shape", ["members", "plain", "one member", "pairs"])
def test_every_shape_of_file_gives_the_same_captures(
    shape: str, take: Take, catalogue: Catalogue, mementos: Mementos, store: WarcStore
) -> None:
    records = posts(6)
    data = {
        "members": packed(records),
        "plain": b"".join(records),
        "one member": gzip.compress(b"".join(records)),
        "pairs": packed(records[at] + records[at + 1] for at in range(0, 6, 2)),
    }[shape]
    report = take(data)
    assert (report.responses, report.pages, report.broken) == (6, 6, None)
    assert payloads(catalogue, mementos) == [BODY + b"%d" % n for n in range(1, 7)]
    # Records are kept byte for byte, one gzip member each.
    assert gzip.decompress(files(store)[0].read_bytes()) == b"".join(records)
    for capture, one in zip(all_of(catalogue), records, strict=True):
        at = capture.locator
        assert gzip.decompress(files(store)[0].read_bytes()[at.offset : at.offset + at.length]) == one


def test_the_imported_segment_is_sealed(take: Take, catalogue: Catalogue, store: WarcStore) -> None:
    take(packed(posts(2)))
    [known] = catalogue.segments.all()
    [path] = files(store)
    assert known.name == path.name
    assert known.name.startswith("import-")
    assert (known.sealed, known.sha256) == (True, hashlib.sha256(path.read_bytes()).hexdigest())
    assert path.stat().st_mode & 0o777 == 0o444
    assert sorted(one.name for one in store.folder.iterdir()) == [path.name, f"{path.name}.sha256"]


def test_taken_twice_nothing_is_doubled(take: Take, catalogue: Catalogue, store: WarcStore) -> None:
    data = packed(posts(3))
    assert take(data).summary() == "took 3 responses, 0 revisits; 3 new pages"
    changes = catalogue.changes.last()
    again = take(data)
    assert (again.summary(), again.already, again.taken) == ("already here", True, 0)
    other = take(b"".join(posts(3)))  # the same records in another form
    assert (other.summary(), other.already, other.taken) == ("already here", True, 0)
    assert catalogue.captures.count() == 3
    assert catalogue.changes.last() == changes
    assert len(files(store)) == 1


def test_records_that_are_known_are_passed_over(take: Take, catalogue: Catalogue) -> None:
    take(packed(posts(3)))
    report = take(packed(posts(5)))
    assert (report.responses, report.known) == (2, 3)
    assert "3 captures that were here already" in report.summary()
    assert catalogue.captures.count() == 5


def test_a_page_has_its_facts_and_captures(take: Take, catalogue: Catalogue) -> None:
    later = record(
        "revisit",
        9,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        date="2021-01-01T00:00:00Z",
        fields=[
            ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            ("WARC-Payload-Digest", sha1_hex(BODY)),
            ("WARC-Refers-To-Target-URI", "http://harbour.example/post"),
            ("WARC-Refers-To-Date", "2020-05-06T07:08:09Z"),
        ],
    )
    take(packed([record(), later]))
    [page] = [catalogue.pages.get(one) for one in catalogue.pages.all_ids()]
    assert page is not None
    assert (page.url, page.captures) == ("http://harbour.example/post", 2)
    assert page.facts.title == "A post" or page.facts.title is None


# What records claim


@pytest.mark.parametrize(
    ("fields", "doubts"),
    [
        ([("WARC-Payload-Digest", sha1_hex(BODY))], 0),
        ([("WARC-Block-Digest", sha1_hex(HEAD + BODY))], 0),
        ([("WARC-Payload-Digest", sha1_hex(b"other"))], 1),
        ([("WARC-Block-Digest", sha1_hex(b"other")), ("WARC-Payload-Digest", sha1_hex(b"other"))], 2),
        ([("WARC-Payload-Digest", "crc32:00")], 0),
    ],
)
def test_a_false_digest_is_told_and_not_believed(
    fields: list[tuple[str, str]], doubts: int, take: Take, catalogue: Catalogue, tmp_path: Path
) -> None:
    report = take(packed([record(fields=fields)]))
    assert len(report.doubts) == doubts
    [capture] = all_of(catalogue)
    assert capture.sha256 == hashlib.sha256(BODY).hexdigest()
    assert capture.digest == hashlib_base32(BODY)
    assert check(catalogue, tmp_path / "data") == []


def hashlib_base32(data: bytes) -> str:
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def test_a_digest_of_the_dechunked_body_is_true_too(
    take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    report = take(
        packed(
            [
                record(
                    content=head + b"5\r\nhello\r\n0\r\n\r\n",
                    fields=[("WARC-Payload-Digest", sha1_hex(b"hello"))],
                )
            ]
        )
    )
    assert report.doubts == []
    [capture] = all_of(catalogue)
    assert capture.digest == hashlib_base32(b"hello")
    assert payloads(catalogue, mementos) == [b"hello"]


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (record(url=None, number=2), "no WARC-Target-URI"),
        (record(url="ftp://harbour.example/", number=2), "no web address"),
        (record(url="http://harbour.example/a b", number=2), "spaces or control characters"),
        (record(url="http://harbour.example/" + "x" * 9000, number=2), "over 8192"),
        (record(date=None, number=2), "no WARC-Date"),
        (record(date="yesterday", number=2), "no WARC-Date"),
        (record(content=b"<html>no head</html>", number=2), "no HTTP response"),
        (record(content=b"", number=2), "no HTTP response"),
    ],
)
def test_a_record_that_can_t_be_taken_is_refused_alone(
    odd: bytes, why: str, take: Take, catalogue: Catalogue
) -> None:
    report = take(packed([*posts(1), odd]))
    assert (report.responses, len(report.refused)) == (1, 1)
    what, reason = report.refused[0]
    assert why in reason
    assert "response at byte" in what


def test_records_without_an_id_get_one_that_stays(take: Take, catalogue: Catalogue) -> None:
    bare = b"\r\n".join(part for part in record().split(b"\r\n") if not part.startswith(b"WARC-Record-ID"))
    take(packed([bare]))
    [capture] = all_of(catalogue)
    assert capture.record_id.startswith("urn:uuid:")
    assert take(packed([bare])).already


def test_resources_are_taken_and_other_types_kept_in_the_file(
    take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    resource = b"\r\n".join(
        b"Content-Type: text/plain" if part.startswith(b"Content-Type: application/http") else part
        for part in record("resource", 3, b"plain words").split(b"\r\n")
    )
    report = take(packed([record("request", 1), record("metadata", 2, b"via: x"), resource]))
    assert (report.resources, report.others) == (1, 2)
    [capture] = all_of(catalogue)
    assert (capture.mime, capture.status) == ("text/plain", 200)
    with mementos.open(capture) as memento:
        assert memento.payload.read() == b"plain words"
        assert memento.header("content-type") == "text/plain"


def test_a_revisit_before_its_original(take: Take, catalogue: Catalogue, mementos: Mementos) -> None:
    revisit = record(
        "revisit",
        9,
        b"",
        date="2021-01-01T00:00:00Z",
        fields=[("WARC-Payload-Digest", sha1_hex(BODY)), ("WARC-Profile", "urn:x")],
    )
    take(packed([revisit]))
    [capture] = all_of(catalogue)
    with pytest.raises(OriginalMissing), mementos.open(capture):
        pass
    take(packed([record()]))
    assert payloads(catalogue, mementos) == [BODY, BODY]


# Damage


def test_intact_records_around_damage_are_kept(
    take: Take, catalogue: Catalogue, mementos: Mementos, tmp_path: Path
) -> None:
    members = [packed([one]) for one in posts(5)]
    broken = bytearray(members[1])
    broken[len(broken) // 2] ^= 0xFF
    report = take(members[0] + bytes(broken) + b"".join(members[2:]))
    assert report.broken is not None
    assert f"at byte {len(members[0])}" in report.broken
    assert f"went on at byte {len(members[0]) + len(broken)}" in report.broken
    assert [capture.url[-1] for capture in all_of(catalogue)] == ["1", "3", "4", "5"]
    assert len(payloads(catalogue, mementos)) == 4
    assert check(catalogue, tmp_path / "data") == []


@pytest.mark.parametrize("packed_as", ["plain", "one member"])
@pytest.mark.parametrize("lie", [-5, -150])
def test_a_length_that_is_too_short_costs_its_record_only(
    packed_as: str, lie: int, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    records = posts(4)
    said = re.search(rb"Content-Length: (\d+)\r\n\r\n", records[1])
    assert said is not None
    records[1] = records[1].replace(said[0], b"Content-Length: %d\r\n\r\n" % (int(said[1]) + lie))
    data = b"".join(records)
    report = take(data if packed_as == "plain" else gzip.compress(data))
    assert report.broken is not None
    assert "reading went on at byte" in report.broken
    bodies = payloads(catalogue, mementos)
    assert [bodies[0], *bodies[2:]] == [BODY + b"%d" % n for n in (1, 3, 4)]


def test_a_record_over_several_members_is_whole(take: Take, catalogue: Catalogue, mementos: Mementos) -> None:
    first, second = posts(2)
    at = len(first) - 100
    report = take(gzip.compress(first[:at]) + gzip.compress(first[at:]) + gzip.compress(second))
    assert (report.responses, report.broken) == (2, None)
    assert payloads(catalogue, mementos) == [BODY + b"1", BODY + b"2"]


def test_lines_that_went_through_a_text_mode(take: Take, catalogue: Catalogue) -> None:
    one = record()
    block = one[: one.index(b"\r\n\r\n") + 4]
    take(one.replace(block, block.replace(b"\r\n", b"\r\r\n")))
    assert catalogue.captures.count() == 1


def test_a_file_that_begins_records_without_end_is_given_up(take: Take) -> None:
    with pytest.raises(ImportRefused, match="no whole WARC record"):
        take(b"WARC/1.0\r\nnonsense\r\n\r\n" * 5_000)


@pytest.mark.parametrize("shape", ["members", "plain", "one member"])
def test_a_response_that_breaks_off_is_kept_as_far_as_it_goes(
    shape: str, take: Take, catalogue: Catalogue, mementos: Mementos, tmp_path: Path
) -> None:
    noise = hashlib.shake_256(b"noise").digest(20_000)
    records = [*posts(2), record(number=3, url="http://harbour.example/post-3", content=HEAD + noise)]
    data = {
        "members": packed(records)[:-5000],
        "plain": b"".join(records)[:-5000],
        "one member": gzip.compress(b"".join(records))[:-5000],
    }[shape]
    report = take(data)
    assert report.broken is not None
    assert "kept as far as it goes" in report.broken
    captures = all_of(catalogue)
    assert [capture.truncated for capture in captures] == [None, None, "unspecified"]
    body = payloads(catalogue, mementos)[2]
    assert noise.startswith(body)
    assert len(body) > 10_000
    assert check(catalogue, tmp_path / "data") == []
    # The whole file comes later, from a backup.
    whole = take(packed(records))
    assert (whole.responses, whole.known) == (1, 2)


def test_a_revisit_or_request_that_breaks_off_is_not_kept(take: Take, catalogue: Catalogue) -> None:
    report = take(packed([*posts(1), record("request", 2)])[:-60])
    assert report.broken is not None
    assert "kept as far" not in report.broken
    assert catalogue.captures.count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"\xff\xd8\xff\xe0 a picture", "no WARC file"),
        (b"filedesc://x.arc 0.0.0.0 2008 text/plain 77\n", "an ARC file"),
        (gzip.compress(b"only text"), "no whole WARC record"),
        (b"\x1f\x8b\x08", "no whole WARC record"),
        (b"\x1f\x8b\x08" + bytes(5000), "no whole WARC record"),
        (b"WARC/1.0\r\n", "no whole WARC record"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 50_000, "over 64 KiB"),
        (packed([record("metadata", 1, b"x: y")]), "no capture that can be taken"),
        (b"PK\x03\x04 no zip", "no sound zip file"),
    ],
)
def test_what_can_t_be_taken_is_refused_and_leaves_nothing(
    data: bytes, why: str, take: Take, catalogue: Catalogue, store: WarcStore
) -> None:
    with pytest.raises(ImportRefused, match=why) as refused:
        take(data)
    assert "given.warc.gz" in str(refused.value)
    assert not store.folder.exists() or list(store.folder.iterdir()) == []
    assert catalogue.counts().segments == catalogue.captures.count() == 0


def test_what_is_not_there(tmp_path: Path, take: Take) -> None:
    pipe = tmp_path / "pipe.warc"
    os.mkfifo(pipe)
    for path in (tmp_path / "none.warc", tmp_path, pipe):
        with pytest.raises(ImportRefused):
            take(path)


def test_an_import_that_was_cut_off_is_finished_at_the_next_start(
    take: Take, catalogue: Catalogue, store: WarcStore, tmp_path: Path, clock: MovableClock
) -> None:
    data = packed(posts(4))
    take(data)
    [path] = files(store)
    # As if the process had died after the rename, with nothing in the catalogue yet.
    (tmp_path / "other" / "warc").mkdir(parents=True)
    (tmp_path / "other" / "warc" / path.name).write_bytes(path.read_bytes())
    other = Catalogue.open(tmp_path / "other", clock)
    try:
        assert "4 captures" in repair(tmp_path / "other", other).done[0]
        again = WarcStore(tmp_path / "other" / "warc", other.segments, clock=clock)
        assert import_file(tmp_path / "given.warc.gz", other, again).already
        assert (other.captures.count(), len(other.pages.all_ids())) == (4, 4)
    finally:
        other.close()


def test_a_bomb_in_a_record_is_cut_when_it_is_opened(
    take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    take(packed([record(content=head + gzip.compress(bytes(80_000_000), 5))]))
    [capture] = all_of(catalogue)
    assert capture.locator.length < 5000
    with mementos.open(capture) as memento:
        assert memento.problem is not None
        assert memento.payload.seek(0, 2) < 20_000_000


@pytest.mark.parametrize("seed", range(60))
def test_any_damage_has_a_clear_outcome(
    seed: int, take: Take, catalogue: Catalogue, mementos: Mementos, tmp_path: Path
) -> None:
    noise = hashlib.shake_256(b"%d" % seed).digest(64)
    data = bytearray(packed(posts(4)) if seed % 2 else b"".join(posts(4)))
    for at in range(0, 24, 3):
        data[int.from_bytes(noise[at : at + 2], "big") % len(data)] ^= noise[at + 2] | 1
    if seed % 3 == 0:
        del data[int.from_bytes(noise[30:32], "big") % len(data) :]
    with suppress(ImportRefused):
        take(bytes(data))
    for capture in all_of(catalogue):
        try:
            with mementos.open(capture) as memento:
                memento.payload.read()
        except (OriginalMissing, RecordDamaged):
            pytest.fail("what was taken must open")
    assert check(catalogue, tmp_path / "data") == []
