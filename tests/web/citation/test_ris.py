"""RIS, read back by rispy."""

from __future__ import annotations

from typing import Any

import pytest
import rispy
from hypothesis import given, settings

from tests.web.citation.made_up import ADA, ANY_TEXT, HOSTILE, JAN, ORIGINAL, PERMALINK, SHA256, UUID, cited
from web.citation import ris
from web.citation.citation import Kind
from web.citation.names import Name, read_names
from web.citation.plain_text import plain


def the_record(text: str) -> dict[str, Any]:
    """One record, and nothing else."""
    (record,) = rispy.loads(text.replace("\r\n", "\n"))
    return dict(record)


def test_a_record() -> None:
    assert ris.record(cited(authors=(ADA, JAN))) == (
        "TY  - BLOG\r\n"
        "AU  - Quill, Ada\r\n"
        "AU  - van den Berg, Jan\r\n"
        "TI  - Ferries in the fog\r\n"
        "T2  - Quay\r\n"
        "PY  - 2026\r\n"
        "DA  - 2026/02/09/\r\n"
        "Y2  - 2026/03/01/12:00:00\r\n"
        "LA  - en\r\n"
        "KW  - Fog\r\n"
        "KW  - Boats\r\n"
        f"UR  - {PERMALINK}\r\n"
        f"UR  - {ORIGINAL}\r\n"
        "DB  - Harbour Archive\r\n"
        f"N1  - Archived 1 March 2026 from {ORIGINAL}\r\n"
        f"N1  - Payload SHA-256: {SHA256}\r\n"
        f"N1  - WARC record: <urn:uuid:{UUID}>\r\n"
        "N1  - Fixity: not checked since it was written\r\n"
        "ER  - \r\n\r\n"
    )


def test_a_page_is_no_blog_post() -> None:
    assert ris.record(cited(kind=Kind.PAGE)).startswith("TY  - ELEC\r\n")


def test_a_comma_would_cut_an_organisation_in_two() -> None:
    record = the_record(ris.record(cited(authors=(Name(literal="Oar, Sail and Sons"), ADA))))
    assert record["authors"] == ["Oar Sail and Sons", "Quill, Ada"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_in_their_line(text: str) -> None:
    title = plain(text)
    whole = ris.record(
        cited(title=title, site=title, authors=read_names(text), labels=(title,), archive=title)
    )
    record = the_record(whole)
    assert record["title"] == title
    assert record["keywords"] == [title]
    assert record["urls"] == [PERMALINK, ORIGINAL]
    assert whole.count("\nER  - ") == 1


@settings(max_examples=60)
@given(ANY_TEXT, ANY_TEXT)
def test_what_goes_in_comes_out(title: str, byline: str) -> None:
    given_title, names = plain(title), read_names(byline)
    record = the_record(ris.record(cited(title=given_title, authors=names)))
    assert record["title"] == (given_title or "[Web page at quay.example/f]")
    assert len(record.get("authors", ())) == len([name for name in names if name.inverted.strip(", ")])
