"""Scanning past damage."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from archive.store.member import SharedMember
from archive.store.record import RecordHeader
from archive.store.scan import Damage, Found, scan


def record(number: int, body: bytes = b"") -> bytes:
    body = body or b"Body %d. " % number * 50
    header = RecordHeader(
        (
            ("WARC-Type", "resource"),
            ("WARC-Target-URI", f"http://e.example/{number}"),
            ("Content-Length", str(len(body))),
        )
    )
    return header.to_bytes() + body + b"\r\n\r\n"


def size_of(_: RecordHeader, content: io.BufferedIOBase) -> int:
    return len(content.read())


@pytest.fixture
def members() -> list[bytes]:
    return [gzip.compress(record(number)) for number in range(5)]


def scanned(path: Path, data: bytes) -> list[Found[int] | Damage]:
    path.write_bytes(data)
    return list(scan(path, size_of))


def test_sound_members(tmp_path: Path, members: list[bytes]) -> None:
    found = scanned(tmp_path / "x", b"".join(members))
    offset = 0
    for one, member in zip(found, members, strict=True):
        assert isinstance(one, Found)
        assert (one.offset, one.length, one.value) == (offset, len(member), 8 * 50)
        offset += len(member)


def test_one_flipped_bit_hides_one_record(tmp_path: Path, members: list[bytes]) -> None:
    data = b"".join(members)
    for bit in range(8 * len(members[0]), 8 * (len(members[0]) + len(members[1])), 7):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found = scanned(tmp_path / "x", bytes(flipped))
        whole = [one for one in found if isinstance(one, Found)]
        assert len(whole) >= 4, bit
        if len(whole) == 4:
            damage = next(one for one in found if isinstance(one, Damage))
            assert (damage.offset, damage.until) == (len(members[0]), len(members[0]) + len(members[1]))


@pytest.mark.parametrize("left", range(1, 60, 7))
def test_a_clipped_last_member_is_told(left: int, tmp_path: Path, members: list[bytes]) -> None:
    found = scanned(tmp_path / "x", b"".join(members)[:-left])
    assert [type(one) for one in found] == [Found] * 4 + [Damage]
    last = found[-1]
    assert isinstance(last, Damage)
    assert (last.offset, last.until, last.reason) == (len(b"".join(members[:4])), None, "it breaks off")


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", b"\x1f\x8b\x08" * 5000, gzip.compress(b"no record"), bytes(1000)]
)
def test_what_is_no_warc(content: bytes, tmp_path: Path) -> None:
    found = scanned(tmp_path / "x", content)
    assert len(found) == (1 if content else 0)
    assert all(isinstance(one, Damage) and one.until is None for one in found)


def test_a_wrong_content_length_is_damage(tmp_path: Path) -> None:
    for wrong in (
        b"Content-Length: 10\r\n",
        b"Content-Length: 9999\r\n",
        b"Content-Length: -5\r\n",
        b"X: y\r\n",
    ):
        member = gzip.compress(record(0).replace(b"Content-Length: 400\r\n", wrong))
        found = scanned(tmp_path / "x", member + gzip.compress(record(1)))
        assert [type(one) for one in found] == [Damage, Found]


def test_records_that_share_a_member_are_told(tmp_path: Path) -> None:
    with pytest.raises(SharedMember):
        scanned(tmp_path / "x", gzip.compress(record(0) + record(1)))


def test_a_bomb_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(gzip.compress(record(0, bytes(50_000_000))))
    tracemalloc.start()
    total = 0

    def count(_: RecordHeader, content: io.BufferedIOBase) -> int:
        nonlocal total
        while piece := content.read1(65536):
            total += len(piece)
        return total

    found = list(scan(path, count))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found[0], Found)
    assert total == 50_000_000
    assert peak < 2_000_000
