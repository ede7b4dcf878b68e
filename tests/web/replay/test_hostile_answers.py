"""Hostile captures as answers, by every form of address: nothing that a browser could take for a script, a policy or a
header of the page's own, and no line of a header that a URL wrote."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.browser.payloads.documents import DOCUMENTS, HEADERS
from tests.browser.payloads.polyglots import POLYGLOTS
from tests.web.library import Library

STAMP = "20260301120000"
SITE = "https://hostile.example"
FORMS = ("", "mp_", "im_", "cs_", "js_", "if_", "id_", "fr_", "oe_", "as_", "zz_")
NEVER = (
    "Refresh", "Set-Cookie", "Service-Worker-Allowed", "Clear-Site-Data", "SourceMap", "NEL", "Report-To",
    "Speculation-Rules", "Strict-Transport-Security", "Origin-Agent-Cluster", "Reporting-Endpoints",
)  # fmt: skip
ADDRESSES = [
    "http://none.example/%0d%0aSet-Cookie:%20stolen=1%0d%0a%0d%0a<script>alert(1)</script>",
    "http://none.example/a%00b",
    "http://none.example/\u202e%22><svg onload=alert(1)>",
    "http://none.example/>;rel=stylesheet,<http://out.example/a.css>;rel=stylesheet;x=\"",
    "http://none.example/\"><script>alert(1)</script>",
    "javascript:alert(1)//http://none.example/",
    "data:text/html,<script>alert(1)</script>",
    "//none.example/<script>alert(1)</script>",
    "http://<script>alert(1)</script>/",
    "http://none.example/{{7*7}}${7*7}<%= 7*7 %>",
]  # fmt: skip


def assert_harmless(answer: TestResponse, address: str) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, address
    assert "base-uri 'none'" in policy, address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert [name for name in NEVER if name in answer.headers] == [], address
    assert "javascript" not in answer.headers.get("Content-Type", ""), address
    assert len(answer.headers.getlist("Content-Type")) <= 1, address
    assert all("\r" not in value and "\n" not in value for _, value in answer.headers), address


def test_no_form_of_address_gives_a_script_or_a_header_of_the_page(library: Library) -> None:
    documents = {**DOCUMENTS, **POLYGLOTS}
    for number, (mime, body) in enumerate(documents.values()):
        content = body.encode("latin-1")
        library.keep(f"{SITE}/{number}", content, mime=mime.replace("\0", "\x01") or None, headers=HEADERS)
    client = library.client()
    for number, name in enumerate(documents):
        for form in FORMS[number % 3 :: 3]:
            address = f"/web/{STAMP}{form}/{SITE}/{number}"
            answer = client.get(
                address, headers={"Service-Worker": "script", "Sec-Fetch-Dest": "serviceworker"}
            )
            assert answer.status_code == 200, (name, form)
            assert_harmless(answer, f"{name} {form}")
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("sandbox"), (name, form)
            assert "script-src 'none'" in policy
            if form in ("id_", "as_"):
                assert answer.content_type == "application/octet-stream"
                assert answer.headers["Content-Disposition"].startswith("attachment")
            else:
                assert "Content-Disposition" not in answer.headers
            answer.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_stays_text_at_every_door(library: Library, address: str) -> None:
    client = library.client()
    stamped = [f"/web/2026{form}/" for form in FORMS]
    doors = [*stamped, "/web/*/", "/web/", "/timegate/", "/timemap/link/", "/timemap/json/", "/timemap/cdxj/",
             "/cdx?url=", "/cdx/search/cdx?url=", "/search?q=", "/page/", "/cite/", "/wacz/"]  # fmt: skip
    for door in doors:
        answer = client.get(door + address)
        assert answer.status_code < 500, door
        assert_harmless(answer, door)
        if answer.mimetype == "text/html":
            assert "<script>alert" not in answer.text, door
            assert "<svg onload" not in answer.text, door
            assert "{{49" not in answer.text, door
        assert "out.example/a.css>" not in answer.headers.get("Link", ""), door
        answer.close()


def test_a_timemap_of_a_hostile_address_is_one_link_a_line(library: Library) -> None:
    url = f"{SITE}/%3E;rel=%22original%22,%3Chttp://out.example/%3E"
    library.keep(url)
    client = library.client()
    for form in ("link", "cdxj"):
        text = client.get(f"/timemap/{form}/{url}").text
        assert f"<{url}>" in text or url in text
        assert "<http://out.example" not in text
        assert text.count('rel="original"') <= 1
        assert "\r" not in text
    broken = f"{SITE}/a%0D%0Aexample,none)/%2020260101000000%20%7B%7D"
    library.keep(broken)
    for door in ("/cdx?url=", "/cdx/search/cdx?url="):
        assert len(client.get(door + broken.replace("%", "%25")).text.strip().splitlines()) == 1
