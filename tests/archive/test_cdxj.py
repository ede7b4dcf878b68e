"""CDXJ lines written, read and sorted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cdxj import line, parse
from archive.model import Locator, RecordType
from tests.archive.made_up import a_capture


def test_a_capture_as_a_line() -> None:
    capture = a_capture(
        "https://www.blog.example/P?b=1&a=2", locator=Locator("x.warc.gz", 12, 345), mime="text/html"
    )
    assert line(capture) == (
        'example,blog)/p?a=2&b=1 20260301120000 {"url": "https://www.blog.example/P?b=1&a=2", "mime": "text/html", '
        f'"status": "200", "digest": "{capture.digest}", "length": "345", "offset": "12", "filename": "x.warc.gz"}}'
    )


def test_a_revisit_is_called_one() -> None:
    found = parse(line(a_capture(record_type=RecordType.REVISIT, digest="")))
    assert found.fields["mime"] == "warc/revisit"
    assert "digest" not in found.fields


@given(st.text(max_size=50), st.integers(0, 2**40))
def test_a_line_is_read_back(text: str, offset: int) -> None:
    url = "https://blog.example/" + text.replace("\ud800", "")
    capture = a_capture(url, locator=Locator("x.warc.gz", offset, 1))
    written = line(capture)
    assert "\n" not in written
    found = parse(written + "\n")
    assert (found.surt, found.timestamp) == (capture.surt, capture.timestamp)
    assert (found.fields["url"], found.fields["offset"]) == (url, str(offset))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a b",
        "a b {}",
        "a 2024 ",
        "a 2024 []",
        "a 2024 {",
        "a ２０２４ {}",
        " 2024 {}",
        "a 2024 " + "[" * 99999,
    ],
)
def test_what_is_no_line(text: str) -> None:
    with pytest.raises(ValueError, match="CDXJ line"):
        parse(text)


@pytest.mark.shared
def test_the_oracle_is_sorted_as_we_sort(shared: Path) -> None:
    lines = (shared / "data" / "warc" / "03_iana_org_oracle.cdxj").read_text(encoding="utf-8").splitlines()
    found = [parse(text) for text in lines]
    assert sorted(found, key=lambda one: (one.surt.encode(), one.timestamp)) == found
