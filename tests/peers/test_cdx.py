"""The CDX server's answers against those of pywb on the same files."""

from __future__ import annotations

import json

import pytest

from tests.peers.pywb import Pywb
from tests.web.library import Library

pytestmark = pytest.mark.shared

IANA = "http://www.iana.org/"
CSS = "http://www.iana.org/_css/2013.1/screen.css"
FONT = "http://www.iana.org/_css/2013.1/fonts/OpenSans-Bold.ttf"
EXAMPLE = "http://example.com/"
WIKI = "en.wikipedia.org"

WHERE = [
    f"url={IANA}", f"url={CSS}", f"url={FONT}", "url=iana.org", "url=https://iana.org/about/",
    "url=http://example.com/*", "url=*.iana.org", "url=iana.org&matchType=host", "url=iana.org&matchType=domain",
    "url=org&matchType=domain", f"url={IANA}_css/&matchType=prefix", f"url={IANA}_css&matchType=prefix",
    "url=http://example.com/?&matchType=prefix", f"url={EXAMPLE}&matchType=prefix", "url=http://test@example.com/",
    f"url={WIKI}&matchType=host", "url=*.wikipedia.org", "url=bl.uk/*", f"url={IANA}&matchType=exact",
    "url=nowhere.test&matchType=host", "url=http://www.iana.org:8080/*",
]  # fmt: skip

HOW = [
    f"url={FONT}&limit=3", f"url={FONT}&limit=0", f"url={FONT}&limit=1&sort=reverse",
    f"url={FONT}&reverse=true&limit=4",
    f"url={FONT}&reverse=0", "url=iana.org/*&limit=7&reverse=1",
    f"url={FONT}&from=20140126200816", f"url={FONT}&to=20140126200816", f"url={FONT}&from=2014012620&to=20140126201",
    f"url={IANA}&from=2014&to=2014", f"url={IANA}&to=2013", f"url={IANA}&from=20140127", f"url={IANA}&to=201",
    "url=example.com&to=2013",
    f"url={FONT}&closest=20140126200826&limit=10", f"url={FONT}&closest=20140126200700&limit=2",
    f"url={FONT}&closest=20140126200826&limit=3&reverse=true", f"url={FONT}&sort=closest&closest=2014&limit=5",
    f"url={IANA}&closest=20140127", f"url={IANA}&closest=now&limit=1", f"url={FONT}&closest=201401262010",
    "url=iana.org/domains&matchType=prefix&filter=mime:html",
    "url=iana.org/*&filter=mimetype:html&filter=!status:200",
    "url=iana.org/*&filter==status:302", "url=iana.org/*&filter=!=status:200", "url=iana.org/*&filter=statuscode:30",
    "url=iana.org/*&filter=~url:.*[.](css|js)$", "url=iana.org/*&filter=!~mime:text/.*&filter=~status:[23]..",
    "url=example.com*&filter==urlkey:com,example)/?example=1", "url=example.com*&filter=!~urlkey:.*example=[0-9]$",
    "url=example.com*&filter=!urlkey:example=", "url=example.com*&filter=original:test@",
    "url=iana.org/*&filter=jquery&limit=5", "url=iana.org/*&filter=!jquery&limit=5",
    "url=iana.org/*&filter=~.*jquery",
    "url=iana.org/*&filter==mime:warc/revisit&filter=url:https:", f"url={CSS}&collapseTime=11",
    f"url={CSS}&collapseTime=11&resolveRevisits=true", f"url={CSS}&collapseTime=11&resolveRevisits=true&reverse=true",
    f"url={FONT}&resolveRevisits=true", f"url={FONT}&resolveRevisits=1&reverse=true&limit=3",
    "url=iana.org/*&resolveRevisits=true",
    f"url={FONT}&resolveRevisits=true&from=20140126200816&limit=4",
    "url=iana.org/dnssec&resolveRevisits=true&closest=20140126201306",
    f"url={FONT}&resolveRevisits=false", "url=example.com/*&resolveRevisits=true", "url=iana.org/*&collapseTime=4",
    f"url={IANA}&fl=urlkey,timestamp,status", f"url={IANA}&fields=url,mime,digest", f"url={IANA}&fl=digest",
    f"url={FONT}&resolveRevisits=true&fl=urlkey,orig.length,orig.offset",
]  # fmt: skip

FORMS = [
    "",
    "&output=cdxj",
    "&output=json",
    "&output=text&fl=urlkey,timestamp,url,mime,status,digest,length,offset",
    "&output=link",
]

ELSEWHERE = ("filename", "source", "source-coll", "access", "orig.filename")
"""What is named otherwise in each archive: its own files, and pywb's collections."""


def ours(library: Library, query: str) -> list[str]:
    response = library.client().get(f"/cdx?{query}")
    assert response.status_code == 200, response.text
    return response.text.splitlines()


def without_names(lines: list[str]) -> list[object]:
    """Lines without what each archive names for itself."""
    return [_plain(line) for line in lines]


def _plain(line: str) -> object:
    if line.startswith("<"):
        return line.replace('; collection="all"', "")
    head, brace, rest = line.partition("{")
    if not brace:
        return line
    members = json.loads(brace + rest)
    resolved = members.get("orig.filename", "-") != "-"
    return head, resolved, [(name, value) for name, value in members.items() if name not in ELSEWHERE]


@pytest.mark.parametrize("query", [*WHERE, *HOW])
def test_the_answer_is_pywb_s(query: str, pywb: Pywb, holdings: Library) -> None:
    theirs = pywb.cdx(query + "&allowFuzzy=false")
    assert theirs.status == 200
    assert without_names(ours(holdings, query)) == without_names(theirs.lines)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query", ["url=iana.org/*", f"url={FONT}&closest=20140126200826&limit=10", "url=nowhere.test"]
)
def test_every_form_is_pywb_s(query: str, form: str, pywb: Pywb, holdings: Library) -> None:
    theirs = pywb.cdx(f"{query}{form}&allowFuzzy=false")
    assert without_names(ours(holdings, query + form)) == without_names(theirs.lines)
    mine = holdings.client().get(f"/cdx?{query}{form}")
    assert mine.headers["Content-Type"] == theirs.headers["Content-Type"]


@pytest.mark.parametrize("query", ["", f"url={IANA}&output=foo", f"url={IANA}&matchType=foo"])
def test_what_pywb_refuses_is_refused_in_its_form(query: str, pywb: Pywb, holdings: Library) -> None:
    theirs, mine = pywb.cdx(query), holdings.client().get(f"/cdx?{query}")
    assert theirs.status == mine.status_code == 400
    assert list(json.loads(theirs.text)) == list(mine.get_json()) == ["message"]


def test_the_whole_index_is_pywb_s(pywb: Pywb, holdings: Library) -> None:
    index = pywb.index.read_text("utf-8").splitlines()
    mine = [
        line for domain in ("com", "org", "uk") for line in ours(holdings, f"url={domain}&matchType=domain")
    ]
    assert without_names(mine) == without_names(index)
    assert [line.encode() for line in mine] == sorted(line.encode() for line in mine)
