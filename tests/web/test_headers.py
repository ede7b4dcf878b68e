"""Every answer is guarded: pages, JSON, files, errors, whatever the way."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from archive.errors import BackfileError
from indexer.model import Query, Results
from tests.fakes.engine import FixedEngine
from tests.web.conftest import POST
from tests.web.library import Library
from web.statuses import STATUS, headline, sentence, status_of

PATHS = [
    "/", "/search", "/search?q=fog", "/search.json", "/page/none", "/opensearch.xml", "/robots.txt", "/healthz", "/readyz",
    "/static/backfile.css", "/static/backfile.js", "/static/none.css", "/nothing", "/admin/", "/admin/login", "/admin/setup",
    "/admin", f"/timegate/{POST}", f"/timemap/link/{POST}", f"/timemap/json/{POST}", f"/timemap/cdxj/{POST}", "/timemap/x/y",
    f"/cdx?url={POST}", "/cdx", f"/cdx/search/cdx?url={POST}", "/cdx/search/cdx", "/web/", "/web", f"/web/2026/{POST}",
    f"/web/20260301120000/{POST}",
    f"/web/20260301120000id_/{POST}", f"/web/*/{POST}", "/web/2026/https://none.example/", "/web/2026/nonsense:x", "/%00",
    "/web/%00", "/..%2f..%2fetc/passwd", "/static/..%2fapp.py",
]  # fmt: skip


def assert_guarded(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in response.headers
    if not response.request.path.startswith("/web/"):
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_every_answer_is_guarded(shelf: Library, method: str) -> None:
    client = shelf.client()
    for path in PATHS:
        response = client.open(path, method=method)
        assert response.status_code < 500, path
        assert_guarded(response)
        response.close()


def test_a_fault_of_ours_is_guarded_and_tells_nothing(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    class BrokenEngine(FixedEngine):
        def search(self, query: Query, /) -> Results:
            raise RuntimeError("secret detail")

    client = library.answering(BrokenEngine(Results(Query(), 0)))
    for path in ("/search", "/search.json"):
        response = client.get(path)
        assert response.status_code == 500
        assert "secret detail" not in response.text
        assert_guarded(response)
    assert response.json is not None
    assert response.json["title"] == "Something went wrong"
    assert "secret detail" in caplog.text


def test_pages_hold_no_inline_script_or_style(shelf: Library) -> None:
    client = shelf.client()
    for path in ("/", "/search?q=fog", "/admin/", f"/web/*/{POST}", "/nothing"):
        text = client.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_every_error_has_a_status_and_words() -> None:
    def kinds(kind: type[BackfileError]) -> list[type[BackfileError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in kinds(child))]

    for kind in kinds(BackfileError):
        error = kind.__new__(kind)
        assert 400 <= status_of(error) < 600
    assert set(STATUS) <= set(kinds(BackfileError))
    for status in (400, 404, 418, 500, 599):
        assert headline(status)
        assert sentence(status)
