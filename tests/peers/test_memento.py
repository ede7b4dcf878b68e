"""Clients of Memento, and pywb's bytes of the same captures."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import uri
from archive.errors import OriginalMissing
from archive.model import Capture
from tests.browser.conftest import served
from tests.peers.pywb import Pywb
from tests.web.library import Library

pytestmark = pytest.mark.shared

FONT = "http://www.iana.org/_css/2013.1/fonts/OpenSans-Bold.ttf"
AGNOSTIC = "http://test@example.com/"

CLIENT = """
import datetime, json, sys
from memento_client import MementoClient

root, url = sys.argv[1:]
client = MementoClient(timegate_uri=root + "/timegate/", check_native_timegate=False)
known = root + "/web/20140126200816/" + url  # the original itself is not asked: there is no way out of a test
found = {}
for day in ((2013, 1, 1), (2014, 1, 26, 20, 8, 16), (2031, 1, 1)):
    told = client.get_memento_info(known, datetime.datetime(*day))
    found[str(day[0]) + str(len(day))] = {
        "closest": told["mementos"]["closest"]["uri"][0], "first": told["mementos"]["first"]["uri"][0],
        "last": told["mementos"]["last"]["uri"][0], "original": told["original_uri"], "timegate": told["timegate_uri"],
    }
memento = found["20313"]["closest"]
found["is"] = [
    MementoClient.is_memento(memento), MementoClient.is_timegate(root + "/timegate/" + url),
    MementoClient.is_memento(root + "/"),
]
found["original"] = client.get_original_uri(memento)
print(json.dumps(found))
"""

WAYBACK = """
import json, sys
from requests.adapters import HTTPAdapter
from wayback import Mode, WaybackClient, WaybackSession

root, url = sys.argv[1:]

class Elsewhere(HTTPAdapter):
    def send(self, request, **settings):
        request.url = request.url.replace("https://web.archive.org", root)
        answer = super().send(request, **settings)
        for name in ("Location", "Link", "Content-Location"):
            if name in answer.headers:
                answer.headers[name] = answer.headers[name].replace(root, "https://web.archive.org")
        answer.url = answer.url.replace(root, "https://web.archive.org")
        return answer

session = WaybackSession(search_calls_per_second=0, memento_calls_per_second=0)
session.mount("https://web.archive.org", Elsewhere())
with WaybackClient(session) as client:
    memento = client.get_memento(url, timestamp="20140126200816", mode=Mode.original)
    print(json.dumps({
        "url": memento.url, "stamp": memento.timestamp.strftime("%Y%m%d%H%M%S"), "ok": memento.ok,
        "bytes": len(memento.content), "links": sorted(memento.links),
    }))
"""


@pytest.fixture(scope="module")
def root(holdings: Library) -> Iterator[str]:
    with served(holdings.app) as url:
        yield url


def run(python: Path, script: str, *words: str) -> Any:
    done = subprocess.run(
        [python, "-I", "-W", "ignore", "-c", script, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_memento_client_finds_its_way(peers: Path, root: str) -> None:
    found = run(peers / "memento" / "bin" / "python", CLIENT, root, FONT)
    first, middle, last = (
        f"{root}/web/{stamp}/{FONT}" for stamp in ("20140126200625", "20140126200816", "20140127171240")
    )
    assert [found[key]["closest"] for key in ("20133", "20146", "20313")] == [first, middle, last]
    assert {(told["first"], told["last"]) for key, told in found.items() if key.startswith("20")} == {
        (first, last)
    }
    assert found["20313"]["timegate"] == f"{root}/timegate/{FONT}"
    assert found["is"] == [True, True, False]
    assert found["original"].endswith("OpenSans-Bold.ttf")


def test_wayback_reads_a_memento(peers: Path, root: str) -> None:
    found = run(peers / "clients" / "bin" / "python", WAYBACK, root, FONT)
    assert (found["url"], found["stamp"], found["ok"]) == (FONT, "20140126200816", True)
    assert found["bytes"] > 100_000
    assert {"original", "timegate", "timemap"} <= set(found["links"])


def test_every_capture_has_the_bytes_that_pywb_gives(pywb: Pywb, holdings: Library) -> None:
    """Revisits too, in whatever file their originals are."""
    captures = list(holdings.backfile.catalogue.captures.iterate())
    alike = Counter((capture.surt, capture.timestamp) for capture in captures)
    compared = 0
    for capture in captures[::3]:
        if alike[capture.surt, capture.timestamp] > 1 or 300 <= capture.status < 400 or "@" in capture.url:
            continue  # pywb gives one of the captures of a second, and its own redirects for archived ones
        theirs = pywb.raw(capture.timestamp, uri.canonical(capture.url))
        assert theirs.status == capture.status, capture.url
        assert _raw(holdings, capture) == theirs.body, capture.url
        compared += 1
    assert compared > 60


def _raw(library: Library, capture: Capture) -> bytes:
    with library.backfile.mementos.raw(capture) as memento:
        return memento.payload.read()


def test_a_revisit_of_another_url_in_another_file_is_whole(holdings: Library) -> None:
    [revisit] = holdings.backfile.catalogue.captures.of_surt("com,example)/", limit=1)
    assert revisit.url == AGNOSTIC
    with holdings.backfile.mementos.open(revisit) as memento:
        assert memento.original.locator.filename != revisit.locator.filename
        assert b"Example Domain" in memento.payload.read()


def test_an_original_that_is_missing_is_said(holdings: Library) -> None:
    [revisit] = holdings.backfile.catalogue.captures.of_surt("uk,bl)/")
    with pytest.raises(OriginalMissing), holdings.backfile.mementos.open(revisit):
        pass
    for form in ("", "mp_", "id_"):
        response = holdings.client().get(f"/web/{revisit.timestamp}{form}/{revisit.url}")
        assert response.status_code == 404
        assert "is not in this archive" in response.text
        assert "Import the WARC file that holds it" in response.text
