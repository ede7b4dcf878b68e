"""Reading a file past its mapping is reading the file; and it is closed with the last part of it."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_engine.storing.storage import MappedStorage

NUMBERS = st.integers(0, 60)


def descriptors() -> set[str]:
    """What this process has open."""
    return {each.name for each in Path("/proc/self/fd").iterdir()}


@given(content=st.binary(max_size=50), outer=st.tuples(NUMBERS, NUMBERS), inner=st.tuples(NUMBERS, NUMBERS))
def test_a_part_of_a_part_reads_what_is_mapped(
    content: bytes, outer: tuple[int, int], inner: tuple[int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_bytes(content)
        part = MappedStorage(Path(folder)).open_file("file").subset(*outer).subset(*inner)
    wanted = content[outer[0] :][: outer[1]][inner[0] :][: inner[1]]
    for at in range(len(wanted) + 1):
        assert part.get(at, 7) == wanted[at:][:7] == bytes(part.view[at : at + 7])


def test_a_file_is_open_as_long_as_a_part_of_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"as it was")
    gc.collect()
    before = descriptors()
    whole = MappedStorage(tmp_path).open_file("file")
    part = whole.subset(3, 2)
    (tmp_path / "file").unlink()
    whole.close()
    del whole
    assert part.get(0, 2) == b"it"
    del part
    gc.collect()
    assert descriptors() == before
