"""What a package is made with: a bit for each capture, lines sorted on disk, blocks of an index."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.exchange.package.index import blocks
from archive.exchange.package.selection import Everything, Selection
from archive.exchange.package.sorting import SortedLines
from archive.exchange.package.told import read_capture, read_page, read_source


@given(st.lists(st.integers(0, 20_000)), st.integers(-5, 30_000))
def test_a_selection_is_a_set(numbers: list[int], other: int) -> None:
    selection = Selection()
    assert [selection.add(number) for number in numbers] == [
        number not in numbers[:at] for at, number in enumerate(numbers)
    ]
    assert len(selection) == len(set(numbers))
    assert all(number in selection for number in numbers)
    assert (other in selection) == (other in numbers)
    assert "7" not in selection


def test_everything_is_what_there_was() -> None:
    everything = Everything(7)
    assert 7 in everything
    assert 8 not in everything


@given(lines=st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b""))))
def test_lines_come_out_sorted_and_once(lines: list[bytes]) -> None:
    for run in (1, 200, 10**6):  # bytes a run: a file for each line, some files, none
        with tempfile.TemporaryDirectory() as folder:
            sorting = SortedLines(Path(folder), run=run)
            for line in lines:
                sorting.add(line)
            assert list(sorting) == sorted(set(lines))


def test_more_runs_than_files_may_be_open(tmp_path: Path) -> None:
    sorting = SortedLines(tmp_path, run=1)
    lines = [b"%d" % (number * 7919 % 1000) for number in range(1000)]
    for line in lines:
        sorting.add(line)
    assert list(sorting) == sorted(lines)
    assert len(list(tmp_path.iterdir())) < 300


def test_an_index_of_many_blocks() -> None:
    lines = [b"org,example)/%05d 20260301120000 {}" % number for number in range(2500)]
    (meta, *rest) = list(blocks(lines))
    assert meta[0] == b""
    assert meta[1].startswith(b"!meta 0 ")
    data = b"".join(block for block, _ in rest)
    assert gzip.decompress(data).splitlines() == lines
    for block, listed in rest:
        facts = json.loads(listed.split(b" ", 2)[2])
        assert data[facts["offset"] : facts["offset"] + facts["length"]] == block
        assert gzip.decompress(block).startswith(b" ".join(listed.split(b" ", 2)[:2]))
    assert len(rest) == 3


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from([
    "id", "url", "surt", "name", "kind", "status", "source", "title", "labels", "published", "via", "links", "links_from",
    "visits", "text_digest", "page", "wall", "mime", "digest", "sha256", "refers_to_url", "refers_to_at",
])  # fmt: skip
_SOUND = st.sampled_from(
    [
        "https://a.example/",
        "post",
        "blogger",
        "example,a)/",
        "urn:uuid:1",
        "removed",
        [["https://b.example/", "body", "x"]],
    ]
)


@given(st.dictionaries(_NAMES, _JSON | _SOUND))
def test_nothing_that_is_told_is_too_odd_to_be_looked_at(fields: dict[str, object]) -> None:
    line = json.dumps(fields).encode()
    for read in (read_source, read_page, read_capture):
        read(line)
        read(line[: len(line) // 2])
