"""Programs that know the Wayback Machine's and pywb's CDX servers ask ours, unchanged, in an environment of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import served
from tests.web.library import Library

pytestmark = pytest.mark.shared

FONT = "http://www.iana.org/_css/2013.1/fonts/OpenSans-Bold.ttf"

WAYBACK = """
import json, sys
from datetime import datetime, timezone
from urllib.parse import urlsplit
from requests.adapters import HTTPAdapter
from wayback import WaybackClient, WaybackSession

root = sys.argv[1]

class Elsewhere(HTTPAdapter):
    def send(self, request, **settings):
        request.url = request.url.replace("https://web.archive.org", root)
        return super().send(request, **settings)

def stamp(record):
    return record.timestamp.strftime("%Y%m%d%H%M%S")

session = WaybackSession(search_calls_per_second=0, memento_calls_per_second=0)
session.mount("https://web.archive.org", Elsewhere())
session.mount("http://127.0.0.1", HTTPAdapter())
with WaybackClient(session) as client:
    found = list(client.search("iana.org/*", limit=50, filter_field=["statuscode:200", "mimetype:text/html"]))
    resolved = list(client.search(sys.argv[2], resolve_revisits=True, limit=7))
    day = datetime(2014, 1, 26, 20, 8, 16, tzinfo=timezone.utc)
    since = list(client.search(sys.argv[2], from_date=day, collapse="digest"))
    print(json.dumps({
        "urls": [record.url for record in found], "statuses": sorted({record.status_code for record in found}),
        "resolved": [[stamp(record), record.mime_type, record.status_code] for record in resolved],
        "since": [stamp(record) for record in since],
    }))
"""

TOOLKIT = """
import json, sys
import cdx_toolkit
cdx_toolkit.myrequests.retry_info["default"]["minimum_interval"] = 0  # its own setting for a host that it does not know
cdx = cdx_toolkit.CDXFetcher(source=sys.argv[1])
print(json.dumps({
    "got": [capture.data for capture in cdx.get(sys.argv[2], limit=5, filter="statuscode:200")],
    "all": len(list(cdx.iter("iana.org/*", limit=1000))),
    "none": len(list(cdx.iter("nowhere.test/*"))),
    "size": cdx.get_size_estimate("iana.org/*", as_pages=True),
}))
"""


@pytest.fixture(scope="module")
def root(holdings: Library) -> Iterator[str]:
    with served(holdings.app) as url:
        yield url


def run(peers: Path, script: str, *words: str) -> Any:
    python = peers / "clients" / "bin" / "python"
    done = subprocess.run(
        [python, "-I", "-c", script, *words], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_wayback_searches(peers: Path, root: str) -> None:
    found = run(peers, WAYBACK, root, FONT)
    assert len(set(found["urls"])) > 10
    assert found["statuses"] == [200]
    stamps = [row[0] for row in found["resolved"]]
    assert stamps == sorted(stamps)
    assert {tuple(row[1:]) for row in found["resolved"]} == {("application/octet-stream", 200)}
    assert found["since"] == ["20140126200816"]


@pytest.mark.parametrize("path", ["/cdx", "/cdx/search/cdx"])
def test_cdx_toolkit_lists_and_counts(path: str, peers: Path, root: str) -> None:
    found = run(peers, TOOLKIT, root + path, FONT)
    [first] = found["got"]
    assert (first["timestamp"], first["status"], first["mime"]) == (
        "20140126200625",
        "200",
        "application/octet-stream",
    )
    assert (found["all"], found["none"], found["size"]) == (182, 0, 1)
