"""What we write, in the tools of others: no complaint, the same index, the same bytes."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from archive.cdxj import parse
from archive.digest import digests_of
from archive.model import Capture, Exchange, RecordType
from archive.store.annotator import Annotator
from archive.store.catalogue import Catalogue
from archive.store.conversion import conversion_record, export_record
from archive.store.mementos import Mementos
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, exchange
from tests.conftest import MovableClock
from tests.peers.pywb import Pywb, running

HTML = b"Content-Type: text/html; charset=UTF-8\r\n"
PACKED = gzip.compress(LONG, mtime=0)
CHUNKED = b"HTTP/1.1 200 OK\r\n" + HTML + b"Transfer-Encoding: chunked\r\n\r\n"
TRAILERS = b"X-Trailer: 1\r\n\r\n"
IN_CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(LONG), LONG)


def ok(headers: bytes = b"", status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + HTML + headers + b"\r\n"


HOSTILE: Mapping[str, tuple[bytes, bytes, str | None]] = {
    "plain": (ok(b"Content-Length: %d\r\n" % len(LONG)), LONG, None),
    "headers-500": (ok(b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(500))), LONG, None),
    "bytes-255": (b"HTTP/1.1 200 OK\xff\r\nX-\xff\xfe: \xff\x80\r\n" + HTML + b"\r\n", LONG, None),
    "type-255": (b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xff\r\n\r\n", LONG, None),
    "huge-header": (ok(b"X-Huge: " + b"x" * 100_000 + b"\r\n"), LONG, None),
    "nul": (ok(b"X-Nul: a\x00b\r\n"), LONG, None),
    "no-name": (ok(b": value\r\n"), LONG, None),
    "folded": (ok(b"X-Odd :  b  \r\n folded\r\n\tagain\r\n"), LONG, None),
    "line-feeds": (b"HTTP/1.0 200 OK\nContent-Type: text/html\nA: b\n\n", LONG, None),
    "no-reason": (ok(status=b"404"), LONG, None),
    "odd-status": (ok(status=b"999 Odd"), LONG, None),
    "no-headers": (b"HTTP/1.0 200 OK\r\n\r\n", LONG, None),
    "empty": (ok(b"Content-Length: 0\r\n"), b"", None),
    "empty-all": (b"HTTP/1.0 200\r\n\r\n", b"", None),
    "no-content": (ok(status=b"204 No Content"), b"", None),
    "redirect": (ok(b"Location: /elsewhere\r\nContent-Length: 0\r\n", status=b"301 Moved"), b"", None),
    "gzip": (ok(b"Content-Encoding: gzip\r\n"), PACKED, None),
    "gzip-lie": (ok(b"Content-Encoding: gzip\r\n"), LONG, None),
    "chunked": (CHUNKED, IN_CHUNKS, None),
    "chunked-trailers": (CHUNKED, IN_CHUNKS[:-2] + TRAILERS, None),
    "chunked-lie": (CHUNKED, LONG, None),
    "chunked-gzip": (
        CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n",
        b"%x;x=y\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED),
        None,
    ),
    "cut-disconnect": (ok(), LONG, "disconnect"),
    "cut-length": (ok(), LONG, "length"),
    "cut-time": (ok(), LONG, "time"),
    "cut-odd": (ok(), LONG, "odd"),
    "not-modified-unasked": (b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n', b"", None),
}

# What these servers sent about the length of their bodies is not true of what came; that is kept as it was sent, and
# jwarc, alone among the peers, holds a record to it.
LYING: Mapping[str, tuple[bytes, bytes, str | None]] = {
    "lie-cut": (ok(b"Content-Length: 999999\r\n"), LONG, "length"),
    "lie-head": (ok(b"Content-Length: 5000\r\n"), b"", None),
    "lie-304": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n", b"", None),
    "lie-chunks": (CHUNKED, b"%x\r\n%s" % (len(LONG) + 100, LONG), "disconnect"),
    "lie-line": (b"HTTP/1.1 200 OK\r\nthis is no header\r\n\r\n", LONG, None),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A sealed segment, what is in it, and how to open that."""

    path: Path
    captures: dict[str, Capture]
    mementos: Mementos


def _sent(name: str, given: tuple[bytes, bytes, str | None], number: int) -> Exchange:
    head, body, truncated = given
    url = f"https://blog.example/{name}"
    return exchange(body, head=head, truncated=truncated, url=url, at=NOON + timedelta(seconds=number))


def _write(folder: Path, exchanges: Mapping[str, tuple[bytes, bytes, str | None]]) -> Written:
    clock = MovableClock(NOON)
    catalogue = Catalogue.open(folder, clock)
    store = WarcStore(folder / "warc", catalogue.segments, clock=clock)
    captures = {
        name: _keep(store, catalogue, _sent(name, given, number))
        for number, (name, given) in enumerate(exchanges.items())
    }
    if "plain" in captures:
        for name in ("plain", "chunked", "gzip"):
            day, head = NOON + timedelta(days=1), exchanges[name][0]
            again = exchange(exchanges[name][1], head=head, url=f"https://blog.example/{name}", at=day)
            captures[f"{name} again"] = _keep(store, catalogue, again, captures[name])
            unchanged = exchange(
                b"", head=b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", at=day + timedelta(days=1),
                url=f"https://blog.example/{name}",
            )  # fmt: skip
            captures[f"{name} unchanged"] = _keep(store, catalogue, unchanged, captures[name])
        captures |= _converted(store, catalogue)
    assert Annotator(store, catalogue).write()  # metadata records of our own
    name = store.end[0]
    store.seal()
    return Written(store.folder / name, captures, Mementos(store, catalogue))


def _keep(store: WarcStore, catalogue: Catalogue, sent: Exchange, original: Capture | None = None) -> Capture:
    """A response, or a revisit of a certain one: these payloads are small, and mostly the same."""
    capture = catalogue.captures.add(store.append(sent, original=original))
    catalogue.segments.commit(*store.end)
    return capture


def _converted(store: WarcStore, catalogue: Catalogue) -> dict[str, Capture]:
    """A resource and a conversion."""
    export = b"<feed>" + b"An export. " * 50 + b"</feed>"
    file = export_record(digests_of(export), len(export), (export,), "application/atom+xml", NOON)
    article = conversion_record("https://blog.example/made", "urn:uuid:00000000-0000-5000-8000-000000000001", LONG,
                                file.capture, NOON)  # fmt: skip
    stored = store.write([(one.header, one.content) for one in (file, article)])
    added = [
        catalogue.captures.add(place.of(one.capture))
        for one, place in zip((file, article), stored, strict=True)
    ]
    catalogue.segments.commit(*store.end)
    return dict(zip(("resource", "conversion"), added, strict=True))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _write(tmp_path_factory.mktemp("written"), HOSTILE)


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _write(tmp_path_factory.mktemp("lying"), LYING)


@pytest.fixture(scope="module")
def serving(peers: Path, written: Written, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    with running(peers, tmp_path_factory.mktemp("serving"), [written.path]) as started:
        yield started


def say(*command: str | Path) -> str:
    """What a tool said on its standard output; it must be content and say nothing else."""
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr.decode()) == (0, ""), done.stdout.decode()
    return done.stdout.decode("utf-8", "replace")


def test_every_kind_of_record_is_there(written: Written) -> None:
    kinds = {capture.record_type for capture in written.captures.values()}
    assert kinds == set(RecordType)
    with gzip.open(written.path) as file:
        text = file.read()
    for profile in (b"identical-payload-digest", b"server-not-modified"):
        assert b"http://netpreserve.org/warc/1.1/revisit/" + profile in text
    for reason in (b"length", b"time", b"disconnect", b"unspecified"):
        assert b"WARC-Truncated: " + reason + b"\r\n" in text


def test_warcio_finds_nothing_wrong(peers: Path, written: Written, lying: Written) -> None:
    for file in (written.path, lying.path):
        said = say(peers / "pywb" / "bin" / "warcio", "check", "-v", file)
        assert "fail" not in said
        assert said.count("digest pass") > 8


def test_jwarc_finds_nothing_wrong(peers: Path, written: Written) -> None:
    jwarc = ("java", "-jar", peers / "jwarc.jar")
    assert say(*jwarc, "validate", written.path) == ""
    assert len(say(*jwarc, "ls", written.path).splitlines()) > 2 * len(written.captures) - 10


def test_jwarc_complains_of_nothing_but_what_servers_said(peers: Path, lying: Written) -> None:
    jwarc = ("java", "-jar", str(peers / "jwarc.jar"), "validate", str(lying.path))
    done = subprocess.run(jwarc, capture_output=True, text=True, check=False, timeout=120)
    complaints = [line for line in done.stderr.splitlines() if "ERROR" in line]
    assert len(complaints) == len(LYING)
    for complaint in complaints:
        assert complaint.startswith((
            "ERROR: invalid HTTP header Content-Length",
            "ERROR: Exception during validation: java.io.EOFException: EOF reached before end of chunked encoding",
            "ERROR: Exception during validation: org.netpreserve.jwarc.ParsingException: invalid HTTP message",
        ))  # fmt: skip


def test_cdxj_indexer_has_the_same_index(peers: Path, written: Written) -> None:
    said = say(peers / "wacz" / "bin" / "cdxj-indexer", written.path)
    theirs = {line.fields["offset"]: line for line in map(parse, said.splitlines())}
    for name, capture in written.captures.items():
        if name == "conversion":
            continue  # it indexes none
        line = theirs[str(capture.locator.offset)]
        assert (line.surt, line.timestamp) == (capture.surt, capture.timestamp), name
        assert line.fields["length"] == str(capture.locator.length)
        assert line.fields["url"] == capture.url


def test_pywb_serves_the_same_bytes(serving: Pywb, written: Written) -> None:
    for name, capture in written.captures.items():
        if name in ("resource", "conversion"):
            continue
        answer = serving.raw(capture.timestamp, capture.url)
        with written.mementos.raw(capture) as memento:
            payload, status = memento.payload.read(), memento.status
        if name.endswith("unchanged"):  # it passes the 304 on, as it was sent
            assert (answer.status, answer.body) == (304, b""), name
            continue
        if name == "chunked-trailers":  # pywb does not know where a body with trailers ends
            assert answer.body.startswith(payload)
            continue
        assert answer.body == payload, name
        assert answer.status == status, name
        assert "Memento-Datetime" in answer.headers, name


def test_pywb_lists_the_same_captures(serving: Pywb, written: Written) -> None:
    listed = [json.loads(line) for line in serving.cdx("url=blog.example/*&output=json").lines]
    ours = sorted((one.surt, one.timestamp) for name, one in written.captures.items() if name != "resource")
    assert sorted((one["urlkey"], one["timestamp"]) for one in listed) == ours
