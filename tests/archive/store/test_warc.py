"""What is written: exact bytes, as WARC 1.1 has it, and as other software reads it."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.cdxj import line, parse
from archive.errors import BackfileError, DiskFull, NotWritable, RecordDamaged, WritingStopped
from archive.model import Capture, Exchange, Locator, RecordType
from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.record import END, RecordHeader, read_header
from archive.store.segment import OpenSegment
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, URL, exchange, not_modified
from tests.archive.store.failing_disk import BROKEN, FULL, FailingDisk
from tests.conftest import MovableClock

ODD_HEADS = {
    "plain": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    "order and case": b"HTTP/1.1 200 OK\r\nzeta: 1\r\nALPHA: 2\r\nzeta: 3\r\nCoNtEnT-tYpE:text/html\r\n\r\n",
    "raw bytes": b"HTTP/1.1 200 OK\r\nX-Odd: \xff\xfe\x80\r\n\r\n",
    "spaces": b"HTTP/1.1 200 OK\r\nX-Odd :  b  \r\n folded\r\n\r\n",
    "no reason": b"HTTP/1.1 200\r\nA: b\r\n\r\n",
    "odd reason": b"HTTP/1.1 404 Nope, not here \xe9\r\nA: b\r\n\r\n",
    "line feeds": b"HTTP/1.0 200 OK\nContent-Type: text/html\nA: b\n\n",
    "no headers": b"HTTP/1.0 200 OK\r\n\r\n",
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
}
BODIES = {
    "text": LONG,
    "empty": b"",
    "binary": bytes(range(256)) * 20,
    "chunks": b"5;x=y\r\nhello\r\n0\r\n\r\n",
}


def content_of(store: WarcStore, capture: Capture) -> tuple[RecordHeader, bytes]:
    with store.open(capture.locator) as stream:
        header = read_header(stream)
        content = stream.read(header.content_length)
        assert stream.read() == END
    return header, content


def sealed(store: WarcStore) -> Path:
    name, *_ = store.end
    store.seal()
    return store.folder / name


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-c", *command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def warcio_check(path: Path) -> str:
    return run(
        "import sys; from warcio.cli import main; sys.exit(main(sys.argv[1:]))", "check", "-v", str(path)
    )


def cdxj_indexer(path: Path) -> list[str]:
    return run("import sys; from cdxj_indexer.main import main; main(sys.argv[1:])", str(path)).splitlines()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("head", ODD_HEADS)
def test_the_bytes_come_back_as_they_crossed_the_wire(head: str, body: str, store: WarcStore) -> None:
    sent = exchange(BODIES[body], head=ODD_HEADS[head])
    header, content = content_of(store, store.append(sent))
    assert content == ODD_HEADS[head] + BODIES[body]
    assert header.get("WARC-Block-Digest") == f"sha256:{hashlib.sha256(content).hexdigest()}"
    payload = f"sha256:{hashlib.sha256(BODIES[body]).hexdigest()}"
    # Others do not agree on the payload of a chunked body.
    assert header.get("WARC-Payload-Digest") == (None if head == "chunked" else payload)


def test_other_software_agrees_with_every_record(store: WarcStore) -> None:
    captures = [
        store.append(exchange(body, head=head, at=NOON + timedelta(seconds=at)))
        for at, (head, body) in enumerate((h, b) for h in ODD_HEADS.values() for b in BODIES.values())
    ]
    captures.append(store.append(exchange(LONG), original=captures[0]))
    captures.append(store.append(not_modified(), original=captures[0]))
    path = sealed(store)
    said = warcio_check(path)
    assert said.count("digest pass") == 1 + 2 * len(captures) - 2  # revisits are not checked
    assert "fail" not in said
    chunked = captures[-2 - len(BODIES) : -2]
    index = {found.fields["offset"]: found for found in map(parse, cdxj_indexer(path))}
    assert len(index) == len(captures)
    for capture in captures:
        ours, theirs = parse(line(capture)), index[str(capture.locator.offset)]
        assert (ours.surt, ours.timestamp) == (theirs.surt, theirs.timestamp)
        for key in ("url", "status", "length", "offset", "filename"):
            assert ours.fields[key] == theirs.fields[key]
        label = f"sha256:{capture.sha256}", f"sha1:{capture.digest}"
        assert theirs.fields["digest"] == label[capture in chunked]
        if "mime" in theirs.fields:
            assert ours.fields["mime"] == theirs.fields["mime"]


def test_our_sha1_is_the_one_that_cdxj_indexer_computes(store: WarcStore, tmp_path: Path) -> None:
    captures = [
        store.append(exchange(body, head=head)) for head in ODD_HEADS.values() for body in BODIES.values()
    ]
    # It only computes where a record names none: the same records without theirs.
    bare = tmp_path / "bare.warc"
    with gzip.open(sealed(store)) as packed, bare.open("wb") as plain:
        plain.writelines(text for text in packed if not text.startswith(b"WARC-Payload-Digest:"))
    found = [parse(text).fields["digest"] for text in cdxj_indexer(bare)]
    assert [digest.removeprefix("sha1:") for digest in found] == [capture.digest for capture in captures]


def test_request_and_response_are_tied(store: WarcStore) -> None:
    sent = exchange()
    capture = store.append(sent)
    with sealed(store).open("rb") as file:
        info, response, request = (record.rec_headers for record in ArchiveIterator(file))
    assert info.get_header("WARC-Type") == "warcinfo"
    assert response.get_header("WARC-Record-ID") == f"<{capture.record_id}>"
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert request.get_header("WARC-Type") == "request"
    assert request.get_header("Content-Type") == "application/http;msgtype=request"
    assert response.get_header("Content-Type") == "application/http;msgtype=response"
    for name, value in (
        ("WARC-Date", "2026-03-01T12:00:00.250000Z"),
        ("WARC-Target-URI", URL),
        ("WARC-IP-Address", "192.0.2.7"),
    ):
        assert response.get_header(name) == request.get_header(name) == value
    assert all(headers.protocol == "WARC/1.1" for headers in (info, response, request))


def test_the_request_is_kept_as_sent(store: WarcStore) -> None:
    sent = exchange()
    store.append(sent)
    with sealed(store).open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            if record.rec_type == "request":
                assert record.content_stream().read() == sent.request
                return
    pytest.fail("there is no request record")


def test_the_warcinfo_names_no_machine(store: WarcStore) -> None:
    store.append(exchange())
    name, *_ = store.end
    with gzip.open(sealed(store)) as file:
        block = file.read().split(END + b"WARC/1.1\r\nWARC-Type: response")[0].decode()
    assert f"WARC-Filename: {name}\r\n" in block
    assert block.endswith(
        "software: Backfile\r\nformat: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    )


def test_a_proxy_s_exchange_names_no_address(store: WarcStore) -> None:
    header, _ = content_of(store, store.append(exchange(address=None)))
    assert header.get("WARC-IP-Address") is None
    header, _ = content_of(store, store.append(exchange(address="2001:db8::1")))
    assert header.get("WARC-IP-Address") == "2001:db8::1"


@pytest.mark.parametrize(("reason", "said"), [("length", "length"), ("time", "time"), ("odd", "unspecified")])
def test_a_cut_body_is_marked(reason: str, said: str, store: WarcStore) -> None:
    capture = store.append(exchange(truncated=reason))
    header, _ = content_of(store, capture)
    assert header.get("WARC-Truncated") == said
    assert capture.truncated == reason


def test_a_revisit_of_the_same_payload(store: WarcStore) -> None:
    first = store.append(exchange())
    again = exchange(at=NOON + timedelta(days=1), head=ODD_HEADS["order and case"])
    capture = store.append(again, original=first)
    header, content = content_of(store, capture)
    assert content == ODD_HEADS["order and case"]
    assert header.get("WARC-Type") == "revisit"
    assert header.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert header.get("WARC-Refers-To") == f"<{first.record_id}>"
    assert (header.refers_to_url, header.refers_to_at) == (first.url, first.captured_at)
    assert header.get("WARC-Payload-Digest") == f"sha256:{first.sha256}"
    assert header.get("WARC-Truncated") == "length"
    assert (capture.record_type, capture.digest, capture.sha256) == (
        RecordType.REVISIT,
        first.digest,
        first.sha256,
    )
    assert capture.truncated is None


def test_a_revisit_names_its_original_s_payload_as_the_original_does(store: WarcStore) -> None:
    first = store.append(exchange(BODIES["chunks"], head=ODD_HEADS["chunked"]))
    header, _ = content_of(store, store.append(not_modified(), original=first))
    assert header.get("WARC-Payload-Digest") == f"sha1:{first.digest}"
    gone = replace(first, locator=replace(first.locator, offset=10**6))
    header, _ = content_of(store, store.append(not_modified(), original=gone))
    assert header.get("WARC-Payload-Digest") == f"sha256:{first.sha256}"


def test_a_revisit_by_a_304(store: WarcStore) -> None:
    first = store.append(exchange())
    capture = store.append(not_modified(), original=first)
    header, _ = content_of(store, capture)
    assert header.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert header.get("WARC-Truncated") is None
    assert (capture.status, capture.mime, capture.sha256) == (304, "text/html", first.sha256)


def test_a_redirect_says_where_to(store: WarcStore) -> None:
    capture = store.append(exchange(b"", head=b"HTTP/1.1 301 Moved\r\nLocation: /new place\r\n\r\n"))
    assert capture.location == "https://blog.example/new%20place"


def test_headers_that_would_be_sent_again_are_tame(store: WarcStore) -> None:
    capture = store.append(
        exchange(head=b'HTTP/1.1 200 OK\r\nETag: "a\rX: y"\r\nLast-Modified: ' + b"x" * 2000 + b"\r\n\r\n")
    )
    assert (capture.etag, capture.last_modified) == (None, None)


def test_a_url_can_t_add_a_header(store: WarcStore) -> None:
    with pytest.raises(ValueError, match="can't be a field"):
        store.append(replace(exchange(), url="http://a.example/\r\nWARC-Type: metadata"))
    good = store.append(exchange())
    assert content_of(store, good)[1].endswith(LONG)


def test_one_gzip_member_a_record(store: WarcStore) -> None:
    capture = store.append(exchange())
    raw = sealed(store).read_bytes()
    at = capture.locator
    assert gzip.decompress(raw[at.offset : at.offset + at.length]).startswith(
        b"WARC/1.1\r\nWARC-Type: response"
    )


def test_the_open_segment_is_gone_on_with(store: WarcStore, catalogue: Catalogue) -> None:
    first = store.append(exchange())
    catalogue.segments.commit(*store.end)
    store.close()
    second = store.append(exchange())
    assert second.locator.filename == first.locator.filename
    assert content_of(store, first)[1].endswith(LONG)
    assert content_of(store, second)[1].endswith(LONG)


def test_a_segment_with_a_tail_is_not_gone_on_with(store: WarcStore, catalogue: Catalogue) -> None:
    first = store.append(exchange())
    catalogue.segments.commit(*store.end)
    store.append(exchange())
    store.close()
    second = store.append(exchange())
    assert second.locator.filename != first.locator.filename


def test_a_full_segment_is_sealed(tmp_path: Path, catalogue: Catalogue, clock: MovableClock) -> None:
    store = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=clock, segment_bytes=2000)
    captures = []
    for _ in range(8):
        captures.append(store.append(exchange()))
        catalogue.segments.commit(*store.end)
    store.close()
    names = list(dict.fromkeys(capture.locator.filename for capture in captures))
    assert len(names) > 2
    assert [name.rsplit("-", 1)[1] for name in names] == [f"{n:05}.warc.gz" for n in range(1, len(names) + 1)]
    for name in names[:-1]:
        path = store.folder / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert (store.folder / f"{name}.sha256").read_text() == f"{digest}  {name}\n"
        assert path.stat().st_mode & 0o777 == 0o444
        known = catalogue.segments.get(name)
        assert known is not None
        assert (known.sealed, known.sha256, known.committed) == (True, digest, path.stat().st_size)
    assert [content_of(store, capture)[1][-9:] for capture in captures] == [LONG[-9:]] * 8


def test_nothing_is_made_before_the_first_append(store: WarcStore) -> None:
    assert not store.folder.exists()
    store.seal()
    store.close()
    assert not store.folder.exists()


@pytest.mark.parametrize(
    "name", ["../catalogue.sqlite", "/etc/passwd", "", ".", "a/b.warc.gz", "x\x00y", "a" * 300]
)
def test_no_locator_leads_out_of_the_folder(name: str, store: WarcStore) -> None:
    store.append(exchange())
    with pytest.raises(RecordDamaged), store.open(Locator(name, 0, 10)) as stream:
        stream.read()


def test_a_wrong_locator_is_damage(store: WarcStore) -> None:
    at = store.append(exchange()).locator
    for wrong in (
        replace(at, offset=at.offset + 1),
        replace(at, length=at.length - 1),
        replace(at, offset=10**9),
        replace(at, offset=-1),
        replace(at, length=0),
    ):
        with pytest.raises(RecordDamaged) as damaged, store.open(wrong) as stream:
            stream.read()
        assert "backfile verify" in str(damaged.value)


# What a failing disk does


def everything_reads(store: WarcStore, captures: list[Capture]) -> None:
    for capture in captures:
        assert content_of(store, capture)[1].endswith(LONG)


def open_file(store: WarcStore) -> Path:
    return next(store.folder.glob("*.open"))


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize(("code", "error"), [(FULL, DiskFull), (BROKEN, NotWritable)])
def test_a_write_that_fails_leaves_nothing_behind(
    after: int, code: int, error: type[BackfileError], store: WarcStore, disk: FailingDisk
) -> None:
    first = store.append(exchange())
    size = open_file(store).stat().st_size
    disk.failing, disk.after, disk.short = {"write": code}, after, 200
    with pytest.raises(error):
        store.append(exchange())
    assert open_file(store).stat().st_size == size == store.end[1]
    disk.failing = {}
    second = store.append(exchange())
    assert second.locator.offset == size
    everything_reads(store, [first, second])


def test_short_writes_are_gone_on_with(store: WarcStore, disk: FailingDisk) -> None:
    disk.short = 1
    everything_reads(store, [store.append(exchange()), store.append(exchange())])


def test_a_failed_sync_stops_writing_for_good(store: WarcStore, disk: FailingDisk) -> None:
    first = store.append(exchange())
    disk.failing, disk.once = {"sync": BROKEN}, True
    with pytest.raises(WritingStopped) as stopped:
        store.append(exchange())
    assert "start Backfile again" in str(stopped.value)
    count = len(disk.calls)
    with pytest.raises(WritingStopped):
        store.append(exchange())
    assert len(disk.calls) == count
    everything_reads(store, [first])


def test_a_tail_that_can_t_be_cut_stops_writing(store: WarcStore, disk: FailingDisk) -> None:
    store.append(exchange())
    disk.failing = {"write": FULL, "cut": BROKEN}
    with pytest.raises(WritingStopped):
        store.append(exchange())
    disk.failing = {}
    with pytest.raises(WritingStopped):
        store.append(exchange())


@pytest.mark.parametrize("call", ["create", "write"])
def test_a_segment_that_can_t_be_begun_leaves_no_file(call: str, store: WarcStore, disk: FailingDisk) -> None:
    disk.failing = {call: FULL}
    for _ in range(3):
        with pytest.raises(DiskFull):
            store.append(exchange())
    assert list(store.folder.iterdir()) == []
    disk.failing = {}
    everything_reads(store, [store.append(exchange())])


def test_a_name_that_is_not_confirmed_stops_writing(store: WarcStore, disk: FailingDisk) -> None:
    disk.failing, disk.once = {"sync_folder": BROKEN}, True
    for _ in range(2):
        with pytest.raises(WritingStopped):
            store.append(exchange())
    assert list(store.folder.iterdir()) == []


def test_every_append_is_synced_before_it_returns(store: WarcStore, disk: FailingDisk) -> None:
    store.append(exchange())
    assert disk.calls.index("sync_folder") < disk.calls.index("write")
    disk.calls.clear()
    store.append(exchange())
    assert disk.calls[-1] == "sync"
    assert disk.calls.count("sync") == 1


def test_a_folder_that_can_t_be_made(tmp_path: Path, catalogue: Catalogue, clock: MovableClock) -> None:
    (tmp_path / "file").write_text("in the way")
    store = WarcStore(tmp_path / "file" / "warc", catalogue.segments, clock=clock)
    with pytest.raises(NotWritable, match="Cannot write"):
        store.append(exchange())


class Dripping(io.BytesIO):
    """A response whose spool breaks while it is being written."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > 4:
            raise OSError(5, "spool lost")
        return super().read(size)


def test_an_exchange_that_can_t_be_read_leaves_nothing_behind(store: WarcStore) -> None:
    store.append(exchange())
    size = open_file(store).stat().st_size
    sent = exchange()
    broken: Exchange = replace(sent, response=Dripping(sent.response.read()))
    with pytest.raises(OSError, match="spool lost"):
        store.append(broken)
    assert open_file(store).stat().st_size == size


def test_a_segment_knows_its_length(tmp_path: Path) -> None:
    segment = OpenSegment.create(tmp_path / "x.warc.gz.open", Disk())
    with segment.appending():
        segment.member(RecordHeader((("Content-Length", "0"),)), ())
    segment.close()
    assert segment.length == (tmp_path / "x.warc.gz.open").stat().st_size
