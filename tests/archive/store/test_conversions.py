"""Articles made out of an export: records that other software reads, that survive a crash, and that come back."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.cdxj import line, parse
from archive.digest import digests_of
from archive.errors import DiskFull
from archive.model import Capture, Facts, LinkKind, PageKind, PageStatus, RecordType, Target
from archive.plain_article import PlainArticle, document, paragraphs, via_of
from archive.store.catalogue import Catalogue
from archive.store.conversion import conversion_id, export_urn
from archive.store.conversions import Conversions, Made
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recorder import PageSeen, Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchanges import exchange
from tests.archive.store.failing_disk import FULL, FailingDisk
from tests.conftest import MovableClock

EXPORT = b"<feed>an export, as it was downloaded</feed>"
URL = "http://saltmarsh.example/2011/05/terns.html"
FACTS = Facts(title="Terns & <tides>", author="Ada Quill", published=datetime(2011, 5, 1, 9, tzinfo=UTC))


@pytest.fixture
def conversions(store: WarcStore, catalogue: Catalogue, clock: MovableClock) -> Conversions:
    return Conversions(store, catalogue, clock)


@pytest.fixture
def origin(conversions: Conversions, tmp_path: Path) -> Capture:
    path = tmp_path / "export.xml"
    path.write_bytes(EXPORT)
    return conversions.keep_export(path, digests_of(EXPORT), "application/atom+xml")


def made(origin: Capture, url: str = URL, content: str = "<p>Terns nest late.</p>") -> Made:
    article = PlainArticle(url, PageKind.POST, FACTS, content)
    body = document(article, via_url=origin.url, via_name="export.xml", note="From an export.")
    return Made(url, conversion_id(origin.record_id, url), body, article.kind, article.facts)


def payload(mementos: Mementos, capture: Capture) -> bytes:
    with mementos.open(capture) as memento:
        return memento.payload.read()


def run(program: str, *arguments: str) -> str:
    call = f"import sys; from {program} import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", call, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_other_software_agrees_with_both_kinds_of_record(
    conversions: Conversions, origin: Capture, store: WarcStore, catalogue: Catalogue
) -> None:
    conversions.keep(origin, [made(origin), made(origin, URL.replace("terns", "gulls"))])
    name, *_ = store.end
    store.seal()
    said = run("warcio.cli", "check", "-v", str(store.folder / name))
    assert said.count("digest pass") == 4
    assert "fail" not in said
    theirs = [
        parse(text)
        for text in run(
            "cdxj_indexer.main", "--records", "conversion,resource", str(store.folder / name)
        ).splitlines()
    ]
    ours = {found.fields["offset"]: found for found in map(parse, map(line, catalogue.captures.iterate()))}
    assert len(theirs) == len(ours) == 3
    for found in theirs:
        mine = ours[found.fields["offset"]]
        assert (mine.surt, mine.timestamp) == (found.surt, found.timestamp)
        for key in ("url", "mime", "length", "filename"):
            assert mine.fields[key] == found.fields[key]


def test_the_records_say_what_was_made_of_what(
    conversions: Conversions, origin: Capture, store: WarcStore, catalogue: Catalogue, mementos: Mementos
) -> None:
    assert conversions.keep(origin, [made(origin)]) == 1
    (capture,) = catalogue.captures.of_surt(uri.surt(URL))
    assert capture.record_type is RecordType.CONVERSION
    assert not capture.live
    assert (capture.refers_to_url, capture.refers_to_at) == (origin.url, origin.captured_at)
    with store.open_record(capture.locator) as record:
        assert record.header.type == "conversion"
        assert record.header.refers_to == origin.record_id
        assert record.header.target_uri == URL
    assert origin.url == export_urn(digests_of(EXPORT).sha256)
    assert payload(mementos, origin) == EXPORT
    assert via_of(payload(mementos, capture)) == (origin.url, "export.xml")
    page = catalogue.pages.get(capture.page_id or "")
    assert page
    assert (page.link_kind, page.via, page.facts.title) == (LinkKind.EXPORT, "export.xml", FACTS.title)


def test_what_was_made_is_sound_and_damage_is_seen(
    conversions: Conversions, origin: Capture, store: WarcStore, catalogue: Catalogue, tmp_path: Path
) -> None:
    conversions.keep(origin, [made(origin)])
    assert check(catalogue, tmp_path / "data") == []
    name, length, _ = store.end
    store.seal()
    path = store.folder / name
    path.chmod(0o644)
    whole = bytearray(path.read_bytes())
    (capture,) = catalogue.captures.of_surt(uri.surt(URL))
    whole[capture.locator.offset + capture.locator.length // 2] ^= 0x55
    path.write_bytes(whole)
    assert any(fault.capture_id == capture.id for fault in check(catalogue, tmp_path / "data"))
    assert length == len(whole)


def test_all_comes_back_from_the_files_alone(
    conversions: Conversions,
    origin: Capture,
    store: WarcStore,
    catalogue: Catalogue,
    clock: MovableClock,
    tmp_path: Path,
) -> None:
    conversions.keep(origin, [made(origin)])
    store.close()
    again = tmp_path / "again"
    (again / "warc").mkdir(parents=True)
    for file in store.folder.iterdir():
        (again / "warc" / file.name).write_bytes(file.read_bytes())
    rebuilt = Catalogue.open(again, clock)
    repair(again, rebuilt)
    assert [one.record_id for one in rebuilt.captures.iterate()] == [
        one.record_id for one in catalogue.captures.iterate()
    ]
    then, now = (each.pages.by_surt(uri.page_surt(URL)) for each in (catalogue, rebuilt))
    assert then
    assert now
    for name in ("id", "url", "kind", "link_kind", "via", "status"):
        assert getattr(now, name) == getattr(then, name)
    assert (now.facts.title, now.facts.author, now.facts.published) == (
        FACTS.title,
        FACTS.author,
        FACTS.published,
    )
    (capture,) = rebuilt.captures.of_surt(uri.surt(URL))
    assert capture.refers_to_url == origin.url
    rebuilt.close()


def test_a_full_disk_leaves_nothing_half_done(
    conversions: Conversions, origin: Capture, store: WarcStore, catalogue: Catalogue, disk: FailingDisk
) -> None:
    before = store.end
    disk.failing["write"], disk.once = FULL, True
    with pytest.raises(DiskFull):
        conversions.keep(origin, [made(origin)])
    assert store.end == before
    assert catalogue.pages.all_ids() == []
    assert conversions.keep(origin, [made(origin)]) == 1


def test_the_file_is_kept_once(conversions: Conversions, origin: Capture, tmp_path: Path) -> None:
    assert conversions.keep_export(tmp_path / "export.xml", digests_of(EXPORT), "text/xml") == origin


def test_what_an_export_tells_is_no_visit(
    conversions: Conversions,
    origin: Capture,
    catalogue: Catalogue,
    recorder: Recorder,
    clock: MovableClock,
) -> None:
    """Facts that are known stay, the status too, and a crawl goes by what the web said."""
    live = recorder.keep(
        exchange(b"gone", url=URL, head=b"HTTP/1.1 404 Not Found\r\n\r\n"),
        Target(URL, LinkKind.POST),
        page=PageSeen(URL, PageKind.POST, facts=Facts(title="Terns"), status=PageStatus.GONE),
    )
    clock.move(timedelta(days=400))
    assert conversions.keep(origin, [made(origin)]) == 0
    page = catalogue.pages.by_surt(uri.page_surt(URL))
    assert page
    assert (page.status, page.facts.title, page.facts.author) == (PageStatus.GONE, "Terns", "Ada Quill")
    assert page.link_kind is LinkKind.SEED
    newest = catalogue.captures.latest(uri.surt(URL))
    assert newest
    assert newest.record_type is RecordType.CONVERSION
    assert catalogue.captures.latest_live(uri.surt(URL)) == catalogue.captures.get(live.id)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>two</p>\n<p>Three</p>"),
        ("<h2>Head</h2>\n\nText", "<h2>Head</h2>\n<p>Text</p>"),
        ("<p>One</p>\n\nTwo", "<p>One</p>\n\nTwo"),
        ("", ""),
    ],
)
def test_blank_lines_make_paragraphs(written: str, kept: str) -> None:
    assert paragraphs(written) == kept


def test_a_document_of_ours_is_told_from_any_other() -> None:
    article = PlainArticle(URL, PageKind.POST, Facts(title='"><script>'), "")
    body = document(article, via_url="urn:x", via_name='a "name" & <more>', note="<b>")
    assert via_of(body) == ("urn:x", 'a "name" & <more>')
    assert b"<script>" not in body.replace(b'<script type="application/ld+json">', b"")
    assert via_of(b"<html><link rel=via href=x>") is None
