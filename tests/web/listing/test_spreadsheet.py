"""Lists as CSV: read back whole, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Document
from tests.indexer.made_up import a_document
from web.citation.plain_text import plain
from web.listing import spreadsheet
from web.listing.spreadsheet import COLUMNS, cell

ROOT = "https://archive.example"


def rows(*documents: Document) -> list[dict[str, str]]:
    text = "".join(spreadsheet.write(documents, ROOT))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_a_line_has_what_is_known_of_an_article() -> None:
    document = a_document(
        "fog", title='Of "fog", and rain', author="Ada Quill", labels=("Fog", "Boats"), lang="en", captures=3,
        first_captured=datetime(2026, 1, 1, tzinfo=UTC), last_captured=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    assert rows(document) == [
        {
            "published": "2024-05-01T12:00:00Z",
            "title": 'Of "fog", and rain',
            "author": "Ada Quill",
            "source": "Harbour Notes",
            "url": "https://blog.example.com/2024/05/fog.html",
            "labels": "Fog, Boats",
            "lang": "en",
            "kind": "post",
            "status": "live",
            "captures": "3",
            "first_captured": "2026-01-01T00:00:00Z",
            "last_captured": "2026-03-01T00:00:00Z",
            "page_url": f"{ROOT}/page/fog",
            "snapshot_url": f"{ROOT}/web/20240601000000/https://blog.example.com/2024/05/fog.html",
            "id": "fog",
        }
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('=HYPERLINK("http://a.example")', '\'=HYPERLINK("http://a.example")'),
        ("+1+1", "'+1+1"),
        ("-2+3|cmd", "'-2+3|cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        (' "=1+1', "'\"=1+1"),
        ("＝1+1", "'＝1+1"),
        ("fog;=1+1", "fog;'=1+1"),
        ('fog; "@A1', "fog; \"'@A1"),
        ("fog;-1", "fog;'-1"),
        ("rain ;-) and sun", "rain ;-) and sun"),
        ("a = b", "a = b"),
        ("two\r\nlines", "two lines"),
        ("zero\x00 \x1b[31mred", "zero [31mred"),
    ],
)
def test_no_cell_is_run(title: str, shown: str) -> None:
    assert cell(title) == shown
    assert rows(a_document("x", title=title))[0]["title"] == shown


@given(st.lists(st.tuples(st.text(), st.text(), st.lists(st.text(), max_size=3)), max_size=4))
def test_whatever_was_archived_stays_in_its_cell(told: list[tuple[str, str, list[str]]]) -> None:
    documents = [
        a_document(str(at), title=title, author=author, labels=tuple(labels))
        for at, (title, author, labels) in enumerate(told)
    ]
    found = rows(*documents)
    assert [row["id"] for row in found] == [document.id for document in documents]
    for row, document in zip(found, documents, strict=True):
        assert list(row) == list(COLUMNS)
        for value in row.values():
            assert value[:1] not in {"=", "+", "-", "@", "\t", "\r"}
            assert value.isprintable() or plain(value) == value
        assert row["title"].replace("'", "") == plain(document.title).replace("'", "")
