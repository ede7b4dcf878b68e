"""Large exports cut into their entries: wherever the stream is cut, whatever stands in them, however they break off."""

from __future__ import annotations

import io
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ImportRefused
from archive.exchange.entries import Entry, Export
from tests.archive.exchange.exports import blogger_entry, blogger_file, wxr_file, wxr_item

SMALL_BLOG = wxr_file(*(wxr_item(number) for number in range(1, 4)))
NESTED = "<![CDATA[ </item> <item> ]]> <!-- </item> --> &lt;item&gt;"


class Dripping(io.BytesIO):
    """After the head, a stream that gives as many bytes at a time as it likes."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        super().__init__(data)
        self._sizes = sizes
        self._head = True

    def read(self, size: int | None = -1, /) -> bytes:
        if self._head:
            self._head = False
            return super().read(min(size or 0, 700))
        return super().read(self._sizes.pop() if self._sizes else size)


def read(data: bytes) -> tuple[list[Entry], str | None]:
    export = Export("made up", io.BytesIO(data))
    return list(export.entries()), export.broken


@given(st.lists(st.integers(1, 400), max_size=60))
def test_where_the_stream_is_cut_makes_no_difference(sizes: list[int]) -> None:
    data = wxr_file(wxr_item(1, text="Grüße, مرحبا, 𝒳"), f"<item><title>{NESTED}</title></item>", wxr_item(2))
    export = Export("made up", Dripping(data, sizes))
    assert (list(export.entries()), export.broken) == read(data)


def test_entries_come_in_their_order_and_are_whole() -> None:
    found, broken = read(SMALL_BLOG)
    assert broken is None
    assert [entry.node.said("title") for entry in found if entry.node] == ["Post 1", "Post 2", "Post 3"]
    assert [entry.doubt for entry in found] == [None] * 3


def test_tags_in_cdata_and_comments_are_no_tags() -> None:
    (entry,), broken = read(wxr_file(f"<item><title>{NESTED}</title></item>"))
    assert broken is None
    assert entry.node
    assert entry.node.said("title").split() == ["</item>", "<item>", "<item>"]


def test_one_broken_entry_does_not_hurt_the_next() -> None:
    found, broken = read(wxr_file(wxr_item(1), "<item><title>1 < 2 & 3</title><b></item>", wxr_item(2)))
    assert broken is None
    assert [entry.doubt for entry in found] == [
        None,
        "its XML is broken; it was read as far as possible",
        None,
    ]
    assert found[2].node
    assert found[2].node.said("wp:status") == "publish"


@pytest.mark.parametrize(
    ("cut", "kept", "said"),
    [
        (b"</channel></rss>", 3, "it breaks off after entry 3"),
        (b"<wp:post_id>3", 2, "it breaks off within entry 3, which was not taken"),
        (b"<item>", 0, "it breaks off before any entry"),
    ],
)
def test_a_file_that_breaks_off_gives_what_is_whole(cut: bytes, kept: int, said: str) -> None:
    start = SMALL_BLOG.index(cut, SMALL_BLOG.index(b"<channel>"))
    found, broken = read(SMALL_BLOG[:start])
    assert (len(found), broken) == (kept, said)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_the_encoding_is_the_one_that_it_declares(encoding: str) -> None:
    text = blogger_file(blogger_entry(1, title="Möwen über Nordström")).decode()
    (entry,), _ = read(text.replace("UTF-8", encoding).encode(encoding))
    assert entry.node
    assert entry.node.said("title") == "Möwen über Nordström"


def test_control_characters_are_left_out() -> None:
    (entry,), broken = read(blogger_file(blogger_entry(1, title="Terns\x08\x0b and gulls\x1f")))
    assert (entry.doubt, broken) == (None, None)
    assert entry.node
    assert entry.node.said("title") == "Terns and gulls"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB + b"<feed><entry>&b;</entry></feed>", "declares its own document type"),
        (b"<!DOCTYPE feed [" + b" " * 100_000 + b"]><feed/>", "declares its own document type"),
        (b"just words", "it is not XML"),
        (b"", "it is not XML"),
    ],
)
def test_what_is_unsafe_is_not_parsed(data: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        read(data)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 200_000,
        "<a " + " ".join(f"b{number}='x'" for number in range(50_000)) + "/>",
        "<a b='" + "x" * 5_000_000 + "'/>",
        "<!-- " + "x" * 5_000_000 + " -->",
        "<a/>" * 300_000,
        "&undefined;" * 10_000,
    ],
    ids=["deep", "attributes", "value", "comment", "many", "entities"],
)
def test_a_hostile_entry_stays_small_and_the_next_is_read(inside: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, _ = read(wxr_file(f"<item>{inside}</item>", wxr_item(7)))
    assert found[-1].node
    assert found[-1].node.said("title") == "Post 7"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


class Endless(io.RawIOBase):
    """A file whose entry goes on for as long as it is told, made as it is read."""

    def __init__(self, head: bytes, filling: bytes, size: int, end: bytes) -> None:
        self._parts = [head, end]
        self._filling = filling
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        if len(self._parts) == 2:
            return self._parts.pop(0)
        if self._left > 0:
            piece = self._filling * (size // len(self._filling))
            self._left -= len(piece)
            return piece
        return self._parts.pop() if self._parts else b""


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<content:encoded><![CDATA[", "]]></content:encoded>"),
        ("<!--", "-->"),
        ("<title>", ""),
        ('<a b="', ""),
    ],
)
def test_an_entry_without_end_is_left_out_in_bounded_memory(opening: str, closing: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = wxr_file(f"<item>{opening}")[: -len("</channel></rss>")]
    rest = f"{closing}</item>{wxr_item(2)}</channel></rss>".encode()
    stream = Endless(start, b"x" * 4096, 64 * 1024 * 1024, rest)
    export = Export("made up", stream)  # type: ignore[arg-type]  # of a binary stream only read is used
    found = list(export.entries())
    assert (found[0].node, found[0].doubt) == (None, "it is longer than 16 MiB")
    assert [entry.node.said("title") for entry in found if entry.node] == ["Post 2"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
