"""The CDX server: pywb's dialect at ``/cdx``, the Wayback Machine's at ``/cdx/search/cdx``.

That the answers are those of pywb is shown in ``tests/peers/test_cdx.py``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from archive.model import Capture, Locator, RecordType
from tests.web.conftest import BLOG, POST
from tests.web.library import MARCH, Library

STAMPS = ("20260301120000", "20260303120000", "20260410120000")
KEY = "example,quay)/2026/02/ferries.html"


def lines(library: Library, query: str, path: str = "/cdx") -> list[str]:
    response = library.client().get(f"{path}?{query}")
    assert response.status_code == 200, response.text
    return response.text.splitlines()


def wayback(library: Library, query: str) -> list[str]:
    return lines(library, query, "/cdx/search/cdx")


def test_lines_are_those_of_the_catalogue(shelf: Library) -> None:
    found = lines(shelf, f"url={POST}")
    assert [line.split(" ", 2)[:2] for line in found] == [[KEY, stamp] for stamp in STAMPS]
    members = list(json.loads(found[0].split(" ", 2)[2]))
    assert members == ["url", "mime", "status", "digest", "length", "offset", "filename"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"url={BLOG}/2026/&matchType=prefix", 4),
        (f"url={BLOG}/202&matchType=prefix", 4),
        (f"url={BLOG}/202/&matchType=prefix", 0),
        (f"url={BLOG}/2026/*", 4),
        ("url=quay.example&matchType=host", 6),
        ("url=*.example", 6),
        ("url=example&matchType=domain", 6),
        ("url=uay.example&matchType=domain", 0),
        (f"url={POST}&limit=2", 2),
        (f"url={POST}&limit=-1", 1),
        (f"url={POST}&from=20260302", 2),
        (f"url={POST}&from=202603&to=202603", 2),
        (f"url={POST}&to=2025", 0),
        (f"url={POST}&to=20260303", 2),
        (f"url={POST}&to=202", 3),
        (f"url={POST}&to=20260301120000", 1),
        (f"url={BLOG}/*&filter==mime:image/png", 1),
        (f"url={BLOG}/*&filter=mimetype:image", 1),
        (f"url={BLOG}/*&filter=!mime:html", 2),
        (f"url={BLOG}/*&filter=~status:2..", 6),
        (f"url={BLOG}/*&filter=~url:(a%2B)%2B$", 0),
        (f"url={BLOG}/*&filter=boat.png", 1),
        (f"url={POST}&collapse=timestamp:6", 2),
        (f"url={POST}&collapseTime=6", 2),
        (f"url={BLOG}/*&collapse=urlkey", 4),
        (f"url={BLOG}/*&filter==status:200&filter=~url:.*css", 1),
        (f"url={POST}&page=0", 3),
        ("url=javascript:x", 0),
        ("url=urn:x", 0),
    ],
)
def test_parameters(shelf: Library, query: str, count: int) -> None:
    assert len(lines(shelf, query)) == count


def test_other_forms(shelf: Library) -> None:
    found = [
        json.loads(line) for line in lines(shelf, f"url={POST}&output=json&fl=timestamp,url&sort=reverse")
    ]
    assert found == [{"timestamp": stamp, "url": POST} for stamp in reversed(STAMPS)]
    assert lines(shelf, f"url={POST}&output=text&fl=timestamp,statuscode,redirect&limit=1") == [
        f"{STAMPS[0]} 200 -"
    ]
    assert lines(shelf, f"url={POST}&fl=timestamp,status&limit=1") == [
        f'{KEY} {STAMPS[0]} {{"status": "200"}}'
    ]


@pytest.mark.parametrize(
    "query",
    [
        "", "url=%20", f"url={POST}&matchType=all", f"url={POST}&from=soon", f"url={POST}&to=20261301",
        f"url={POST}&limit=many",
        f"url={POST}&filter=no:x", f"url={POST}&filter=~url:[", f"url={POST}&filter=~url:(?=x)", f"url={POST}&fl=no",
        f"url={POST}&filter=~url:{'x' * 600}", f"url={POST}&filter=~url:((a{{1,1000}}){{1,1000}})",
        f"url={POST}&closest=soon",
        f"url={POST}&output=xml", f"url={POST}&collapse=timestamp:x", f"url={POST}&collapseTime=x",
        f"url={POST}&page=1",
        f"url={POST}&page=-1", f"url={POST}&pageSize=0&page=0",
    ],
)  # fmt: skip
def test_what_it_can_not_understand_it_says(shelf: Library, query: str) -> None:
    response = shelf.client().get(f"/cdx?{query}")
    assert (response.status_code, list(response.get_json())) == (400, ["message"])


def test_how_many_pages(shelf: Library) -> None:
    query = f"url={BLOG}/*&showNumPages=true"
    assert shelf.client().get(f"/cdx?{query}").get_json() == {"pages": 1, "pageSize": 5, "blocks": 1}
    assert wayback(shelf, query) == ["1"]
    assert wayback(shelf, "url=nowhere.test&showNumPages=true") == ["0"]


# The Wayback Machine's dialect


def test_columns(shelf: Library) -> None:
    [first] = wayback(shelf, f"url={POST}&limit=1")
    key, stamp, original, mime, status, digest, length = first.split(" ")
    assert (key, stamp, original, mime, status) == (KEY, STAMPS[0], POST, "text/html", "200")
    assert len(digest) == 32
    assert int(length) > 0


def test_an_array_of_arrays(shelf: Library) -> None:
    response = shelf.client().get(f"/cdx/search/cdx?url={POST}&output=json")
    header, *rows = response.get_json()
    assert header == ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    assert [row[1] for row in rows] == list(STAMPS)
    chosen = shelf.client().get(
        f"/cdx/search/cdx?url={POST}&output=json&fl=original,statuscode,offset&limit=1"
    )
    assert chosen.get_json()[0] == ["original", "statuscode", "offset"]
    assert shelf.client().get("/cdx/search/cdx?url=nowhere.test&output=json").get_json() == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("filter=statuscode:200", 6), ("filter=statuscode:2", 0), ("filter=!statuscode:200", 0),
        ("filter=mimetype:image/.*", 1),
        ("filter=!mimetype:text/.*", 1), ("filter=urlkey:.*ferries.*", 3), ("collapse=urlkey", 4),
        ("collapse=timestamp:4", 1),
        ("limit=-2", 2), ("collapse=digest&collapse=timestamp:8", 4),
    ],
)  # fmt: skip
def test_filters_are_patterns_for_the_whole_field(shelf: Library, query: str, count: int) -> None:
    assert len(wayback(shelf, f"url={BLOG}/*&{query}")) == count


@pytest.mark.parametrize("limit", range(1, 8))
def test_gone_on_with_by_its_key_an_answer_is_whole(library: Library, limit: int) -> None:
    some = library.keep(f"{BLOG}/one", "x")
    catalogue = library.backfile.catalogue
    with catalogue.transaction():
        for number in range(6):  # several of one second, in another order than their lines have
            add(library, some, 9 - number, f"{BLOG}/{'two' if number < 4 else 'three'}")
    whole = wayback(library, f"url={BLOG}/*")
    assert len(whole) == 7
    found: list[str] = []
    key = ""
    while True:
        answer = wayback(library, f"url={BLOG}/*&limit={limit}&showResumeKey=true{key}")
        more = "" in answer
        found += answer[: answer.index("")] if more else answer
        if not more:
            break
        key = f"&resumeKey={quote(answer[-1])}"
    assert found == whole


def test_the_key_in_json(shelf: Library) -> None:
    answer = (
        shelf.client().get(f"/cdx/search/cdx?url={POST}&output=json&limit=2&showResumeKey=true").get_json()
    )
    assert answer[-2] == []
    [key] = answer[-1]
    rest = shelf.client().get(f"/cdx/search/cdx?url={POST}&output=json&resumeKey={key}").get_json()
    assert [row[1] for row in answer[1:3] + rest[1:]] == list(STAMPS)
    assert shelf.client().get("/cdx/search/cdx?url=x.test&resumeKey=zzz").status_code == 400


def test_a_revisit_says_no_status_but_its_original_s(library: Library) -> None:
    body = "<title>Twice</title>" + "The same words. " * 100
    library.keep(POST, body)
    revisit = library.keep(POST, body, at=MARCH + timedelta(days=1))
    assert revisit.record_type is RecordType.REVISIT
    first, second = (line.split(" ")[3:5] for line in wayback(library, f"url={POST}"))
    assert (first, second) == (["text/html", "200"], ["warc/revisit", "-"])
    _, second = (line.split(" ")[3:5] for line in wayback(library, f"url={POST}&resolveRevisits=true"))
    assert second == ["text/html", "200"]
    row = json.loads(lines(library, f"url={POST}&output=json&resolveRevisits=true")[1])
    assert "status" not in row
    original = library.backfile.catalogue.captures.of_surt(KEY)[0].locator
    assert (row["orig.offset"], row["orig.filename"]) == (str(original.offset), original.filename)


def test_a_long_answer_comes_in_pages_and_streams(library: Library) -> None:
    some = library.keep(f"{BLOG}/one", "x")
    with library.backfile.catalogue.transaction():
        for number in range(3001):
            add(library, some, number, f"{BLOG}/{number}", hours=number)
    client = library.client()
    assert client.get("/cdx?url=quay.example/*&showNumPages=1&pageSize=1").get_json() == {
        "pages": 2, "pageSize": 1, "blocks": 2,
    }  # fmt: skip
    pages = [lines(library, f"url=quay.example/*&pageSize=1&page={number}") for number in range(2)]
    assert [len(page) for page in pages] == [3000, 2]
    assert pages[0] + pages[1] == lines(library, "url=quay.example/*")
    assert client.get("/cdx?url=quay.example/*&pageSize=1&page=2").status_code == 400
    assert client.get("/cdx?url=quay.example/*").headers.get("Content-Length") is None


def add(library: Library, like: Capture, number: int, url: str, *, hours: int = 0) -> None:
    """A row of the catalogue without a record."""
    at = MARCH + timedelta(hours=hours)
    library.backfile.catalogue.captures.add(
        replace(
            like, id=0, record_id=f"urn:made:{number}", url=url, surt=url.replace(BLOG, "example,quay)"),
            captured_at=at, timestamp=f"{at:%Y%m%d%H%M%S}", locator=Locator("made.warc.gz", number, 1),
        )
    )  # fmt: skip
