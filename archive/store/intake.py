"""A WARC file into the catalogue: every response, revisit, resource and conversion to HTML a Capture, every HTML answer
a Page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from archive import uri
from archive.decoding import decode
from archive.discover.discovery import discover
from archive.discover.walls import Wall
from archive.errors import BadUrl
from archive.model import (
    Capture,
    LinkKind,
    Locator,
    PageKind,
    PageStatus,
    RecordType,
    Takedown,
    Target,
)
from archive.store.catalogue import Catalogue
from archive.store.conversions import origin_of, see
from archive.store.describe import Described, describe, record_id_for
from archive.store.originals import original_of
from archive.store.record import RecordHeader
from archive.store.scan import Damage, Found, scan

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in bytes."""

_BATCH = 200  # records a transaction: readers and the change feed see them come
_BATCH_BYTES = 16 * 1024 * 1024  # of bodies held in memory meanwhile


@dataclass(slots=True)
class Taken:
    """What was made of a file's records. ``refused`` and ``doubts`` hold pairs of what and why."""

    responses: int = 0
    revisits: int = 0
    resources: int = 0
    conversions: int = 0
    pages: int = 0
    known: int = 0  # in the catalogue already, under the same record id
    taken_down: int = 0  # may not come back: hidden, and to be erased from the file
    others: int = 0  # records that make no captures: requests, metadata, warcinfo
    refused: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)

    @property
    def captures(self) -> int:
        """How many Captures are new."""
        return self.responses + self.revisits + self.resources + self.conversions


def take_in(path: Path, name: str, catalogue: Catalogue, *, on_progress: Progress | None = None) -> Taken:
    """Add what the file at ``path`` holds, under the segment's name. Can be cut off and done again: what is known by its
    record id is passed over. Raises SharedMember for a file whose records can't be read by offset."""
    taken = Taken()
    size = path.stat().st_size

    def read(header: RecordHeader, content: io.BufferedIOBase) -> Described:
        return describe(header, content, "")

    records = scan(path, read)
    for batch in batches(records):
        with catalogue.transaction():
            _take_batch(batch, name, catalogue, taken)
        if on_progress is not None:
            last = batch[-1]
            on_progress(last.until or size if isinstance(last, Damage) else last.offset + last.length, size)
    return taken


def batches(records: Iterable[Found[Described] | Damage]) -> Iterator[list[Found[Described] | Damage]]:
    """Some hundred records at a time, bounded by what they hold in memory."""
    batch: list[Found[Described] | Damage] = []
    held = 0
    for one in records:
        batch.append(one)
        held += len(one.value.body or b"") if isinstance(one, Found) else 0
        if len(batch) >= _BATCH or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _take_batch(
    batch: list[Found[Described] | Damage], name: str, catalogue: Catalogue, taken: Taken
) -> None:
    """What all records of a batch ask of the catalogue is asked once."""
    found = []
    for one in batch:
        if isinstance(one, Damage):
            taken.damages.append(one)
            continue
        _tell(one, taken)
        capture = located(one, name)
        if capture is not None:
            found.append((capture, one.value))
    known = catalogue.captures.recorded(capture.record_id for capture, _ in found)
    denying = catalogue.takedowns.any_denial()
    for capture, described in found:
        if capture.record_id in known:
            taken.known += 1
            continue
        known.add(capture.record_id)
        denial = catalogue.takedowns.denial(capture.url) if denying else None
        if denial is not None:
            _bar(capture, denial, catalogue, taken)
        else:
            _add(capture, described, catalogue, taken)


def _tell(one: Found[Described], taken: Taken) -> None:
    """What is wrong with a record, and that it makes no Capture."""
    described = one.value
    if described.doubts or described.refused is not None:
        what = f"{one.header.type or 'record'} at byte {one.offset} ({(one.header.target_uri or 'no URI')[:200]})"
        taken.doubts += [(what, doubt) for doubt in described.doubts]
        if described.refused is not None:
            taken.refused.append((what, described.refused))
    taken.others += described.capture is None and described.refused is None


def located(one: Found[Described], name: str) -> Capture | None:
    """The Capture in a record, with its place in the segment of that name and its identity; None when it makes none."""
    found = one.value.capture
    if found is None:
        return None
    return replace(
        found,
        record_id=found.record_id or record_id_for(name, one.offset),
        locator=Locator(name, one.offset, one.length),
        record_sha256=one.sha256,
    )


def _bar(capture: Capture, denial: Takedown, catalogue: Catalogue, taken: Taken) -> None:
    """What was taken down comes in hidden, so that its bytes are found and erased in this file too."""
    catalogue.captures.add(replace(capture, takedown_id=denial.id))
    catalogue.takedowns.note(denial.id, erased_at=None)
    taken.taken_down += 1


def _add(capture: Capture, described: Described, catalogue: Catalogue, taken: Taken) -> None:
    original = None
    if capture.record_type is RecordType.REVISIT:
        original = original_of(capture, catalogue.captures)
        capture = completed(capture, original)
    if capture.record_type is RecordType.CONVERSION:
        capture = referred(capture, described.made_from, catalogue)
    capture = catalogue.captures.add(capture)
    match capture.record_type:
        case RecordType.RESPONSE:
            taken.responses += 1
        case RecordType.REVISIT:
            taken.revisits += 1
        case RecordType.RESOURCE:
            taken.resources += 1
        case RecordType.CONVERSION:
            taken.conversions += 1
    if capture.record_type is RecordType.CONVERSION:
        taken.pages += _see_conversion(capture, described, catalogue)
    elif described.body is not None:
        taken.pages += _see(capture, described, catalogue, taken)
    elif original is not None and original.page_id is not None:
        _see_again(capture, original.page_id, catalogue)


def completed(revisit: Capture, original: Capture | None) -> Capture:
    """A revisit with what it left to its original to say."""
    if original is None:
        return replace(revisit, status=revisit.status or 200)
    return replace(
        revisit,
        status=revisit.status or original.status,
        mime=original.mime if revisit.mime == "unk" else revisit.mime,
        digest=revisit.digest or original.digest,
        sha256=revisit.sha256 or original.sha256,
        wall=original.wall,
    )


def referred(capture: Capture, made_from: str | None, catalogue: Catalogue) -> Capture:
    """A conversion with the Capture that it was made from."""
    origin = origin_of(made_from, catalogue)
    if origin is None:
        return capture
    return replace(capture, refers_to_url=origin.url, refers_to_at=origin.captured_at)


def _see_conversion(capture: Capture, described: Described, catalogue: Catalogue) -> int:
    if described.body is None or not _typable(capture.url):
        return 0
    return see(capture, described.body, catalogue)


def _typable(url: str) -> bool:
    """Whether a reader could type it: what none could is no Page."""
    try:
        uri.canonical(url)
    except BadUrl:
        return False
    return True


def _see(capture: Capture, described: Described, catalogue: Catalogue, taken: Taken) -> int:
    """The Page that an HTML answer shows; returns how many are new."""
    if not _typable(capture.url):
        return 0
    with decode(io.BytesIO(described.body or b""), described.headers).payload as payload:
        body = payload.read()
    found = discover(
        Target(capture.url, LinkKind.SEED),
        None,
        status=capture.status,
        mime=capture.mime,
        headers=described.headers,
        body=body,
        url=capture.url,
    )
    if found.wall is not None:
        _see_wall(capture, found.wall, catalogue)
        return 0
    url = _address(capture.url, found.canonical)
    if (
        denial := catalogue.takedowns.denial(url)
    ) is not None:  # it calls itself an article that was taken down
        catalogue.takedowns.hide(capture.id, denial.id)
        taken.taken_down += 1
        return 0
    new = catalogue.pages.by_surt(uri.page_surt(url)) is None
    page = catalogue.pages.seen(
        url,
        kind=found.page_kind or PageKind.PAGE,
        facts=found.facts,
        capture=capture,
        status=PageStatus.LIVE,
    )
    catalogue.pages.set_links(page.id, capture.id, found.links)
    return int(new)


def _see_wall(capture: Capture, wall: Wall, catalogue: Catalogue) -> None:
    """What stood in the place of an article: one that is known keeps its text, and no Page is made of it."""
    catalogue.captures.set_wall(capture.id, wall.kind)
    page = catalogue.pages.by_surt(uri.page_surt(uri.fold(capture.url)))
    if page is not None:
        status = PageStatus.GONE if wall.gone else PageStatus.BLOCKED
        catalogue.pages.seen(page.url, kind=page.kind, capture=capture, status=status)


def _see_again(capture: Capture, page_id: str, catalogue: Catalogue) -> None:
    page = catalogue.pages.get(page_id)
    if page is not None and page.takedown_id is None:
        status = page.status if capture.wall is not None else PageStatus.LIVE
        catalogue.pages.seen(page.url, kind=page.kind, capture=capture, status=status)


def _address(url: str, canonical: str | None) -> str:
    """The article's address: what the page calls its canonical one, if that is of its site and not just the home page."""
    if canonical and uri.site(canonical) == uri.site(url):
        leads_home = urlsplit(canonical).path in ("", "/")
        if not leads_home or urlsplit(url).path in ("", "/"):
            return uri.fold(canonical)
    return uri.fold(url)


def damage_words(damages: list[Damage]) -> Iterator[str]:
    """Each damage as a clause: where and why, and where reading went on."""
    for damage in damages:
        onward = (
            f"reading went on at byte {damage.until}"
            if damage.until is not None
            else "nothing after it could be read"
        )
        yield f"at byte {damage.offset} {damage.reason}; {onward}"
