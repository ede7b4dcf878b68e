"""Documents as CSV (RFC 4180), for spreadsheets first. Pure.

- It begins with a byte order mark: without one, Excel reads UTF-8 as something else. Readers of CSV for programs skip it
  (Python: ``utf-8-sig``).
- Every cell is in quotes, and one that a spreadsheet would take for a formula begins with an apostrophe: = + - @ at its
  beginning, in their wide forms too, and behind a semicolon, at which some countries' spreadsheets cut (OWASP, "CSV
  injection"). No cell has a tab or a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from archive.timestamp import iso, iso_there
from indexer.model import Document
from web.citation.plain_text import plain
from web.reading.answer import snapshot_path

MEDIA_TYPE = "text/csv"

COLUMNS = (
    "published", "title", "author", "source", "url", "labels", "lang", "kind", "status", "captures", "first_captured",
    "last_captured", "page_url", "snapshot_url", "id",
)  # fmt: skip

_FORMULA = re.compile(r"""^[\s"']*[=+\-@＝＋－＠]""")
_CELL_WITHIN = re.compile(r"(;[\s\"]*)(?=[=@＝＠]|[+\-＋－][\w(])")


def write(documents: Iterable[Document], root: str) -> Iterator[str]:
    """A line of names, then a line for each, as they come. ``root`` is this site's address."""
    yield "\ufeff" + line(COLUMNS)
    for document in documents:
        yield line(cell(value) for value in _values(document, root))


def cell(value: str) -> str:
    """A value as no spreadsheet runs it."""
    text = plain(value)
    guarded = _CELL_WITHIN.sub(r"\1'", text)
    return f"'{guarded}" if _FORMULA.match(text) else guarded


def _values(document: Document, root: str) -> Iterator[str]:
    snapshot = snapshot_path(document)
    yield iso_there(document.published) if document.published else ""
    yield document.title
    yield document.author or ""
    yield document.source
    yield document.url
    yield ", ".join(label.replace(",", " ") for label in document.labels)
    yield document.lang or ""
    yield document.kind
    yield document.status
    yield str(document.captures)
    yield _moment(document.first_captured)
    yield _moment(document.last_captured)
    yield f"{root}/page/{document.id}"
    yield root + snapshot if snapshot else ""
    yield document.id


def _moment(moment: datetime | None) -> str:
    return iso(moment) if moment else ""


def line(cells: Iterable[str]) -> str:
    """Cells as one line, each in quotes."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"
